import { addDecimals, NOTHING } from '../../source/decimal-sum.ts';
import { cellId, cellText } from '../values/cells.ts';
import { idOf, isNumber, namesId, namesOneOf, type OrderCountSql, statusIn } from './order-sql.ts';
import { hposCountSql } from './order-sql-hpos.ts';
import { postsCountSql } from './order-sql-posts.ts';
import { type CountScope, countedProducts } from './scope.ts';

/** The figures of one order, added up by the database. */
export interface CountedOrder {
  readonly sourceStatus: string;
  readonly currency: string;
  /** true if it has a line of the event's product. */
  hasLine: boolean;
  quantity: number;
  total: string;
  refundedByLines: string;
  orderRefunded: string;
}

export function countSqlOf({ orders, tables, plugin, renewalsOweTickets }: CountScope): OrderCountSql {
  return orders === 'hpos'
    ? hposCountSql(tables, plugin, renewalsOweTickets)
    : postsCountSql(tables, plugin, renewalsOweTickets);
}

/**
 * Counts orders by id: all of these that exist and are not drafts, whether or not they belong to the event. The
 * database casts and adds up the amounts; none is parsed here.
 */
export async function countOrderFacts(
  scope: CountScope,
  orderIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, CountedOrder>> {
  if (orderIds.length === 0) return new Map();
  const { connection } = scope;
  const sql = countSqlOf(scope);
  const [headers, lines, refundLines, refunds] = await Promise.all([
    connection.query(sql.headers(orderIds), signal),
    connection.query(linesSql(scope, orderIds), signal),
    connection.query(refundLinesSql(scope, sql.refunds(orderIds)), signal),
    connection.query(sql.refundAmounts(orderIds), signal),
  ]);
  const facts = new Map<number, CountedOrder>();
  for (const [id, status, currency] of headers) {
    facts.set(cellId(id), {
      sourceStatus: statusIn(status),
      currency: cellText(currency)?.trim().toUpperCase() || scope.currency,
      hasLine: false,
      quantity: 0,
      total: NOTHING,
      refundedByLines: NOTHING,
      orderRefunded: NOTHING,
    });
  }
  const ownItems = new Map<number, number>();
  const ownProducts = new Set<string>();
  for (const [orderId, itemId, quantity, total, variationId, productId] of lines) {
    const order = facts.get(cellId(orderId));
    if (order === undefined) continue;
    ownItems.set(cellId(itemId), cellId(orderId));
    ownProducts.add(`${cellId(orderId)}.${cellId(productId)}.${cellId(variationId)}`);
    order.hasLine = true;
    order.quantity += Number(cellText(quantity));
    order.total = addDecimals(order.total, cellText(total) ?? NOTHING);
  }
  const sumOfRefund = new Map<number, string>();
  for (const [orderId, refundId, refundedItem, amount, isGone, productId, variationId] of refundLines) {
    const refund = cellId(refundId);
    sumOfRefund.set(refund, addDecimals(sumOfRefund.get(refund) ?? NOTHING, cellText(amount) ?? NOTHING));
    const order = facts.get(cellId(orderId));
    const isOwn =
      cellId(isGone) === 1
        ? ownProducts.has(`${cellId(orderId)}.${cellId(productId)}.${cellId(variationId)}`)
        : ownItems.get(cellId(refundedItem)) === cellId(orderId);
    if (order === undefined || !isOwn) continue;
    order.refundedByLines = addDecimals(order.refundedByLines, cellText(amount) ?? NOTHING);
  }
  for (const [orderId, refundId, amount] of refunds) {
    const order = facts.get(cellId(orderId));
    if (order === undefined) continue;
    const refunded = cellText(amount) ?? sumOfRefund.get(cellId(refundId)) ?? NOTHING;
    order.orderRefunded = addDecimals(order.orderRefunded, refunded);
  }
  return facts;
}

/** The event's lines, each with the first row of every meta. */
export function linesSql(scope: CountScope, orderIds: readonly number[]): string {
  const { tables, variationId } = scope;
  const ofVariation =
    variationId === null
      ? ''
      : `AND MAX(IF(v.meta_key = '_variation_id' AND ${namesId('v.meta_value', variationId)}, 1, 0)) = 1`;
  return `SELECT f.order_id, f.order_item_id,
      ${amountOf('_qty')}, ${amountOf('_line_total')} + ${amountOf('_line_tax')},
      MAX(IF(v.meta_key = '_variation_id', ${idOf('v.meta_value')}, 0)),
      MAX(IF(v.meta_key = '_product_id', ${idOf('v.meta_value')}, 0))
    FROM (
      SELECT i.order_id, i.order_item_id, m.meta_key, MIN(m.meta_id) AS first_id
      FROM ${tables.orderItems} i
      JOIN ${tables.orderItemmeta} m ON m.order_item_id = i.order_item_id
      WHERE i.order_id IN (${orderIds.join(',')}) AND i.order_item_type = 'line_item'
        AND m.meta_key IN ('_product_id', '_variation_id', '_qty', '_line_total', '_line_tax')
      GROUP BY i.order_id, i.order_item_id, m.meta_key
    ) f
    JOIN ${tables.orderItemmeta} v ON ${isFirst}
    GROUP BY f.order_id, f.order_item_id
    HAVING MAX(IF(v.meta_key = '_product_id' AND ${namesOneOf('v.meta_value', countedProducts(scope))}, 1, 0)) = 1 ${ofVariation}`;
}

/**
 * Lines of existing refunds, each with the item that it refunds. If the order does not have that item (any
 * more), the line's own product and variation count. A value that is not a number counts as 0.
 */
function refundLinesSql({ tables }: CountScope, refunds: string): string {
  return `SELECT l.order_id, l.refund_id, l.refunded_item, l.amount, IF(x.order_item_id IS NULL, 1, 0),
      l.product, l.variation
    FROM (
      SELECT f.order_id, f.refund_id, f.order_item_id,
        MAX(IF(v.meta_key = '_refunded_item_id', ${idOf('v.meta_value')}, 0)) AS refunded_item,
        MAX(IF(v.meta_key = '_product_id', ${idOf('v.meta_value')}, 0)) AS product,
        MAX(IF(v.meta_key = '_variation_id', ${idOf('v.meta_value')}, 0)) AS variation,
        -(${['_line_total', '_line_tax', 'cost', 'total_tax'].map(amountOf).join(' + ')}) AS amount
      FROM (
        SELECT r.order_id, r.refund_id, i.order_item_id, m.meta_key, MIN(m.meta_id) AS first_id
        FROM (${refunds}) r
        JOIN ${tables.orderItems} i ON i.order_id = r.refund_id
        JOIN ${tables.orderItemmeta} m ON m.order_item_id = i.order_item_id
        WHERE i.order_item_type IN ('line_item', 'fee') AND m.meta_key IN (
            '_refunded_item_id', '_product_id', '_variation_id', '_line_total', '_line_tax')
          OR i.order_item_type = 'shipping' AND m.meta_key IN ('_refunded_item_id', 'cost', 'total_tax')
        GROUP BY r.order_id, r.refund_id, i.order_item_id, m.meta_key
      ) f
      JOIN ${tables.orderItemmeta} v ON ${isFirst}
      GROUP BY f.order_id, f.refund_id, f.order_item_id
    ) l
    LEFT JOIN ${tables.orderItems} x ON x.order_item_id = l.refunded_item AND x.order_id = l.order_id
      AND x.order_item_type IN ('line_item', 'fee', 'shipping')`;
}

/** In a table that lost its key, many rows may have one id, so the line and the name are compared as well. */
const isFirst = 'v.meta_id = f.first_id AND v.order_item_id = f.order_item_id AND v.meta_key = f.meta_key';

/** A line's value of one meta, counted once even if two rows have the same id; 0 if it has no number. */
function amountOf(key: string): string {
  const value = `MAX(IF(v.meta_key = '${key}' AND ${isNumber('v.meta_value')}, CAST(v.meta_value AS DECIMAL(26,8)), NULL))`;
  return `COALESCE(${value}, CAST(0 AS DECIMAL(26,8)))`;
}
