import { COUPONS, MAIN_EVENT_ID, MERCH_ID, THREE_DAY_EVENT_ID } from '../model/catalogue.ts';
import type { DemoCoupon, DemoProduct } from '../model/catalogue-model.ts';
import type { DemoOrderStatus } from '../model/model.ts';
import type { OrderDesk } from '../model/order-desk.ts';
import type { OrderPlan, PlannedFee, PlannedLine, PlannedRefund } from '../model/order-plan.ts';
import { hostileBuyer, inventBuyer } from '../model/people.ts';
import type { Random, Weighted } from '../model/random.ts';
import type { UtcSeconds } from '../model/site-clock.ts';

const STATUSES: readonly [Weighted<DemoOrderStatus>, ...Weighted<DemoOrderStatus>[]] = [
  [635, 'completed'],
  [85, 'processing'],
  [80, 'cancelled'],
  [50, 'failed'],
  [40, 'on-hold'],
  [45, 'pending'],
  [35, 'validado'],
  [12, 'refunded'],
  [6, 'trash'],
  [12, 'checkout-draft'],
];
const QUANTITIES: readonly [Weighted<number>, ...Weighted<number>[]] = [
  [42, 1],
  [35, 2],
  [10, 3],
  [9, 4],
  [3, 6],
  [1, 12],
];
const REFUNDS: readonly [Weighted<PlannedRefund['what']>, ...Weighted<PlannedRefund['what']>[]] = [
  [6, 'one-unit'],
  [2, 'line-amount'],
  [2, 'amount-only'],
  [1, 'fee'],
  [1, 'shipping'],
];

/** Plans an ordinary order, like most orders of a real store. Half of them contain the main event. */
export function planOrder(
  desk: OrderDesk,
  random: Random,
  createdAtUtc: UtcSeconds,
  number: number,
): OrderPlan {
  const status = random.weighted(STATUSES);
  const customer = random.chance(18)
    ? desk.customers[random.between(0, desk.customers.length - 1)]
    : undefined;
  const buyer = random.chance(4) ? hostileBuyer(random, number) : inventBuyer(random, number);
  const basket = fillCart(desk, random, createdAtUtc);
  const coupon = couponFor(random, basket);
  return {
    createdAtUtc,
    status,
    wasCompleted: random.chance(55),
    channel: status === 'checkout-draft' ? 'cart' : 'checkout',
    currency: coupon === null && random.chance(1.5) ? 'USD' : 'CLP',
    customerId: status === 'checkout-draft' ? 0 : (customer?.userId ?? 0),
    buyer: status === 'checkout-draft' ? NO_BUYER : (customer?.buyer ?? buyer),
    basket,
    coupon,
    fees: feesFor(random, basket, coupon),
    refunds: status === 'completed' && random.chance(4) ? [{ what: random.weighted(REFUNDS) }] : [],
    customerNote: random.chance(3) ? 'Llego tarde, por favor guarden mi "lugar" 🙏' : '',
    forms: random.weighted([
      [90, 'filled'],
      [4, 'blank'],
      [6, 'buyer'],
    ]),
    anonymised: false,
    deleted: false,
    awaitsAnalytics: false,
    wasRestored: false,
    accident: null,
    turnout: 'usual',
  };
}

const NO_BUYER = { firstName: '', lastName: '', email: '', phone: '' } as const;

function fillCart(desk: OrderDesk, random: Random, atUtc: UtcSeconds): PlannedLine[] {
  const main = desk.product(MAIN_EVENT_ID);
  const others = desk.products.filter(
    (product) => product.id !== MAIN_EVENT_ID && onSale(desk, product, atUtc),
  );
  const other = (): DemoProduct => others[random.between(0, others.length - 1)] ?? main;
  const first = lineOf(random, random.chance(47) ? main : other());
  const cart = [first];
  if (random.chance(9)) cart.push(lineOf(random, first.product));
  if (random.chance(12)) {
    const second = other();
    if (second.id !== first.product.id) cart.push(lineOf(random, second));
  }
  if (random.chance(7) && first.product.id !== MERCH_ID) cart.push(lineOf(random, desk.product(MERCH_ID)));
  return cart;
}

/**
 * Tickets are sold until two hours before the event. Event products that are drafts are sold in scenarios only.
 */
function onSale(desk: OrderDesk, product: DemoProduct, atUtc: UtcSeconds): boolean {
  if (product.status === 'draft') return false;
  return product.event === null || desk.clock.fromLocal(product.event.startsLocal) > atUtc + 7_200;
}

/** One line of a basket: a product in one of its variations. */
export function lineOf(
  random: Random,
  product: DemoProduct,
  quantity = random.weighted(QUANTITIES),
): PlannedLine {
  const variation = product.variations[random.between(0, Math.max(product.variations.length - 1, 0))] ?? null;
  return { product, variation, quantity };
}

function couponFor(random: Random, basket: readonly PlannedLine[]): DemoCoupon | null {
  if (!random.chance(8)) return null;
  const [percent, free, cart, preferente] = COUPONS;
  const roll = random.between(1, 10);
  if (roll <= 5) return percent ?? null;
  if (roll <= 7) return cart ?? null;
  if (roll === 8) return free ?? null;
  return basket.some((line) => line.variation?.id === preferente?.variationId) ? (preferente ?? null) : null;
}

function feesFor(random: Random, basket: readonly PlannedLine[], coupon: DemoCoupon | null): PlannedFee[] {
  if (!random.chance(6) || coupon !== null) return [];
  const dear = basket.some(
    (line) => line.product.id === MAIN_EVENT_ID || line.product.id === THREE_DAY_EVENT_ID,
  );
  const charge: PlannedFee = { name: 'Cargo por servicio', amount: 1_750 };
  return dear && random.chance(40) ? [charge, { name: 'Convenio gremio', amount: -2_500 }] : [charge];
}
