import type { StoreEvent, StoreForm, StoreSlot, StoreTier } from '../../ticketing/model/store-event.ts';
import type { CheckoutTicket, StoreTicket } from '../../ticketing/model/store-order.ts';
import type { TicketSource } from '../../vocabulary/ticketing.ts';
import type { Metas } from '../values/metas.ts';
import type { RowNotes } from '../values/row-notes.ts';
import type { ShiftedClock } from '../values/times/store-time.ts';

/** The label of each field of the event's form, by the field's key. */
export type AnswerLabels = ReadonlyMap<string, string>;

/** The origin of a product's tickets: a plugin, or Taquilla itself from the bought lines. */
export interface TicketMaker {
  /** The value that clients see: `fooevents` for every plugin. */
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
 * A WordPress plugin that stores tickets as posts. Everything specific to one plugin is in its implementation of this
 * interface; all other folders read tickets through it.
 */
export interface TicketPlugin extends TicketMaker {
  /** Its name in messages. */
  readonly title: string;
  /** Whether it is active on the site. @param plugins paths as WordPress stores them */
  isActive(plugins: readonly string[]): boolean;
  /** The site's options that `readSettings` uses. */
  readonly options: readonly string[];
  /** @param plugins null: the site's list of plugins cannot be read */
  readSettings(option: (name: string) => string, plugins: readonly string[] | null): TicketSettings;
  /** The names for the reader's statements. */
  readonly names: TicketNames;
  /** The names for the proof's statements; they share no code with the rest. */
  readonly proof: TicketProof;

  /** Whether the plugin's own setting makes this product an event, with or without tickets. */
  isEvent(productMetas: Metas): boolean;
  /** @param dateFormat as `readSettings` found it */
  readEventFields(productMetas: Metas, siteTimezone: string, dateFormat: string): EventFields;
  /** The number of days of an event whose product is deleted, by the day records of its tickets. */
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
  /**
   * @param contextOf null: a product of another event
   *
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
  /** It keeps a state for each day of an event, besides a ticket's status. */
  readonly keepsDays: boolean;
  /** Order statuses in which it makes tickets, without `wc-`. */
  readonly issuingStatuses: readonly string[];
  /** It also makes tickets for a subscription's renewals. */
  readonly renewalsOweTickets: boolean;
  /** PHP's form of the dates that it writes as texts. */
  readonly dateFormat: string;
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
    /** The checkout's record of the attendees. */
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
  /** Metas of a ticket that say which slot it is for; null: the plugin has no slots. */
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
  /** What the names of a ticket's metas begin with that say where its holder sits; null: the plugin has no seats. */
  readonly seat: {
    readonly prefix: string;
    readonly row: string;
    readonly number: string;
    /** The meta that lists them, for a ticket that still has those of another row. */
    readonly listed: string;
  } | null;
  readonly order: { readonly record: string; readonly generated: string };
  /** Fields of an attendee in the checkout's record. */
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
  /** On how many of an event's days a ticket was checked in; null: it has no record of days, and its status counts. */
  daysCheckedIn(dayRecord: string, numDays: number): number | null;
}

/** A slot that a product offers, as the proof reads the product's list. */
export interface ProofSlot {
  /** As the store shows it: its time in brackets. */
  readonly text: string;
  /** The text of each day, by its id. */
  readonly dates: ReadonlyMap<string, string>;
}

/** The parts of an event that the plugin keeps with its product. */
export interface EventFields
  extends Pick<StoreEvent, 'startsAtUtc' | 'endsAtUtc' | 'timezone' | 'venue' | 'numDays' | 'slots'> {
  readonly form: StoreForm | null;
}

/** The settings that a ticket's slot is read with. */
export interface SlotContext {
  readonly slots: readonly StoreSlot[];
  /** The product's time zone. */
  readonly timezone: string;
  readonly dateFormat: string;
}

/** The shared context of all tickets of one event. */
export interface TicketContext {
  readonly numDays: number;
  /** The plugin keeps a state for each of several days. */
  readonly keepsDays: boolean;
  /** The product's current variations. */
  readonly tiers: readonly StoreTier[];
  readonly labels: AnswerLabels;
  readonly slotContext: SlotContext;
  /** Converts times of the plugin's log, which are shifted by the site's zone. */
  readonly logClock: ShiftedClock;
}

/** The product's part of what an attendee is read with. */
export type AttendeeContext = Pick<TicketContext, 'labels' | 'slotContext'>;

/** A raw ticket post of the store, before parsing. */
export interface RawTicket {
  readonly id: number;
  readonly postStatus: string;
  readonly metas: Metas;
}

/** One row of the plugin's log. */
export interface RawCheckIn {
  /** 0: the table has lost its key and gives no ids. */
  readonly id: number;
  readonly day: number;
  readonly status: string;
  /** Unix seconds plus the site's offset. */
  readonly shiftedEpochSeconds: number;
}

/** The attendees in the checkout's record. */
export interface CheckoutRecord {
  readonly attendees: readonly CheckoutTicket[];
  /** Part of it is no attendee, or names no event. */
  readonly isOdd: boolean;
}
