import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import type { Difference, DifferingTable } from '../explain/differences.ts';

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
  /** true if the removal guard would hold the ticket, or holds it already, so that it stays as it is. */
  readonly isHeld: boolean;
}

export interface PreviewedCounts {
  readonly created: number;
  readonly changed: number;
  readonly removed: number;
}

/** Settings of a configuration with which a preview derives the rows, though they are not saved. */
export interface PreviewedSettings {
  /** Decimal text: `10.00`. */
  readonly serviceFeePercentage?: string;
  readonly statusMapping?: Configuration['statusMapping'];
  readonly refundPolicy?: Configuration['refundPolicy'];
}

/** How many rows of a table would be created, updated, removed or restored, and how many of them in each field. */
export interface DifferenceCounts {
  readonly table: DifferingTable | 'check_ins';
  readonly operation: Difference['operation'];
  readonly count: number;
  /** By column, the most frequent first. Empty for new and removed rows. */
  readonly fields: Readonly<Record<string, number>>;
}

/** A row that would change: its table, its name, and the beginning of a digest of the change. */
export type ShownRow = readonly [table: string, label: string, digest: string];

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
  /** What the removal guard would hold, or holds already. */
  readonly held: { readonly orders: number; readonly tickets: number };
  /** The digest of all differences: two previews with the same digest change the same rows in the same way. */
  readonly digest: string;
  readonly differences: readonly DifferenceCounts[];
  /** The first rows that would change, for naming those that move later. */
  readonly shownRows: readonly ShownRow[];
}
