import { type Database, inTransaction, type Queryable, queryRows } from '../../../src/backend/database.ts';
import { readExpression } from '../../../src/backend/tables/column-text.ts';
import {
  type CheckInCount,
  type EventSums,
  type ItemSums,
  readSumsOf,
} from '../../../src/backend/ticketing-queries/event-sales.ts';
import type { EventPlaces } from '../../../src/backend/ticketing-queries/event-slots.ts';

/**
 * The figures of an event, added up from all its rows: its sums must equal them at every moment, in the same order
 * and with the same digits.
 */
export async function addUpRows(db: Queryable, eventId: string): Promise<EventSums> {
  const [event] = await queryRows<{ timezone: string }>(db, 'select timezone from events where id = $1', [
    eventId,
  ]);
  const zone = postgresZone(event?.timezone ?? 'UTC');
  const orders = (keys: string, of: string): string =>
    `select ${keys}, count(*) as orders,
       coalesce(sum(quantity), 0)::bigint as quantity, coalesce(sum(refunded_quantity), 0)::bigint as refunded_quantity,
       sum(total)::text as total, sum(rounding)::text as rounding, sum(refunded)::text as refunded,
       sum(refunded_by_lines)::text as refunded_by_lines,
       sum(refunded_apportioned)::text as refunded_apportioned, sum(net)::text as net,
       sum(service_fee)::text as service_fee, sum(organizer_amount)::text as organizer_amount
     from (
       select status, to_char((ordered_at at time zone $2)::date, 'YYYY-MM-DD') as day, currency, total, rounding,
         refunded, refunded_by_lines, refunded_apportioned, net, service_fee, organizer_amount, i.quantity,
         i.refunded_quantity
       from orders left join (select order_id, sum(quantity) as quantity, sum(refunded_quantity) as refunded_quantity
         from order_items where removed_at is null group by order_id) i on i.order_id = orders.id
       where event_id = $1 and removed_at is null
     ) o where ${of} group by ${keys}`;
  const statuses = await queryRows<EventSums['statuses'][number]>(db, orders('status, currency', 'true'), [
    eventId,
    zone,
  ]);
  const days = await queryRows<EventSums['days'][number]>(
    db,
    orders('day, currency', `status in ('paid', 'refunded')`),
    [eventId, zone],
  );
  const items = await queryRows<ItemSums>(
    db,
    `select o.status, o.currency, i.ticket_tier_id, min(t.name) as name, sum(i.quantity)::bigint as quantity,
       sum(i.refunded_quantity)::bigint as refunded_quantity, sum(i.total + i.tax)::text as total,
       sum(i.refunded)::text as refunded
     from orders o join order_items i on i.order_id = o.id and i.removed_at is null
       left join ticket_tiers t on t.id = i.ticket_tier_id
     where o.event_id = $1 and o.removed_at is null group by o.status, o.currency, i.ticket_tier_id`,
    [eventId],
  );
  const tickets = await queryRows<EventSums['tickets'][number]>(
    db,
    `select s.*, t.name from (
       select ticket_tier_id, status, check_in_status, count(*) as tickets
       from tickets where event_id = $1 and removed_at is null
       group by ticket_tier_id, status, check_in_status
     ) s left join ticket_tiers t on t.id = s.ticket_tier_id
     order by t.name, s.ticket_tier_id, s.status, s.check_in_status`,
    [eventId],
  );
  const [checkIns] = await queryRows<CheckInCount>(
    db,
    `select count(*) filter (where removed_at is null)::integer as tickets,
       count(*) filter (where removed_at is null and status = 'active')::integer as valid,
       coalesce(sum(days) filter (where removed_at is null), 0)::integer as days,
       coalesce(sum(store_days) filter (where removed_at is null), 0)::integer as days_by_store,
       coalesce(sum(store_days) filter (where removed_at is not null), 0)::integer as days_trashed
     from (
       select t.removed_at, t.status, ${daysIn('t.day_status')} as days,
         ${daysIn(`t.store_values -> 'days'`)} as store_days
       from tickets t
       where t.event_id = $1 and t.check_in_status <> 'not_checked_in'
         and (t.removed_at is null or t.removed_reason = 'trashed')
     ) t`,
    [eventId],
  );
  const slots = await queryRows<EventPlaces['slots'][number]>(
    db,
    `select ${KEY}, count(*)::integer as tickets,
       (count(*) filter (where t.status = 'active'))::integer as valid,
       (count(*) filter (where t.check_in_status <> 'not_checked_in'))::integer as checked_in,
       (count(*) filter (where t.check_in_status <> 'not_checked_in' and t.status = 'active'))::integer
         as checked_in_valid,
       (count(*) filter (where t.status = 'pending'))::integer as pending
     from tickets t where ${OF_SLOTS}
     group by t.woo_product_id, t.slot, t.slot_at, t.slot_date
     order by t.slot_at nulls last, t.slot_date, t.slot, t.woo_product_id`,
    [eventId],
  );
  const slotSales = await queryRows<EventPlaces['slotSales'][number]>(
    db,
    `select ${KEY}, o.currency, count(*)::integer as tickets,
       (count(*) filter (where t.status = 'refunded'))::integer as refunded_tickets,
       sum(t.price)::text as total, sum(t.organizer_amount)::text as organizer_amount
     from tickets t join orders o on o.id = t.order_id and o.removed_at is null and o.status in ('paid', 'refunded')
     where ${OF_SLOTS}
     group by t.woo_product_id, t.slot, t.slot_at, t.slot_date, o.currency order by o.currency`,
    [eventId],
  );
  const seatRows = await queryRows<EventPlaces['seatRows'][number]>(
    db,
    `select ${PRODUCT}, t.seat_row, count(*)::integer as tickets from tickets t
     where t.event_id = $1 and t.removed_at is null and t.seat_row is not null
     group by t.woo_product_id, t.seat_row order by t.seat_row, t.woo_product_id`,
    [eventId],
  );
  const [of] = await queryRows<{ timezone: string }>(
    db,
    `select coalesce(store_values ->> 'timezone', timezone) as timezone from events where id = $1`,
    [eventId],
  );
  const slotTimezone = of?.timezone ?? 'UTC';
  if (checkIns === undefined) throw new Error('a count gave no row');
  return { statuses, days, items, tickets, checkIns, places: { slotTimezone, slots, slotSales, seatRows } };
}

