import type { StoreConnection } from '../connect/store-connection.ts';
import type { TicketProof } from '../plugins/ticket-plugin.ts';
import type { OrderLayout, StoreTables } from '../schema/store-tables.ts';

/** The event to count, and its store. */
export interface CountScope {
  readonly connection: StoreConnection;
  readonly tables: StoreTables;
  /** The ticket plugin's names for the proof. */
  readonly plugin: TicketProof;
  readonly orders: OrderLayout;
  /** true if paid renewals of a subscription get tickets of their own. */
  readonly renewalsOweTickets: boolean;
  readonly productId: number;
  readonly variationId: number | null;
  /** Further products of the event; absent means none. */
  readonly otherProductIds?: readonly number[];
  /** The store's currency, which an order without one has. */
  readonly currency: string;
  /**
   * The number of days for which the ticket plugin keeps a state. 1 means that only a ticket's status counts.
   */
  readonly countedDays: number;
  /** The same for each further product. */
  readonly otherCountedDays?: ReadonlyMap<number, number>;
  /** The zone of a product that names none. */
  readonly siteTimezone: string;
  /** PHP's form of the site's dates. */
  readonly dateFormat: string;
}

/** Every product that is counted. */
export function countedProducts({ productId, otherProductIds }: CountScope): readonly number[] {
  return otherProductIds === undefined ? [productId] : [productId, ...otherProductIds];
}
