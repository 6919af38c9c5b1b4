import type { DemoTicket } from '../model/model.ts';
import { priceHtml } from '../text/money-text.ts';
import { phpSerialize } from '../text/php-value.ts';
import { escapeHtml, sanitizeField, stripSlashes } from '../text/wordpress-text.ts';
import { variationsOf } from './event-metas.ts';
import { emitPost, emitPostMeta, type Meta, type StoreWriter } from './store-writer.ts';

/** A ticket post with its metas and its rows in the check-in log. */
export function writeTicket(writer: StoreWriter, ticket: DemoTicket): void {
  const slug = `assigned-ticket-${ticket.ticketNumber.slice(-6)}`;
  const trashed = ticket.trashedAtUtc !== null;
  emitPost(writer, {
    id: ticket.id,
    author: ticket.origin === 'checkout' ? 0 : 1,
    type: 'event_magic_tickets',
    status: trashed ? 'trash' : 'publish',
    createdAtUtc: ticket.createdAtUtc,
    modifiedAtUtc: ticket.modifiedAtUtc,
    content: 'Ticket',
    title: `#${ticket.ticketNumber}`,
    name: trashed ? `${slug}__trashed` : slug,
    path: `event_magic_tickets/${slug}/`,
  });
  emitPostMeta(writer, ticket.id, METAS_BY_ORIGIN[ticket.origin](writer, ticket));
  if (trashed) {
    emitPostMeta(writer, ticket.id, [
      ['_wp_trash_meta_status', 'publish'],
      ['_wp_trash_meta_time', String(ticket.trashedAtUtc)],
      ['_wp_desired_post_slug', slug],
    ]);
  }
  for (const checkIn of ticket.checkIns) {
    writer.emit('fooevents_check_in', [
      writer.next('fooevents_check_in'),
      ticket.id,
      ticket.productId,
      checkIn.day,
      0,
      checkIn.status,
      // The plugin writes the local time as if it were UTC.
      checkIn.atUtc + writer.clock.offsetSeconds(checkIn.atUtc),
      writer.clock.utc(checkIn.atUtc + 1),
    ]);
  }
}

type MetasOf = (writer: StoreWriter, ticket: DemoTicket) => Meta[];

const METAS_BY_ORIGIN: Readonly<Record<DemoTicket['origin'], MetasOf>> = {
  checkout: (writer, ticket) => [
    ['WooCommerceEventsTicketID', ticket.ticketNumber],
    ['WooCommerceEventsTicketHash', ticket.hash],
    ['WooCommerceEventsProductID', String(ticket.productId)],
    ['WooCommerceEventsOrderID', String(ticket.orderId ?? '')],
    ['WooCommerceEventsTicketType', ''],
    ['WooCommerceEventsCustomerID', String(ticket.customerId)],
    ...attendeeMetas(ticket),
    ['WooCommerceEventsAttendeeTelephone', ticket.attendee.phone],
    ['WooCommerceEventsAttendeeCompany', ticket.attendee.company],
    ['WooCommerceEventsAttendeeDesignation', ticket.attendee.designation],
    ['WooCommerceEventsVariations', variationsText(ticket)],
    ['WooCommerceEventsVariationID', ticket.variationId === 0 ? '' : String(ticket.variationId)],
    ['WooCommerceEventsPurchaserFirstName', stripSlashes(ticket.purchaser.firstName)],
    ['WooCommerceEventsPurchaserLastName', stripSlashes(ticket.purchaser.lastName)],
    ['WooCommerceEventsPurchaserEmail', ticket.purchaser.email],
    ['WooCommerceEventsPurchaserPhone', ticket.purchaser.phone],
    ['WooCommerceEventsPrice', priceHtml(ticket.price)],
    ['WooCommerceEventsTicketExpireTimestamp', ''],
    ...statusMetas(ticket),
    ...answerMetas(writer, ticket),
    ...nameAndNumberMetas(writer, ticket),
    ...dayMetas(ticket),
  ],
  'ticket-desk': (writer, ticket) => [
    ['WooCommerceEventsCustomerID', String(ticket.customerId)],
    ['WooCommerceEventsProductID', String(ticket.productId)],
    ['WooCommerceEventsOrderID', String(ticket.orderId ?? '')],
    ['WooCommerceEventsTicketID', ticket.ticketNumber],
    ...statusMetas(ticket),
    ...attendeeMetas(ticket),
    // The ticket screen has only one field for the name, whose text becomes the first name.
    [
      'WooCommerceEventsPurchaserFirstName',
      stripSlashes(`${ticket.purchaser.firstName} ${ticket.purchaser.lastName}`.trim()),
    ],
    ['WooCommerceEventsPurchaserLastName', ''],
    ['WooCommerceEventsPurchaserEmail', ticket.purchaser.email],
    ['WooCommerceEventsVariationID', ticket.variationId === 0 ? '' : String(ticket.variationId)],
    ['WooCommerceEventsVariations', variationsText(ticket)],
    ['WooCommerceEventsPrice', priceHtml(ticket.price)],
    ['WooCommerceEventsTicketHash', ticket.hash],
    ...nameAndNumberMetas(writer, ticket),
    ...dayMetas(ticket),
  ],
  csv: (writer, ticket) => [
    ['WooCommerceEventsTicketID', ticket.ticketNumber],
    ['WooCommerceEventsTicketHash', ticket.hash],
    ['WooCommerceEventsProductID', String(ticket.productId)],
    ...attendeeMetas(ticket),
    ['WooCommerceEventsTicketsGenerated', 'yes'],
    ...numberMetas(writer, ticket),
    ...(ticket.orderId === null ? [] : [['WooCommerceEventsOrderID', String(ticket.orderId)] as const]),
    ['WooCommerceEvents-meta-Origen', 'Planilla de invitados'],
    ...answerMetas(writer, ticket),
    ...statusMetas(ticket),
    ['WooCommerceEventsCreateType', 'CSV'],
    ...dayMetas(ticket),
  ],
};

