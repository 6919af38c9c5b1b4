import { createHash } from 'node:crypto';
import type { Connection } from 'mysql2/promise';
import type { Money } from '../../kernel/money/money.ts';
import { connectStore } from '../connect-store.ts';
import type { DemoProduct } from '../model/catalogue-model.ts';
import type { DemoLayout, DemoOrder, DemoSettings, DemoStore, DemoTicket } from '../model/model.ts';
import { createSiteClock, type SiteClock, type UtcSeconds } from '../model/site-clock.ts';
import { orderTotal } from '../orders/basket.ts';
import { AnalyticsQueue } from './analytics-queue.ts';
import { CHANGE_EFFECTS, type ChangeEffect, type ChangeKind } from './change-effects.ts';
import { type EntityWriter, openEntityWriter } from './entity-rows.ts';
import { RowSet, type WantedRows } from './row-set.ts';
import { type EditedTable, openRowNames, tableOf } from './stored-rows.ts';

/** For each layout, the tables of the other layout, whose rows become outdated. */
const OTHER_SIDE: Readonly<Record<DemoLayout, readonly EditedTable[]>> = {
  hpos: ['posts', 'postmeta'],
  posts: ['wc_orders', 'wc_orders_meta', 'wc_order_addresses', 'wc_order_operational_data'],
  compatibility: [],
};
/** The tables that change when an item is saved, a refund is deleted or a note is written. The order's row stays. */
const PARTS: readonly EditedTable[] = ['woocommerce_order_items', 'woocommerce_order_itemmeta', 'comments'];
const POST_TYPE = 20;
const PLACEHOLDER = 'shop_order_placehold';

/**
 * Changes a demo store as WooCommerce and FooEvents change it: first the model, then the rows, with exactly the
 * change signals that such a change causes. Tests compare the results of a reader with the model.
 */
export class StoreEditor {
  readonly clock: SiteClock;
  readonly orders = new Map<number, DemoOrder>();
  readonly tickets = new Map<number, DemoTicket>();
  readonly products = new Map<number, DemoProduct>();
  /** The stored total of each order. Items that are saved by themselves do not change it. */
  readonly savedTotals = new Map<number, Money>();
  readonly #connection: Connection;
  readonly #rows: RowSet;
  readonly #analytics: AnalyticsQueue;
  /** The rows of each order, ticket or product. */
  readonly #owned = new Map<string, Set<string>>();
  readonly #sold: ReadonlyMap<number, DemoProduct>;
  #settings: DemoSettings;
  #writer: EntityWriter;
  #nowUtc: UtcSeconds;
  #lastPostId = 0;
  #lastItemId = 0;

  private constructor(connection: Connection, rows: RowSet, analytics: AnalyticsQueue, store: DemoStore) {
    this.#connection = connection;
    this.#rows = rows;
    this.#analytics = analytics;
    this.#settings = store.settings;
    this.#nowUtc = store.settings.nowUtc;
    this.clock = createSiteClock(store.settings.timezone);
    this.#sold = new Map(store.products.map((product) => [product.id, product]));
    this.#writer = openEntityWriter(store.settings, this.#sold);
  }

