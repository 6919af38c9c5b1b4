import type { StoreEvent, StoreForm, StoreSlot, StoreTier } from '../../ticketing/model/store-event.ts';
import type { CheckoutTicket, StoreTicket } from '../../ticketing/model/store-order.ts';
import type { TicketSource } from '../../vocabulary/ticketing.ts';
import type { Metas } from '../values/metas.ts';
import type { RowNotes } from '../values/row-notes.ts';
import type { ShiftedClock } from '../values/times/store-time.ts';

/** The label of each field of the event's form, by the field's key. */
export type AnswerLabels = ReadonlyMap<string, string>;

/**
 * Where the tickets of a product come from: a plugin, or Taquilla itself, which makes them from the bought
 * lines.
 */
export interface TicketMaker {
  /** The value that clients see. It is `fooevents` for every plugin. */
  readonly source: TicketSource;
  /** Whether the plugin creates the tickets of this product. */
  claims(product: ClaimedProduct): boolean;
}

export interface ClaimedProduct {
  readonly metas: Metas;
  /** true if the plugin has created at least one ticket of this product. */
  readonly hasTicketPosts: boolean;
}

/**
 * A WordPress plugin that stores tickets as posts. Everything specific to one plugin is in its implementation
 * of this interface. All other folders read tickets through it.
 */
export interface TicketPlugin extends TicketMaker {
  /** The plugin's name in messages. */
  readonly title: string;
  /**
   * Whether the plugin is active on the site.
   *
   * @param plugins paths as WordPress stores them
   */
  isActive(plugins: readonly string[]): boolean;
  /** The site's options that `readSettings` uses. */
  readonly options: readonly string[];
  /** @param plugins null if the site's list of plugins cannot be read */
  readSettings(option: (name: string) => string, plugins: readonly string[] | null): TicketSettings;
  /** The names for the reader's statements. */
  readonly names: TicketNames;
  /** The names for the proof's statements. They share no code with the rest. */
  readonly proof: TicketProof;

  /** Whether the plugin's own setting makes this product an event, with or without tickets. */
  isEvent(productMetas: Metas): boolean;
  /** @param dateFormat as `readSettings` found it */
  readEventFields(productMetas: Metas, siteTimezone: string, dateFormat: string): EventFields;
  /** The number of days of an event whose product is deleted, found from the day records of its tickets. */
  numDaysOf(dayRecords: readonly string[]): number;

  /** @throws rejected if the ticket cannot be read */
  readTicket(
    raw: RawTicket,
    checkIns: readonly RawCheckIn[],
    context: TicketContext,
    notes: RowNotes,
  ): StoreTicket;
  /** The order of a ticket that cannot be read; null if it names none. */
  orderIdOf(ticketMetas: Metas): number | null;
  /** Whether a ticket that cannot be read was checked in on any day. */
  isCheckedIn(ticketMetas: Metas, context: TicketContext): boolean;

  /** Whether the plugin has made the tickets of an order. */
  hasMadeTickets(orderMetas: Metas): boolean;
  /**
   * @param contextOf returns null for a product of another event
   * @throws rejected if the checkout's record cannot be read
   */
  readCheckoutRecord(
    record: string,
    contextOf: (productId: number) => AttendeeContext | null,
    notes: RowNotes,
  ): CheckoutRecord;
}

/** The plugin's settings on one site. */
export interface TicketSettings {
  /** true if it keeps a state for each day of an event, besides a ticket's status. */
  readonly keepsDays: boolean;
  /** The order statuses in which it creates tickets, without `wc-`. */
  readonly issuingStatuses: readonly string[];
  /** true if it also creates tickets for a subscription's renewals. */
  readonly renewalsOweTickets: boolean;
  /** PHP's format of the dates that it writes as texts. */
  readonly dateFormat: string;
}

/**
 * The names of the plugin's rows. They are constants of the implementation, so they may be put into a
 * statement.
 */
export interface TicketNames {
  /** The type of its ticket posts. */
  readonly postType: string;
  /** Metas of a product. */
  readonly product: {
    /** The meta and its value that make a product an event. */
    readonly eventKey: string;
    readonly eventValue: string;
    /** The metas that the reader needs: all with this prefix, and some others. */
    readonly prefix: string;
    readonly others: readonly string[];
  };
  /** Metas of a ticket post. */
  readonly ticket: {
    readonly orderId: string;
    readonly productId: string;
    readonly variationId: string;
    readonly productName: string;
    /** The meta with the state of each day. */
    readonly days: string;
    /** Metas that Taquilla does not read. */
    readonly unread: readonly string[];
  };
  /** Metas of an order. */
  readonly order: {
    /** The meta with the checkout's record of the attendees. */
    readonly record: string;
    /** The meta that shows whether the tickets were created. */
    readonly generated: string;
    /** A new row of one of these metas means that the order changed. */
    readonly changeSignals: readonly string[];
  };
  /** Its log of check-ins, a table whose key is `id`; null if it keeps none. */
  readonly log: CheckInLogNames | null;
}

