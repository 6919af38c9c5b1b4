import type { DemoBuyer, DemoCase, DemoOrder, DemoPayment, DemoTicket } from '../model/model.ts';
import type { OrderDesk } from '../model/order-desk.ts';
import type { OrderPlan } from '../model/order-plan.ts';
import { inventAddress } from '../model/people.ts';
import { ALPHANUMERIC, HEX_DIGITS, type Random } from '../model/random.ts';
import type { UtcSeconds } from '../model/site-clock.ts';
import { fillBasket } from './basket.ts';
import { recordCheckout } from './checkout-record.ts';
import { walkHistory } from './order-history.ts';
import { giveRefunds } from './refunds.ts';
import { applyAccident, issueTickets } from './tickets.ts';
import { turnUp } from './turnout.ts';

const METHODS = [
  ['bacs', 'Transferencia bancaria'],
  ['webpay', 'Tarjeta de crédito o débito'],
  ['cod', 'Pago en boletería'],
] as const;
const ERASED: DemoBuyer = {
  firstName: '[deleted]',
  lastName: '[deleted]',
  email: 'deleted@site.invalid',
  phone: '+00000000000',
};

/** Builds the order of one plan with all its parts, and its tickets. */
export function buildCase(desk: OrderDesk, random: Random, plan: OrderPlan, number: number): DemoCase {
  // The ticket screen of wp-admin creates the ticket first and its order afterwards.
  const ticketFirst = plan.channel === 'ticket-desk' ? desk.nextPostId() : null;
  const id = desk.nextPostId();
  const history = walkHistory(random, plan, desk.settings.nowUtc);
  const basket = fillBasket(desk, plan);
  const asked = plan.channel === 'checkout' || plan.channel === 'ticket-desk';
  const record = asked ? recordCheckout(random, plan, number) : null;
  const generated = history.ticketsGenerated && record !== null && record.length > 0;
  const { channel, customerId, buyer } = plan;
  const owner = { id, channel, customerId, buyer, ticketsCanceled: history.ticketsCanceled };
  const issued = generated
    ? issueTickets(desk, random, owner, record, history.completedAtUtc ?? plan.createdAtUtc)
    : [];
  const refunds = giveRefunds(desk, random, plan, basket, history.changedAtUtc);
  const order: DemoOrder = {
    lines: basket.lines,
    fees: basket.fees,
    shippings: basket.shippings,
    coupons: basket.coupons,
    id,
    status: refunds.complete ? 'refunded' : plan.status,
    statusBeforeTrash: history.statusBeforeTrash,
    channel: plan.channel,
    currency: plan.currency,
    customerId: plan.customerId,
    buyer: plan.buyer,
    purchaser: plan.buyer,
    address: plan.channel === 'checkout' ? inventAddress(random) : null,
    payment: paymentOf(random, plan, history.paidAtUtc, number),
    customerNote: plan.customerNote,
    orderKey: `wc_order_${random.text(13, ALPHANUMERIC)}`,
    cartHash: plan.channel === 'checkout' ? random.text(32, HEX_DIGITS) : '',
    createdAtUtc: plan.createdAtUtc,
    updatedAtUtc: Math.max(history.changedAtUtc, refunds.lastAtUtc),
    paidAtUtc: history.paidAtUtc,
    completedAtUtc: history.completedAtUtc,
    trashedAtUtc: history.trashedAtUtc,
    refunds: refunds.refunds,
    notes: [...history.notes, ...refunds.notes],
    checkoutRecord: plan.channel === 'checkout' ? record : null,
    ticketsGenerated: generated,
    ticketsCanceled: history.ticketsCanceled,
    anonymised: false,
    deleted: plan.deleted,
    awaitsAnalytics: plan.awaitsAnalytics,
  };
  return {
    order: plan.anonymised ? anonymise(order, desk.settings.nowUtc) : order,
    tickets: afterwards(desk, plan, turnUp(desk, plan, issued, order), ticketFirst),
  };
}

function afterwards(
  desk: OrderDesk,
  plan: OrderPlan,
  issued: readonly DemoTicket[],
  ticketFirst: number | null,
): DemoTicket[] {
  return issued.flatMap((ticket, index) => {
    if (index > 0) return [ticket];
    const kept = plan.accident === null ? ticket : applyAccident(desk, ticket, plan.accident);
    if (kept === null) return [];
    if (ticketFirst === null) return [kept];
    return [{ ...kept, id: ticketFirst, ticketNumber: `${ticketFirst}${kept.ticketNumber.slice(-6)}` }];
  });
}

function paymentOf(
  random: Random,
  plan: OrderPlan,
  paidAtUtc: UtcSeconds | null,
  number: number,
): DemoPayment | null {
  if (plan.channel !== 'checkout') return null;
  const [method, title] = random.pick(METHODS);
  return {
    method,
    title,
    transactionId: paidAtUtc === null || method === 'cod' ? '' : `OP-${700_000 + number}`,
  };
}

/** The buyer after WordPress's eraser, which does not change the plugin's record and tickets. */
function anonymise(order: DemoOrder, nowUtc: UtcSeconds): DemoOrder {
  const erased = '[deleted]';
  const updatedAtUtc = Math.min(order.updatedAtUtc + 2_600_000, nowUtc);
  return {
    ...order,
    anonymised: true,
    customerId: 0,
    buyer: ERASED,
    address: { street: erased, city: erased, state: '', postcode: erased, country: '' },
    payment: order.payment === null ? null : { ...order.payment, transactionId: '' },
    updatedAtUtc,
    notes: [...order.notes, { text: 'Personal data removed.', atUtc: updatedAtUtc }],
  };
}
