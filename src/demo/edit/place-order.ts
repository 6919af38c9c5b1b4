import { roundToMinor, sum, ZERO } from '../../kernel/money/money.ts';
import type {
  DemoAnswer,
  DemoAttendee,
  DemoBuyer,
  DemoChannel,
  DemoCheckoutEvent,
  DemoCheckoutTicket,
  DemoCurrency,
  DemoFee,
  DemoLine,
  DemoOrder,
} from '../model/model.ts';
import { MINOR_DIGITS, orderTotal, priceOf } from '../orders/basket.ts';
import type { StoreEditor } from './store-editor.ts';

/** Units of a product to buy, and their attendees. */
export interface WantedLine {
  readonly productId: number;
  /** 0 for a simple product. */
  readonly variationId: number;
  readonly quantity: number;
}

export interface WantedOrder {
  readonly lines: readonly WantedLine[];
  readonly buyer: DemoBuyer;
  /** The names of the attendees in the order of the units. Further attendees have no name. */
  readonly attendees?: readonly string[];
  readonly currency?: DemoCurrency;
  readonly channel?: DemoChannel;
  /** An amount in whole units of the currency; negative for a discount. */
  readonly fees?: readonly number[];
  /** A discount in percent on every line. */
  readonly percentOff?: number;
}

/** Places an order as the checkout does. The order is not paid yet. */
export async function placeOrder(store: StoreEditor, wanted: WantedOrder): Promise<number> {
  const { currency = 'CLP', channel = 'checkout', buyer } = wanted;
  const id = store.nextPostId();
  const lines = wanted.lines.map((line) => lineOf(store, line, currency, wanted.percentOff ?? 0));
  const fees = (wanted.fees ?? []).map(
    (amount): DemoFee => ({ itemId: store.nextItemId(), name: 'Cargo', total: BigInt(amount) * 10n ** 8n }),
  );
  const discount = sum(lines.map((line) => line.subtotal - line.total));
  const coupon =
    discount === ZERO ? undefined : ({ id: 174_001, code: 'otono15', kind: 'percent', amount: 15 } as const);
  const order: DemoOrder = {
    id,
    status: 'pending',
    statusBeforeTrash: null,
    channel,
    currency,
    customerId: 0,
    buyer,
    purchaser: buyer,
    address: channel === 'checkout' ? { ...HOME } : null,
    payment: channel === 'checkout' ? { method: 'webpay', title: 'Tarjeta', transactionId: '' } : null,
    customerNote: '',
    orderKey: store.orderKey(id),
    cartHash: '',
    createdAtUtc: store.nowUtc + 60,
    updatedAtUtc: store.nowUtc + 60,
    paidAtUtc: null,
    completedAtUtc: null,
    trashedAtUtc: null,
    lines,
    fees,
    shippings: [],
    coupons:
      coupon === undefined
        ? []
        : [{ itemId: store.nextItemId(), coupon: { ...coupon, variationId: null }, discount }],
    refunds: [],
    notes: [],
    checkoutRecord: channel === 'checkout' ? recordOf(store, wanted) : null,
    ticketsGenerated: false,
    ticketsCanceled: 'no',
    anonymised: false,
    deleted: false,
    awaitsAnalytics: false,
  };
  if (orderTotal(order) < ZERO) throw new RangeError('the total of an order is negative');
  await store.saveOrder(order, 'saved');
  return id;
}

const HOME = {
  street: 'Calle Larga 12',
  city: 'Valdivia',
  state: 'CL-LR',
  postcode: '5090000',
  country: 'CL',
};

/** A line of an order with the price that WooCommerce computes. */
export function lineOf(
  store: StoreEditor,
  { productId, variationId, quantity }: WantedLine,
  currency: DemoCurrency,
  percentOff = 0,
): DemoLine {
  const product = store.product(productId);
  const variation = product.variations.find((one) => one.id === variationId) ?? null;
  const subtotal = priceOf({ product, variation })[currency] * BigInt(quantity);
  const off = roundToMinor((subtotal * BigInt(percentOff)) / 100n, MINOR_DIGITS[currency]);
  return {
    itemId: store.nextItemId(),
    productId,
    variationId,
    name: variation === null ? product.title : `${product.title} - ${variation.label}`,
    quantity,
    subtotal,
    total: subtotal - off,
    attributes: variation?.attributes ?? [],
  };
}

function recordOf(store: StoreEditor, wanted: WantedOrder): DemoCheckoutEvent[] {
  const byEvent = new Map<number, DemoCheckoutTicket[]>();
  let unit = 0;
  for (const line of wanted.lines) {
    const product = store.product(line.productId);
    if (product.event === null) continue;
    const tickets = byEvent.get(product.id) ?? [];
    byEvent.set(product.id, tickets);
    const variation = product.variations.find((one) => one.id === line.variationId) ?? null;
    for (let at = 0; at < line.quantity; at += 1) {
      const firstName = wanted.attendees?.[unit] ?? '';
      unit += 1;
      tickets.push({
        variationId: line.variationId,
        attributes: variation?.attributes ?? [],
        price: priceOf({ product, variation }).CLP,
        attendee: attendee(firstName, product.event.asksForContact),
        answers: product.event.fields.map(
          (field): DemoAnswer => ({ key: field.key, typed: firstName === '' ? '' : `${firstName} ${unit}` }),
        ),
      });
    }
  }
  return [...byEvent].map(([productId, tickets]) => ({ productId, tickets }));
}

function attendee(firstName: string, asksForContact: boolean): DemoAttendee {
  const known = firstName !== '';
  return {
    firstName,
    lastName: known ? 'Del Público' : '',
    email: known ? `${firstName.toLowerCase().replaceAll(' ', '.')}@example.org` : '',
    phone: known && asksForContact ? '+56 9 1234 5678' : '',
    company: '',
    designation: '',
  };
}
