import type { OrderLayout } from '../../src/woocommerce/schema/store-tables.ts';
import {
  eventProduct,
  itemMeta,
  type Metas,
  order,
  postMetas,
  sold,
  ticket,
  tinyStore,
} from './tiny-store.ts';

export const FAIR = 500;

/** A record as PHP writes it: lengths in bytes. */
function record(fields: Metas): string {
  const text = (value: string): string => `s:${Buffer.byteLength(value)}:"${value}";`;
  const all = { WooCommerceEventsProductID: String(FAIR), ...fields };
  const pairs = Object.entries(all).map(([key, value]) => text(key) + text(value));
  return `a:1:{i:1;a:1:{i:1;a:${pairs.length}:{${pairs.join('')}}}}`;
}

const FORM = JSON.stringify({
  pqrstuvwxyzabcdefghi: { pqrstuvwxyzabcdefghi_label: '¿Qué talla? 👕', pqrstuvwxyzabcdefghi_type: 'text' },
});

/** A store with names of many scripts in every text that is read. */
export function fairStore(layout: OrderLayout): string {
  const buyer =
    layout === 'hpos'
      ? `INSERT INTO wp_wc_order_addresses (order_id, address_type, first_name, last_name, city, address_1)
           VALUES (10, 'billing', 'Íñigo', 'Šťastná', 'Ñuñoa', '東京 渋谷区');
         UPDATE wp_wc_orders SET customer_note = 'Llegué tarde — perdón 🙏', payment_method_title = 'Débito ✓' WHERE id = 10;`
      : `${postMetas(10, {
          _billing_first_name: 'Íñigo',
          _billing_last_name: 'Šťastná',
          _billing_city: 'Ñuñoa',
          _billing_address_1: '東京 渋谷区',
          _payment_method_title: 'Débito ✓',
        })} UPDATE wp_posts SET post_excerpt = 'Llegué tarde — perdón 🙏' WHERE ID = 10;`;
  return [
    tinyStore('wp_', layout),
    eventProduct(FAIR, 'Peña folclórica «Ñandú»', {
      WooCommerceEventsLocation: 'Teatro Nescafé, Peñalolén',
      fooevents_custom_attendee_fields_options_serialized: FORM,
      _product_attributes: 'a:2:{s:7:"tamaño";a:0:{}s:4:"zona";a:0:{}}',
    }),
    `INSERT INTO wp_posts (ID, post_title, post_content, post_type, post_parent)
       VALUES (501, 'Peña', '', 'product_variation', ${FAIR});`,
    postMetas(501, { attribute_zona: 'Platea', attribute_tamaño: 'Señor' }),
    order(
      {
        id: 10,
        metas: { WooCommerceEventsTicketsGenerated: 'yes' },
        lines: { 100: sold(FAIR, '1', '1000', { _variation_id: '501' }) },
      },
      layout,
    ),
    itemMeta(100, 'Tamaño', 'Señor'),
    `INSERT INTO wp_woocommerce_order_items VALUES (101, 'añejo25', 'coupon', 10);`,
    buyer,
    ticket(900, FAIR, { OrderID: '10', AttendeeName: 'Żaneta', AttendeeLastName: 'Nguyễn 🎟' }),
    postMetas(900, {
      fooevents_custom_pqrstuvwxyzabcdefghi: 'Pequeño',
      fooevents_custom_Alergia_a_la_piña: 'Sí',
    }),
    order(
      {
        id: 11,
        refundOf: 10,
        total: '-100',
        metas: { _refund_amount: '100', _refund_reason: 'Cambió de día' },
      },
      layout,
    ),
    // Paid, and its tickets were not made yet.
    order(
      {
        id: 12,
        status: 'wc-processing',
        paidGmt: '2025-03-01 10:05:00',
        metas: {
          WooCommerceEventsOrderTickets: record({
            WooCommerceEventsAttendeeName: 'Françoise',
            WooCommerceEventsAttendeeLastName: 'Müller-Łuczak 🎉',
          }),
        },
        lines: { 120: sold(FAIR, '1', '1000') },
      },
      layout,
    ),
  ].join('\n');
}
