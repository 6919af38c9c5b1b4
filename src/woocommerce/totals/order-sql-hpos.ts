import type { TicketProof } from '../plugins/ticket-plugin.ts';
import type { StoreTables } from '../schema/store-tables.ts';
import { bare, DRAFTS, holdsTime, MOMENTS, type OrderCountSql, refundAmount } from './order-sql.ts';

/** Orders in tables of their own. Metas of older ticket plugins are still in `postmeta`. */
export function hposCountSql(
  tables: StoreTables,
  plugin: TicketProof,
  renewalsOweTickets: boolean,
): OrderCountSql {
  const isOwed = renewalsOweTickets
    ? ''
    : `AND COALESCE(d.created_via, '') <> 'subscription' AND NOT EXISTS (
         SELECT 1 FROM ${tables.ordersMeta} s
         WHERE s.order_id = o.id AND s.meta_key = '_subscription_renewal' AND s.meta_value <> '')`;
  // The plugin's metas are taken from the order's copy among the posts only if the order itself has none of them.
  const asksPost = `(
    COALESCE((SELECT c.post_type FROM ${tables.posts} c WHERE c.ID = o.id LIMIT 1), '') <> 'shop_order'
    OR NOT EXISTS (SELECT 1 FROM ${tables.ordersMeta} x WHERE x.order_id = o.id
      AND x.meta_key IN ('${plugin.order.record}', '${plugin.order.generated}')))`;
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
      `SELECT s.order_id, s.id, ${refundAmount('s.own_amount', 's.total_amount')}
       FROM (
         SELECT r.parent_order_id AS order_id, r.id, r.total_amount,
           (SELECT a.meta_value FROM ${tables.ordersMeta} a
            WHERE a.order_id = r.id AND a.meta_key = '_refund_amount' ORDER BY a.id LIMIT 1) AS own_amount
         FROM ${tables.orders} r
         WHERE r.parent_order_id IN (${ids.join(',')}) AND r.type = 'shop_order_refund'
       ) s`,
    waiting: (ids, attendees) =>
      `SELECT o.id, ${bare('o.status')}, IF(${holdsTime('d.date_paid_gmt')} OR ${holdsTime('d.date_completed_gmt')}
           OR EXISTS (${notedMoment('n', tables.ordersMeta, 'id', 'order_id')})
           OR EXISTS (${notedMoment('h', tables.postmeta, 'meta_id', 'post_id')}), 1, 0),
         ${attendees(`COALESCE(t.meta_value, p.meta_value, '')`)}
       FROM ${tables.orders} o
       LEFT JOIN ${tables.orderOperationalData} d ON d.order_id = o.id
       LEFT JOIN ${tables.ordersMeta} t
         ON t.order_id = o.id AND t.meta_key = '${plugin.order.record}' AND t.id = (
           SELECT MIN(x.id) FROM ${tables.ordersMeta} x
           WHERE x.order_id = o.id AND x.meta_key = '${plugin.order.record}')
       LEFT JOIN ${tables.postmeta} p
         ON t.id IS NULL AND p.post_id = o.id AND p.meta_key = '${plugin.order.record}' AND p.meta_id = (
           SELECT MIN(x.meta_id) FROM ${tables.postmeta} x
           WHERE x.post_id = o.id AND x.meta_key = '${plugin.order.record}')
         AND ${asksPost}
       WHERE o.id IN (${ids.join(',')}) AND o.type = 'shop_order'
         AND COALESCE(t.id, p.meta_id) IS NOT NULL ${isOwed}
         AND LOWER(TRIM(COALESCE(
           (SELECT COALESCE(g.meta_value, '') FROM ${tables.ordersMeta} g
            WHERE g.order_id = o.id AND g.meta_key = '${plugin.order.generated}' ORDER BY g.id LIMIT 1),
           (SELECT g.meta_value FROM ${tables.postmeta} g
            WHERE g.post_id = o.id AND g.meta_key = '${plugin.order.generated}' AND ${asksPost}
            ORDER BY g.meta_id LIMIT 1),
           ''))) <> 'yes'`,
  };
}

/**
 * The times of payment or completion of an order `o` that a migration left behind. The first row of each meta
 * counts.
 */
function notedMoment(name: string, table: string, key: string, owner: string): string {
  return `SELECT 1 FROM ${table} ${name}
    WHERE ${name}.${owner} = o.id AND ${name}.meta_key IN (${MOMENTS}) AND ${holdsTime(`${name}.meta_value`)}
      AND ${name}.${key} = (
        SELECT MIN(${name}f.${key}) FROM ${table} ${name}f
        WHERE ${name}f.${owner} = o.id AND ${name}f.meta_key = ${name}.meta_key)`;
}
