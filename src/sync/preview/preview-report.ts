/** The amounts of an order on which people act. */
export const PREVIEWED_AMOUNTS = ['total', 'refunded', 'net', 'service_fee', 'organizer_amount'] as const;
export type PreviewedAmount = (typeof PREVIEWED_AMOUNTS)[number];

/** Both sides of a change. */
export type BeforeAfter = readonly [before: string, after: string];

export interface PreviewedOrder {
  readonly number: string;
  readonly wooOrderId: number;
  readonly currency: string;
  /** Only the amounts that would change. */
  readonly amounts: Partial<Readonly<Record<PreviewedAmount, BeforeAfter>>>;
}

/** A ticket that would become invalid, or valid again. */
export interface PreviewedTicket {
  readonly number: string | null;
  readonly wooTicketId: number | null;
  readonly wooOrderId: number | null;
  /** As the store shows it. */
  readonly orderNumber: string | null;
  /** The status of the ticket; `removed` if it is, or would be, marked as removed. */
  readonly status: BeforeAfter;
}

export interface PreviewedCounts {
  readonly created: number;
  readonly changed: number;
  readonly removed: number;
}

/** The changes that the next reading of a whole event would make. */
export interface Preview {
  /**
   * true if rules or settings changed since the orders were read, so that the next execution reads all of them.
   */
  readonly readsAll: boolean;
  /** Named orders that the event neither has nor ever had. */
  readonly notOfEvent: readonly number[];
  readonly orders: PreviewedCounts;
  readonly tickets: PreviewedCounts;
  /** Orders whose amounts would change. */
  readonly amounts: readonly PreviewedOrder[];
  /** The sums over these orders. */
  readonly sums: readonly {
    readonly currency: string;
    readonly amounts: Readonly<Record<PreviewedAmount, BeforeAfter>>;
  }[];
  /** Tickets that are valid now and would become invalid. */
  readonly lost: readonly PreviewedTicket[];
  /** Tickets that are invalid now and would become valid. New tickets are not included. */
  readonly gained: readonly PreviewedTicket[];
  /** Rows that cannot be read and stay unchanged. */
  readonly rejected: number;
  /** true if the removal guard would stop the execution before it writes `lost`. */
  readonly isHeldBack: boolean;
}
