import { isDeepStrictEqual } from 'node:util';
import type { NumberedCheckIn, StoreCheckInRow } from '../../backend/check-ins/check-in-records.ts';
import type { ExistingChild, ExistingPage, ExistingTicketRow } from '../../backend/loader/existing-rows.ts';
import type { OrderItemRow } from '../../backend/tables/order-items.ts';
import type { OrderRow } from '../../backend/tables/orders.ts';
import type { RefundLineRow } from '../../backend/tables/refund-lines.ts';
import type { RefundRow } from '../../backend/tables/refunds.ts';
import type { RowDraft } from '../../backend/tables/synced-table.ts';
import type { TicketRow } from '../../backend/tables/tickets.ts';
import { newId } from '../../kernel/ids.ts';
import type { StorePage } from '../../source/source.ts';
import { anonymiseOrder, anonymiseOrphan } from '../../ticketing/anonymise.ts';
import { deriveEventOrder } from '../../ticketing/derive-event-order.ts';
import { deriveOrphan } from '../../ticketing/derive-orphan.ts';
import type { EventOrder, EventTicket } from '../../ticketing/model/event-order.ts';
import type { DayState, StoreOrder, StoreTicket } from '../../ticketing/model/store-order.ts';
import { checkedInAtUtc, joinDays } from '../../ticketing/tickets/check-in.ts';
import { kindOf } from '../../ticketing/tickets/ticket-units.ts';
import type { Derivation } from '../model/event-sync.ts';
import { type Admitted, admittedOf } from './admitted.ts';
import { checkInRows, numberedCheckIns } from './check-in-rows.ts';
import { existingTicket, syncedDays } from './existing-ticket.ts';
import { itemDraft, orderDraft, refundDraft, refundLineDraft, ticketDraft } from './order-rows.ts';

/** The rows of a page to write, and the rows that its orders no longer have. */
export interface PageRows {
  readonly orders: RowDraft<OrderRow>[];
  readonly items: RowDraft<OrderItemRow>[];
  readonly refunds: RowDraft<RefundRow>[];
  readonly refundLines: RowDraft<RefundLineRow>[];
  readonly tickets: RowDraft<TicketRow>[];
  readonly checkIns: StoreCheckInRow[];
  readonly numbered: NumberedCheckIn[];
  readonly admitted: Admitted[];
  readonly unmappedStatuses: Set<string>;
  /** Rows of orders that are newly anonymised, without the tickets of other attendees. */
  readonly newlyErased: {
    readonly wooOrderIds: number[];
    readonly rowIds: string[];
    readonly companionIds: string[];
  };
}

/** Applies the rules to a page. The function is pure, except for new ids. */
export function pageRows(page: StorePage, existing: ExistingPage, derivation: Derivation): PageRows {
  const rows: PageRows = {
    orders: [],
    items: [],
    refunds: [],
    refundLines: [],
    tickets: [],
    checkIns: [],
    numbered: [],
    admitted: [],
    unmappedStatuses: new Set(),
    newlyErased: { wooOrderIds: [], rowIds: [], companionIds: [] },
  };
  const tickets = new ExistingTickets(existing.tickets);
  for (const raw of page.orders) {
    const order = anonymiseOrder(raw);
    const rowsOfOrder = tickets.of(order);
    const because = derivation.explain?.({ wooOrderId: order.wooOrderId, wooTicketId: null });
    const derived = deriveEventOrder(
      order,
      derivation.rules,
      rowsOfOrder.map((row) => {
        const ticket = existingTicket(row, order.wooOrderId);
        return derivation.choosesRefundsAgain ? { ...ticket, refunded: false } : ticket;
      }),
      because,
    );
    if (derived !== null)
      addOrder(rows, order, derived, existing, tickets, derivation, erasedTickets(raw, order));
  }
  for (const raw of page.orphans) {
    const anonymised = raw.wooOrderId !== null && existing.anonymisedOrders.has(raw.wooOrderId);
    const orphan = anonymised ? anonymiseOrphan(raw) : raw;
    const erased = !sameAttendee(raw, orphan);
    const row = tickets.byWooId(orphan.wooTicketId);
    const derived = deriveOrphan(
      orphan,
      derivation.rules,
      row === undefined ? [] : [existingTicket(row, orphan.wooOrderId)],
      derivation.explain?.(orphan),
    );
    if (derived === null) continue;
    addTicket(rows, derived, tickets, derivation, { orderId: null, currency: null, erased }, null);
  }
  return rows;
}

