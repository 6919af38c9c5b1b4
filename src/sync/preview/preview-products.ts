import { type Configuration, getConfiguration } from '../../backend/configurations/configuration-records.ts';
import type { Database } from '../../backend/database.ts';
import { requireRecordedStore } from '../../backend/stores/require-recorded-store.ts';
import { AppError, throwIfAborted } from '../../kernel/errors.ts';
import { type Money, ZERO } from '../../kernel/money/money.ts';
import type { StoreSnapshot, StoreSource } from '../../source/source.ts';
import { deriveEventOrder } from '../../ticketing/derive-event-order.ts';
import { deriveOrphan } from '../../ticketing/derive-orphan.ts';
import type { EventOrder, EventRules, EventTicket, OrderShare } from '../../ticketing/model/event-order.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import type { StoreOrder, StoreTicket } from '../../ticketing/model/store-order.ts';
import { owesMoney } from '../../ticketing/money/fee-split.ts';
import { findTranslations } from '../attempt/find-translations.ts';
import { rulesOf } from '../model/event-sync.ts';
import { PAGE_ORDERS } from '../read/read-selection.ts';

/** Amounts that an event gains or loses with a product. */
const PRODUCT_AMOUNTS = ['total', 'refunded', 'net', 'serviceFee', 'organizerAmount'] as const;
type ProductAmounts = Readonly<Record<(typeof PRODUCT_AMOUNTS)[number], Money>>;

interface PreviewedProduct {
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
  readonly amounts: readonly (ProductAmounts & { readonly currency: string; readonly orders: number })[];
}

type PreviewedStore = Pick<StoreSource, 'readEvent' | 'readTranslations' | 'findStore' | 'openSnapshot'>;

/**
 * Reads what each added or removed product adds or takes away, by the present rules: the difference between the
 * event with it and without it. Nothing is written, here or in the store.
 *
 * @param wanted all products of the event besides the first
 * @throws unavailable, config `store.*`; missing `store.no-such-product`, `configuration.none`; aborted
 */
export async function previewProducts(
  db: Database,
  source: PreviewedStore,
  configurationId: string,
  wanted: readonly number[],
  signal: AbortSignal,
): Promise<{ readonly products: readonly PreviewedProduct[]; readonly rejected: number }> {
  const configuration = await getConfiguration(db, configurationId);
  const first = await source.readEvent(configuration.wooProductId, signal);
  const find = async (ids: readonly number[]) => await source.findStore(first, ids, signal);
  await requireRecordedStore(db, configurationId, find);
  const products = new ProductReader(source);
  const groups = await source.readTranslations(signal);
  const rulesWith = async (others: readonly number[]): Promise<EventRules> => {
    const changed: Configuration = { ...configuration, otherProductIds: others };
    const { counted } = await findTranslations(db, { readTranslations: async () => groups }, changed, signal);
    const ids = [...others, ...Object.keys(counted).map(Number)];
    return rulesOf(changed, first, await products.readAll(ids, signal));
  };
  const before = configuration.otherProductIds;
  const present = await rulesWith(before);
  const changes: ProductChange[] = [];
  for (const id of wanted.filter((one) => !before.includes(one))) {
    const { title } = await products.require(id, signal);
    changes.push(new ProductChange(id, 'added', title, await rulesWith([...before, id]), present));
  }
  for (const id of before.filter((one) => !wanted.includes(one))) {
    const title = (await products.tryRead(id, signal))?.title ?? '';
    const without = await rulesWith(before.filter((one) => one !== id));
    changes.push(new ProductChange(id, 'removed', title, present, without));
  }
  const touched = [...new Set(changes.flatMap(({ products: ids }) => ids))];
  if (touched.length === 0) return { products: changes.map((one) => one.previewed()), rejected: 0 };
  const otherProducts = products.all().filter(({ wooProductId }) => wooProductId !== first.wooProductId);
  const key = { event: first, variationId: configuration.wooVariationId, otherProducts };
  const snapshot = await source.openSnapshot(key, signal);
  try {
    const rejected = await addOrders(snapshot, touched, changes, signal);
    return { products: changes.map((one) => one.previewed()), rejected };
  } finally {
    await snapshot.close();
  }
}

