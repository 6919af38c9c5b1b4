import { type Configuration, getConfiguration } from '../../backend/configurations/configuration-records.ts';
import type { Database } from '../../backend/database.ts';
import { requireRecordedStore } from '../../backend/stores/require-recorded-store.ts';
import { AppError, throwIfAborted } from '../../kernel/errors.ts';
import type { StoreSnapshot, StoreSource } from '../../source/source.ts';
import type { EventRules } from '../../ticketing/model/event-order.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import { findTranslations } from '../attempt/find-translations.ts';
import { rulesOf } from '../model/event-sync.ts';
import { PAGE_ORDERS } from '../read/read-selection.ts';
import {
  JointChange,
  type PreviewedProduct,
  type PreviewedTogether,
  ProductChange,
} from './product-change.ts';

type PreviewedStore = Pick<StoreSource, 'readEvent' | 'readTranslations' | 'findStore' | 'openSnapshot'>;

/**
 * Reads what each added or removed product adds or takes away, and what all do together, by the present rules: the
 * difference between the event with them and without them. Nothing is written, here or in the store.
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
): Promise<{
  readonly products: readonly PreviewedProduct[];
  readonly together: PreviewedTogether;
  readonly rejected: number;
}> {
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
  const together = new JointChange(present, await rulesWith(wanted), changes);
  const all = [...changes, together];
  const previewed = (rejected: number) => ({
    products: changes.map((one) => one.previewed()),
    together: together.previewed(),
    rejected,
  });
  const touched = [...new Set(all.flatMap(({ products: ids }) => ids))];
  if (touched.length === 0) return previewed(0);
  const otherProducts = products.all().filter(({ wooProductId }) => wooProductId !== first.wooProductId);
  const key = { event: first, variationId: configuration.wooVariationId, otherProducts };
  const snapshot = await source.openSnapshot(key, signal);
  try {
    return previewed(await addOrders(snapshot, touched, all, signal));
  } finally {
    await snapshot.close();
  }
}

async function addOrders(
  snapshot: StoreSnapshot,
  wooProductIds: readonly number[],
  changes: readonly (ProductChange | JointChange)[],
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
