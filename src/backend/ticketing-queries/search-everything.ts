import type { ConfigurationStatus } from '../../vocabulary/configurations.ts';
import type { CheckInSummary, OrderStatus, TicketStatus } from '../../vocabulary/ticketing.ts';
import { CONFIGURATION_NAMES } from '../configurations/configuration-list.ts';
import { type Queryable, queryRows } from '../database.ts';
import { orderConditions, type SearchConditions, ticketConditions } from '../search/search-conditions.ts';
import { hasWords, type SearchTerms, searchTerms } from '../search/search-text.ts';
import { readExpression } from '../tables/column-text.ts';
import { EVENT_NAMES, type ShownEvent } from './event-list.ts';

/** The personal columns of an order or a ticket. */
interface FoundPerson {
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

interface FoundOrder extends FoundPerson {
  readonly id: string;
  readonly number: string;
  readonly woo_order_id: number;
  readonly status: OrderStatus;
  readonly event_id: string;
  readonly event_title: string;
  readonly ordered_at: string | null;
  readonly removed_at: string | null;
}

interface FoundTicket extends FoundPerson {
  readonly id: string;
  readonly ticket_number: string | null;
  readonly display_number: string | null;
  readonly status: TicketStatus;
  readonly check_in_status: CheckInSummary;
  readonly event_id: string;
  readonly event_name: string;
  readonly order_id: string | null;
  readonly order_number: string | null;
  readonly removed_at: string | null;
}

type FoundEvent = Pick<
  ShownEvent,
  'id' | 'title' | 'status' | 'starts_at' | 'timezone' | 'venue' | 'removed_at'
>;

interface FoundConfiguration {
  readonly id: string;
  readonly name: string;
  readonly status: ConfigurationStatus;
  readonly event_name: string;
}

/** The first results of each kind. */
interface Found<Row> {
  readonly results: readonly Row[];
  /** true if there are more results than these. */
  readonly has_more: boolean;
}

export interface FoundThings {
  readonly orders: Found<FoundOrder>;
  readonly tickets: Found<FoundTicket>;
  readonly events: Found<FoundEvent>;
  readonly configurations: Found<FoundConfiguration>;
}

/** This many results of each kind are shown. */
const SHOWN_ROWS = 8;
/**
 * At most this many matches of each kind are sorted. If a search has more, the user should type more of the
 * text.
 */
const ROWS_A_CONDITION = 200;

const time = (column: string): string => readExpression('timestamptz', column);

/**
 * Finds orders and tickets by any part of the text. An exact number comes first; rows that the store removed
 * come last.
 *
 * @param persons If false, personal columns are not searched
 */
export async function searchEverything(
  db: Queryable,
  { typed, persons }: { readonly typed: string; readonly persons: boolean },
): Promise<FoundThings> {
  const terms = searchTerms(typed);
  // The queries run one after the other, so that a search uses one connection of the pool and not four.
  const orders = await findOrders(db, terms, persons);
  const tickets = await findTickets(db, terms, persons);
  const events = await findEvents(db, typed);
  return { orders, tickets, events, configurations: await findConfigurations(db, typed) };
}

async function findOrders(db: Queryable, terms: SearchTerms, persons: boolean): Promise<Found<FoundOrder>> {
  const found = orderConditions(terms, { persons, first: 2 });
  return await bestRows<FoundOrder>(
    db,
    terms,
    {
      table: 'orders o',
      id: 'o.id',
      exact: [
        'o.number = any ($1::text[])',
        'o.woo_order_id::text = any ($1::text[])',
        `o.id in (select t.order_id from tickets t
           where t.ticket_number = any ($1::text[]) or t.display_number = any ($1::text[]))`,
      ],
      columns: `o.id, o.number, o.woo_order_id, o.status, o.event_id, e.title as event_title, o.first_name, o.last_name, o.email,
        o.phone, ${time('o.ordered_at')} as ordered_at, ${time('o.removed_at')} as removed_at`,
      joins: 'join events e on e.id = o.event_id',
      order: `o.removed_at is not null, rank, o.ordered_at desc nulls last, o.id desc`,
    },
    found,
  );
}

async function findTickets(db: Queryable, terms: SearchTerms, persons: boolean): Promise<Found<FoundTicket>> {
  const found = ticketConditions(terms, { persons, first: 2 });
  return await bestRows<FoundTicket>(
    db,
    terms,
    {
      table: 'tickets t',
      id: 't.id',
      exact: [
        't.ticket_number = any ($1::text[])',
        't.display_number = any ($1::text[])',
        't.order_id in (select o.id from orders o where o.number = any ($1::text[]))',
        't.order_id in (select o.id from orders o where o.woo_order_id::text = any ($1::text[]))',
      ],
      columns: `t.id, t.ticket_number, t.display_number, t.status, t.check_in_status, t.event_id,
        e.title as event_name, t.order_id, o.number as order_number, t.first_name, t.last_name, t.email, t.phone,
        ${time('t.removed_at')} as removed_at`,
      joins: 'join events e on e.id = t.event_id left join orders o on o.id = t.order_id',
      order: `t.removed_at is not null, rank, o.ordered_at desc nulls last, t.order_id, t.ticket_number, t.id`,
    },
    found,
  );
}

interface RankedTable {
  /** The table with its alias, such as `orders o`. */
  readonly table: string;
  readonly id: string;
  /** Conditions on a number that equals the search text; $1 is an array of its forms. */
  readonly exact: readonly string[];
  readonly columns: string;
  readonly joins: string;
  /** Exact matches come first, then the others; `way` is the position of the query that found a row. */
  readonly order: string;
}

async function bestRows<Row extends object>(
  db: Queryable,
  terms: SearchTerms,
  { table, id, exact, columns, joins, order }: RankedTable,
  found: SearchConditions,
): Promise<Found<Row>> {
  const all = [...(terms.numbers.length === 0 ? [] : exact), ...found.conditions.map(({ finds }) => finds)];
  if (all.length === 0) return { results: [], has_more: false };
  // Materialized, because otherwise the limit makes the planner scan the whole table until it finds enough
  // rows.
  const each = all.map(
    (condition, at) => `match${at} as materialized (select ${id} from ${table} where ${condition})`,
  );
  const few = all.map((_, at) => `(select id, ${at} as rank from match${at} limit ${ROWS_A_CONDITION})`);
  const exactly = terms.numbers.length === 0 ? 0 : exact.length;
  const rows = await queryRows<Row>(
    db,
    `with ${each.join(', ')}, found as (${few.join(' union all ')}),
       best as (select id, min(rank) as rank from found group by id)
     select ${columns} from best join ${table} on ${id} = best.id ${joins}
     where $1::text[] is not null
     order by best.rank >= ${exactly}, ${order} limit ${SHOWN_ROWS + 1}`,
    [terms.numbers, ...found.values],
  );
  return firstOf(rows);
}

async function findEvents(db: Queryable, typed: string): Promise<Found<FoundEvent>> {
  const rows = await queryRows<FoundEvent>(
    db,
    `select e.id, e.title, e.status, ${time('e.starts_at')} as starts_at, e.timezone, e.venue,
       ${time('e.removed_at')} as removed_at
     from events e where ${hasWords('$1', EVENT_NAMES)}
     order by e.removed_at is not null, e.starts_at desc nulls last, e.id desc limit ${SHOWN_ROWS + 1}`,
    [typed],
  );
  return firstOf(rows);
}

async function findConfigurations(db: Queryable, typed: string): Promise<Found<FoundConfiguration>> {
  const rows = await queryRows<FoundConfiguration>(
    db,
    `select c.id, c.name, c.status, c.event_name
     from sync_configurations c join organizers o on o.id = c.organizer_id
     where c.deleted_at is null and ${hasWords('$1', CONFIGURATION_NAMES)}
     order by lower(c.name), c.id limit ${SHOWN_ROWS + 1}`,
    [typed],
  );
  return firstOf(rows);
}

function firstOf<Row>(rows: readonly Row[]): Found<Row> {
  return { results: rows.slice(0, SHOWN_ROWS), has_more: rows.length > SHOWN_ROWS };
}
