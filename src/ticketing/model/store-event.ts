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
  /** Order statuses in which the ticket plugin makes tickets, without WooCommerce's `wc-`; never empty. */
  readonly issuingStatuses: readonly string[];
  readonly startsAtUtc: Date | null;
  readonly endsAtUtc: Date | null;
  /** IANA zone of the event: the plugin's field, else the site's. */
  readonly timezone: string;
  readonly venue: string | null;
  readonly numDays: number;
  /** The ticket plugin keeps a state for each of several days; false: it keeps only a ticket's status. */
  readonly keepsDays: boolean;
  /** Local creation date of the product; pinned, since another store may have the same product id. */
  readonly createdAtUtc: Date | null;
  readonly currency: string;
  /** One a variation, by id; one with variation 0 for a simple product. */
  readonly tiers: readonly StoreTier[];
  readonly form: StoreForm | null;
  /** Empty: it is not sold by slots. */
  readonly slots: readonly StoreSlot[];
}

export interface StoreTier {
  readonly wooVariationId: number;
  /** null for a simple product: the configuration names its tier. */
  readonly name: string | null;
  /** The variation's value of each attribute; '' matches any value. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly price: Money | null;
  /** How many the store can still sell, where it manages the stock; below 0: it sold more than it had. */
  readonly stockLeft: number | null;
}

/** A slot of an event, such as a tour: a time of day, and the days on which it is offered. */
export interface StoreSlot {
  /** The store's own id. */
  readonly key: string;
  /** As the store shows it on a ticket. */
  readonly text: string;
  /** `10:30:00` by the event's clock; null: it has no time of day. */
  readonly clock: string | null;
  readonly dates: readonly StoreSlotDate[];
}

interface StoreSlotDate {
  readonly key: string;
  readonly text: string;
  /** `2027-01-09`; null: the text cannot be read. */
  readonly day: string | null;
}

export interface StoreForm {
  readonly fields: readonly StoreFormField[];
}

export interface StoreFormField {
  readonly key: string;
  readonly label: string;
  /** `text`, `select`, `date` … as the plugin says. */
  readonly type: string;
  readonly required: boolean;
  readonly options: readonly string[];
  readonly position: number;
}
