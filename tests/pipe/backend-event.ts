import type { Database } from '../../src/backend/database.ts';
import type { ExpectedEvent, Row } from './expected-event.ts';

/** The backend's event in the shape of `expectedEvent`; money rounded to two decimals. */
export async function backendEvent(db: Database, eventId: string): Promise<ExpectedEvent> {
  const rows = async (sql: string) => (await db.query<Row & Record<string, unknown>>(sql, [eventId])).rows;
  const tickets = await rows(
    `select woo_ticket_id as ticket, woo_order_id as "order", woo_variation_id as variation,
       ticket_number as "ticketNumber", sequence_number as "sequenceNumber",
       display_number as "displayNumber", source_status as "sourceStatus",
       source_post_status as "postStatus", create_type as "createType", first_name as "firstName",
       last_name as "lastName", email, phone, company, designation, form_data as form,
       slot, slot_date as "slotDate", seat_row as "seatRow", seat_number as "seatNumber",
       (select to_char(slot_at at time zone e.timezone, 'YYYY-MM-DD HH24:MI:SS') || ' ' || e.timezone
        from events e where e.id = event_id) as "slotAtLocal",
       (select coalesce(jsonb_agg(key order by key), '[]') from jsonb_each_text(day_status)
        where value = 'checked_in') as "daysCheckedIn",
       status as life, removed_reason as "removedReason"
     from tickets where event_id = $1 and woo_ticket_id is not null and removed_reason is distinct from 'gone'
     order by woo_ticket_id`,
  );
  const pending = await rows(
    `select woo_order_id as "order", pending_key as key, woo_variation_id as variation,
       first_name as "firstName", last_name as "lastName", email,
       (select coalesce(jsonb_object_agg(a ->> 'key', a ->> 'value'), '{}')
        from jsonb_array_elements(form_data) a) as form
     from tickets where event_id = $1 and woo_ticket_id is null and origin = 'checkout'
       and removed_reason is distinct from 'gone'
     order by woo_order_id, pending_key`,
  );
  return {
    orders: (
      await rows(
        `select woo_order_id as "order", number, status, source_status as "sourceStatus", currency, email,
           first_name as "firstName", last_name as "lastName", phone, payment_method as "paymentMethod",
           payment_method_title as "paymentMethodTitle", transaction_id as "transactionId",
           customer_note as "customerNote", coupon_codes as coupons,
           round(order_total, 2)::text as "orderTotal", round(order_refunded, 2)::text as "orderRefunded",
           round(subtotal, 2)::text as subtotal, round(tax, 2)::text as tax, ordered_at as "orderedAt",
           paid_at as "paidAt", completed_at as "completedAt", modified_at as "modifiedAt",
           removed_reason as "removedReason"
         from orders where event_id = $1 and removed_reason is distinct from 'gone' order by woo_order_id`,
      )
    ).map(withIsoTimes),
    items: await rows(
      `select o.woo_order_id as "order", i.woo_item_id as item, i.name, i.quantity,
         (select t.woo_variation_id from ticket_tiers t where t.id = i.ticket_tier_id) as variation,
         i.refunded_quantity as "refundedQuantity", round(i.subtotal, 2)::text as subtotal,
         round(i.total, 2)::text as total, round(i.tax, 2)::text as tax,
         round(i.refunded, 2)::text as refunded
       from order_items i join orders o on o.id = i.order_id
       where o.event_id = $1 and i.removed_at is null order by o.woo_order_id, i.woo_item_id`,
    ),
    refunds: (
      await rows(
        `select o.woo_order_id as "order", r.woo_refund_id as refund,
           round(r.order_amount, 2)::text as "orderAmount", r.reason, r.refunded_at as at
         from refunds r join orders o on o.id = r.order_id
         where o.event_id = $1 and r.removed_at is null order by o.woo_order_id, r.woo_refund_id`,
      )
    ).map(withIsoTimes),
    refundLines: await rows(
      `select r.woo_refund_id as refund, i.woo_item_id as item, l.quantity,
         round(l.amount, 2)::text as amount, round(l.tax, 2)::text as tax
       from refund_lines l join refunds r on r.id = l.refund_id join orders o on o.id = r.order_id
         join order_items i on i.id = l.order_item_id
       where o.event_id = $1 and l.removed_at is null order by r.woo_refund_id, l.woo_item_id`,
    ),
    tickets,
    pending,
    made: await rows(
      `select woo_order_id as "order", count(*)::integer as tickets, min(first_name) as "firstName",
         min(last_name) as "lastName", min(email) as email
       from tickets where event_id = $1 and origin = 'line_item' and removed_reason is distinct from 'gone'
       group by woo_order_id order by woo_order_id`,
    ),
  };
}

function withIsoTimes(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
  );
}