interface CheckInLogNames {
  /** The name of the table without the store's prefix. */
  readonly table: string;
  readonly ticket: string;
  readonly product: string;
  readonly day: string;
  readonly status: string;
  /** The column with the time: Unix seconds plus the site's offset. */
  readonly at: string;
}

/** The plugin's names and rules for the proof. */
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
  /** Metas of a ticket that name its slot; null if the plugin has no slots. */
  readonly slot: {
    readonly key: string;
    readonly shown: string;
    readonly date: string;
    readonly time: string;
    /** Metas of a product: the slots that it offers, and the zone of their times. */
    readonly offered: string;
    readonly zone: string;
    readOffered(list: string): ReadonlyMap<string, ProofSlot>;
  } | null;
  /** The prefix of the metas of a ticket that say where its holder sits; null if the plugin has no seats. */
  readonly seat: {
    readonly prefix: string;
    readonly row: string;
    readonly number: string;
    /** The meta that lists them, for a ticket that still has those of another row. */
    readonly listed: string;
  } | null;
  readonly order: { readonly record: string; readonly generated: string };
  /** The fields of an attendee in the checkout's record. */
  readonly attendee: {
    readonly productId: string;
    readonly variationId: string;
    /** The chosen slot: a list with these fields. */
    readonly slot: {
      readonly list: string;
      readonly key: string;
      readonly label: string;
      readonly day: string;
      readonly date: string;
    } | null;
    /** The chosen seat: a list that is named as a ticket's metas are. */
    readonly seat: string | null;
    /** A record with none of these texts has neither slots nor seats. */
    readonly placeMarks: readonly string[];
  };
  isCheckedIn(status: string): boolean;
  /**
   * On how many of an event's days a ticket was checked in. Null if it has no record of days: then its status
   * counts.
   */
  daysCheckedIn(dayRecord: string, numDays: number): number | null;
}

/** A slot that a product offers, as the proof reads the product's list. */
export interface ProofSlot {
  /** As the store shows it: its time in brackets. */
  readonly text: string;
  /** It has no time of day. */
  readonly isWholeDay: boolean;
  /** The text of each day, by its id. */
  readonly dates: ReadonlyMap<string, string>;
}

/** The parts of an event that the plugin stores with its product. */
export interface EventFields
  extends Pick<StoreEvent, 'startsAtUtc' | 'endsAtUtc' | 'timezone' | 'venue' | 'numDays' | 'slots'> {
  readonly form: StoreForm | null;
}

/** The settings that are needed to read a ticket's slot. */
export interface SlotContext {
  readonly slots: readonly StoreSlot[];
  /** The product's time zone. */
  readonly timezone: string;
  readonly dateFormat: string;
}

/** What all tickets of one event have in common. */
export interface TicketContext {
  readonly numDays: number;
  /** true if the plugin keeps a state for each of several days. */
  readonly keepsDays: boolean;
  /** The product's current variations. */
  readonly tiers: readonly StoreTier[];
  readonly labels: AnswerLabels;
  readonly slotContext: SlotContext;
  /** Converts times of the plugin's log, which are shifted by the site's zone. */
  readonly logClock: ShiftedClock;
}

/** The product's data that are needed to read an attendee. */
export type AttendeeContext = Pick<TicketContext, 'labels' | 'slotContext'>;

/** A ticket post of the store before it is parsed. */
export interface RawTicket {
  readonly id: number;
  readonly postStatus: string;
  readonly metas: Metas;
}

/** One row of the plugin's log. */
export interface RawCheckIn {
  /** The id. 0 if the table has lost its key and gives no ids. */
  readonly id: number;
  readonly day: number;
  readonly status: string;
  /** The time as Unix seconds plus the site's offset. */
  readonly shiftedEpochSeconds: number;
}

/** The attendees in the checkout's record. */
export interface CheckoutRecord {
  readonly attendees: readonly CheckoutTicket[];
  /** true if a part of the record is not an attendee, or names no event. */
  readonly isOdd: boolean;
}
