import type { FoundRows, Place, StorePage } from '../../source/source.ts';
import type { ProofRow } from '../../vocabulary/sync-report.ts';
import { differingOrders } from './compare.ts';

/** The orders of a full reading that were compared with the store. They are committed with the next page. */
export interface Compared {
  readonly comparedTo: Place | null;
  /** Orders that agree. They need not be read again if the reading is interrupted. */
  readonly settled: FoundRows;
  /** Orders that differ. */
  readonly differing: readonly number[];
}

/** Records which pages were compared. The comparison runs while the next page is loaded. */
export class ComparedRows {
  readonly #again: { readonly orders: ReadonlySet<number>; readonly orphans: ReadonlySet<number> };
  #comparedTo: Place | null;
  #settled: { readonly orderIds: number[]; readonly ticketIds: number[] } = { orderIds: [], ticketIds: [] };
  readonly #differing = new Set<number>();

  /** @param again rows that an earlier attempt had already read: only these can be settled */
  constructor(again: FoundRows, comparedTo: Place | null) {
    this.#again = { orders: new Set(again.orderIds), orphans: new Set(again.ticketIds) };
    this.#comparedTo = comparedTo;
  }

  /**
   * @param left rows that the page left for the end of the reading: they must not be settled before
   * @param moves true if the page comes after all pages that were read before it
   */
  note(
    { orders, orphans, position }: StorePage,
    left: FoundRows,
    differences: readonly ProofRow[],
    moves: boolean,
  ): void {
    this.noteDiffering(differences);
    const leftOrders = new Set(left.orderIds);
    const leftOrphans = new Set(left.ticketIds);
    for (const { wooOrderId: id } of orders) {
      if (this.#again.orders.has(id) && !leftOrders.has(id) && !this.#differing.has(id))
        this.#settled.orderIds.push(id);
    }
    for (const { wooTicketId: id } of orphans) {
      if (this.#again.orphans.has(id) && !leftOrphans.has(id)) this.#settled.ticketIds.push(id);
    }
    if (moves) this.#comparedTo = position;
  }

  noteDiffering(differences: readonly ProofRow[]): void {
    for (const id of differingOrders(differences)) this.#differing.add(id);
  }

  /** Everything that was compared since the last call. */
  take(): Compared {
    const settled = this.#settled;
    this.#settled = { orderIds: [], ticketIds: [] };
    return { comparedTo: this.#comparedTo, settled, differing: [...this.#differing] };
  }
}
