import { AppError } from '../../../kernel/errors.ts';
import type { Attendee, CheckoutTicket, Purchaser } from '../../../ticketing/model/store-order.ts';
import { NO_DETAILS } from '../../../vocabulary/ticket-details.ts';
import { metaId } from '../../values/cells.ts';
import type { Metas } from '../../values/metas.ts';
import { type PhpValue, parsePhpValue, phpEntries, phpGet, phpText } from '../../values/php-value.ts';
import type { RowNotes } from '../../values/row-notes.ts';
import { readText } from '../../values/store-text.ts';
import type { AttendeeContext, CheckoutRecord } from '../ticket-plugin.ts';
import { readAnswers } from './attendee-form.ts';
import { seatOfAttendee } from './places/seats.ts';
import { slotOfAttendee } from './places/slots.ts';

/**
 * Reads an attendee by the names that the plugin uses in a ticket's metas and in the checkout's record alike.
 */
export function readAttendee(field: (name: string) => string | null, notes: RowNotes, owner = ''): Attendee {
  const text = (name: string): string | null => readText(field(name), notes, name + owner);
  return {
    firstName: text('WooCommerceEventsAttendeeName'),
    lastName: text('WooCommerceEventsAttendeeLastName'),
    email: text('WooCommerceEventsAttendeeEmail'),
    phone: text('WooCommerceEventsAttendeeTelephone'),
    company: text('WooCommerceEventsAttendeeCompany'),
    designation: text('WooCommerceEventsAttendeeDesignation'),
  };
}

/** Reads the buyer in the ticket; null if it names no person. */
export function readPurchaser(metas: Metas, notes: RowNotes): Purchaser | null {
  const text = (name: string): string | null => readText(metas.get(name), notes, name);
  const purchaser = {
    firstName: text('WooCommerceEventsPurchaserFirstName'),
    lastName: text('WooCommerceEventsPurchaserLastName'),
    email: text('WooCommerceEventsPurchaserEmail'),
    phone: text('WooCommerceEventsPurchaserPhone'),
  };
  return Object.values(purchaser).every((part) => part === null) ? null : purchaser;
}

/**
 * Reads the buyer's choice for each attribute in the ticket, which old versions of the plugin store instead of
 * the variation's id. Null if the text cannot be read.
 */
export function readChosenAttributes(serialised: string | null): Readonly<Record<string, string>> | null {
  if (serialised === null || serialised === '') return {};
  try {
    return attributesOf(parsePhpValue(serialised));
  } catch (error) {
    if (error instanceof AppError && error.kind === 'rejected') return null;
    throw error;
  }
}

function attributesOf(chosen: PhpValue): Readonly<Record<string, string>> {
  return Object.fromEntries(phpEntries(chosen).map(([name, value]) => [name, phpText(value) ?? '']));
}

/** How many layers of serialisation are decoded. */
const MOST_WRAPPED = 3;

/**
 * Reads the checkout's own record of attendees: `[x][y] → fields`, written once by PHP and never updated. It
 * contains every event of the order, but labels of answers and slots are known only for the event that is being
 * read. If a plugin copies the stored text, it is serialised once more.
 *
 * @param contextOf returns null for a product of another event
 * @throws rejected `php-value.*`
 */
export function readCheckoutRecord(
  record: string,
  contextOf: (productId: number) => AttendeeContext | null,
  notes: RowNotes,
): CheckoutRecord {
  let value = parsePhpValue(record);
  for (let wrapped = 1; wrapped < MOST_WRAPPED && typeof value === 'string' && value !== ''; wrapped += 1)
    value = parsePhpValue(value);
  // PHP counts this value as empty.
  if (typeof value !== 'object' || value === null) return { attendees: [], isOdd: Number(value) !== 0 };
  const groups = phpEntries(value);
  const attendees = groups.flatMap(([x, tickets]) =>
    phpEntries(tickets).map(([y, ticket]) => readCheckoutTicket(`${x}.${y}`, ticket, contextOf, notes)),
  );
  return {
    attendees,
    isOdd:
      groups.some(([, tickets]) => typeof tickets !== 'object' || tickets === null) ||
      attendees.some((attendee) => attendee.productId === 0),
  };
}

function readCheckoutTicket(
  key: string,
  ticket: PhpValue,
  contextOf: (productId: number) => AttendeeContext | null,
  notes: RowNotes,
): CheckoutTicket {
  const field = (name: string): string | null => phpText(phpGet(ticket, name));
  const ofProduct = metaId(field('WooCommerceEventsProductID'));
  const answers = phpEntries(phpGet(ticket, 'WooCommerceEventsCustomAttendeeFields')).map(
    ([name, value]) => [name, phpText(value) ?? ''] as const,
  );
  const owner = ` of attendee ${key}`;
  const own = contextOf(ofProduct);
  return {
    key,
    productId: ofProduct,
    variationId: metaId(field('WooCommerceEventsVariationID')),
    attributes: attributesOf(phpGet(ticket, 'WooCommerceEventsVariations')),
    attendee: readAttendee(field, notes, owner),
    formData: readAnswers(answers, own?.labels ?? new Map(), notes, owner),
    details:
      own === null
        ? NO_DETAILS
        : {
            ...slotOfAttendee(ticket, own.slotContext, notes, owner),
            ...seatOfAttendee(ticket, notes, owner),
          },
  };
}
