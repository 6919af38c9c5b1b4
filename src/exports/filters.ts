import type { z } from 'zod';
import type { ChangeFilter } from '../backend/executions/execution-log-list.ts';
import type { SortKey } from '../backend/queries/key-list.ts';
import type { CheckInFilter } from '../backend/ticketing-queries/check-in-list.ts';
import type { OrderFilter } from '../backend/ticketing-queries/order-list.ts';
import type { RefundFilter } from '../backend/ticketing-queries/refund-list.ts';
import type { TicketFilter } from '../backend/ticketing-queries/ticket-list.ts';
import type { Ordering } from '../contract/page.ts';
import type { changeExportQuery, checkInExportQuery } from '../contract/ticketing/exports.ts';
import type { orderQuery } from '../contract/ticketing/orders.ts';
import type { refundQuery } from '../contract/ticketing/refunds.ts';
import type { ticketQuery } from '../contract/ticketing/tickets.ts';
import { invalidField } from '../kernel/field-faults.ts';
import { instantFilter, updatedAfterFilter } from '../kernel/time/instant-filter.ts';

type Paging = 'page' | 'page_size' | 'limit' | 'offset' | 'cursor' | 'ordering' | 'event';
type FiltersOf<Query extends z.ZodType> = Omit<z.output<Query>, Paging>;
/** The events of a list (one) or of an export (several); undefined for all. */
type Events = string | readonly string[] | undefined;

function eventsOf(events: Events): {
  readonly event: string | null;
  readonly events: readonly string[] | null;
} {
  if (events === undefined || typeof events === 'string') return { event: events ?? null, events: null };
  // One event has an index of its own for most lists.
  return events.length === 1 ? { event: events[0] ?? null, events: null } : { event: null, events };
}

/** Filters that select among the tickets of one event. */
const OF_AN_EVENT = ['woo_product_id', 'slot', 'slot_at', 'slot_date', 'seat_row', 'seat_number'] as const;

/** @throws invalid `http.invalid-request` */
export function ticketFilter(
  query: FiltersOf<typeof ticketQuery>,
  given: Events,
  searchPersons: boolean,
): TicketFilter {
  const events = eventsOf(given);
  // The indexes of slots and seats begin with the event. Without it, the whole table would be read.
  if (events.event === null && OF_AN_EVENT.some((name) => query[name] !== undefined))
    throw invalidField('event', 'required');
  return {
    ...events,
    order: query.order ?? null,
    status: query.status ?? null,
    removed: query.removed ?? 'false',
    search: query.search ?? null,
    tier: query.ticket_tier ?? null,
    checkInStatus: query.check_in_status ?? null,
    ticketNumber: query.ticket_number ?? null,
    wooProductId: query.woo_product_id ?? null,
    slot: query.slot ?? null,
    slotAt: instantFilter('slot_at', query.slot_at),
    slotDate: query.slot_date ?? null,
    seatRow: query.seat_row ?? null,
    seatNumber: query.seat_number ?? null,
    updatedAfter: updatedAfterFilter(query),
    searchPersons,
  };
}

/** @throws invalid `http.invalid-request` */
export function orderFilter(
  query: FiltersOf<typeof orderQuery>,
  given: Events,
  searchPersons: boolean,
): OrderFilter {
  return {
    ...eventsOf(given),
    status: query.status ?? null,
    removed: query.removed ?? 'false',
    search: query.search ?? null,
    number: query.number ?? null,
    wooOrderId: query.woo_order_id ?? null,
    orderedAfter: instantFilter('ordered_after', query.ordered_after),
    orderedBefore: instantFilter('ordered_before', query.ordered_before),
    updatedAfter: updatedAfterFilter(query),
    searchPersons,
  };
}

/** @throws invalid `http.invalid-request` */
export function refundFilter(query: FiltersOf<typeof refundQuery>, given: Events): RefundFilter {
  return {
    ...eventsOf(given),
    order: query.order ?? null,
    removed: query.removed ?? 'false',
    search: query.search ?? null,
    refundedAfter: instantFilter('refunded_after', query.refunded_after),
    refundedBefore: instantFilter('refunded_before', query.refunded_before),
    updatedAfter: updatedAfterFilter(query),
  };
}

/** @throws invalid `http.invalid-request` */
export function checkInFilter(query: z.output<typeof checkInExportQuery>): CheckInFilter {
  return {
    events: query.event ?? null,
    origin: query.origin ?? null,
    status: query.status ?? null,
    day: query.day ?? null,
    after: instantFilter('checked_in_after', query.checked_in_after),
    before: instantFilter('checked_in_before', query.checked_in_before),
  };
}

/** @throws invalid `http.invalid-request` */
export function changeFilter(query: z.output<typeof changeExportQuery>): ChangeFilter {
  return {
    execution: query.execution ?? null,
    events: query.event ?? null,
    table: query.table ?? null,
    operation: query.operation ?? null,
    after: instantFilter('created_after', query.created_after),
    before: instantFilter('created_before', query.created_before),
  };
}

/**
 * The order of an export: that of its list.
 *
 * @throws invalid `http.invalid-request`
 */
export function sortOf<Name extends string>(
  sorts: Readonly<Record<Name, Omit<SortKey, 'descending'>>>,
  ordering: readonly Ordering<Name>[] | undefined,
  usual: Name,
): SortKey {
  if ((ordering?.length ?? 0) > 1) throw invalidField('ordering', 'max_items', 1);
  const { by, descending } = ordering?.[0] ?? { by: usual, descending: true };
  return { ...sorts[by], descending };
}
