type Side = 'hpos' | 'posts';

export interface ChangeEffect {
  /** The layouts in which the order's own date of change moves. */
  readonly moves: readonly Side[];
  /** The analytics job is asked to look at the order. */
  readonly queued: boolean;
}

/**
 * Which dates each kind of change to an order moves. A reader that goes by dates misses changes that move none.
 *
 * @source measured on WooCommerce 10.2.4 and FooEvents 1.20.7
 */
export const CHANGE_EFFECTS = {
  /** Status, payment, a new refund, the customer's note, the date of the order. */
  saved: { moves: ['hpos', 'posts'], queued: true },
  /** Buyer, addresses, metas, items with their totals, the eraser: a post keeps its date. */
  details: { moves: ['hpos'], queued: true },
  trashed: { moves: ['hpos', 'posts'], queued: false },
  resent: { moves: ['hpos'], queued: false },
  /** An item saved on its own, a deleted refund, a note: the order itself does not change. */
  silent: { moves: [], queued: false },
} as const satisfies Readonly<Record<string, ChangeEffect>>;
export type ChangeKind = keyof typeof CHANGE_EFFECTS;
