import type { FoundRows, Place, StorePage } from '../../source/source.ts';
import type { ProofRow } from '../../vocabulary/sync-report.ts';

/** What of a full reading is compared with the store, order by order; committed with the page that follows. */
export interface Compared {
  readonly comparedTo: Place | null;
  /** Agreed: they need not be read again should the reading be broken off. */
  readonly settled: FoundRows;
  /** Orders that differ. */
  readonly differing: readonly number[];
}

/** Records which pages were compared: that happens while the next one is loaded already. */
export class ComparedRows {
  readonly #again: { readonly orders: ReadonlySet<number>; readonly orphans: ReadonlySet<number> };
  #comparedTo: Place | null;
  #settled: { readonly orderIds: number[]; readonly ticketIds: number[] } = { orderIds: [], ticketIds: [] };
  readonly #differing = new Set<number>();

  /** @param again what is read though an earlier attempt had read it: only this can be settled */
  constructor(again: FoundRows, comparedTo: Place | null) {
    this.#again = { orders: new Set(again.orderIds), orphans: new Set(again.ticketIds) };
    this.#comparedTo = comparedTo;
  }

  /**
   * @param left what the page left for the end of the reading: it may not be settled before
   * @param moves the page comes after all that were read before it
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
    for (const { group } of differences) this.#differing.add(Number(group));
  }

  /** All that was compared since this was asked last. */
  take(): Compared {
    const settled = this.#settled;
    this.#settled = { orderIds: [], ticketIds: [] };
    return { comparedTo: this.#comparedTo, settled, differing: [...this.#differing] };
  }
}
