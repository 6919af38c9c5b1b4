import type { EventCount } from '../../backend/loader/count-event.ts';
import type {
  OrderFacts,
  OrderGroup,
  PendingGroup,
  SeatRowGroup,
  SlotGroup,
  StoreProof,
  TicketGroup,
} from '../../source/totals.ts';
import { mapOrderStatus } from '../../ticketing/status.ts';
import type { ProofRow } from '../../vocabulary/sync-report.ts';
import type { OrderStatus } from '../../vocabulary/ticketing.ts';

type Measures = Readonly<Record<string, string>>;
type Groups = ReadonlyMap<string, Measures>;

/** The order statuses of plugins and ours for each, as configured. */
type StatusMapping = Readonly<Record<string, OrderStatus>>;

/**
 * Both sides of the whole proof, measure by measure. A group that only one side has counts as zeros on the
 * other side.
 */
export function compareWhole(
  store: StoreProof,
  backend: EventCount,
  statusMapping: StatusMapping,
): readonly ProofRow[] {
  const owed = owedTickets(store.pending, statusMapping);
  const owedPlaces = store.pendingPlaces.filter(({ sourceStatus, everPaid }) =>
    isPaid(sourceStatus, everPaid, statusMapping),
  );
  const owedSlots = owedPlaces.flatMap(({ slots }) => slots);
  const owedRows = owedPlaces.flatMap(({ seatRows }) => seatRows);
  return [
    ...compareGroups('whole', 'orders', orderGroups(store.orders), orderGroups(backend.orders)),
    ...compareGroups('whole', 'tickets', ticketGroups(store.tickets), ticketGroups(backend.tickets)),
    ...compareGroups(
      'whole',
      'pending_tickets',
      new Map([['paid, not issued', { count: String(owed) }]]),
      new Map([['paid, not issued', { count: String(backend.pendingTickets) }]]),
    ),
    ...compareSlots('slots', store.slots, backend.slots),
    ...compareSlots('pending_slots', owedSlots, backend.pendingSlots),
    ...compareSeats('seats', store.seatRows, backend.seatRows),
    ...compareSeats('pending_seats', owedRows, backend.pendingSeatRows),
  ];
}

/**
 * The attendees of the orders that this configuration counts as paid: the store still has to create their
 * tickets.
 */
export function owedTickets(pending: readonly PendingGroup[], statusMapping: StatusMapping): number {
  return pending
    .filter(({ sourceStatus, everPaid }) => isPaid(sourceStatus, everPaid, statusMapping))
    .reduce((total, { tickets }) => total + tickets, 0);
}

function isPaid(sourceStatus: string, everPaid: boolean, statusMapping: StatusMapping): boolean {
  return mapOrderStatus(sourceStatus, everPaid, statusMapping).status === 'paid';
}

/**
 * Compares the orders that were just read one by one, which finds differences that sums hide. The result lists
 * only differences.
 */
export function compareTouched(
  store: readonly OrderFacts[],
  backend: readonly OrderFacts[],
): readonly ProofRow[] {
  return compareGroups('touched', 'order', orderFacts(store), orderFacts(backend)).filter(
    (row) => !row.equal,
  );
}

/** The orders that were counted one by one and differ. */
export function differingOrders(proof: readonly ProofRow[]): readonly number[] {
  const rows = proof.filter(
    ({ scope, subject, equal }) => scope === 'touched' && subject === 'order' && !equal,
  );
  return [...new Set(rows.map(({ group }) => Number(group)))];
}

function compareGroups(
  scope: ProofRow['scope'],
  subject: string,
  store: Groups,
  backend: Groups,
): readonly ProofRow[] {
  const names = [...new Set([...store.keys(), ...backend.keys()])].sort();
  return names.flatMap((group) => {
    const here = store.get(group) ?? {};
    const there = backend.get(group) ?? {};
    const measures = Object.keys({ ...here, ...there });
    return measures.map((measure) => {
      const values = { store: here[measure] ?? '0', backend: there[measure] ?? '0' };
      const equal = sameValue(values.store, values.backend);
      return { scope, subject, group, measure, ...values, equal };
    });
  });
}

/** `0` also equals an amount of zero, because an absent group has no decimals. */
function sameValue(store: string, backend: string): boolean {
  return store === backend || (isZero(store) && isZero(backend));
}

function isZero(value: string): boolean {
  return /^-?0(\.0+)?$/.test(value);
}

function orderGroups(groups: readonly OrderGroup[]): Groups {
  return new Map(
    groups.map((group) => [
      `${group.sourceStatus} / ${group.currency}`,
      {
        count: String(group.orders),
        quantity: String(group.quantity),
        total: group.total,
        refunded_by_lines: group.refundedByLines,
        order_refunded: group.orderRefunded,
      },
    ]),
  );
}

function ticketGroups(groups: readonly TicketGroup[]): Groups {
  return new Map(
    groups.map((group) => [
      `${group.postStatus} / ${group.sourceStatus === '' ? 'no status' : group.sourceStatus}`,
      { count: String(group.tickets), days_checked_in: String(group.daysCheckedIn) },
    ]),
  );
}

/** Of a slot of which some ticket does not say when it is, all tickets are compared together. */
function compareSlots(
  subject: string,
  store: readonly SlotGroup[],
  backend: readonly SlotGroup[],
): readonly ProofRow[] {
  const untimed = new Set(store.filter(({ when }) => when === null).map(({ slot }) => slot));
  const groupsOf = (slots: readonly SlotGroup[]): Groups =>
    countGroups(
      slots.map(({ slot, when, tickets }) => [
        untimed.has(slot) || when === null || when === '' ? slot : `${slot} / ${when}`,
        tickets,
      ]),
    );
  return compareGroups('whole', subject, groupsOf(store), groupsOf(backend));
}

/** Lists each row of seats, and of single seats those that differ: a hall has thousands. */
function compareSeats(
  subject: string,
  store: readonly SeatRowGroup[],
  backend: readonly SeatRowGroup[],
): readonly ProofRow[] {
  const rowsOf = (rows: readonly SeatRowGroup[]): Groups =>
    countGroups(rows.flatMap(({ row, seats }) => seats.map(([, tickets]) => [row, tickets] as const)));
  const seatsOf = (rows: readonly SeatRowGroup[]): Groups =>
    countGroups(
      rows.flatMap(({ row, seats }) =>
        seats.map(([number, tickets]) => [`${row} / ${number}`, tickets] as const),
      ),
    );
  return [
    ...compareGroups('whole', subject, rowsOf(store), rowsOf(backend)),
    ...compareGroups('whole', subject, seatsOf(store), seatsOf(backend)).filter(({ equal }) => !equal),
  ];
}

function countGroups(counts: readonly (readonly [group: string, tickets: number])[]): Groups {
  const sums = new Map<string, number>();
  for (const [group, tickets] of counts) sums.set(group, (sums.get(group) ?? 0) + tickets);
  return new Map([...sums].map(([group, count]) => [group, { count: String(count) }]));
}

function orderFacts(orders: readonly OrderFacts[]): Groups {
  return new Map(
    orders.map((order) => [
      String(order.wooOrderId),
      {
        status: order.sourceStatus,
        currency: order.currency,
        quantity: String(order.quantity),
        total: order.total,
        refunded_by_lines: order.refundedByLines,
        order_refunded: order.orderRefunded,
        tickets: String(order.tickets),
      },
    ]),
  );
}
