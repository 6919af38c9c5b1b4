import { AppError } from '../../kernel/errors.ts';
import type { Attendee, CheckoutTicket, FormAnswer, Purchaser } from '../../ticketing/store-order.ts';
import { type PhpValue, parsePhpValue, phpEntries, phpGet, phpText } from '../php-value.ts';
import { metaId } from '../read/cells.ts';
import type { Metas } from '../read/metas.ts';
import { type AnswerLabels, readAnswers } from '../translate/attendee-form.ts';
import { readText } from '../translate/store-text.ts';

/** Who comes, by the names that the plugin uses both in a ticket's metas and in the checkout's record. */
export function readAttendee(field: (name: string) => string | null): Attendee {
  const text = (name: string): string | null => readText(field(name));
  return {
    firstName: text('WooCommerceEventsAttendeeName'),
    lastName: text('WooCommerceEventsAttendeeLastName'),
    email: text('WooCommerceEventsAttendeeEmail'),
    phone: text('WooCommerceEventsAttendeeTelephone'),
    company: text('WooCommerceEventsAttendeeCompany'),
    designation: text('WooCommerceEventsAttendeeDesignation'),
  };
}

/** Who bought, as the ticket remembers; null: it names nobody. */
export function readPurchaser(metas: Metas): Purchaser | null {
  const text = (name: string): string | null => readText(metas.get(name));
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
  return Object.fromEntries(
    phpEntries(chosen).map(([name, value]) => [name, readText(phpText(value)) ?? '']),
  );
}

/** The attendee form's answers of one ticket post: custom fields, then whatever an import brought along. */
export function readTicketAnswers(metas: Metas, labels: AnswerLabels): readonly FormAnswer[] {
  return readAnswers(metas, labels);
}

/**
 * The checkout's own record of attendees: `[x][y] → fields`, written once by PHP and never updated. It
 * names every event of the order; the answers' labels are known for the one that is being read.
 *
 * @throws rejected `php-value.*`
 */
export function readCheckoutRecord(
  record: string,
  productId: number,
  labels: AnswerLabels,
): readonly CheckoutTicket[] {
  return phpEntries(parsePhpValue(record)).flatMap(([x, tickets]) =>
    phpEntries(tickets).map(([y, ticket]) => readCheckoutTicket(`${x}.${y}`, ticket, productId, labels)),
  );
}

function readCheckoutTicket(
  key: string,
  ticket: PhpValue,
  productId: number,
  labels: AnswerLabels,
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
    attendee: readAttendee(field),
    formData: readAnswers(answers, ofProduct === productId ? labels : new Map()),
  };
}
