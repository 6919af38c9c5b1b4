import type { StoreEvent, StoreForm, StoreTier, TicketSource } from '../../ticketing/model/store-event.ts';
import type { CheckoutTicket, StoreTicket } from '../../ticketing/model/store-order.ts';
import type { Metas } from '../values/metas.ts';
import type { RowNotes } from '../values/row-notes.ts';
import type { ShiftedClock } from '../values/times/store-time.ts';

/** The label of each field of the event's form, by the field's key. */
export type AnswerLabels = ReadonlyMap<string, string>;

/** What makes the tickets of a product: a plugin, or Taquilla itself from the lines bought. */
export interface TicketMaker {
  /** The value that clients see. */
  readonly source: TicketSource;
  /** Whether it makes the tickets of this product. */
  claims(product: ClaimedProduct): boolean;
}

export interface ClaimedProduct {
  readonly metas: Metas;
  /** The plugin has made at least one ticket of this product. */
  readonly hasTicketPosts: boolean;
}

/**
 * A WordPress plugin that keeps tickets as posts. Everything that Taquilla knows of one plugin is in its implementation
 * of this interface; all other folders read tickets through it.
 */
export interface TicketPlugin extends TicketMaker {
  /** As people know it. */
  readonly title: string;
  /** Whether the site has it switched on. @param plugins paths as WordPress keeps them */
  isActive(plugins: readonly string[]): boolean;
  /** The options of the site that `readSettings` asks for. */
  readonly options: readonly string[];
  /** @param plugins null: the site's list of plugins cannot be read */
  readSettings(option: (name: string) => string, plugins: readonly string[] | null): TicketSettings;
  /** What the reader asks the store by. */
  readonly names: TicketNames;
  /** What the proof asks the store by; shares no code with the rest. */
  readonly proof: TicketProof;

  /** The plugin's own setting makes this product an event, whether tickets exist or not. */
  isEvent(productMetas: Metas): boolean;
  readEventFields(productMetas: Metas, siteTimezone: string): EventFields;
  /** How many days an event had whose product is gone, by the day records of its tickets. */
  numDaysOf(dayRecords: readonly string[]): number;

  /** @throws rejected if the ticket cannot be read */
  readTicket(
    raw: RawTicket,
    checkIns: readonly RawCheckIn[],
    context: TicketContext,
    notes: RowNotes,
  ): StoreTicket;
  /** The order of a ticket that cannot be read; null: it names none. */
  orderIdOf(ticketMetas: Metas): number | null;
  /** Whether a ticket that cannot be read was checked in on any day. */
  isCheckedIn(ticketMetas: Metas, context: TicketContext): boolean;

  /** Whether the plugin has made the tickets of an order. */
  hasMadeTickets(orderMetas: Metas): boolean;
  /** @throws rejected if the checkout's record cannot be read */
  readCheckoutRecord(
    record: string,
    labelsOf: (productId: number) => AnswerLabels,
    notes: RowNotes,
  ): CheckoutRecord;
}

/** The plugin's settings on one site. */
export interface TicketSettings {
  /** It keeps a state for each day of an event, and not a ticket's status alone. */
  readonly keepsDays: boolean;
  /** Order statuses in which it makes tickets, without `wc-`. */
  readonly issuingStatuses: readonly string[];
  /** It makes tickets for a subscription's renewals as well. */
  readonly renewalsOweTickets: boolean;
}

/** Constants of the implementation, so that they may be put into a statement. */
export interface TicketNames {
  /** The type of its ticket posts. */
  readonly postType: string;
  /** Metas of a product. */
  readonly product: {
    /** The meta and value that make a product an event. */
    readonly eventKey: string;
    readonly eventValue: string;
    /** The metas that the reader needs: all with this prefix, and others. */
    readonly prefix: string;
    readonly others: readonly string[];
  };
  /** Metas of a ticket post. */
  readonly ticket: {
    readonly orderId: string;
    readonly productId: string;
    readonly variationId: string;
    readonly productName: string;
    /** The state of each day. */
    readonly days: string;
    /** Metas that Taquilla does not read. */
    readonly unread: readonly string[];
  };
  /** Metas of an order. */
  readonly order: {
    /** What the checkout noted of the attendees. */
    readonly record: string;
    /** Whether the tickets were made. */
    readonly generated: string;
    /** A new row of one of these means that the order changed. */
    readonly changeSignals: readonly string[];
  };
  /** Its log of check-ins, a table whose key is `id`; null: it keeps none. */
  readonly log: CheckInLogNames | null;
}

interface CheckInLogNames {
  /** Without the store's prefix. */
  readonly table: string;
  readonly ticket: string;
  readonly product: string;
  readonly day: string;
  readonly status: string;
  /** Unix seconds plus the site's offset. */
  readonly at: string;
}

/** What the proof knows of the plugin. */
export interface TicketProof {
  readonly postType: string;
  readonly ticket: {
    readonly orderId: string;
    readonly productId: string;
    readonly variationId: string;
    readonly status: string;
    readonly createType: string;
    readonly days: string;
  };
  readonly order: { readonly record: string; readonly generated: string };
  /** Fields of an attendee in the checkout's record. */
  readonly attendee: { readonly productId: string; readonly variationId: string };
  isCheckedIn(status: string): boolean;
  /** How many of an event's days a ticket was checked in; null: it has no record of days, and its status counts. */
  daysCheckedIn(dayRecord: string, numDays: number): number | null;
}

/** The parts of an event that the plugin keeps with its product. */
export interface EventFields
  extends Pick<StoreEvent, 'startsAtUtc' | 'endsAtUtc' | 'timezone' | 'venue' | 'numDays'> {
  readonly form: StoreForm | null;
}

/** What all tickets of one product have in common. */
export interface TicketContext {
  readonly numDays: number;
  /** The plugin keeps a state for each of several days. */
  readonly keepsDays: boolean;
  /** What the product is offered in now. */
  readonly tiers: readonly StoreTier[];
  readonly labels: AnswerLabels;
  /** The plugin's log is shifted by the site's zone. */
  readonly logClock: ShiftedClock;
}

/** A ticket post as the store has it. Nothing is parsed yet. */
export interface RawTicket {
  readonly id: number;
  readonly postStatus: string;
  readonly metas: Metas;
}

/** One row of the plugin's log. */
export interface RawCheckIn {
  /** 0: the table has lost its key and gives none. */
  readonly id: number;
  readonly day: number;
  readonly status: string;
  /** Unix seconds plus the site's offset. */
  readonly shiftedEpochSeconds: number;
}

/** The attendees that the checkout noted. */
export interface CheckoutRecord {
  readonly attendees: readonly CheckoutTicket[];
  /** Part of it is no attendee, or does not say which event it is for. */
  readonly isOdd: boolean;
}