function addOrder(
  rows: PageRows,
  order: StoreOrder,
  derived: EventOrder,
  existing: ExistingPage,
  tickets: ExistingTickets,
  derivation: Derivation,
  erased: ReadonlySet<number>,
): void {
  const present = existing.orders.get(order.wooOrderId);
  const id = present?.id ?? newId();
  const anonymisedAtUtc = order.anonymised
    ? (present?.anonymisedAtUtc ?? order.modifiedAtUtc ?? derivation.now())
    : null;
  const draft = orderDraft(id, derivation.event.id, order, derived, anonymisedAtUtc);
  rows.orders.push(draft);
  if (draft.removedReason !== null) {
    const { wooOrderId } = order;
    const because = derivation.explain?.({ wooOrderId, wooTicketId: null });
    because?.({ code: 'order_trashed', figures: { order: wooOrderId } });
  }
  if (derived.unmappedStatus) rows.unmappedStatuses.add(order.sourceStatus);
  if (order.anonymised && present !== undefined && present.anonymisedAtUtc === null) {
    rows.newlyErased.wooOrderIds.push(order.wooOrderId);
    const others = new Set(order.tickets.map((ticket) => ticket.wooTicketId));
    for (const wooTicketId of erased) others.delete(wooTicketId);
    rows.newlyErased.rowIds.push(id);
    for (const { id: rowId, wooTicketId } of tickets.of(order)) {
      const isOther = wooTicketId !== null && others.has(wooTicketId);
      rows.newlyErased[isOther ? 'companionIds' : 'rowIds'].push(rowId);
    }
  }
  const itemIds = new Map<number, string>();
  for (const item of derived.items) {
    const itemId = idOf(existing.items, item.wooItemId, id);
    itemIds.set(item.wooItemId, itemId);
    rows.items.push(itemDraft(itemId, id, tierOf(derivation, item), item));
  }
  for (const refund of derived.refunds) {
    const refundId = idOf(existing.refunds, refund.wooRefundId, id);
    rows.refunds.push(refundDraft(refundId, id, refund));
    for (const line of refund.lines) {
      const itemId = itemIds.get(line.refundedItemId);
      if (itemId === undefined) continue;
      const lineId = idOf(existing.refundLines, line.wooItemId, refundId);
      rows.refundLines.push(refundLineDraft(lineId, refundId, itemId, line));
    }
  }
  for (const ticket of derived.tickets) {
    // Only the buyer can have entered the data of a ticket without a post.
    const isErased = order.anonymised && (ticket.wooTicketId === null || erased.has(ticket.wooTicketId));
    const place = { orderId: id, currency: order.currency, erased: isErased };
    const itemId = ticket.wooItemId === null ? null : (itemIds.get(ticket.wooItemId) ?? null);
    addTicket(rows, ticket, tickets, derivation, place, itemId);
  }
}

/** Tickets that named the buyer of an anonymised order. Other attendees keep their data, including edits. */
function erasedTickets(raw: StoreOrder, order: StoreOrder): ReadonlySet<number> {
  if (!order.anonymised) return new Set();
  const after = new Map(order.tickets.map((ticket) => [ticket.wooTicketId, ticket]));
  const named = raw.tickets.filter((ticket) => !sameAttendee(ticket, after.get(ticket.wooTicketId)));
  return new Set(named.map((ticket) => ticket.wooTicketId));
}

function sameAttendee(one: StoreTicket, other: StoreTicket | undefined): boolean {
  return isDeepStrictEqual([one.attendee, one.formData], [other?.attendee, other?.formData]);
}

function addTicket(
  rows: PageRows,
  ticket: EventTicket,
  tickets: ExistingTickets,
  derivation: Derivation,
  place: { readonly orderId: string | null; readonly currency: string | null; readonly erased: boolean },
  orderItemId: string | null,
): void {
  const existing = ticket.existingId === null ? undefined : tickets.byId(ticket.existingId);
  const id = ticket.existingId ?? newId();
  const atUtc = checkedInAtUtc(ticket.days, ticket.checkIns) ?? existing?.checkedInAtUtc ?? null;
  const draft = ticketDraft(
    {
      ...place,
      id,
      eventId: derivation.event.id,
      orderItemId,
      tierId: tierOf(derivation, ticket),
      numDays: derivation.numDaysOf(ticket.productId),
      checkedInAtUtc: atUtc,
    },
    ticket,
  );
  rows.tickets.push(draft);
  const admitted = admittedOf(draft, existing, entersAgain(ticket.days, existing));
  if (admitted !== null) rows.admitted.push(admitted);
  rows.checkIns.push(...checkInRows(id, ticket, existing));
  rows.numbered.push(...numberedCheckIns(id, ticket, existing));
}

function entersAgain(days: readonly DayState[], existing: ExistingTicketRow | undefined): boolean {
  if (existing === undefined) return false;
  const before = joinDays(syncedDays(existing), existingTicket(existing, existing.wooOrderId).localDays);
  const inside = new Set(before.filter(({ checkedIn }) => checkedIn).map(({ day }) => day));
  return days.some(({ day, checkedIn }) => checkedIn && !inside.has(day));
}

function tierOf(
  { event }: Derivation,
  sold: { readonly productId: number; readonly variationId: number },
): string | null {
  return event.tiers.get(kindOf(sold)) ?? null;
}

/** The id of this parent's existing child, or a new one. */
function idOf(existing: ReadonlyMap<number, ExistingChild>, wooId: number, parentId: string): string {
  const present = existing.get(wooId);
  return present !== undefined && present.parentId === parentId ? present.id : newId();
}

/** The page's existing tickets in the indexes that the rules need. */
class ExistingTickets {
  readonly #byId = new Map<string, ExistingTicketRow>();
  readonly #byWooId = new Map<number, ExistingTicketRow>();
  readonly #byOrder = new Map<number, ExistingTicketRow[]>();

  constructor(tickets: readonly ExistingTicketRow[]) {
    for (const ticket of tickets) {
      this.#byId.set(ticket.id, ticket);
      if (ticket.wooTicketId !== null) this.#byWooId.set(ticket.wooTicketId, ticket);
      if (ticket.wooOrderId === null) continue;
      const siblings = this.#byOrder.get(ticket.wooOrderId);
      if (siblings === undefined) this.#byOrder.set(ticket.wooOrderId, [ticket]);
      else siblings.push(ticket);
    }
  }

  byId(id: string): ExistingTicketRow | undefined {
    return this.#byId.get(id);
  }

  byWooId(wooTicketId: number): ExistingTicketRow | undefined {
    return this.#byWooId.get(wooTicketId);
  }

  /** Existing rows of the order, and rows of its posts that belonged to another order before. */
  of(order: StoreOrder): readonly ExistingTicketRow[] {
    const found = new Set(this.#byOrder.get(order.wooOrderId) ?? []);
    for (const ticket of order.tickets) {
      const moved = this.#byWooId.get(ticket.wooTicketId);
      if (moved !== undefined) found.add(moved);
    }
    return [...found];
  }
}
