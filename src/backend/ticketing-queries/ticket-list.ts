import type { FormAnswer } from '../../ticketing/model/store-order.ts';
import type { CheckInSummary, TicketOrigin, TicketStatus } from '../../vocabulary/ticketing.ts';
import { SLOT_ZONE, TICKET_DAYS } from '../check-ins/gate-state.ts';
import { OTHER_ROWS } from '../check-ins/store-ticket.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';
import {
  type KeyList,
  type KeyPage,
  type Place,
  readKeyPage,
  type SortKey,
  streamKeyRows,
  wholeOf,
} from '../queries/key-list.ts';
import {
  type RemovedFilter,
  removedIs,
  type ShownRow,
  shownColumns,
  shownColumnsOf,
  updatedAfter,
} from '../queries/shown-columns.ts';
import { ticketConditions } from '../search/search-conditions.ts';
import { searchTerms } from '../search/search-text.ts';
import { readExpression } from '../tables/column-text.ts';
import { TICKETS } from '../tables/tickets.ts';

/** The columns with a fixed set of values, and the types of `jsonb` columns. */
interface NarrowedTicket {
  readonly origin: TicketOrigin;
  readonly status: TicketStatus;
  readonly check_in_status: CheckInSummary;
  readonly day_status: Readonly<Record<string, 'checked_in' | 'not_checked_in'>>;
  readonly form_data: readonly FormAnswer[];
}

/** A ticket as the API shows it. Amounts have eight decimals. */
export interface ShownTicket extends ShownRow<typeof TICKETS, NarrowedTicket> {
  readonly event_name: string;
  readonly event_timezone: string;
  readonly slot_timezone: string;
  readonly num_days: number;
  readonly order_number: string | null;
  readonly ticket_tier_name: string | null;
  /** Other rows of the same store ticket, in other events, that the store did not remove. */
  readonly also_in: readonly OtherRowShown[];
}

/** A row of the same store ticket in another event. */
interface OtherRowShown {
  readonly ticket_id: string;
  readonly event_id: string;
  readonly event_name: string;
  readonly check_in_status: CheckInSummary;
  readonly checked_in_at: string | null;
  readonly day_status: Readonly<Record<string, 'checked_in' | 'not_checked_in'>>;
}

/** One check-in, undo or refused scan at a gate. */
export interface ShownCheckIn {
  readonly id: string;
  readonly day: number;
  readonly status: 'checked_in' | 'not_checked_in' | 'cancelled';
  readonly at: string | null;
  readonly origin: 'woocommerce' | 'local';
  readonly made_by: string | null;
  readonly made_by_name: string | null;
  readonly created_at: string;
}

/** A ticket in an export: without its other rows, and with the zone in which the event's days are counted. */
export interface ExportedTicket extends Omit<ShownTicket, 'also_in'> {
  readonly timezone: string;
}

export interface TicketFilter {
  readonly event: string | null;
  /** Several events; absent or null if `event` says it all. */
  readonly events?: readonly string[] | null;
  readonly order: string | null;
  readonly tier: string | null;
  readonly status: TicketStatus | null;
  readonly checkInStatus: CheckInSummary | null;
  readonly ticketNumber: string | null;
  readonly wooProductId: number | null;
  readonly slot: string | null;
  readonly slotAt: Date | null;
  readonly slotDate: string | null;
  readonly seatRow: string | null;
  readonly seatNumber: string | null;
  /** Only rows that changed after this time; null means all. */
  readonly updatedAfter: string | null;
  readonly removed: RemovedFilter;
  readonly search: string | null;
  /** If false, only numbers are searched, so that a search does not reveal who attends. */
  readonly searchPersons: boolean;
}

const OWN_COLUMNS = `${shownColumnsOf(TICKETS, 't')}, o.number as order_number, r.name as ticket_tier_name, e.title as event_name,
  coalesce(e.store_values ->> 'timezone', e.timezone) as event_timezone, ${SLOT_ZONE} as slot_timezone, ${TICKET_DAYS} as num_days`;
const COLUMNS = `${OWN_COLUMNS},
  (select coalesce(jsonb_agg(jsonb_build_object('ticket_id', o.id, 'event_id', o.event_id, 'event_name', f.title,
     'check_in_status', o.check_in_status,
     'checked_in_at', ${readExpression('timestamptz', 'o.checked_in_at')},
     'day_status', o.day_status) order by o.id), '[]')
   from ${OTHER_ROWS}) as also_in`;
