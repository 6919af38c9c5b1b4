import { SLOT_ZONE } from '../check-ins/gate-state.ts';
import { type Queryable, queryRows } from '../database.ts';
import { presentSums, SLOT_SUMS, TICKET_SUMS } from '../sums/sum-kinds.ts';
import { readExpression } from '../tables/column-text.ts';

/** A product of the store. An event may have several products, each with slots and rows of its own. */
interface PlaceProduct {
  readonly woo_product_id: number;
  /** The id of the product's only tier; null if it has several. */
  readonly product_name: string | null;
}

/** Identifies a slot of a product: by its text and its moment, or by its date if it has no moment. */
interface SlotKey extends PlaceProduct {
  readonly slot: string;
  readonly slot_at: string | null;
  /** The product's zone in the store, by whose clock the slot is. */
  readonly slot_timezone: string;
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

/**
 * The money of a slot's tickets in one currency, from paid and refunded orders. Amounts have eight decimals.
 */
export interface SlotSales extends SlotKey {
  readonly currency: string;
  readonly tickets: number;
  readonly refunded_tickets: number;
  readonly total: string;
  readonly organizer_amount: string;
}

/** The tickets of one row of seats of a product. */
interface SeatRowCount extends PlaceProduct {
  readonly seat_row: string;
  readonly tickets: number;
}

/** The slots of an event, the earliest first, and its rows of seats, as far as tickets are for them. */
export interface EventPlaces {
  /** That of the event's first product in the store. */
  readonly slotTimezone: string;
  readonly slots: readonly SlotTickets[];
  readonly slotSales: readonly SlotSales[];
  readonly seatRows: readonly SeatRowCount[];
}

const PRODUCT = `t.woo_product_id, (select min(r.name) from ticket_tiers r
  where r.event_id = t.event_id and r.woo_product_id = t.woo_product_id having count(*) = 1) as product_name`;
const KEY = `${PRODUCT}, t.slot, ${readExpression('timestamptz', 't.slot_at')} as slot_at,
  (select ${SLOT_ZONE} from events e where e.id = t.event_id) as slot_timezone, t.slot_date`;

/** @param has whether any ticket has a slot, or a seat: most events need neither statement */
export async function readEventPlaces(
  db: Queryable,
  eventId: string,
  has: { readonly slots: boolean; readonly seats: boolean },
): Promise<EventPlaces> {
  const [zone] = await queryRows<{ timezone: string }>(
    db,
    `select coalesce(store_values ->> 'timezone', timezone) as timezone from events where id = $1`,
    [eventId],
  );
  return {
    slotTimezone: zone?.timezone ?? 'UTC',
    slots: has.slots ? await readSlots(db, eventId) : [],
    slotSales: has.slots ? await readSlotSales(db, eventId) : [],
    seatRows: has.seats ? await readSeatRows(db, eventId) : [],
  };
}

async function readSlots(db: Queryable, eventId: string): Promise<readonly SlotTickets[]> {
  return await queryRows<SlotTickets>(
    db,
    `with ${presentSums(TICKET_SUMS)}
     select ${KEY}, sum(t.tickets)::integer as tickets,
       coalesce(sum(t.tickets) filter (where t.status = 'active'), 0)::integer as valid,
       coalesce(sum(t.tickets) filter (where t.check_in_status <> 'not_checked_in'), 0)::integer as checked_in,
       coalesce(sum(t.tickets) filter (where t.check_in_status <> 'not_checked_in' and t.status = 'active'), 0)::integer
         as checked_in_valid,
       coalesce(sum(t.tickets) filter (where t.status = 'pending'), 0)::integer as pending
     from sums t where t.slot is not null
     group by t.event_id, t.woo_product_id, t.slot, t.slot_at, t.slot_date having sum(t.tickets) > 0
     order by t.slot_at nulls last, t.slot_date, t.slot, t.woo_product_id`,
    [[eventId]],
  );
}

async function readSlotSales(db: Queryable, eventId: string): Promise<readonly SlotSales[]> {
  return await queryRows<SlotSales>(
    db,
    `with ${presentSums(SLOT_SUMS)}
     select ${KEY}, t.currency, sum(t.tickets)::integer as tickets,
       sum(t.refunded_tickets)::integer as refunded_tickets,
       sum(t.total)::text as total, sum(t.organizer_amount)::text as organizer_amount
     from sums t
     group by t.event_id, t.woo_product_id, t.slot, t.slot_at, t.slot_date, t.currency order by t.currency`,
    [[eventId]],
  );
}

async function readSeatRows(db: Queryable, eventId: string): Promise<readonly SeatRowCount[]> {
  return await queryRows<SeatRowCount>(
    db,
    `with ${presentSums(TICKET_SUMS)}
     select ${PRODUCT}, t.seat_row, sum(t.tickets)::integer as tickets from sums t where t.seat_row is not null
     group by t.event_id, t.woo_product_id, t.seat_row having sum(t.tickets) > 0
     order by t.seat_row, t.woo_product_id`,
    [[eventId]],
  );
}
