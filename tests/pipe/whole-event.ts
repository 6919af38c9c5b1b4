import type { Database } from '../../src/backend/database.ts';

type WholeRow = Readonly<Record<string, unknown>>;

/** Every row of an event that comes from the store, without our own columns, by the store's ids. */
export interface WholeEvent {
  readonly event: readonly WholeRow[];
  readonly tiers: readonly WholeRow[];
  readonly fields: readonly WholeRow[];
  readonly orders: readonly WholeRow[];
  readonly items: readonly WholeRow[];
  readonly refunds: readonly WholeRow[];
  readonly refundLines: readonly WholeRow[];
  readonly tickets: readonly WholeRow[];
  readonly checkIns: readonly WholeRow[];
}

/** Our ids, row times and digests, which always differ between two backends of one store. */
const OURS = `array['id', 'event_id', 'configuration_id', 'organizer_id', 'slug', 'form_id', 'order_id',
  'order_item_id', 'ticket_tier_id', 'refund_id', 'ticket_id', 'execution_id', 'created_at', 'updated_at',
  'removed_at', 'content_digest', 'pending_key', 'status', 'service_fee', 'organizer_amount']`;
const LEFT = `('gone', 'left_event')`;

/**
 * The event's current rows in the backend. Rows that the store deleted, or that left the event, are left out with their
 * parts, because another backend may never have had them.
 *
 * Besides our ids and row times, this leaves out a pending ticket's key once its post exists (an empty backend never
 * had it pending), and check-in rows without a row in the plugin's log (they depend on the time of the sync). Any of an
 * item's equal tickets may have a refund, so a ticket's status and the values that depend on it are in `money`, in
 * order, for all tickets of the item together.
 */
export async function wholeEvent(db: Database, eventId: string): Promise<WholeEvent> {
  const rows = async (sql: string): Promise<readonly WholeRow[]> =>
    (await db.query<{ row: WholeRow }>(sql, [eventId])).rows.map(({ row }) => row);
  return {
    event: await rows(
      `select to_jsonb(e) - ${OURS} || jsonb_build_object('status', e.status) as row from events e where id = $1`,
    ),
    tiers: await rows(
      `select to_jsonb(t) - ${OURS} as row from ticket_tiers t where event_id = $1 order by woo_variation_id`,
    ),
    fields: await rows(
      `select to_jsonb(f) - ${OURS} as row from form_fields f join forms m on m.id = f.form_id
       where m.event_id = $1 and f.removed_at is null order by f.key`,
    ),
    orders: await rows(
      `select to_jsonb(o) - ${OURS} || jsonb_build_object('status', o.status, 'service_fee', o.service_fee,
         'organizer_amount', o.organizer_amount) as row
       from orders o where event_id = $1 and (removed_reason is null or removed_reason not in ${LEFT})
       order by woo_order_id`,
    ),
    items: await rows(
      `select to_jsonb(i) - ${OURS} || jsonb_build_object('order', o.woo_order_id, 'tier', t.woo_variation_id)
         as row
       from order_items i join orders o on o.id = i.order_id left join ticket_tiers t on t.id = i.ticket_tier_id
       where o.event_id = $1 and i.removed_at is null
         and (o.removed_reason is null or o.removed_reason not in ${LEFT})
       order by o.woo_order_id, i.woo_item_id`,
    ),
    refunds: await rows(
      `select to_jsonb(r) - ${OURS} || jsonb_build_object('order', o.woo_order_id) as row
       from refunds r join orders o on o.id = r.order_id
       where o.event_id = $1 and r.removed_at is null
         and (o.removed_reason is null or o.removed_reason not in ${LEFT})
       order by o.woo_order_id, r.woo_refund_id`,
    ),
    refundLines: await rows(
      `select to_jsonb(l) - ${OURS} || jsonb_build_object('refund', r.woo_refund_id, 'item', i.woo_item_id)
         as row
       from refund_lines l join refunds r on r.id = l.refund_id join orders o on o.id = r.order_id
         join order_items i on i.id = l.order_item_id
       where o.event_id = $1 and l.removed_at is null and r.removed_at is null
         and (o.removed_reason is null or o.removed_reason not in ${LEFT})
       order by r.woo_refund_id, l.woo_item_id`,
    ),
    tickets: await rows(
      `select to_jsonb(t) - ${OURS} || jsonb_build_object('order', o.woo_order_id, 'item', i.woo_item_id,
           'tier', r.woo_variation_id, 'pending_key', case when t.woo_ticket_id is null then t.pending_key end,
           'money', (select jsonb_agg(jsonb_build_array(s.status, s.service_fee, s.organizer_amount)
                       order by s.status, s.service_fee, s.organizer_amount)
                     from tickets s where s.event_id = t.event_id and s.removed_reason is distinct from 'gone'
                       and case when t.order_item_id is null then s.id = t.id
                                else s.order_item_id = t.order_item_id end)) as row
       from tickets t left join orders o on o.id = t.order_id left join order_items i on i.id = t.order_item_id
         left join ticket_tiers r on r.id = t.ticket_tier_id
       where t.event_id = $1 and (t.removed_reason is null or t.removed_reason not in ${LEFT})
       order by t.woo_ticket_id, t.woo_order_id, t.pending_key`,
    ),
    checkIns: await rows(
      `select to_jsonb(c) - ${OURS} || jsonb_build_object('ticket', t.woo_ticket_id, 'status', c.status) as row
       from check_ins c join tickets t on t.id = c.ticket_id
       where t.event_id = $1 and c.woo_check_in_id is not null
         and (t.removed_reason is null or t.removed_reason not in ${LEFT})
       order by t.woo_ticket_id, c.woo_check_in_id`,
    ),
  };
}

/** WordPress loses or doubles backslashes differently in the two kinds of order storage. */
export function withoutBackslashes(event: WholeEvent): WholeEvent {
  return JSON.parse(JSON.stringify(event).replaceAll('\\\\', '')) as WholeEvent;
}