async function addOrders(
  snapshot: StoreSnapshot,
  wooProductIds: readonly number[],
  changes: readonly ProductChange[],
  signal: AbortSignal,
): Promise<number> {
  const { orderIds, ticketIds } = await snapshot.findRowsOf(wooProductIds, signal);
  const places = await snapshot.ticketPlaces(ticketIds, signal);
  const asked = { wooOrderIds: orderIds, ownWooOrderIds: new Set<number>(), places };
  const selection = await snapshot.selectSome(asked, signal);
  let rejected = 0;
  for await (const page of selection.readPages(null, PAGE_ORDERS, signal)) {
    throwIfAborted(signal);
    rejected += page.rejects.length;
    for (const change of changes) {
      for (const order of page.orders) change.add(order);
      for (const orphan of page.orphans) change.addOrphan(orphan);
    }
  }
  return rejected;
}

/** Reads each product once. */
class ProductReader {
  readonly #source: PreviewedStore;
  readonly #read = new Map<number, StoreEvent | null>();

  constructor(source: PreviewedStore) {
    this.#source = source;
  }

  /** @throws missing `store.no-such-product` */
  async require(wooProductId: number, signal: AbortSignal): Promise<StoreEvent> {
    const known = this.#read.get(wooProductId);
    if (known !== undefined && known !== null) return known;
    const product = await this.#source.readEvent(wooProductId, signal);
    this.#read.set(wooProductId, product);
    return product;
  }

  /** null if neither the store nor its orders know it any more. */
  async tryRead(wooProductId: number, signal: AbortSignal): Promise<StoreEvent | null> {
    if (this.#read.get(wooProductId) === null) return null;
    try {
      return await this.require(wooProductId, signal);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'store.no-such-product') throw thrown;
      this.#read.set(wooProductId, null);
      return null;
    }
  }

  async readAll(ids: readonly number[], signal: AbortSignal): Promise<readonly StoreEvent[]> {
    const products: StoreEvent[] = [];
    for (const id of ids) {
      const product = await this.tryRead(id, signal);
      if (product !== null) products.push(product);
    }
    return products;
  }

  all(): readonly StoreEvent[] {
    return [...this.#read.values()].filter((one) => one !== null);
  }
}

type Sums = { -readonly [Name in keyof ProductAmounts]: ProductAmounts[Name] } & { orders: number };

/** One product that comes or goes: the event with it, and without it. */
class ProductChange {
  /** The product, and its translations that come or go with it. Empty: translations counted it already. */
  readonly products: readonly number[];
  readonly #facts: Pick<PreviewedProduct, 'wooProductId' | 'change' | 'title'>;
  readonly #greater: EventRules;
  readonly #smaller: EventRules;
  readonly #sums = new Map<string, Sums>();
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
    const rest = smaller.otherProductIds ?? [];
    this.products = (greater.otherProductIds ?? []).filter((id) => !rest.includes(id));
  }

  add(order: StoreOrder): void {
    const holds = (one: { readonly productId: number }): boolean => this.#holds(one);
    if (!order.lines.some(holds) && !order.tickets.some(holds)) return;
    const greater = deriveEventOrder(order, this.#greater, []);
    if (greater === null) return;
    this.#orders += 1;
    this.#tickets += greater.tickets.filter((ticket) => holds(ticket) && isActive(ticket)).length;
    if (!owesMoney(greater.status)) return;
    const smaller = deriveEventOrder(order, this.#smaller, []);
    const sums = this.#sums.get(order.currency) ?? { ...NOTHING };
    this.#sums.set(order.currency, sums);
    sums.orders += 1;
    for (const name of PRODUCT_AMOUNTS) sums[name] += amountOf(greater, name) - amountOf(smaller, name);
  }

  /** Tickets that were imported have no order, and are active as well. */
  addOrphan(orphan: StoreTicket): void {
    const ticket = this.#holds(orphan) ? deriveOrphan(orphan, this.#greater, []) : null;
    if (ticket !== null && isActive(ticket)) this.#tickets += 1;
  }

  #holds({ productId }: { readonly productId: number }): boolean {
    return this.products.includes(productId);
  }

  previewed(): PreviewedProduct {
    const translations = this.products.filter((id) => id !== this.#facts.wooProductId);
    const amounts = [...this.#sums].map(([currency, sums]) => ({ currency, ...sums }));
    return { ...this.#facts, translations, orders: this.#orders, tickets: this.#tickets, amounts };
  }
}

const NOTHING: Sums = {
  orders: 0,
  total: ZERO,
  refunded: ZERO,
  net: ZERO,
  serviceFee: ZERO,
  organizerAmount: ZERO,
};

function isActive({ status, trashed }: Pick<EventTicket, 'status' | 'trashed'>): boolean {
  return status === 'active' && !trashed;
}

function amountOf(order: EventOrder | null, name: keyof ProductAmounts): Money {
  const share: Pick<OrderShare, keyof ProductAmounts> | undefined = order?.share;
  return share?.[name] ?? ZERO;
}
