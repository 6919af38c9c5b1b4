import type { StoreConnection } from '../connect/store-connection.ts';
import type { TicketProof } from '../plugins/ticket-plugin.ts';
import type { OrderLayout, StoreTables } from '../schema/store-tables.ts';

/** What is counted, and where. */
export interface CountScope {
  readonly connection: StoreConnection;
  readonly tables: StoreTables;
  /** The ticket plugin's names, as the proof knows them. */
  readonly plugin: TicketProof;
  readonly orders: OrderLayout;
  /** Paid renewals of a subscription get tickets of their own. */
  readonly renewalsOweTickets: boolean;
  readonly productId: number;
  readonly variationId: number | null;
  /** The store's: an order that names none is in it. */
  readonly currency: string;
  /** How many days the ticket plugin keeps a state of; 1: a ticket's status is all. */
  readonly countedDays: number;
  /** The event's, by whose clock its slots are. */
  readonly timezone: string;
}