  /** Opens a store whose rows in the database match its model. @throws RangeError if they differ */
  static async open(url: string, store: DemoStore): Promise<StoreEditor> {
    const connection = await connectStore({ uri: url, charset: 'utf8mb4', multipleStatements: true });
    try {
      await connection.query(`SET SESSION sql_mode = '', time_zone = '+00:00'`);
      const { prefix } = store.settings;
      const rows = await RowSet.read(connection, prefix);
      const siteClock = createSiteClock(store.settings.timezone);
      const analytics = await AnalyticsQueue.open(connection, prefix, siteClock);
      const editor = new StoreEditor(connection, rows, analytics, store);
      editor.#adopt(store);
      return editor;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#connection.end();
  }

  get nowUtc(): UtcSeconds {
    return this.#nowUtc;
  }

  get layout(): DemoLayout {
    return this.#settings.layout;
  }

  get prefix(): string {
    return this.#settings.prefix;
  }

  /**
   * A key for an order of this store. WooCommerce draws it at random, so an order with the same id in another
   * store has another key.
   */
  orderKey(id: number): string {
    return `wc_order_${createHash('sha256').update(`${this.#settings.siteUrl} ${id}`).digest('hex').slice(0, 13)}`;
  }

  order(id: number): DemoOrder {
    return found(this.orders.get(id), `order ${id}`);
  }

  ticket(id: number): DemoTicket {
    return found(this.tickets.get(id), `ticket ${id}`);
  }

  product(id: number): DemoProduct {
    return found(this.products.get(id), `product ${id}`);
  }

  /** Tickets that name this order, by post id. */
  ticketsOf(orderId: number): readonly DemoTicket[] {
    return [...this.tickets.values()]
      .filter((ticket) => ticket.orderId === orderId)
      .toSorted((a, b) => a.id - b.id);
  }

  /** Moves the store's clock forward. Every change takes a minute. */
  pass(seconds: number): UtcSeconds {
    this.#nowUtc += seconds;
    return this.#nowUtc;
  }

  nextPostId(): number {
    this.#lastPostId += 1;
    return this.#lastPostId;
  }

  nextItemId(): number {
    this.#lastItemId += 1;
    return this.#lastItemId;
  }

  /** Saves an order with the change signals of this kind of change. */
  async saveOrder(order: DemoOrder, kind: ChangeKind): Promise<void> {
    const nowUtc = this.pass(60);
    const { moves, queued }: ChangeEffect = CHANGE_EFFECTS[kind];
    const side = this.layout === 'posts' ? 'posts' : 'hpos';
    const saved = moves.includes(side) ? { ...order, updatedAtUtc: nowUtc } : order;
    this.orders.set(order.id, saved);
    const whole = kind !== 'silent';
    if (whole) this.savedTotals.set(order.id, orderTotal(saved));
    const statements = this.#put(`order ${order.id}`, this.#orderRows(saved), whole ? 'all' : 'parts');
    if (queued) statements.push(...this.#analytics.note(order.id, nowUtc));
    await this.#send(statements);
  }

  /** Deletes an order for good, with its statistics. Its tickets stay, as the plugin leaves them. */
  async eraseOrder(id: number): Promise<void> {
    this.pass(60);
    this.orders.set(id, { ...this.order(id), deleted: true });
    await this.#send([...this.#drop(`order ${id}`), ...this.#analytics.forget(id)]);
  }

  /** Saves tickets unchanged. The caller decides whether the post's date changes. */
  async saveTickets(tickets: readonly DemoTicket[]): Promise<void> {
    const statements: string[] = [];
    for (const ticket of tickets) {
      this.tickets.set(ticket.id, ticket);
      statements.push(...this.#put(`ticket ${ticket.id}`, this.#writer.ticket(ticket)));
    }
    await this.#send(statements);
  }

  /** Deletes a ticket for good, and its rows of the plugin's log. */
  async eraseTicket(id: number): Promise<void> {
    this.tickets.delete(id);
    await this.#send(this.#drop(`ticket ${id}`));
  }

  async saveProduct(product: DemoProduct): Promise<void> {
    this.products.set(product.id, product);
    await this.#send(this.#put(`product ${product.id}`, this.#writer.product(product)));
  }

  /** Runs the waiting analytics jobs, or with `forget` deletes the finished ones. */
  async runScheduler(forget: 'keep' | 'forget' = 'keep'): Promise<void> {
    await this.#send(this.#analytics.run(this.pass(60), forget));
  }

  /**
   * Moves the store's orders to other tables, as WooCommerce does when its setting changes: every order is copied,
   * and erased ones are deleted there as well. The previous tables keep their rows and become outdated.
   */
  async switchLayout(layout: DemoLayout): Promise<void> {
    if (layout === this.layout) return;
    this.pass(60);
    this.#settings = { ...this.#settings, layout };
    this.#writer = openEntityWriter(this.#settings, this.#sold);
    const statements: string[] = [];
    for (const order of this.orders.values()) {
      this.savedTotals.set(order.id, orderTotal(order));
      statements.push(...this.#put(`order ${order.id}`, this.#orderRows(order)));
    }
    const options = [
      ['woocommerce_custom_orders_table_enabled', layout === 'posts' ? 'no' : 'yes'],
      ['woocommerce_custom_orders_table_data_sync_enabled', layout === 'compatibility' ? 'yes' : 'no'],
    ];
    for (const [name, value] of options) {
      statements.push(
        `UPDATE \`${this.prefix}options\` SET option_value = '${value}' WHERE option_name = '${name}'`,
      );
    }
    await this.#send(statements);
  }

  #adopt(store: DemoStore): void {
    for (const product of store.products) {
      this.products.set(product.id, product);
      this.#own(`product ${product.id}`, this.#writer.product(product));
      for (const { id } of [product, ...product.variations])
        this.#lastPostId = Math.max(this.#lastPostId, id);
    }
    for (const { order, tickets } of store.cases()) {
      if (order !== null) this.#adoptOrder(order);
      for (const ticket of tickets) {
        this.tickets.set(ticket.id, ticket);
        this.#own(`ticket ${ticket.id}`, this.#writer.ticket(ticket));
        this.#lastPostId = Math.max(this.#lastPostId, ticket.id);
      }
    }
  }

  #adoptOrder(order: DemoOrder): void {
    this.orders.set(order.id, order);
    this.savedTotals.set(order.id, orderTotal(order));
    this.#own(`order ${order.id}`, this.#orderRows(order));
    for (const { id } of [order, ...order.refunds]) this.#lastPostId = Math.max(this.#lastPostId, id);
    const items = [...order.lines, ...order.fees, ...order.shippings, ...order.coupons];
    for (const { itemId } of [...items, ...order.refunds.flatMap((refund) => refund.lines)]) {
      this.#lastItemId = Math.max(this.#lastItemId, itemId);
    }
  }

  #orderRows(order: DemoOrder): WantedRows {
    let at = 0;
    return this.#writer.order(order, () => {
      at += 1;
      const known = this.#rows.cell(`comments ${order.id} #${at}`, 0);
      return known === null ? this.#rows.nextId('comments') : Number(known);
    });
  }

