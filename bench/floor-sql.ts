import type { Mode } from './big-stores.ts';

/** The event around which the store was made. */
export const EVENT = 173_911;

const TICKET_METAS_UNREAD = `'WooCommerceEventsPrice', 'WooCommerceEventsTicketHash', 'WooCommerceEventsTicketType',
  'WooCommerceEventsCustomerID', 'WooCommerceEventsVariations', 'WooCommerceEventsTicketExpireTimestamp',
  'WooCommerceEventsProductName'`;

/**
 * The ids of the event's orders with their refunds, and of its tickets, so that the floor need not search for them.
 */
export function memberTables(mode: Mode): string {
  const refunds =
    mode === 'hpos'
      ? `SELECT r.id, 'refund' FROM wp_wc_orders r JOIN bench_sold s ON s.id = r.parent_order_id`
      : `SELECT r.ID, 'refund' FROM wp_posts r JOIN bench_sold s ON s.id = r.post_parent
           WHERE r.post_type = 'shop_order_refund'`;
  return `
    CREATE TABLE bench_tickets (id bigint unsigned PRIMARY KEY) AS
      SELECT DISTINCT m.post_id AS id FROM wp_postmeta m
      JOIN wp_posts p ON p.ID = m.post_id AND p.post_type = 'event_magic_tickets'
      WHERE m.meta_key = 'WooCommerceEventsProductID' AND m.meta_value = '${EVENT}';
    CREATE TABLE bench_sold (id bigint unsigned PRIMARY KEY) AS
      SELECT DISTINCT i.order_id AS id FROM wp_woocommerce_order_itemmeta m
      JOIN wp_woocommerce_order_items i ON i.order_item_id = m.order_item_id
      ${mode === 'hpos' ? "JOIN wp_wc_orders o ON o.id = i.order_id AND o.type = 'shop_order'" : "JOIN wp_posts o ON o.ID = i.order_id AND o.post_type = 'shop_order'"}
      WHERE m.meta_key = '_product_id' AND m.meta_value = '${EVENT}';
    CREATE TABLE bench_orders (id bigint unsigned PRIMARY KEY, kind char(6));
    INSERT INTO bench_orders SELECT id, 'order' FROM bench_sold;
    INSERT IGNORE INTO bench_orders ${refunds};
    ANALYZE TABLE bench_tickets, bench_orders;`;
}

/** All rows that a full reading needs, each once, in plain joins: without pages and without a proof. */
export function floorSql(mode: Mode): string {
  const orders =
    mode === 'hpos'
      ? `SELECT o.id, o.status, o.currency, o.total_amount, o.date_created_gmt, o.date_updated_gmt, d.date_paid_gmt,
           d.date_completed_gmt, o.payment_method, o.payment_method_title, o.transaction_id, o.customer_note,
           o.billing_email, a.first_name, a.last_name, a.phone, a.company, a.address_1, a.address_2, a.city,
           a.state, a.postcode, a.country
         FROM bench_orders b STRAIGHT_JOIN wp_wc_orders o ON o.id = b.id
         LEFT JOIN wp_wc_order_operational_data d ON d.order_id = o.id
         LEFT JOIN wp_wc_order_addresses a ON a.order_id = o.id AND a.address_type = 'billing';
         SELECT m.order_id, m.id, m.meta_key, m.meta_value
         FROM bench_orders b STRAIGHT_JOIN wp_wc_orders_meta m ON m.order_id = b.id
         WHERE m.meta_key IN ('_order_number', '_anonymized', 'WooCommerceEventsTicketsGenerated',
           '_refund_amount', '_refund_reason');`
      : `SELECT p.ID, p.post_status, p.post_excerpt, p.post_date_gmt, p.post_date, p.post_modified_gmt, p.post_modified
         FROM bench_orders b STRAIGHT_JOIN wp_posts p ON p.ID = b.id;
         SELECT m.post_id, m.meta_id, m.meta_key, m.meta_value
         FROM bench_orders b STRAIGHT_JOIN wp_postmeta m ON m.post_id = b.id
         WHERE m.meta_key IN ('_order_total', '_order_currency', '_billing_email', '_billing_first_name',
           '_billing_last_name', '_billing_phone', '_billing_company', '_billing_address_1', '_billing_address_2',
           '_billing_city', '_billing_state', '_billing_postcode', '_billing_country', '_payment_method',
           '_payment_method_title', '_transaction_id', '_date_paid', '_paid_date', '_date_completed',
           '_completed_date', '_order_number', '_anonymized', 'WooCommerceEventsTicketsGenerated',
           '_refund_amount', '_refund_reason');`;
  return `${orders}
    SELECT i.order_id, i.order_item_id, i.order_item_type, i.order_item_name
    FROM bench_orders b STRAIGHT_JOIN wp_woocommerce_order_items i ON i.order_id = b.id
    WHERE i.order_item_type <> 'tax';
    SELECT m.order_item_id, m.meta_id, m.meta_key, m.meta_value
    FROM bench_orders b STRAIGHT_JOIN wp_woocommerce_order_items i ON i.order_id = b.id
    STRAIGHT_JOIN wp_woocommerce_order_itemmeta m ON m.order_item_id = i.order_item_id
    WHERE i.order_item_type IN ('line_item', 'fee', 'shipping')
      AND m.meta_key NOT IN ('_line_tax_data', '_tax_class', '_reduced_stock', 'taxes', 'Items');
    SELECT p.ID, p.post_status FROM bench_tickets b STRAIGHT_JOIN wp_posts p ON p.ID = b.id;
    SELECT m.post_id, m.meta_id, m.meta_key, m.meta_value
    FROM bench_tickets b STRAIGHT_JOIN wp_postmeta m ON m.post_id = b.id
    WHERE m.meta_key NOT IN (${TICKET_METAS_UNREAD});
    SELECT c.id, c.tid, c.day, c.checkin, c.status FROM wp_fooevents_check_in c WHERE c.eid = ${EVENT}`;
}
