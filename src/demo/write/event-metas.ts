import type { DemoProduct } from '../model/catalogue-model.ts';
import type { DemoAnswer, DemoAttributeValue, DemoCheckoutTicket, DemoOrder } from '../model/model.ts';
import { priceHtml } from '../text/money-text.ts';
import { type PhpArray, type PhpValue, phpList, phpMap, phpSerialize } from '../text/php-value.ts';
import { addSlashes, sanitizeField } from '../text/wordpress-text.ts';
import type { Meta } from './store-writer.ts';

type Products = ReadonlyMap<number, DemoProduct>;
type Slashes = 'kept' | 'lost';

/**
 * The ticket plugin's metas of an order. Answers in the order's record keep WordPress's slashes in
 * HPOS tables and lose them in posts.
 */
export function eventMetas(order: DemoOrder, products: Products, slashes: Slashes): Meta[] {
  const metas: Meta[] = [];
  if (order.checkoutRecord !== null) {
    metas.push(
      ['WooCommerceEventsOrderTickets', phpSerialize(recordOf(order, products, slashes))],
      ['WooCommerceEventsTicketsPurchased', phpSerialize(purchasedOf(order))],
    );
  }
  if (order.channel === 'ticket-desk') metas.push(['WooCommerceEventsOrderAdminAddTicket', 'yes']);
  if (order.ticketsGenerated) metas.push(['WooCommerceEventsTicketsGenerated', 'yes']);
  if (order.ticketsGenerated && order.channel === 'checkout')
    metas.push(['WooCommerceEventsTicketsSent', 'yes']);
  if (order.ticketsCanceled !== 'no') {
    metas.push(['WooCommerceEventsOrderCanceled', order.ticketsCanceled === 'yes' ? '1' : '']);
  }
  return metas;
}

function purchasedOf(order: DemoOrder): PhpArray {
  return phpMap(
    (order.checkoutRecord ?? []).map((event) => [event.productId, event.tickets.length] as const),
  );
}

function recordOf(order: DemoOrder, products: Products, slashes: Slashes): PhpArray {
  const events = (order.checkoutRecord ?? []).map((event) =>
    phpList(
      event.tickets.map((ticket) =>
        ticketRecord(
          order,
          event.productId,
          ticket,
          answersOf(products, event.productId, ticket.answers, slashes),
        ),
      ),
      1,
    ),
  );
  return phpList(events, 1);
}

function ticketRecord(
  order: DemoOrder,
  productId: number,
  ticket: DemoCheckoutTicket,
  answers: PhpValue,
): PhpArray {
  const { attendee } = ticket;
  const { purchaser } = order;
  return phpMap([
    ['WooCommerceEventsProductID', String(productId)],
    ['WooCommerceEventsOrderID', String(order.id)],
    ['WooCommerceEventsTicketType', ''],
    ['WooCommerceEventsStatus', 'Unpaid'],
    ['WooCommerceEventsCustomerID', String(order.customerId)],
    ['WooCommerceEventsAttendeeName', sanitizeField(attendee.firstName)],
    ['WooCommerceEventsAttendeeLastName', sanitizeField(attendee.lastName)],
    ['WooCommerceEventsAttendeeEmail', attendee.email],
    ['WooCommerceEventsAttendeeTelephone', attendee.phone],
    ['WooCommerceEventsAttendeeCompany', attendee.company],
    ['WooCommerceEventsAttendeeDesignation', attendee.designation],
    ['WooCommerceEventsVariations', variationsOf(ticket.attributes)],
    ['WooCommerceEventsVariationID', ticket.variationId === 0 ? '' : ticket.variationId],
    ['WooCommerceEventsPrice', priceHtml(ticket.price)],
    ['WooCommerceEventsPurchaserFirstName', purchaser.firstName],
    ['WooCommerceEventsPurchaserLastName', purchaser.lastName],
    ['WooCommerceEventsPurchaserEmail', purchaser.email],
    ['WooCommerceEventsPurchaserPhone', purchaser.phone],
    ['WooCommerceEventsCustomAttendeeFields', answers],
    ['WooCommerceEventsSeatingFields', ''],
    ['WooCommerceEventsBookingOptions', ''],
  ]);
}

export function variationsOf(attributes: readonly DemoAttributeValue[]): PhpArray | '' {
  if (attributes.length === 0) return '';
  return phpMap(attributes.map((attribute) => [`attribute_${attribute.key}`, attribute.value] as const));
}

function answersOf(
  products: Products,
  productId: number,
  answers: readonly DemoAnswer[],
  slashes: Slashes,
): PhpValue {
  if (products.get(productId)?.event?.fields.length === 0) return '';
  return phpMap(
    answers.map(({ key, typed }) => {
      const clean = sanitizeField(typed);
      return [`fooevents_custom_${key}`, slashes === 'kept' ? addSlashes(clean) : clean] as const;
    }),
  );
}
