import { addDecimals } from './decimal-sum.ts';
import type {
  OrderGroup,
  PendingGroup,
  PendingPlaces,
  SeatRowGroup,
  SlotGroup,
  StoreProof,
  TicketGroup,
} from './totals.ts';

/** How many ids of orders a counted range has: one changed order makes few others be counted again. */
export const COUNTED_IDS = 64;

/**
 * The first id of the range in which a ticket or an order is counted. A ticket that names no order is counted in a
 * range of its own ids, which lies below 0.
 *
 * @param wooOrderId 0 if the ticket names no order
 */
export function rangeStart(wooOrderId: number, wooTicketId = 0): number {
  if (wooOrderId > 0) return Math.floor(wooOrderId / COUNTED_IDS) * COUNTED_IDS;
  return -(Math.floor(wooTicketId / COUNTED_IDS) + 1) * COUNTED_IDS;
}

/** Adds up the figures of ranges. */
export function sumOfCounts(counts: Iterable<StoreProof>): StoreProof {
  const orders = new Map<string, OrderGroup>();
  const tickets = new Map<string, TicketGroup>();
  const pending = new Map<string, PendingGroup>();
  const places = new Map<string, { readonly group: Omit<PendingGroup, 'tickets'>; readonly sum: PlaceSum }>();
  const present = new PlaceSum();
  const unplacedOrderIds: number[] = [];
  for (const counted of counts) {
    for (const group of counted.orders) addOrders(orders, group);
    for (const group of counted.tickets) {
      const key = JSON.stringify([group.postStatus, group.sourceStatus]);
      const before = tickets.get(key);
      tickets.set(key, {
        ...group,
        tickets: (before?.tickets ?? 0) + group.tickets,
        daysCheckedIn: (before?.daysCheckedIn ?? 0) + group.daysCheckedIn,
      });
    }
    for (const group of counted.pending) {
      const key = keyOf(group);
      pending.set(key, { ...group, tickets: (pending.get(key)?.tickets ?? 0) + group.tickets });
    }
    present.add(counted);
    for (const { sourceStatus, everPaid, ...part } of counted.pendingPlaces) {
      const group = { sourceStatus, everPaid };
      const of = places.get(keyOf(group)) ?? { group, sum: new PlaceSum() };
      places.set(keyOf(group), of);
      of.sum.add(part);
    }
    unplacedOrderIds.push(...counted.unplacedOrderIds);
  }
  return {
    orders: [...orders.values()],
    tickets: [...tickets.values()],
    pending: [...pending.values()],
    ...present.groups(),
    pendingPlaces: [...places.values()].map(
      ({ group, sum }): PendingPlaces => ({ ...group, ...sum.groups() }),
    ),
    unplacedOrderIds,
  };
}

/** Adds the figures of orders to those with the same status and currency. */
export function addOrders(groups: Map<string, OrderGroup>, group: OrderGroup): void {
  const key = JSON.stringify([group.sourceStatus, group.currency]);
  const before = groups.get(key);
  if (before === undefined) {
    groups.set(key, group);
    return;
  }
  groups.set(key, {
    ...group,
    orders: before.orders + group.orders,
    quantity: before.quantity + group.quantity,
    total: addDecimals(before.total, group.total),
    refundedByLines: addDecimals(before.refundedByLines, group.refundedByLines),
    orderRefunded: addDecimals(before.orderRefunded, group.orderRefunded),
  });
}

function keyOf({ sourceStatus, everPaid }: Omit<PendingGroup, 'tickets'>): string {
  return `${everPaid} ${sourceStatus}`;
}

type Places = Pick<StoreProof, 'slots' | 'seatRows'>;

class PlaceSum {
  readonly #slots = new Map<string, SlotGroup>();
  readonly #rows = new Map<string, Map<string, number>>();

  add({ slots, seatRows }: Places): void {
    for (const group of slots) {
      const key = JSON.stringify([group.slot, group.when]);
      this.#slots.set(key, { ...group, tickets: (this.#slots.get(key)?.tickets ?? 0) + group.tickets });
    }
    for (const { row, seats } of seatRows) this.#addRow(row, seats);
  }

  #addRow(row: string, seats: SeatRowGroup['seats']): void {
    const ofRow = this.#rows.get(row) ?? new Map<string, number>();
    this.#rows.set(row, ofRow);
    for (const [number, tickets] of seats) ofRow.set(number, (ofRow.get(number) ?? 0) + tickets);
  }

  groups(): Places {
    return {
      slots: [...this.#slots.values()],
      seatRows: [...this.#rows].map(([row, seats]) => ({ row, seats: [...seats] })),
    };
  }
}
