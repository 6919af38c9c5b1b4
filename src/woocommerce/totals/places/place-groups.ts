import type { SeatRowGroup, SlotGroup } from '../../../source/totals.ts';
import type { AttendeePlace } from './attendee-places.ts';
import type { Seat } from './ticket-places.ts';

/** Counts tickets by slot and by seat. */
export class PlaceCounts {
  readonly #slots = new Map<string, SlotGroup>();
  readonly #rows = new Map<string, Map<string, number>>();

  add({ slot, seat }: AttendeePlace): void {
    if (slot !== null) this.#addSlot(slot.slot, slot.when);
    if (seat !== null) this.#addSeat(seat);
  }

  slots(): readonly SlotGroup[] {
    return [...this.#slots.values()];
  }

  seatRows(): readonly SeatRowGroup[] {
    return [...this.#rows].map(([row, seats]) => ({ row, seats: [...seats] }));
  }

  #addSlot(slot: string, when: string | null): void {
    const key = JSON.stringify([slot, when]);
    this.#slots.set(key, { slot, when, tickets: (this.#slots.get(key)?.tickets ?? 0) + 1 });
  }

  #addSeat({ row, number }: Seat): void {
    const seats = this.#rows.get(row) ?? new Map<string, number>();
    this.#rows.set(row, seats);
    seats.set(number, (seats.get(number) ?? 0) + 1);
  }
}