/** Saving a meta removes backslashes. A ticket that was edited later keeps its text as it was typed. */
function attendeeMetas({ attendee, edited }: DemoTicket): Meta[] {
  const stored = (typed: string): string => (edited ? typed : stripSlashes(sanitizeField(typed)));
  return [
    ['WooCommerceEventsAttendeeName', stored(attendee.firstName)],
    ['WooCommerceEventsAttendeeLastName', stored(attendee.lastName)],
    ['WooCommerceEventsAttendeeEmail', attendee.email],
  ];
}

function answerMetas(writer: StoreWriter, ticket: DemoTicket): Meta[] {
  return ticket.answers.map(({ key, typed }): Meta => {
    const escaped = ticket.edited ? typed : escapeHtml(sanitizeField(typed));
    // If orders are posts, the record has already lost WordPress's slashes, so saving removes those of the text
    // itself.
    return [`fooevents_custom_${key}`, writer.settings.layout === 'posts' ? stripSlashes(escaped) : escaped];
  });
}

function statusMetas(ticket: DemoTicket): Meta[] {
  return ticket.status === null ? [] : [['WooCommerceEventsStatus', ticket.status]];
}

function nameAndNumberMetas(writer: StoreWriter, ticket: DemoTicket): Meta[] {
  return [
    ['WooCommerceEventsProductName', writer.products.get(ticket.productId)?.title ?? ''],
    ...numberMetas(writer, ticket),
  ];
}

function numberMetas(writer: StoreWriter, ticket: DemoTicket): Meta[] {
  const event = writer.products.get(ticket.productId)?.event;
  const padded = String(ticket.sequence).padStart(5, '0');
  return [
    ['WooCommerceEventsTicketNumber', String(ticket.sequence)],
    [
      'WooCommerceEventsTicketNumberFormatted',
      `${event?.numberPrefix ?? ''}${padded}${event?.numberSuffix ?? ''}`,
    ],
  ];
}

function dayMetas(ticket: DemoTicket): Meta[] {
  if (ticket.dayStatuses === null) return [];
  const byDay = Object.fromEntries(ticket.dayStatuses.map((status, index) => [String(index + 1), status]));
  return [['WooCommerceEventsMultidayStatus', JSON.stringify(byDay)]];
}

function variationsText(ticket: DemoTicket): string {
  const variations = variationsOf(ticket.attributes);
  return variations === '' ? '' : phpSerialize(variations);
}
