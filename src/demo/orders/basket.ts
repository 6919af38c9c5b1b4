import { type Money, minorUnit, roundToMinor, sum, wholeUnits, ZERO } from '../../kernel/money/money.ts';
import type { DemoPrice } from '../model/catalogue-model.ts';
import type {
  DemoCouponUse,
  DemoCurrency,
  DemoFee,
  DemoLine,
  DemoOrder,
  DemoShipping,
} from '../model/model.ts';
import type { Chosen, OrderDesk } from '../model/order-desk.ts';
import type { OrderPlan } from '../model/order-plan.ts';

const SHIPPING_CLP = wholeUnits(4_290);

export const MINOR_DIGITS: Readonly<Record<DemoCurrency, number>> = { CLP: 0, USD: 2 };

type Basket = Pick<DemoOrder, 'lines' | 'fees' | 'shippings' | 'coupons'>;

/**
 * Computes the prices of a plan's basket: the lines with their part of the coupon, then fees, shipping and the
 * coupon's own row.
 */
export function fillBasket(desk: OrderDesk, plan: OrderPlan): Basket {
  const priced = plan.basket.map((line) => ({
    ...line,
    subtotal: priceOf(line)[plan.currency] * BigInt(line.quantity),
  }));
  const discounts = discountsOf(plan, priced);
  const lines = priced.map((line, index): DemoLine => {
    const { product, variation, quantity, subtotal } = line;
    return {
      itemId: desk.nextItemId(),
      productId: product.id,
      variationId: variation?.id ?? 0,
      name: variation === null ? product.title : `${product.title} - ${variation.label}`,
      quantity,
      subtotal,
      total: subtotal - (discounts[index] ?? ZERO),
      attributes: variation?.attributes ?? [],
    };
  });
  const fees = plan.fees.map(
    ({ name, amount }): DemoFee => ({ itemId: desk.nextItemId(), name, total: wholeUnits(amount) }),
  );
  const shippings = shippingFor(desk, plan);
  const discount = sum(discounts);
  const coupons: DemoCouponUse[] =
    plan.coupon === null ? [] : [{ itemId: desk.nextItemId(), coupon: plan.coupon, discount }];
  return { lines, fees, shippings, coupons };
}

export function priceOf({ product, variation }: Chosen): DemoPrice {
  return variation?.price ?? product.price ?? { CLP: ZERO, USD: ZERO };
}

function discountsOf(
  { coupon, currency }: OrderPlan,
  lines: readonly (Chosen & { quantity: number; subtotal: Money })[],
): Money[] {
  if (coupon === null) return lines.map(() => ZERO);
  const minorDigits = MINOR_DIGITS[currency];
  const amount = BigInt(coupon.amount);
  if (coupon.kind === 'percent') {
    return lines.map((line) => roundToMinor((line.subtotal * amount) / 100n, minorDigits));
  }
  if (coupon.kind === 'fixed_product') {
    return lines.map((line) =>
      line.variation?.id === coupon.variationId
        ? smaller(line.subtotal, wholeUnits(coupon.amount) * BigInt(line.quantity))
        : ZERO,
    );
  }
  // A cart coupon is divided equally among the units, and the remainder goes to the first ones.
  const units = BigInt(lines.reduce((all, line) => all + line.quantity, 0));
  const minor = minorUnit(minorDigits);
  let left = wholeUnits(coupon.amount);
  const aUnit = (left / units / minor) * minor;
  const spread = lines.map((line) => {
    const part = smaller(line.subtotal, aUnit * BigInt(line.quantity));
    left -= part;
    return part;
  });
  return spread.map((part, index) => {
    const more = smaller((lines[index]?.subtotal ?? ZERO) - part, left);
    left -= more;
    return part + more;
  });
}

function shippingFor(desk: OrderDesk, plan: OrderPlan): DemoShipping[] {
  const shipped = plan.basket.filter((line) => line.product.shipped);
  if (shipped.length === 0) return [];
  return [
    {
      itemId: desk.nextItemId(),
      title: 'Envío',
      total: plan.currency === 'CLP' ? SHIPPING_CLP : wholeUnits(5),
      contents: shipped.map((line) => `${line.product.title} &times; ${line.quantity}`).join(', '),
    },
  ];
}

function smaller(a: Money, b: Money): Money {
  return a < b ? a : b;
}

/** The total as WooCommerce adds it up. This store has no tax. */
export function orderTotal(order: Basket): Money {
  return sum([...order.lines, ...order.fees, ...order.shippings].map((part) => part.total));
}

export function orderDiscount(order: Basket): Money {
  return sum(order.lines.map((line) => line.subtotal - line.total));
}

export function shippingTotal(order: Basket): Money {
  return sum(order.shippings.map((shipping) => shipping.total));
}

export function unitsOf(order: Basket): number {
  return order.lines.reduce((all, line) => all + line.quantity, 0);
}