  #own(owner: string, wanted: WantedRows): void {
    const nameOf = openRowNames();
    for (const [table, row] of wanted) {
      const name = nameOf(table, row);
      if (!this.#rows.has(name)) throw new RangeError(`the database has no row ${name} of ${owner}`);
      this.#ownedBy(owner).add(name);
    }
  }

  #ownedBy(owner: string): Set<string> {
    const names = this.#owned.get(owner) ?? new Set();
    this.#owned.set(owner, names);
    return names;
  }

  #put(owner: string, wanted: WantedRows, what: 'all' | 'parts' = 'all'): string[] {
    const owned = this.#ownedBy(owner);
    const nameOf = openRowNames();
    const statements: (string | null)[] = [];
    const present = new Set<string>();
    for (const [table, row] of wanted) {
      const name = nameOf(table, row);
      present.add(name);
      owned.add(name);
      // A post that was once the order itself stays a post and becomes outdated.
      if (row[POST_TYPE] === PLACEHOLDER && table === 'posts' && this.#rows.has(name)) continue;
      if (what === 'all' || PARTS.includes(table)) statements.push(this.#rows.put(name, row));
    }
    const stale = owner.startsWith('order ') && wanted.length > 0 ? OTHER_SIDE[this.layout] : [];
    for (const name of owned) {
      if (present.has(name) || stale.includes(tableOf(name))) continue;
      owned.delete(name);
      statements.push(this.#rows.drop(name));
    }
    return statements.filter((statement) => statement !== null);
  }

  #drop(owner: string): string[] {
    const dropped = [...this.#ownedBy(owner)].map((name) => this.#rows.drop(name));
    this.#owned.delete(owner);
    return dropped.filter((statement) => statement !== null);
  }

  async #send(statements: readonly string[]): Promise<void> {
    if (statements.length > 0) await this.#connection.query(statements.join(';\n'));
  }
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new RangeError(`The store has no ${what}.`);
  return value;
}
