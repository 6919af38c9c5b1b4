import { type Money, ZERO } from '../../kernel/money/money.ts';
import { deriveEventOrder } from '../../ticketing/derive-event-order.ts';
import { deriveOrphan } from '../../ticketing/derive-orphan.ts';
import type { EventOrder, EventRules, EventTicket, OrderShare } from '../../ticketing/model/event-order.ts';
import type { StoreOrder, StoreTicket } from '../../ticketing/model/store-order.ts';
import { owesMoney } from '../../ticketing/money/fee-split.ts';

/** Amounts that an event gains or loses with a product. */
const PRODUCT_AMOUNTS = ['total', 'refunded', 'net', 'serviceFee', 'organizerAmount'] as const;
type ProductAmounts = Readonly<Record<(typeof PRODUCT_AMOUNTS)[number], Money>>;
/** Of paid and refunded orders. */
type Amounts = ProductAmounts & { readonly currency: string; readonly orders: number };

export interface PreviewedProduct {
  readonly wooProductId: number;
  readonly change: 'added' | 'removed';
  readonly title: string;
  /** Translations of it that come or go with it. */
  readonly translations: readonly number[];
  /** Orders that contain it, or a translation of it. */
  readonly orders: number;
  /** Active tickets of it. */
  readonly tickets: number;
  /** What paid and refunded orders add to the event or take from it, by currency. */
  readonly amounts: readonly Amounts[];
}

/** What all changes together do to the event. */
export interface PreviewedTogether {
  /** Orders that the event did not have, and those that it has no more. */
  readonly orders: { readonly added: number; readonly removed: number };
  /** Active tickets. */
  readonly tickets: { readonly added: number; readonly removed: number };
  /** By how much the event's amounts rise; negative where they fall. */
  readonly amounts: readonly Amounts[];
  /** Orders that contain several of the changed products, by these products; the most frequent first. */
  readonly shared: readonly { readonly wooProductIds: readonly number[]; readonly orders: number }[];
}

/** How many groups of products that share orders are listed. */
const MOST_GROUPS = 20;

class Sums {
  readonly #sums = new Map<
    string,
    { -readonly [Name in keyof ProductAmounts]: ProductAmounts[Name] } & { orders: number }
  >();

  add(currency: string, greater: EventOrder | null, smaller: EventOrder | null): void {
    const sums = this.#sums.get(currency) ?? { ...NOTHING };
    this.#sums.set(currency, sums);
    sums.orders += 1;
    for (const name of PRODUCT_AMOUNTS) sums[name] += amountOf(greater, name) - amountOf(smaller, name);
  }

  all(): readonly Amounts[] {
    return [...this.#sums].map(([currency, sums]) => ({ currency, ...sums }));
  }
}

/** One product that comes or goes: the event with it, and without it. */
export class ProductChange {
  /** The product, and its translations that come or go with it. Empty: translations counted it already. */
  readonly products: readonly number[];
  readonly #facts: Pick<PreviewedProduct, 'wooProductId' | 'change' | 'title'>;
  readonly #greater: EventRules;
  readonly #smaller: EventRules;
  readonly #sums = new Sums();
  #orders = 0;
  #tickets = 0;

  constructor(
    wooProductId: number,
    change: PreviewedProduct['change'],
    title: string,
    greater: EventRules,
    smaller: EventRules,
  ) {
    this.#facts = { wooProductId, change, title };
    this.#greater = greater;
    this.#smaller = smaller;
    this.products = leftOut(greater, smaller);
  }

