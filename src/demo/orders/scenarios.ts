import {
  COUPONS,
  DELETED_EVENT_ID,
  MAIN_EVENT_ID,
  MERCH_ID,
  THREE_DAY_EVENT_ID,
} from '../model/catalogue.ts';
import type { OrderDesk } from '../model/order-desk.ts';
import type { OrderPlan, PlannedLine, TicketAccident } from '../model/order-plan.ts';
import { HOSTILE_NAMES, hostileBuyer } from '../model/people.ts';
import type { Random } from '../model/random.ts';
import { lineOf } from './plan-order.ts';

/** A scenario's changes to an ordinary plan. */
export type Scenario = (desk: OrderDesk, random: Random) => Partial<OrderPlan>;

/**
 * The rare cases that every older store has and that a reader must handle. The first ones are the most
 * important, because the smallest store has only these.
 */
export const SCENARIOS: readonly Scenario[] = [
  // Orders with several events and other goods, and an order with the same event in two lines.
  (desk, random) => ({
    ...completed,
    basket: [
      tier(desk, 0, 2),
      tier(desk, 1, 1),
      lineOf(random, desk.product(THREE_DAY_EVENT_ID), 1),
      lineOf(random, desk.product(MERCH_ID), 3),
    ],
  }),
  (desk) => ({
    ...completed,
    basket: [tier(desk, 0, 3)],
    refunds: [{ what: 'one-unit' }, { what: 'one-unit' }],
    turnout: 'everybody',
  }),
  (desk, random) => ({ ...main(desk), status: 'processing', buyer: hostileBuyer(random, 0), customerId: 0 }),
  (desk) => ({ ...main(desk), status: 'cancelled', wasCompleted: true }),
  (desk, random) => ({ ...completed, ...main(desk), buyer: hostileBuyer(random, 1), customerId: 0 }),
  (desk) => ({ ...main(desk), ...plain, status: 'refunded', turnout: 'everybody' }),
  (desk) => ({ ...main(desk), ...plain, status: 'cancelled', wasCompleted: false }),
  (desk) => ({ ...main(desk), ...plain, status: 'pending' }),
  (desk) => ({ ...main(desk), ...plain, status: 'on-hold' }),
  (desk) => ({ ...main(desk), ...plain, status: 'failed' }),
  (desk) => ({ ...main(desk), ...plain, status: 'validado' }),
  (desk) => ({ ...main(desk), ...plain, status: 'trash', wasCompleted: true }),
  (desk) => ({
    ...main(desk),
    ...plain,
    status: 'checkout-draft',
    channel: 'cart',
    buyer: NO_BUYER,
    customerId: 0,
  }),
  // Refunds of every form.
  (desk) => ({ ...completed, ...main(desk), refunds: [{ what: 'line-amount' }] }),
  (desk) => ({ ...completed, ...main(desk), refunds: [{ what: 'amount-only' }] }),
  (desk) => ({
    ...completed,
    ...main(desk),
    fees: [{ name: 'Cargo por servicio', amount: 1_750 }],
    refunds: [{ what: 'fee' }],
  }),
  (desk, random) => ({
    ...completed,
    basket: [tier(desk, 0, 1), lineOf(random, desk.product(MERCH_ID), 2)],
    refunds: [{ what: 'shipping' }],
  }),
  (desk, random) => ({
    ...completed,
    basket: [tier(desk, 1, 2), lineOf(random, desk.product(MERCH_ID), 1)],
    refunds: [{ what: 'all-lines' }],
  }),
  (desk) => ({ ...completed, basket: [tier(desk, 0, 2)], refunds: [{ what: 'all-lines' }] }),
  (desk) => ({
    ...completed,
    basket: [tier(desk, 2, 3)],
    coupon: COUPONS[0] ?? null,
    refunds: [{ what: 'one-unit', afterEntry: true }],
    turnout: 'everybody',
  }),
  (desk) => ({ ...completed, basket: [tier(desk, 1, 2)], refunds: [{ what: 'one-unit', deleted: true }] }),
  (desk) => ({
    ...completed,
    ...main(desk),
    refunds: [{ what: 'amount-only', deleted: true }, { what: 'one-unit' }],
  }),
  (desk) => ({ ...main(desk), ...plain, status: 'refunded', refunds: [{ what: 'one-unit' }] }),
  // Unusual amounts: free orders, discounts, fees, and another currency.
  (desk) => ({ ...completed, ...main(desk), coupon: COUPONS[1] ?? null }),
  (desk, random) => ({
    ...completed,
    basket: [tier(desk, 0, 1), lineOf(random, desk.product(MERCH_ID), 2), tier(desk, 3, 1)],
    coupon: COUPONS[2] ?? null,
  }),
  (desk) => ({ ...completed, basket: [tier(desk, 1, 2)], coupon: COUPONS[3] ?? null }),
  (desk) => ({
    ...completed,
    basket: [tier(desk, 1, 1)],
    fees: [
      { name: 'Cargo por servicio', amount: 1_750 },
      { name: 'Convenio gremio', amount: -2_500 },
    ],
  }),
  (desk, random) => ({ ...completed, basket: [lineOf(random, desk.product(173_961), 2)] }),
  (desk) => ({
    ...completed,
    basket: [tier(desk, 0, 2)],
    currency: 'USD',
    refunds: [{ what: 'line-amount' }],
  }),
  (desk) => ({ ...completed, basket: [tier(desk, 0, 20)] }),
  // Orders that staff created, and orders that were deleted.
  (desk) => ({ ...completed, basket: [tier(desk, 1, 1)], channel: 'ticket-desk', forms: 'buyer' }),
  (desk) => ({
    ...completed,
    basket: [tier(desk, 0, 3)],
    channel: 'admin',
    customerId: 0,
    buyer: AT_THE_DOOR,
  }),
  (desk) => ({ ...completed, basket: [tier(desk, 0, 2)], deleted: true }),
  (desk, random) => ({
    ...completed,
    basket: [lineOf(random, desk.product(THREE_DAY_EVENT_ID), 2)],
    deleted: true,
  }),
  (desk) => ({ ...completed, ...main(desk), customerId: 0, anonymised: true }),
  (desk) => ({ ...main(desk), ...plain, status: 'processing', customerId: 0, anonymised: true }),
  (desk) => ({ ...completed, ...main(desk), wasRestored: true }),
  (desk, random) => ({
    ...completed,
    basket: [lineOf(random, desk.product(DELETED_EVENT_ID), 1), tier(desk, 0, 1)],
  }),
  (desk, random) => ({ ...completed, basket: [lineOf(random, desk.product(173_971), 2)] }),
  (desk, random) => ({ ...completed, basket: [lineOf(random, desk.product(173_981), 1)] }),
  (desk, random) => ({ ...completed, basket: [lineOf(random, desk.product(MERCH_ID), 2)] }),
  (desk) => ({ ...completed, basket: [tier(desk, 0, 2)], forms: 'blank' }),
  ...(
    [
      'trashed',
      'deleted',
      'canceled-alone',
      'renamed',
      'status-missing',
      'check-in-undone',
    ] satisfies TicketAccident[]
  ).map(
    (accident): Scenario =>
      (desk) => ({ ...completed, basket: [tier(desk, 0, 2)], accident }),
  ),
  // Every difficult name, as buyer and as attendee.
  ...HOSTILE_NAMES.map(
    (_, which): Scenario =>
      (desk, random) => ({
        ...completed,
        ...main(desk),
        customerId: 0,
        buyer: hostileBuyer(random, which),
        forms: 'buyer',
      }),
  ),
];

/** A plan that contains only the parts of the scenario. */
const plain = {
  coupon: null,
  fees: [],
  refunds: [],
  currency: 'CLP',
  channel: 'checkout',
  forms: 'filled',
} as const satisfies Partial<OrderPlan>;
const completed = { ...plain, status: 'completed' } as const satisfies Partial<OrderPlan>;
const NO_BUYER = { firstName: '', lastName: '', email: '', phone: '' } as const;
const AT_THE_DOOR = { ...NO_BUYER, firstName: 'Venta', lastName: 'en puerta' } as const;

function main(desk: OrderDesk): Pick<OrderPlan, 'basket'> {
  return { basket: [tier(desk, 0, 2)] };
}

/** A line of the main event in the variation at `index`. */
function tier(desk: OrderDesk, index: number, quantity: number): PlannedLine {
  const product = desk.product(MAIN_EVENT_ID);
  return { product, variation: product.variations[index] ?? null, quantity };
}
