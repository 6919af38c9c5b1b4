import { SLOT_ZONE } from '../check-ins/gate-state.ts';
import { type Queryable, queryRows } from '../database.ts';
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
  where r.event_id = $1 and r.woo_product_id = t.woo_product_id having count(*) = 1) as product_name`;
const KEY = `${PRODUCT}, t.slot, ${readExpression('timestamptz', 't.slot_at')} as slot_at,
  (select ${SLOT_ZONE} from events e where e.id = $1) as slot_timezone, t.slot_date`;
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
     group by t.woo_product_id, t.slot, t.slot_at, t.slot_date
     order by t.slot_at nulls last, t.slot_date, t.slot, t.woo_product_id`,
    [eventId],
  );
  const slotSales = await queryRows<SlotSales>(
    db,
    `select ${KEY}, o.currency, count(*)::integer as tickets,
       (count(*) filter (where t.status = 'refunded'))::integer as refunded_tickets,
       sum(t.price)::text as total, sum(t.organizer_amount)::text as organizer_amount
     from tickets t join orders o on o.id = t.order_id and o.removed_at is null and o.status in ('paid', 'refunded')
     where ${OF_SLOTS}
     group by t.woo_product_id, t.slot, t.slot_at, t.slot_date, o.currency order by o.currency`,
    [eventId],
  );
  const seatRows = await queryRows<SeatRowCount>(
    db,
    `select ${PRODUCT}, t.seat_row, count(*)::integer as tickets from tickets t
     where t.event_id = $1 and t.removed_at is null and t.seat_row is not null
     group by t.woo_product_id, t.seat_row order by t.seat_row, t.woo_product_id`,
    [eventId],
  );
  const [zone] = await queryRows<{ timezone: string }>(
    db,
    `select coalesce(store_values ->> 'timezone', timezone) as timezone from events where id = $1`,
    [eventId],
  );
  return { slotTimezone: zone?.timezone ?? 'UTC', slots, slotSales, seatRows };
}
