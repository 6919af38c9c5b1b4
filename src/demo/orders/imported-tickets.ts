import { ZERO } from '../../kernel/money/money.ts';
import { MAIN_EVENT_ID, THREE_DAY_EVENT_ID } from '../model/catalogue.ts';
import type { DemoAnswer, DemoCase, DemoTicket } from '../model/model.ts';
import type { OrderDesk } from '../model/order-desk.ts';
import { inventBuyer, inventRut } from '../model/people.ts';
import { ALPHANUMERIC, type Random } from '../model/random.ts';
import type { UtcSeconds } from '../model/site-clock.ts';
import { letIn } from './tickets.ts';

/**
 * Tickets from a spreadsheet. They have no purchaser, no price and no variation, and answers are stored under
 * their labels. Most name no order; one names an order that exists, and one an order that never existed.
 */
export function* importTickets(
  desk: OrderDesk,
  random: Random,
  existingOrderId: number | null,
  importedAtUtc: UtcSeconds,
): Iterable<DemoCase> {
  const orderIds = [null, null, null, existingOrderId, 99];
  for (const [index, orderId] of orderIds.entries()) {
    yield { order: null, tickets: [imported(desk, random, MAIN_EVENT_ID, orderId, index, importedAtUtc)] };
  }
  yield {
    order: null,
    tickets: [imported(desk, random, THREE_DAY_EVENT_ID, null, orderIds.length, importedAtUtc)],
  };
}

function imported(
  desk: OrderDesk,
  random: Random,
  productId: number,
  orderId: number | null,
  index: number,
  importedAtUtc: UtcSeconds,
): DemoTicket {
  const id = desk.nextPostId();
  const answers: DemoAnswer[] = [
    { key: 'RUT_o_pasaporte', typed: inventRut(random) },
    { key: '¿Cómo_supo_de_nosotros', typed: index === 0 ? 'Radio "La Perla" & diario' : '' },
  ];
  const ticket: DemoTicket = {
    id,
    ticketNumber: `${id}${random.text(6, '0123456789')}`,
    hash: random.text(8, ALPHANUMERIC),
    origin: 'csv',
    orderId,
    productId,
    variationId: 0,
    attributes: [],
    customerId: 0,
    attendee: { ...inventBuyer(random, 800_000_000 + id), phone: '', company: '', designation: '' },
    purchaser: { firstName: '', lastName: '', email: '', phone: '' },
    answers: productId === MAIN_EVENT_ID ? answers : [],
    price: ZERO,
    sequence: desk.nextTicketSequence(productId),
    status: 'Not Checked In',
    dayStatuses: null,
    trashedAtUtc: null,
    createdAtUtc: importedAtUtc,
    modifiedAtUtc: importedAtUtc,
    edited: true,
    checkIns: [],
  };
  return letIn(desk, random, ticket);
}
