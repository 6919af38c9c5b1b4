import { expect } from 'vitest';
import type { AskedStore } from '../../src/configurations/ask-store.ts';
import { compareStore, confirmStore } from '../../src/configurations/confirm-store.ts';
import type { StoreComparisonReply, StoreDecision } from '../../src/contract/store-comparison.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { complete, pay } from '../../src/demo/edit/order-changes.ts';
import { placeOrder } from '../../src/demo/edit/place-order.ts';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import { MAIN_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import type { DemoStore } from '../../src/demo/model/model.ts';
import { askedStore } from '../../src/stores/store-access.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import { openWooStore } from '../../src/woocommerce/woo-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { directTo } from '../woocommerce/connect/gateway-settings.ts';
import { type Backend, freshBackend, type SyncInput, syncProduct } from './sync-store.ts';

export const PRODUCT = MAIN_EVENT_ID;
export const OLD = 'https://tienda-demo.example.com';
export const NEW = 'https://entradas.example.org';

const BUYER = { firstName: 'Ana', lastName: 'Rojas', email: 'ana@example.com', phone: '', company: '' };

/** A store, and a copy or backup of its first state. Both have the address `OLD`. */
export class TwoStores {
  readonly live: StoreDatabase;
  readonly copy: StoreDatabase;
  readonly backend: Backend;
  readonly editor: StoreEditor;
  /** The SQL of both. */
  readonly model: DemoStore;

  private constructor(
    live: StoreDatabase,
    copy: StoreDatabase,
    backend: Backend,
    editor: StoreEditor,
    model: DemoStore,
  ) {
    this.live = live;
    this.copy = copy;
    this.backend = backend;
    this.editor = editor;
    this.model = model;
  }

  static async open(layout: 'hpos' | 'posts'): Promise<TwoStores> {
    const [live, copy] = await Promise.all([freshStoreDatabase(), freshStoreDatabase()]);
    const options = { orders: 25, seed: 5, layout } as const;
    const { store } = await makeDemoStore({ url: live.url, ...options });
    await makeDemoStore({ url: copy.url, ...options });
    const editor = await StoreEditor.open(live.url, store);
    const stores = new TwoStores(live, copy, await freshBackend(), editor, store);
    await stores.moveTo(OLD, live);
    await stores.moveTo(OLD, copy);
    return stores;
  }

  async close(): Promise<void> {
    await this.editor.close();
    await this.backend.close();
    await this.live.drop();
    await this.copy.drop();
  }

  async moveTo(address: string, store: StoreDatabase, prefix = 'wp_'): Promise<void> {
    await store.exec(
      `update ${prefix}options set option_value = '${address}' where option_name in ('home', 'siteurl')`,
    );
  }

  async sync(store: StoreDatabase, more: Partial<SyncInput> = {}): Promise<SyncReport> {
    const { report, error } = await syncProduct(this.backend, {
      storeUrl: store.url,
      product: PRODUCT,
      eventName: 'Evento',
      ...more,
    });
    expect(error).toBeNull();
    expect(report).toMatchObject({ verification: 'verified' });
    return report;
  }

  /** Expects an execution to stop with this code without writing anything. Returns its message. */
  async stops(store: StoreDatabase, code: string, more: Partial<SyncInput> = {}): Promise<string> {
    const before = await this.#contents();
    const refused = await this.sync(store, more).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ kind: 'config', code });
    expect(await this.#contents()).toEqual(before);
    return refused instanceof Error ? refused.message : '';
  }

  /** The comparison that a person sees. */
  async compare(store: StoreDatabase, prefix: string | null = null): Promise<StoreComparisonReply> {
    return await this.#answering(
      store,
      prefix,
      async (asked, id) => await compareStore(this.backend.db, id, asked),
    );
  }

  async confirm(
    store: StoreDatabase,
    decision: StoreDecision,
    site_url: string,
    prefix: string | null = null,
  ): Promise<void> {
    const deps = { db: this.backend.db, now: () => new Date() };
    await this.#answering(
      store,
      prefix,
      async (asked, id) => await confirmStore(deps, id, { decision, site_url }, asked, null),
    );
  }

  /** Two tickets that were paid for in the live store and are missing in the copy. */
  async sell(editor = this.editor): Promise<number> {
    const variationId = editor.products.get(PRODUCT)?.variations[0]?.id ?? 0;
    const id = await placeOrder(editor, {
      lines: [{ productId: PRODUCT, variationId, quantity: 2 }],
      buyer: BUYER,
    });
    await pay(editor, id);
    await complete(editor, id);
    return id;
  }

  async one(sql: string): Promise<Record<string, unknown>> {
    return (await this.backend.db.query(sql)).rows[0] ?? {};
  }

  async #answering<T>(
    store: StoreDatabase,
    prefix: string | null,
    use: (asked: AskedStore, id: string) => Promise<T>,
  ): Promise<T> {
    const { id } = await this.one(
      `select id from sync_configurations where woo_product_id = ${PRODUCT} order by id limit 1`,
    );
    const source = openWooStore(
      { reach: directTo(store.url), prefix, statementLimitS: null },
      this.backend.log,
    );
    try {
      return await use(await askedStore(source, PRODUCT, new AbortController().signal), String(id));
    } finally {
      await source.close();
    }
  }

  /** Every row with its physical version. */
  async #contents(): Promise<unknown> {
    const all = [];
    for (const table of TABLES) {
      const { rows } = await this.backend.db.query(`select id, xmin::text from ${table} order by id`);
      all.push(rows);
    }
    return all;
  }
}

const TABLES = ['events', 'orders', 'order_items', 'refunds', 'tickets', 'check_ins', 'sync_configurations'];
