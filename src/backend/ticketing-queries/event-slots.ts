import { type Queryable, queryRows } from '../database.ts';
import { readExpression } from '../tables/column-text.ts';

/** Which slot: its text and its moment, or its date where it has no moment. */
interface SlotKey {
  readonly slot: string;
  readonly slot_at: string | null;
  readonly slot_date: string | null;
}

/** Who has a ticket for a slot, and who came. */
export interface SlotTickets extends SlotKey {
  readonly tickets: number;
  readonly valid: number;
  readonly checked_in: number;
  readonly checked_in_valid: number;
  readonly pending: number;
}

/** What the tickets of a slot brought in one currency, of paid and refunded orders; amounts with eight decimals. */
export interface SlotSales extends SlotKey {
  readonly currency: string;
  readonly tickets: number;
  readonly refunded_tickets: number;
  readonly total: string;
  readonly organizer_amount: string;
}

/** Tickets of one row of seats. */
interface SeatRowCount {
  readonly seat_row: string;
  readonly tickets: number;
}

/** The places of an event that tickets are for: its slots, the earliest first, and its rows of seats. */
export interface EventPlaces {
  /** The event's in the store, by whose clock the slots are shown. */
  readonly slotTimezone: string;
  readonly slots: readonly SlotTickets[];
  readonly slotSales: readonly SlotSales[];
  readonly seatRows: readonly SeatRowCount[];
}

const KEY = `t.slot, ${readExpression('timestamptz', 't.slot_at')} as slot_at, t.slot_date`;
const OF_SLOTS = 't.event_id = $1 and t.removed_at is null and t.slot is not null';

export async function readEventPlaces(db: Queryable, eventId: string): Promise<EventPlaces> {
  const slots = await queryRows<SlotTickets>(
    db,
    `select ${KEY}, count(*)::integer as tickets,
       (count(*) filter (where t.status = 'active'))::integer as valid,
       (count(*) filter (where t.check_in_status <> 'not_checked_in'))::integer as checked_in,
       (count(*) filter (where t.check_in_status <> 'not_checked_in' and t.status = 'active'))::integer
         as checked_in_valid,
       (count(*) filter (where t.status = 'pending'))::integer as pending
     from tickets t where ${OF_SLOTS}
     group by t.slot, t.slot_at, t.slot_date order by t.slot_at nulls last, t.slot_date, t.slot`,
    [eventId],
  );
  const slotSales = await queryRows<SlotSales>(
    db,
    `select ${KEY}, o.currency, count(*)::integer as tickets,
       (count(*) filter (where t.status = 'refunded'))::integer as refunded_tickets,
       sum(t.price)::text as total, sum(t.organizer_amount)::text as organizer_amount
     from tickets t join orders o on o.id = t.order_id and o.removed_at is null and o.status in ('paid', 'refunded')
     where ${OF_SLOTS}
     group by t.slot, t.slot_at, t.slot_date, o.currency order by o.currency`,
    [eventId],
  );
  const seatRows = await queryRows<SeatRowCount>(
    db,
    `select seat_row, count(*)::integer as tickets from tickets
     where event_id = $1 and removed_at is null and seat_row is not null group by seat_row order by seat_row`,
    [eventId],
  );
  const [zone] = await queryRows<{ timezone: string }>(
    db,
    `select coalesce(store_values ->> 'timezone', timezone) as timezone from events where id = $1`,
    [eventId],
  );
  return { slotTimezone: zone?.timezone ?? 'UTC', slots, slotSales, seatRows };
}