const PRODUCT = `t.woo_product_id, (select min(r.name) from ticket_tiers r
  where r.event_id = $1 and r.woo_product_id = t.woo_product_id having count(*) = 1) as product_name`;
const KEY = `${PRODUCT}, t.slot, ${readExpression('timestamptz', 't.slot_at')} as slot_at,
  (select coalesce(e.product_zones ->> t.woo_product_id::text, e.store_values ->> 'timezone', e.timezone)
   from events e where e.id = $1) as slot_timezone, t.slot_date`;
const OF_SLOTS = 't.event_id = $1 and t.removed_at is null and t.slot is not null';

/** The number of checked-in days in the column's JSON object. */
function daysIn(expression: string): string {
  return `(select count(*) from jsonb_each_text(
    case when jsonb_typeof(${expression}) = 'object' then ${expression} end) d where d.value = 'checked_in')`;
}

const OFFSET = /^([+-])(\d{2}:\d{2})$/;

/**
 * A zone in PostgreSQL's form: bare offsets are POSIX ones, with the opposite sign; an unknown zone is UTC.
 */
function postgresZone(timezone: string): string {
  const offset = OFFSET.exec(timezone);
  if (offset !== null) return `${offset[1] === '+' ? '-' : '+'}${offset[2]}`;
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return timezone;
  } catch {
    return 'UTC';
  }
}

/** Lines of text, one for each group; orders, lines and sales of slots are not sorted. */
function linesOf({ statuses, days, items, tickets, checkIns, places }: EventSums): readonly string[] {
  const text = (kind: string) => (row: object) =>
    `${kind} ${JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)))}`;
  return [
    ...statuses.map(text('status')).toSorted(),
    ...days.map(text('day')).toSorted(),
    ...items.map(text('item')).toSorted(),
    ...tickets.map(text('ticket')),
    text('check-ins')(checkIns),
    ...places.slots.map(text('slot')),
    ...places.slotSales.map(text('sale')).toSorted(),
    ...places.seatRows.map(text('seat')),
    places.slotTimezone,
  ];
}

/** Differences between sums and rows, for each event of a backend, both read in one snapshot. */
export async function sumDifferences(db: Database): Promise<readonly string[]> {
  const events = await queryRows<{ id: string }>(db, 'select id from events order by id');
  const found: string[] = [];
  for (const { id } of events) {
    const [sums, rows] = await inTransaction(db, async (tx) => {
      await tx.query('set transaction isolation level repeatable read read only');
      return [linesOf(await readSumsOf(tx, id)), linesOf(await addUpRows(tx, id))] as const;
    });
    if (JSON.stringify(sums) === JSON.stringify(rows)) continue;
    found.push(...sums.filter((line) => !rows.includes(line)).map((line) => `sums: ${line}`));
    found.push(...rows.filter((line) => !sums.includes(line)).map((line) => `rows: ${line}`));
    if (found.length === 0) found.push(`another order: ${sums.join('\n')}`, rows.join('\n'));
  }
  return found;
}
