import { addOrders, rangeStart } from '../../source/range-counts.ts';
import type {
  OrderGroup,
  PendingGroup,
  PendingPlaces,
  RangeCount,
  StoreProof,
  TicketGroup,
} from '../../source/totals.ts';
import type { CountedOrder } from './order-facts.ts';
import type { WaitingOrder } from './pending-attendees.ts';
import type { AttendeePlace } from './places/attendee-places.ts';
import { PlaceCounts } from './places/place-groups.ts';

export type OrderGroups = Map<string, OrderGroup>;

export function addOrder(groups: OrderGroups, order: CountedOrder): void {
  const { hasLine: _, ...figures } = order;
  addOrders(groups, { ...figures, orders: 1 });
}

/** The figures of an event by ranges of orders, while they are counted. */
export class TotalsByRange {
  readonly #ranges = new Map<number, RangeTotals>();

  /** @param counted the figures of orders that were counted before */
  constructor(counted: ReadonlyMap<number, OrderGroups>) {
    for (const [start, groups] of counted) this.#ranges.set(start, new RangeTotals(groups));
  }

  of(wooOrderId: number, wooTicketId?: number): RangeTotals {
    const start = rangeStart(wooOrderId, wooTicketId);
    const existing = this.#ranges.get(start);
    if (existing !== undefined) return existing;
    const made = new RangeTotals(new Map());
    this.#ranges.set(start, made);
    return made;
  }

  counted(): readonly RangeCount[] {
    const starts = [...this.#ranges].sort(([one], [other]) => one - other);
    return starts.map(([start, totals]) => ({ start, ...totals.counted() }));
  }
}

class RangeTotals {
  readonly #orders: OrderGroups;
  readonly #tickets = new Map<string, TicketGroup>();
  readonly #ticketIds: number[] = [];
  readonly #pending = new PendingCounts();
  readonly #places = new PlaceCounts();

  constructor(orders: OrderGroups) {
    this.#orders = orders;
  }

  addOrder(order: CountedOrder): void {
    addOrder(this.#orders, order);
  }

  addPending(orderId: number, order: WaitingOrder, made: number): void {
    this.#pending.add(orderId, order, made);
  }

  noteTicket(wooTicketId: number): void {
    this.#ticketIds.push(wooTicketId);
  }

  addTicket(postStatus: string, sourceStatus: string, daysCheckedIn: number): void {
    const key = `${postStatus} ${sourceStatus}`;
    const group = this.#tickets.get(key);
    this.#tickets.set(key, {
      postStatus,
      sourceStatus,
      tickets: (group?.tickets ?? 0) + 1,
      daysCheckedIn: (group?.daysCheckedIn ?? 0) + daysCheckedIn,
    });
  }

  addPlace(place: AttendeePlace): void {
    this.#places.add(place);
  }

  counted(): Omit<RangeCount, 'start'> {
    return {
      wooTicketIds: this.#ticketIds,
      counted: {
        orders: [...this.#orders.values()],
        tickets: [...this.#tickets.values()],
        ...this.#pending.counted(),
        slots: this.#places.slots(),
        seatRows: this.#places.seatRows(),
      },
    };
  }
}

/** Attendees of orders whose tickets were not made yet, by what decides whether the order is paid. */
class PendingCounts {
  readonly #groups = new Map<string, PendingGroup>();
  readonly #places = new Map<string, PlaceCounts>();
  readonly #unplacedOrderIds: number[] = [];

  /** While the plugin is still creating an order's tickets, some attendees already have theirs. */
  add(orderId: number, { sourceStatus, everPaid, attendees, places }: WaitingOrder, made: number): void {
    const left = attendees - made;
    if (left <= 0) return;
    const key = `${sourceStatus} ${everPaid}`;
    const tickets = (this.#groups.get(key)?.tickets ?? 0) + left;
    this.#groups.set(key, { sourceStatus, everPaid, tickets });
    if (places.length === 0) return;
    if (made > 0) {
      this.#unplacedOrderIds.push(orderId);
      return;
    }
    const counts = this.#places.get(key) ?? new PlaceCounts();
    this.#places.set(key, counts);
    for (const place of places) counts.add(place);
  }

  counted(): Pick<StoreProof, 'pending' | 'pendingPlaces' | 'unplacedOrderIds'> {
    const pendingPlaces = [...this.#places].map(([key, counts]): PendingPlaces => {
      const { sourceStatus = '', everPaid = false } = this.#groups.get(key) ?? {};
      return { sourceStatus, everPaid, slots: counts.slots(), seatRows: counts.seatRows() };
    });
    return { pending: [...this.#groups.values()], pendingPlaces, unplacedOrderIds: this.#unplacedOrderIds };
  }
}
