import type { TicketProof } from '../plugins/ticket-plugin.ts';
import type { StoreTables } from '../schema/store-tables.ts';
import { bare, DRAFTS, holdsTime, MOMENTS, type OrderCountSql, refundAmount } from './order-sql.ts';

/**
 * Orders among WordPress's posts. The first row of a meta counts. One pass over the metas of all posts finds
 * its id, which costs half as much as a query for each post.
 */
export function postsCountSql(
  tables: StoreTables,
  plugin: TicketProof,
  renewalsOweTickets: boolean,
): OrderCountSql {
  const isOwed = renewalsOweTickets
    ? ''
    : `AND NOT EXISTS (
         SELECT 1 FROM ${tables.postmeta} s
         WHERE s.post_id = p.ID AND (s.meta_key = '_subscription_renewal' AND s.meta_value <> ''
           OR s.meta_key = '_created_via' AND s.meta_value = 'subscription'))`;
  const firstOf = (key: string): string => `MIN(IF(m.meta_key = '${key}', m.meta_id, NULL))`;
  return {
    headers: (ids) =>
      `SELECT p.ID, ${bare('p.post_status')}, c.meta_value
       FROM ${tables.posts} p
       LEFT JOIN (
         SELECT m.post_id, MIN(m.meta_id) AS first_id FROM ${tables.postmeta} m
         WHERE m.post_id IN (${ids.join(',')}) AND m.meta_key = '_order_currency'
         GROUP BY m.post_id
       ) f ON f.post_id = p.ID
       LEFT JOIN ${tables.postmeta} c ON ${isFirst('c', 'first_id', 'p.ID', '_order_currency')}
       WHERE p.ID IN (${ids.join(',')}) AND p.post_type = 'shop_order' AND p.post_status NOT IN (${DRAFTS})`,
    refunds: (ids) =>
      `SELECT f.ID AS refund_id, f.post_parent AS order_id
       FROM ${tables.posts} f
       WHERE ${childOf('f.post_parent', ids)} AND f.post_type = 'shop_order_refund'`,
    refundAmounts: (ids) =>
      `SELECT f.post_parent, f.ID, ${refundAmount('MAX(a.meta_value)', 'MAX(t.meta_value)')}
       FROM (
         SELECT r.ID, r.post_parent, ${firstOf('_refund_amount')} AS amount_id, ${firstOf('_order_total')} AS total_id
         FROM ${tables.posts} r
         LEFT JOIN ${tables.postmeta} m ON m.post_id = r.ID
         WHERE ${childOf('r.post_parent', ids)} AND r.post_type = 'shop_order_refund'
         GROUP BY r.ID, r.post_parent
       ) f
       LEFT JOIN ${tables.postmeta} a ON ${isFirst('a', 'amount_id', 'f.ID', '_refund_amount')}
       LEFT JOIN ${tables.postmeta} t ON ${isFirst('t', 'total_id', 'f.ID', '_order_total')}
       GROUP BY f.ID, f.post_parent`,
    waiting: (ids, attendees) =>
      `SELECT p.ID, ${bare('p.post_status')},
         IF(${['d', 'l', 'c', 'e'].map((moment) => holdsTime(`${moment}.meta_value`)).join(' OR ')}, 1, 0),
         ${attendees('t.meta_value')}
       FROM (
         SELECT m.post_id, ${firstOf(plugin.order.record)} AS record_id,
           ${firstOf(plugin.order.generated)} AS made_id, ${firstOf('_date_paid')} AS paid_id,
           ${firstOf('_paid_date')} AS local_id, ${firstOf('_date_completed')} AS completed_id,
           ${firstOf('_completed_date')} AS local_completed_id
         FROM ${tables.postmeta} m
         WHERE m.post_id IN (${ids.join(',')})
           AND m.meta_key IN ('${plugin.order.record}', '${plugin.order.generated}', ${MOMENTS})
         GROUP BY m.post_id
       ) f
       JOIN ${tables.posts} p ON p.ID = f.post_id
       JOIN ${tables.postmeta} t ON ${isFirst('t', 'record_id', 'p.ID', plugin.order.record)}
       LEFT JOIN ${tables.postmeta} g ON ${isFirst('g', 'made_id', 'p.ID', plugin.order.generated)}
       LEFT JOIN ${tables.postmeta} d ON ${isFirst('d', 'paid_id', 'p.ID', '_date_paid')}
       LEFT JOIN ${tables.postmeta} l ON ${isFirst('l', 'local_id', 'p.ID', '_paid_date')}
       LEFT JOIN ${tables.postmeta} c ON ${isFirst('c', 'completed_id', 'p.ID', '_date_completed')}
       LEFT JOIN ${tables.postmeta} e ON ${isFirst('e', 'local_completed_id', 'p.ID', '_completed_date')}
       WHERE p.post_type = 'shop_order' AND LOWER(TRIM(COALESCE(g.meta_value, ''))) <> 'yes' ${isOwed}`,
  };
}

/** In a table that lost its key, many rows may have one id, so the post and the name are compared as well. */
function isFirst(meta: string, id: string, post: string, key: string): string {
  return `${meta}.meta_id = f.${id} AND ${meta}.post_id = ${post} AND ${meta}.meta_key = '${key}'`;
}

/** A range of parents is used, because most posts have none, so that the server would misestimate a list. */
function childOf(column: string, ids: readonly number[]): string {
  return `${column} BETWEEN ${Math.min(...ids)} AND ${Math.max(...ids)} AND ${column} + 0 IN (${ids.join(',')})`;
}