const JOINS = `join events e on e.id = t.event_id
  left join orders o on o.id = t.order_id left join ticket_tiers r on r.id = t.ticket_tier_id`;

export const TICKET_SORTS = {
  created_at: { expression: 't.id', type: 'uuid' },
  updated_at: { expression: 't.updated_at', type: 'timestamptz' },
} as const satisfies Record<string, Omit<SortKey, 'descending'>>;

const NARROWED = `($1::uuid is null or t.event_id = $1) and ($2::uuid is null or t.order_id = $2)
  and ($3::uuid is null or t.ticket_tier_id = $3) and ($4::text is null or t.status = $4)
  and ($5::text is null or t.check_in_status = $5) and ($6::text is null or t.ticket_number = $6)
  and ${removedIs('t', 7)} and ($8::text is null or t.slot = $8)
  and ($9::timestamptz is null or t.slot_at = $9) and ($10::text is null or t.slot_date = $10)
  and ($11::text is null or t.seat_row = $11) and ($12::text is null or t.seat_number = $12)
  and ($13::bigint is null or t.woo_product_id = $13) and ${updatedAfter('t', 14)}
  and ($15::uuid[] is null or t.event_id = any($15))`;

/** The tickets that a filter finds, for the list and for exports. */
function found(filter: TicketFilter): Omit<KeyList, 'columns'> {
  const narrowed = [
    filter.event,
    filter.order,
    filter.tier,
    filter.status,
    filter.checkInStatus,
    filter.ticketNumber,
    filter.removed,
    filter.slot,
    filter.slotAt,
    filter.slotDate,
    filter.seatRow,
    filter.seatNumber,
    filter.wooProductId,
    filter.updatedAfter,
    filter.events ?? null,
  ];
  const { search, searchPersons: persons } = filter;
  const terms =
    search === null ? null : ticketConditions(searchTerms(search), { persons, first: narrowed.length + 1 });
  return {
    table: 'tickets t',
    alias: 't',
    where: NARROWED,
    values: [...narrowed, ...(terms?.values ?? [])],
    search: terms?.conditions ?? null,
    joins: JOINS,
  };
}

export async function listTickets(
  db: Queryable,
  filter: TicketFilter,
  sort: SortKey,
  place: Place,
  pageSize: number,
): Promise<KeyPage<ShownTicket>> {
  const list = { ...found(filter), columns: COLUMNS };
  return await readKeyPage<ShownTicket>(db, list, sort, place, pageSize);
}

export async function* streamTickets(
  tx: Transaction,
  filter: TicketFilter,
  sort: SortKey,
): AsyncGenerator<readonly ExportedTicket[]> {
  const list = { ...found(filter), columns: `${OWN_COLUMNS}, e.timezone` };
  yield* streamKeyRows<ExportedTicket>(tx, list, sort);
}

/** The labels of all answers of these tickets, in the order of their forms. */
export async function answerLabels(tx: Transaction, filter: TicketFilter): Promise<readonly string[]> {
  const list = found(filter);
  const rows = await queryRows<{ label: string }>(
    tx,
    `select coalesce(a.answer ->> 'label', a.answer ->> 'key') as label
     from tickets t cross join lateral jsonb_array_elements(t.form_data) with ordinality as a (answer, at)
     where ${wholeOf(list)} group by 1 order by min(a.at), 1`,
    list.values,
  );
  return rows.map(({ label }) => label);
}

export async function findTicket(db: Queryable, id: string): Promise<ShownTicket | undefined> {
  const [row] = await queryRows<ShownTicket>(
    db,
    `select ${COLUMNS} from tickets t ${JOINS} where t.id = $1`,
    [id],
  );
  return row;
}

export async function ticketsOfOrder(db: Queryable, orderId: string): Promise<readonly ShownTicket[]> {
  return await queryRows<ShownTicket>(
    db,
    `select ${COLUMNS} from tickets t ${JOINS} where t.order_id = $1
     order by t.woo_ticket_id nulls last, t.pending_key, t.id`,
    [orderId],
  );
}

/** The check-ins of a ticket at both gates, the newest first. */
export async function checkInsOfTicket(db: Queryable, ticketId: string): Promise<readonly ShownCheckIn[]> {
  return await queryRows<ShownCheckIn>(
    db,
    `select ${shownColumns('c', 'id day status origin made_by', 'at created_at')},
       coalesce(u.name, u.email) as made_by_name
     from check_ins c left join users u on u.id = c.made_by
     where c.ticket_id = $1 order by c.created_at desc, c.id desc`,
    [ticketId],
  );
}
