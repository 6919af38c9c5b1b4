import type { Because } from '../kernel/sentences/reasons/reason.ts';
import type { Attendee, FormAnswer, Purchaser, StoreOrder, StoreTicket } from './model/store-order.ts';

export const EMPTY_ATTENDEE: Attendee = {
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  company: null,
  designation: null,
};

/**
 * Completes a store's erasure of a buyer. WooCommerce overwrites the buyer of an anonymised order with
 * placeholders, but the checkout record and the ticket posts still name the person. This function removes all
 * data of the buyer; another attendee keeps their own data. The customer's note is removed as well, because
 * people sign it. Any other order is returned unchanged, and applying the function twice changes nothing more.
 */
export function anonymiseOrder(order: StoreOrder, because?: Because): StoreOrder {
  if (!order.anonymised) return order;
  because?.({ code: 'order_erased', figures: { order: order.wooOrderId } });
  const buyers = buyersOf(order);
  return {
    ...order,
    email: null,
    firstName: null,
    lastName: null,
    phone: null,
    billing: null,
    transactionId: null,
    customerNote: null,
    checkoutTickets: order.checkoutTickets.map((ticket) => ({
      ...ticket,
      attendee: EMPTY_ATTENDEE,
      formData: [],
    })),
    tickets: order.tickets.map((ticket) => ({
      ...ticket,
      purchaser: null,
      ...eraseBuyers(ticket.attendee, ticket.formData, buyers),
    })),
  };
}

/** Does the same for a ticket whose anonymised order was deleted: only the ticket still names the buyer. */
export function anonymiseOrphan(ticket: StoreTicket): StoreTicket {
  const buyers = ticket.purchaser === null ? [] : [ticket.purchaser];
  return { ...ticket, purchaser: null, ...eraseBuyers(ticket.attendee, ticket.formData, buyers) };
}

/** All people whom the order and its tickets name as its buyer: the placeholders, and the earlier name. */
function buyersOf(order: StoreOrder): readonly Purchaser[] {
  const { firstName, lastName, email, phone } = order;
  return [
    { firstName, lastName, email, phone },
    ...order.tickets.flatMap(({ purchaser }) => (purchaser === null ? [] : [purchaser])),
  ];
}

/**
 * Removes a buyer's data from one attendee: e-mail address, phone number, and the first and last name together,
 * even if one field contains both. A first or last name alone is kept, because it identifies no person. Answers
 * that repeat the buyer's e-mail address, phone number or whole name are removed. The comparison ignores case
 * and spaces, and it compares phone numbers by their digits. The function is also used for our own rows,
 * including local edits.
 */
export function eraseBuyers(
  attendee: Attendee,
  formData: readonly FormAnswer[],
  buyers: readonly Purchaser[],
): { readonly attendee: Attendee; readonly formData: readonly FormAnswer[] } {
  const whole = new Set(buyers.map((buyer) => wholeName(buyer)));
  const twoNames = buyers.filter(
    ({ firstName, lastName }) => folded(firstName) !== '' && folded(lastName) !== '',
  );
  const inOneField = new Set(twoNames.map((buyer) => wholeName(buyer)));
  const email = new Set(buyers.map((buyer) => folded(buyer.email)));
  const phone = new Set(buyers.map((buyer) => digits(buyer.phone)));
  for (const set of [whole, email, phone]) set.delete('');

  const sameName = whole.has(wholeName(attendee));
  const erasesName = (name: string | null): boolean => sameName || inOneField.has(folded(name));
  return {
    attendee: {
      ...attendee,
      firstName: erasesName(attendee.firstName) ? null : attendee.firstName,
      lastName: erasesName(attendee.lastName) ? null : attendee.lastName,
      email: email.has(folded(attendee.email)) ? null : attendee.email,
      phone: phone.has(digits(attendee.phone)) ? null : attendee.phone,
    },
    formData: formData.filter(
      ({ value }) => !(email.has(folded(value)) || whole.has(folded(value)) || phone.has(digits(value))),
    ),
  };
}

function wholeName(person: Pick<Purchaser, 'firstName' | 'lastName'>): string {
  return folded(`${person.firstName ?? ''} ${person.lastName ?? ''}`);
}

function folded(text: string | null): string {
  return (text ?? '').normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase();
}

/** A shorter number is not a phone number. A size or an age in an answer must not match one. */
function digits(text: string | null): string {
  const found = (text ?? '').replace(/\D/gu, '');
  return found.length < 6 ? '' : found;
}
