/** Amounts of an order that people act on. */
export const PREVIEWED_AMOUNTS = ['total', 'refunded', 'net', 'service_fee', 'organizer_amount'] as const;
export type PreviewedAmount = (typeof PREVIEWED_AMOUNTS)[number];

/** Both sides of a change. */
export type BeforeAfter = readonly [before: string, after: string];

export interface PreviewedOrder {
  readonly number: string;
  readonly wooOrderId: number;
  readonly currency: string;
  /** Only those that would change. */
  readonly amounts: Partial<Readonly<Record<PreviewedAmount, BeforeAfter>>>;
}

/** A ticket that would become invalid, or valid again. */
export interface PreviewedTicket {
  readonly number: string | null;
  readonly wooTicketId: number | null;
  readonly wooOrderId: number | null;
  /** As the store shows it. */
  readonly orderNumber: string | null;
  /** Its status; `removed` where it is, or would be, marked as removed. */
  readonly status: BeforeAfter;
}

export interface PreviewedCounts {
  readonly created: number;
  readonly changed: number;
  readonly removed: number;
}

/** The changes that the next reading of a whole event would make. */
export interface Preview {
  /** Rules or settings changed since the orders were read: the next execution reads all of them. */
  readonly readsAll: boolean;
  /** Named orders that the event neither has nor ever had. */
  readonly notOfEvent: readonly number[];
  readonly orders: PreviewedCounts;
  readonly tickets: PreviewedCounts;
  /** Orders whose amounts would change. */
  readonly amounts: readonly PreviewedOrder[];
  /** Sums over those orders. */
  readonly sums: readonly {
    readonly currency: string;
    readonly amounts: Readonly<Record<PreviewedAmount, BeforeAfter>>;
  }[];
  /** Tickets that are valid now and would not be. */
  readonly lost: readonly PreviewedTicket[];
  /** Tickets that are not valid now and would be; new ones are not among them. */
  readonly gained: readonly PreviewedTicket[];
  /** Rows that cannot be read and stay unchanged. */
  readonly rejected: number;
  /** The removal guard would stop the execution before it writes `lost`. */
  readonly isHeldBack: boolean;
}