  add(order: StoreOrder): void {
    if (!this.isIn(order)) return;
    const greater = deriveEventOrder(order, this.#greater, []);
    if (greater === null) return;
    this.#orders += 1;
    this.#tickets += countActive(greater, this.products);
    if (owesMoney(greater.status))
      this.#sums.add(order.currency, greater, deriveEventOrder(order, this.#smaller, []));
  }

  /** Tickets that were imported have no order, and are active as well. */
  addOrphan(orphan: StoreTicket): void {
    if (isActiveOrphan(orphan, this.products, this.#greater)) this.#tickets += 1;
  }

  isIn(order: StoreOrder): boolean {
    return holds(order, this.products);
  }

  get wooProductId(): number {
    return this.#facts.wooProductId;
  }

  previewed(): PreviewedProduct {
    const translations = this.products.filter((id) => id !== this.#facts.wooProductId);
    return {
      ...this.#facts,
      translations,
      orders: this.#orders,
      tickets: this.#tickets,
      amounts: this.#sums.all(),
    };
  }
}

/**
 * All changes at once: the event after them, and before. Products alone do not add up to this, because they share orders,
 * refunds without lines and the rounding of fees, and one may be a translation of another.
 */
export class JointChange {
  /** Products that come, translations included. */
  readonly #added: readonly number[];
  readonly #removed: readonly number[];
  readonly #before: EventRules;
  readonly #after: EventRules;
  readonly #changes: readonly ProductChange[];
  readonly #sums = new Sums();
  readonly #orders = { added: 0, removed: 0 };
  readonly #tickets = { added: 0, removed: 0 };
  readonly #shared = new Map<string, { wooProductIds: readonly number[]; orders: number }>();

  constructor(before: EventRules, after: EventRules, changes: readonly ProductChange[]) {
    this.#before = before;
    this.#after = after;
    this.#added = leftOut(after, before);
    this.#removed = leftOut(before, after);
    this.#changes = changes;
  }

  get products(): readonly number[] {
    return [...this.#added, ...this.#removed];
  }

  add(order: StoreOrder): void {
    if (!holds(order, this.products)) return;
    const before = deriveEventOrder(order, this.#before, []);
    const after = deriveEventOrder(order, this.#after, []);
    if (before === null && after === null) return;
    if (before === null) this.#orders.added += 1;
    if (after === null) this.#orders.removed += 1;
    this.#tickets.added += countActive(after, this.#added);
    this.#tickets.removed += countActive(before, this.#removed);
    this.#noteShared(order);
    const status = (after ?? before)?.status;
    if (status !== undefined && owesMoney(status)) this.#sums.add(order.currency, after, before);
  }

  addOrphan(orphan: StoreTicket): void {
    if (isActiveOrphan(orphan, this.#added, this.#after)) this.#tickets.added += 1;
    if (isActiveOrphan(orphan, this.#removed, this.#before)) this.#tickets.removed += 1;
  }

  #noteShared(order: StoreOrder): void {
    const held = this.#changes.filter((change) => change.isIn(order)).map((change) => change.wooProductId);
    if (held.length < 2) return;
    const key = held.join();
    const shared = this.#shared.get(key) ?? { wooProductIds: held, orders: 0 };
    shared.orders += 1;
    this.#shared.set(key, shared);
  }

  previewed(): PreviewedTogether {
    const shared = [...this.#shared.values()].toSorted((a, b) => b.orders - a.orders).slice(0, MOST_GROUPS);
    return { orders: this.#orders, tickets: this.#tickets, amounts: this.#sums.all(), shared };
  }
}

const NOTHING = {
  orders: 0,
  total: ZERO,
  refunded: ZERO,
  net: ZERO,
  serviceFee: ZERO,
  organizerAmount: ZERO,
};

/** The further products of one event that another one lacks. */
function leftOut(one: EventRules, other: EventRules): readonly number[] {
  const rest = other.otherProductIds ?? [];
  return (one.otherProductIds ?? []).filter((id) => !rest.includes(id));
}

function holds({ lines, tickets }: StoreOrder, products: readonly number[]): boolean {
  return [...lines, ...tickets].some(({ productId }) => products.includes(productId));
}

function countActive(order: EventOrder | null, products: readonly number[]): number {
  return (order?.tickets ?? []).filter((one) => products.includes(one.productId) && isActive(one)).length;
}

function isActiveOrphan(orphan: StoreTicket, products: readonly number[], rules: EventRules): boolean {
  const ticket = products.includes(orphan.productId) ? deriveOrphan(orphan, rules, []) : null;
  return ticket !== null && isActive(ticket);
}

function isActive({ status, trashed }: Pick<EventTicket, 'status' | 'trashed'>): boolean {
  return status === 'active' && !trashed;
}

function amountOf(order: EventOrder | null, name: keyof ProductAmounts): Money {
  const share: Pick<OrderShare, keyof ProductAmounts> | undefined = order?.share;
  return share?.[name] ?? ZERO;
}
