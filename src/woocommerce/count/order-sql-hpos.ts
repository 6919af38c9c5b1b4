import type { StoreTables } from '../read/store-tables.ts';
import { bare, DRAFTS, holdsTime, MOMENTS, type OrderCountSql, refundAmount } from './order-sql.ts';

/** Orders in tables of their own. */
export function hposCountSql(tables: StoreTables): OrderCountSql {
  return {
    headers: (ids) =>
      `SELECT o.id, ${bare('o.status')}, o.currency
       FROM ${tables.orders} o
       WHERE o.id IN (${ids.join(',')}) AND o.type = 'shop_order' AND COALESCE(o.status, '') NOT IN (${DRAFTS})`,
    refunds: (ids) =>
      `SELECT f.id AS refund_id, f.parent_order_id AS order_id
       FROM ${tables.orders} f
       WHERE f.parent_order_id IN (${ids.join(',')}) AND f.type = 'shop_order_refund'`,
    refundAmounts: (ids) =>
      `SELECT r.parent_order_id, r.id, ${refundAmount('a.meta_value', 'r.total_amount')}
       FROM ${tables.orders} r
       LEFT JOIN ${tables.ordersMeta} a ON a.id = (
         SELECT MIN(x.id) FROM ${tables.ordersMeta} x
         WHERE x.order_id = r.id AND x.meta_key = '_refund_amount')
       WHERE r.parent_order_id IN (${ids.join(',')}) AND r.type = 'shop_order_refund'`,
    waiting: (ids, attendees) =>
      `SELECT o.id, ${bare('o.status')}, IF(d.date_paid_gmt > '1000-01-01 00:00:00'
           OR d.date_completed_gmt > '1000-01-01 00:00:00'
           OR EXISTS (${notedMoment(tables.ordersMeta, 'id', 'order_id')})
           OR EXISTS (${notedMoment(tables.postmeta, 'meta_id', 'post_id')}), 1, 0), ${attendees}
       FROM ${tables.orders} o
       LEFT JOIN ${tables.orderOperationalData} d ON d.order_id = o.id
       JOIN ${tables.ordersMeta} t ON t.id = (
         SELECT MIN(x.id) FROM ${tables.ordersMeta} x
         WHERE x.order_id = o.id AND x.meta_key = 'WooCommerceEventsOrderTickets')
       WHERE o.id IN (${ids.join(',')}) AND o.type = 'shop_order'
         AND COALESCE((SELECT g.meta_value FROM ${tables.ordersMeta} g
           WHERE g.order_id = o.id AND g.meta_key = 'WooCommerceEventsTicketsGenerated'
           ORDER BY g.id LIMIT 1), '') <> 'yes'`,
  };
}

/** What a migration left behind of when an order `o` was paid or completed; the first row of each meta counts. */
function notedMoment(table: string, key: string, owner: string): string {
  return `SELECT 1 FROM ${table} n
    WHERE n.${owner} = o.id AND n.meta_key IN (${MOMENTS}) AND ${holdsTime('n.meta_value')}
      AND n.${key} = (
        SELECT MIN(y.${key}) FROM ${table} y WHERE y.${owner} = o.id AND y.meta_key = n.meta_key)`;
}
