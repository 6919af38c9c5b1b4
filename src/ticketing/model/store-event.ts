import type { Money } from '../../kernel/money/money.ts';
import type { TicketSource } from '../../vocabulary/ticketing.ts';

/** A product of a store, as far as an event needs it. */
export interface StoreEvent {
  readonly wooProductId: number;
  readonly title: string;
  readonly description: string | null;
  /** The product's post status: `publish`, `draft`, `trash`. */
  readonly sourceStatus: string;
  readonly ticketSource: TicketSource;
  /**
   * The order statuses in which the ticket plugin creates tickets, without WooCommerce's `wc-`; never empty.
   */
  readonly issuingStatuses: readonly string[];
  readonly startsAtUtc: Date | null;
  readonly endsAtUtc: Date | null;
  /** The IANA zone of the event: that of the plugin's field, or else the site's. */
  readonly timezone: string;
  readonly venue: string | null;
  readonly numDays: number;
  /**
   * true if the ticket plugin keeps a state for each of several days. False if it keeps only a ticket's status.
   */
  readonly keepsDays: boolean;
  /**
   * The local creation date of the product. It is pinned, because another store may have the same product id.
   */
  readonly createdAtUtc: Date | null;
  readonly currency: string;
  /** One tier for each variation, by id. A simple product has one tier with variation 0. */
  readonly tiers: readonly StoreTier[];
  readonly form: StoreForm | null;
  /** The slots. Empty if the event is not sold by slots. */
  readonly slots: readonly StoreSlot[];
}

export interface StoreTier {
  readonly wooVariationId: number;
  /** The name. Null for a simple product, whose tier is named by the configuration. */
  readonly name: string | null;
  /** The variation's value for each attribute; '' matches any value. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly price: Money | null;
  /**
   * How many units the store can still sell, if it manages the stock. A negative number means that it sold more
   * than it had.
   */
  readonly stockLeft: number | null;
}

/** A slot of an event, such as a tour: a time of day, and the days on which it is offered. */
export interface StoreSlot {
  /** The store's own id of the slot. */
  readonly key: string;
  /** The text that the store shows on a ticket. */
  readonly text: string;
  /** The time of day by the event's clock, such as `10:30:00`; null if the slot has none. */
  readonly clock: string | null;
  readonly dates: readonly StoreSlotDate[];
}

interface StoreSlotDate {
  readonly key: string;
  readonly text: string;
  /** A day such as `2027-01-09`; null if the text cannot be read. */
  readonly day: string | null;
}

export interface StoreForm {
  readonly fields: readonly StoreFormField[];
}

export interface StoreFormField {
  readonly key: string;
  readonly label: string;
  /** The type in the plugin's words: `text`, `select`, `date` … */
  readonly type: string;
  readonly required: boolean;
  readonly options: readonly string[];
  readonly position: number;
}
