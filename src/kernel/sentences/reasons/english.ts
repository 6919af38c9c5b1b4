import type { ReasonWords, Writer } from './words.ts';

export const ENGLISH_STATUSES: Readonly<Record<string, string>> = {
  pending: 'pending',
  on_hold: 'on hold',
  paid: 'paid',
  cancelled: 'cancelled',
  refunded: 'refunded',
  failed: 'failed',
  trashed: 'trashed',
};

const units = (number: number, { count }: Writer): string =>
  `${count(number)} ${number === 1 ? 'unit' : 'units'}`;
const days = (numbers: readonly number[], list: Writer['list']): string =>
  `${numbers.length === 1 ? 'day' : 'days'} ${list(numbers)}`;
const lines = (ids: readonly number[], { list }: Writer): string =>
  `${ids.length === 1 ? 'line' : 'lines'} ${list(ids)}`;
/** The amount for a line, unless it is the whole refund. */
const partOf = (by: { readonly of: string; readonly amount: string }, { money }: Writer): string =>
  by.of === by.amount ? '' : `, ${money(by.amount)}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const FIELDS: Readonly<Record<string, string>> = {
  first_name: 'first name',
  last_name: 'last name',
  email: 'e-mail',
  phone: 'phone',
  company: 'company',
  designation: 'position',
  form_data: 'answers of the form',
};
const POLICIES: Readonly<Record<string, string>> = {
  newest_not_checked_in: 'the newest not checked in',
  oldest_not_checked_in: 'the oldest not checked in',
};

export const ENGLISH: ReasonWords = {
  order_by_lines: (of, write) =>
    `Order ${of.order} belongs to the event by ${lines(of.lines, write)}, with ${units(of.units, write)}.`,
  order_by_tickets: ({ order, tickets }, { list }) =>
    `Order ${order} has no line of the event. It belongs to the event by ${tickets.length === 1 ? 'ticket' : 'tickets'} ${list(tickets)}.`,
  order_draft: ({ order, source }) =>
    `Order ${order} has the status “${source}” in the store: it is a cart or a draft and not an order yet.`,
  order_not_of_event: ({ order }) =>
    `Order ${order} does not belong to the event: in the store it has neither a line nor a ticket of it, or it is a cart or a draft.`,
  order_gone: ({ order }) => `The store has no order ${order}.`,
  order_other_lines: (of, write) =>
    `${capital(lines(of.lines, write))}, ${write.money(of.amount)} in total, ${of.lines.length === 1 ? 'is' : 'are'} not of this event: another product or variation, a fee or shipping.`,
  order_further_product: (of, write) =>
    `${capital(lines(of.lines, write))} ${of.lines.length === 1 ? 'sells' : 'sell'} product ${of.product}, one of the products that are the same event.`,
  order_translation: (of, write) =>
    `${capital(lines(of.lines, write))} ${of.lines.length === 1 ? 'sells' : 'sell'} product ${of.product}, a translation of product ${of.original}, and ${of.lines.length === 1 ? 'counts' : 'count'} for the same event.`,
  order_erased: ({ order }) =>
    `The store erased the buyer of order ${order} on request, so the buyer’s data are empty here as well.`,
  order_trashed: ({ order }) => `Order ${order} is in the trash of the store, so it is removed here.`,

  status_own: (of, { status }) =>
    `The store’s status “${of.source}” is one of WooCommerce’s own and means “${status(of.status)}”.`,
  status_mapped: (of, { status }) =>
    `The configuration maps the store’s status “${of.source}” to “${status(of.status)}”.`,
  status_unmapped: (of, { status }) =>
    `The store’s status “${of.source}” comes from a plugin and is not mapped in the configuration. The order is “${status(of.status)}”.`,
  status_paid_by_date: ({ order }) =>
    `Order ${order} was paid at some time: it has a date of payment or completion.`,
  status_paid_by_tickets: ({ order, issuing }, { anyOf }) =>
    `Order ${order} was paid at some time: it has issued tickets, which the plugin creates only in the ${issuing.length === 1 ? 'status' : 'statuses'} ${anyOf(issuing)}.`,
  status_never_paid: ({ order }) =>
    `Order ${order} has no date of payment or completion, and no tickets that prove a payment.`,

  money_store: ({ charged, returned }, { money }) =>
    `The order’s total is ${money(charged)}, and ${money(returned)} of it was refunded.`,
  money_line: (of, write) =>
    `Line ${of.line}, ${units(of.units, write)}: ${write.money(of.subtotal)} − discount ${write.money(of.discount)} + tax ${write.money(of.tax)} = ${write.money(of.amount)}.`,
  money_line_rounded: (of, { money }) =>
    `Line ${of.line} counts as ${money(of.amount)} instead of ${money(of.exact)}, because the amounts of an order are rounded together.`,
  money_meets_total: (of, { money }) =>
    `All lines of the order add up to ${money(of.sum)}, and its total is ${money(of.charged)}. The lines are rounded together to meet the total, which moves them by ${money(of.rounding)}.`,
  money_off_total: (of, { money }) =>
    `All lines of the order add up to ${money(of.sum)}, and its total is ${money(of.charged)}. The difference of ${money(of.difference)} is more than rounding, so the lines are not adjusted to it.`,
  money_total: (of, write) =>
    `Total of the event, from ${of.lines.length === 0 ? 'no line' : lines(of.lines, write)}: ${write.money(of.amount)}.`,
  money_refunded: (of, { money }) =>
    `Refunded: ${money(of.named)} by lines of refunds + ${money(of.apportioned)} as the event’s part of what refunds give back beyond these lines, rounded to ${money(of.amount)}.`,
  money_net: (of, { money }) =>
    `Net: ${money(of.total)} − ${money(of.refunded)} refunded = ${money(of.amount)}.`,
  money_fee: (of, { money, number }) =>
    `Service fee: ${number(of.percentage)} % of ${money(of.net)}, rounded up: ${money(of.amount)}.`,
  money_no_fee: ({ net }, { money }) =>
    `A net of ${money(net)} is not above zero, so there is no service fee.`,
  money_owes_nothing: (of, { money, status }) =>
    `Only paid and refunded orders owe money to the organizer. This one is “${status(of.status)}”, so its net of ${money(of.net)} gives no service fee and no amount for the organizer.`,
  money_organizer: (of, { money }) =>
    `Organizer’s amount: ${money(of.net)} − service fee ${money(of.fee)} = ${money(of.amount)}.`,

  refund_line: (of, { money, count }) =>
    `Refund ${of.refund} of ${money(of.of)} names line ${of.line}: quantity ${count(of.units)}, ${money(of.amount)}.`,
  refund_replaced_line: (of, { money, count }) =>
    `Refund ${of.refund} of ${money(of.of)} has a line that names no line of the order. By its product ${of.product} it belongs to line ${of.line}: quantity ${count(of.units)}, ${money(of.amount)}.`,
  refund_gone_line: (of, { money, count }) =>
    `Refund ${of.refund} of ${money(of.of)} is for product ${of.product}, of which the order has no line or unit left: quantity ${count(of.units)}, ${money(of.amount)}.`,
  refund_other_line: (of, { money }) =>
    `Refund ${of.refund} of ${money(of.of)} names line ${of.line}, which does not belong to the event: ${money(of.amount)}.`,
  refund_rest: (of, { money }) =>
    `Refund ${of.refund} of ${money(of.of)} has lines for ${money(of.named)}. Of the remaining ${money(of.rest)}, the event gets ${money(of.part)}, in proportion to what is not refunded yet.`,
  refund_amount_only: (of, { money }) =>
    `Refund ${of.refund} of ${money(of.of)} names no line. The event gets ${money(of.part)} of it, in proportion to what is not refunded yet.`,
  refund_event: (of, { money }) =>
    `Of refund ${of.refund}, which is ${money(of.of)}, ${money(of.amount)} belong to the event.`,

  tickets_refunded: (of, write) =>
    `${write.count(of.refunded)} of ${write.count(of.tickets)} ${of.tickets === 1 ? 'ticket' : 'tickets'} refunded: ${of.refunds
      .map((by) =>
        by.named
          ? `refund ${by.refund} of ${write.money(by.of)} names line ${of.line}, quantity ${write.count(by.units)}${partOf(by, write)}`
          : `refund ${by.refund} of ${write.money(by.of)} belongs to line ${of.line} by its product, quantity ${write.count(by.units)}${partOf(by, write)}`,
      )
      .join('; ')}; by policy ${POLICIES[of.policy] ?? of.policy}.`,
  tickets_issued: ({ tickets }, { list }) =>
    `The ticket plugin created ${tickets.length === 1 ? 'ticket' : 'tickets'} ${list(tickets)}.`,
  tickets_pending: ({ attendees }, { list }) =>
    `The order is paid and the ticket plugin has not created its tickets, so ${attendees.length === 1 ? 'attendee' : 'attendees'} ${list(attendees)} of the checkout ${attendees.length === 1 ? 'has a pending ticket' : 'have pending tickets'}.`,
  tickets_not_owed: ({ attendees, status: of }, { list, status }) =>
    `${attendees.length === 1 ? 'Attendee' : 'Attendees'} ${list(attendees)} of the checkout ${attendees.length === 1 ? 'has' : 'have'} no ticket, because the order is “${status(of)}”.`,
  tickets_of_line: (of, write) =>
    `Line ${of.line} is of a product without the ticket plugin, so each unit is a ticket: ${units(of.units, write)}.`,
  tickets_of_unpaid_line: (of, write) =>
    `Line ${of.line} with ${units(of.units, write)} gets tickets once the order is paid. It is “${write.status(of.status)}” and was never paid.`,
  tickets_without: (of, write) =>
    `Line ${of.line} has ${units(of.units, write)} without a ticket, worth ${write.money(of.amount)}.`,

  ticket_of_attendee: ({ ticket, attendee }) =>
    `Ticket ${ticket} is the ticket of attendee ${attendee} of the checkout.`,
  ticket_variation: ({ ticket, variation }) =>
    `Ticket ${ticket} names no variation. Taquilla found variation ${variation} for it.`,
  ticket_chosen_again: ({ ticket }) =>
    `The refund takes ticket ${ticket}, because a refund took it before and is still there.`,
  ticket_chosen_trashed: ({ ticket }) =>
    `The refund takes ticket ${ticket}, because tickets in the trash come first.`,
  ticket_chosen_invalid: ({ ticket }) =>
    `The refund takes ticket ${ticket}, because cancelled, unpublished and unpaid tickets come before valid ones.`,
  ticket_chosen_outside: ({ ticket }) =>
    `The refund takes ticket ${ticket}, the next one by the policy whose holder is not checked in.`,
  ticket_chosen_inside: ({ ticket }) =>
    `The refund takes ticket ${ticket} although its holder is checked in, because no other ticket is left.`,
  ticket_surplus: ({ ticket }) => `Ticket ${ticket} fills no bought unit of the order, so it has no money.`,
  ticket_days: ({ ticket, store, here }, { list }) =>
    `Ticket ${ticket} is checked in ${[...(store.length === 0 ? [] : [`in the store on ${days(store, list)}`]), ...(here.length === 0 ? [] : [`here on ${days(here, list)}`])].join(' and ')}. A check-in on one side counts on both.`,
  ticket_active: ({ ticket }) => `Ticket ${ticket} is valid: the order is paid, and the ticket is issued.`,
  ticket_pending: ({ ticket }) =>
    `Ticket ${ticket} is valid and pending: the order is paid, and the plugin has not created the ticket yet.`,
  ticket_refunded: ({ ticket }) => `Ticket ${ticket} is refunded, because a refunded quantity took it.`,
  ticket_order_refunded: ({ ticket }) => `Ticket ${ticket} is refunded with its whole order.`,
  ticket_cancelled: ({ ticket, source }) =>
    `Ticket ${ticket} is cancelled: the store’s ticket has the status “${source}”.`,
  ticket_order_cancelled: ({ ticket }) => `Ticket ${ticket} is cancelled with its order.`,
  ticket_order_unpaid: (of, { status }) =>
    `Ticket ${of.ticket} is not valid, because its order is “${status(of.status)}”.`,
  ticket_unpublished: ({ ticket, source }) =>
    `Ticket ${ticket} is not valid, because its post has the status “${source}” and is not published.`,
  ticket_unpaid: ({ ticket, source }) =>
    `Ticket ${ticket} is not valid, because the store’s ticket has the status “${source}”.`,
  ticket_trashed: ({ ticket }) => `Ticket ${ticket} is in the trash of the store, so it is removed here.`,
  ticket_orphaned: ({ ticket, order }) =>
    `Ticket ${ticket} names order ${order}, which the store does not have any more. It admits no one.`,
  ticket_imported: ({ ticket }) =>
    `Ticket ${ticket} was imported without an order, so it has no money and its own status decides.`,
  ticket_imported_active: ({ ticket }) =>
    `Ticket ${ticket} is valid: it is published, and it is neither cancelled nor unpaid.`,
  ticket_gone: ({ ticket }) => `The store no longer has ticket ${ticket} for this event.`,
  ticket_no_longer_owed: ({ ticket }) => `Ticket ${ticket} has no post, and the order no longer owes it.`,
  ticket_edited: ({ ticket, fields }, { list }) =>
    `People changed ${list(fields.map((field) => FIELDS[field] ?? field))} of ticket ${ticket} here. The store’s values do not replace them.`,
  ticket_money: (of, { money }) =>
    `Ticket ${of.ticket}: price ${money(of.price)} − refunded ${money(of.returned)} − service fee ${money(of.fee)} = ${money(of.amount)} for the organizer.`,
};
