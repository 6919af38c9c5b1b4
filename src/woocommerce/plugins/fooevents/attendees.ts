import { AppError } from '../../../kernel/errors.ts';
import type { Attendee, CheckoutTicket, Purchaser } from '../../../ticketing/model/store-order.ts';
import { metaId } from '../../values/cells.ts';
import type { Metas } from '../../values/metas.ts';
import { type PhpValue, parsePhpValue, phpEntries, phpGet, phpText } from '../../values/php-value.ts';
import type { RowNotes } from '../../values/row-notes.ts';
import { readText } from '../../values/store-text.ts';
import type { AnswerLabels, CheckoutRecord } from '../ticket-plugin.ts';
import { readAnswers } from './attendee-form.ts';

/** Who comes, by the names that the plugin uses both in a ticket's metas and in the checkout's record. */
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

/** Who bought, as the ticket remembers; null: it names no person. */
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
 * What the buyer chose, by attribute, as the ticket remembers it: versions before the variation's id was written down
 * have nothing else. null: the text cannot be read.
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

/** How often a text may have been serialised before it is taken for what it is. */
const MOST_WRAPPED = 3;

/**
 * The checkout's own record of attendees: `[x][y] → fields`, written once by PHP and never updated. It
 * names every event of the order; the answers' labels are known for the one that is being read. A plugin that copies
 * it as the text that it is stored as has it serialised once more.
 *
 * @param labelsOf none for a product of another event
 *
 * @throws rejected `php-value.*`
 */
export function readCheckoutRecord(
  record: string,
  labelsOf: (productId: number) => AnswerLabels,
  notes: RowNotes,
): CheckoutRecord {
  let value = parsePhpValue(record);
  for (let wrapped = 1; wrapped < MOST_WRAPPED && typeof value === 'string' && value !== ''; wrapped += 1)
    value = parsePhpValue(value);
  // Nothing, or a text or number that PHP takes for nothing.
  if (typeof value !== 'object' || value === null) return { attendees: [], isOdd: Number(value) !== 0 };
  const groups = phpEntries(value);
  const attendees = groups.flatMap(([x, tickets]) =>
    phpEntries(tickets).map(([y, ticket]) => readCheckoutTicket(`${x}.${y}`, ticket, labelsOf, notes)),
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
  labelsOf: (productId: number) => AnswerLabels,
  notes: RowNotes,
): CheckoutTicket {
  const field = (name: string): string | null => phpText(phpGet(ticket, name));
  const ofProduct = metaId(field('WooCommerceEventsProductID'));
  const answers = phpEntries(phpGet(ticket, 'WooCommerceEventsCustomAttendeeFields')).map(
    ([name, value]) => [name, phpText(value) ?? ''] as const,
  );
  return {
    key,
    productId: ofProduct,
    variationId: metaId(field('WooCommerceEventsVariationID')),
    attributes: attributesOf(phpGet(ticket, 'WooCommerceEventsVariations')),
    attendee: readAttendee(field, notes, ` of attendee ${key}`),
    formData: readAnswers(answers, labelsOf(ofProduct), notes, ` of attendee ${key}`),
  };
}
