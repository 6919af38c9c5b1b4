import type { Database } from '../../src/backend/database.ts';
import { addCents } from './cents.ts';
import type { Truth } from './truth-file.ts';

type Totals = Readonly<Record<string, Readonly<Record<string, number | string>>>>;

/** The sums of these products for each status and currency, in the truth's measures and with two decimals. */
export async function backendTotals(db: Database, productIds: readonly number[]): Promise<Totals> {
  const { rows } = await db.query(
    `select o.source_status || ' ' || o.currency as name, count(distinct o.woo_order_id)::integer as orders,
       count(i.id)::integer as line_items, sum(i.quantity)::integer as qty,
       round(sum(i.subtotal), 2)::text as subtotal, round(sum(i.discount), 2)::text as discount,
       round(sum(i.total), 2)::text as total, round(sum(i.tax), 2)::text as tax,
       sum(i.refunded_quantity)::integer as refunded_qty,
       round(coalesce(sum(l.amount), 0), 2)::text as refunded_total,
       round(coalesce(sum(l.tax), 0), 2)::text as refunded_tax
     from events e join orders o on o.event_id = e.id join order_items i on i.order_id = o.id
       left join lateral (select sum(amount) as amount, sum(tax) as tax from refund_lines
                          where order_item_id = i.id and removed_at is null) l on true
     where e.woo_product_id = any($1) and i.removed_at is null
       and (o.removed_at is null or o.removed_reason = 'trashed')
     group by o.source_status, o.currency`,
    [productIds],
  );
  return Object.fromEntries(rows.map(({ name, ...measures }) => [name, measures]));
}

const DRAFTS = ['auto-draft', 'checkout-draft'];

/** WooCommerce's own sums; deleted products are added up as its product 0. */
export function truthTotals(truth: Truth, productId: number): Totals {
  const product = truth.products.find(({ product_id }) => product_id === productId);
  const totals: Record<string, Record<string, number | string>> = {};
  for (const [status, byCurrency] of Object.entries(product?.totals_by_status ?? {})) {
    if (DRAFTS.includes(status)) continue;
    for (const [currency, measures] of Object.entries(byCurrency)) {
      const { orders, line_items, qty, refunded_qty } = measures;
      totals[`${status} ${currency}`] = {
        orders,
        line_items,
        qty,
        subtotal: addCents([measures.subtotal]),
        discount: addCents([measures.discount]),
        total: addCents([measures.total]),
        tax: addCents([measures.tax]),
        refunded_qty,
        refunded_total: addCents([measures.refunded_total]),
        refunded_tax: addCents([measures.refunded_tax]),
      };
    }
  }
  return totals;
}
