import { AppError, throwIfAborted } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { EventKey, StoreIdentity, StoreSnapshot, StoreSource } from '../sync/store-source.ts';
import type { StoreEvent, TicketSource } from '../ticketing/store-event.ts';
import { readLayout, type StoreLayout } from './layout.ts';
import { openDirect } from './reach/direct.ts';
import type { StoreConnection } from './reach/store-connection.ts';
import { countProducts } from './read/event-products.ts';
import {
  readDayStatuses,
  readProduct,
  readProducts,
  readTermNames,
  readTraces,
  readVariations,
} from './read/products.ts';
import { prepareSession } from './read/session.ts';
import { openWooSnapshot } from './snapshot.ts';
import type { StoreAddress } from './store-url.ts';
import { isPluginEvent, readDeletedEvent, readEvent } from './translate/event.ts';

/** How to reach a store and which of its sites is meant. */
export interface WooStoreLogin extends StoreAddress {
  /** Table prefix; null or absent: the only one in the database. */
  readonly prefix?: string | null;
  readonly connectTimeoutMs?: number;
}

/** One event of a store in a list to choose from. */
interface EventProduct {
  readonly wooProductId: number;
  readonly title: string;
  /** The product's post status, or `deleted`. */
  readonly sourceStatus: string;
  readonly startsAtUtc: Date | null;
  readonly orders: number;
  readonly tickets: number;
  readonly ticketSource: TicketSource;
}

/** A WooCommerce store, and what only its command line asks of it. */
export interface WooStore extends StoreSource {
  /**
   * The store's events, newest product first: those of the ticket plugin, and deleted ones that still have
   * tickets. A store without the plugin lists all of its products.
   */
  listEventProducts(signal: AbortSignal): Promise<readonly EventProduct[]>;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Nothing is opened before it is needed; at most one connection, and one more for each snapshot. */
export function openWooStore(login: WooStoreLogin, log: Log): WooStore {
  return new DirectWooStore(login, log);
}

interface OpenStore {
  readonly connection: StoreConnection;
  readonly layout: StoreLayout;
  readonly serverVersion: string;
}

class DirectWooStore implements WooStore {
  readonly #login: WooStoreLogin;
  readonly #log: Log;
  #open: Promise<OpenStore> | null = null;

  constructor(login: WooStoreLogin, log: Log) {
    this.#login = login;
    this.#log = log;
  }

  async identify(signal: AbortSignal): Promise<StoreIdentity> {
    const { layout, serverVersion } = await this.#opened(signal);
    return {
      siteUrl: layout.siteUrl,
      tablePrefix: layout.prefix,
      layout: layout.orders,
      currency: layout.currency,
      timezone: layout.timezone,
      serverVersion,
      warnings: layout.warnings,
    };
  }

  async readEvent(wooProductId: number, signal: AbortSignal): Promise<StoreEvent> {
    const { connection, layout } = await this.#opened(signal);
    const { tables } = layout;
    const product = await readProduct(connection, tables, wooProductId, signal);
    if (product === null) {
      const traces = await readTraces(connection, tables, wooProductId, signal);
      const days = traces.hasTickets ? await readDayStatuses(connection, tables, wooProductId, signal) : [];
      const event = readDeletedEvent(wooProductId, traces, days, layout);
      if (event === null) throw noSuchProduct(wooProductId);
      return event;
    }
    if (product.postType !== 'product') throw noSuchProduct(wooProductId);
    const [variations, termNames, traces] = await Promise.all([
      readVariations(connection, tables, wooProductId, signal),
      readTermNames(connection, tables, wooProductId, signal),
      // Looking through all tickets takes a big store a moment, and only matters without the setting.
      isPluginEvent(product) ? null : readTraces(connection, tables, wooProductId, signal),
    ]);
    return readEvent(product, variations, termNames, traces?.hasTickets ?? false, layout);
  }

  async openSnapshot(event: EventKey, signal: AbortSignal): Promise<StoreSnapshot> {
    const { layout } = await this.#opened(signal);
    const { connection } = await this.#connect(signal);
    return await openWooSnapshot(connection, layout, event, signal);
  }

  async listEventProducts(signal: AbortSignal): Promise<readonly EventProduct[]> {
    const { connection, layout } = await this.#opened(signal);
    const { tables } = layout;
    const { eventIds, ordersOf, ticketsOf } = await countProducts(connection, tables, signal);
    const ticketed = new Set([...eventIds, ...ticketsOf.keys()]);
    ticketed.delete(0);
    const ids = ticketed.size > 0 ? ticketed : new Set(ordersOf.keys());
    const products = await readProducts(connection, tables, [...ids], signal);
    const events = products.map((product) =>
      readEvent(product, [], new Map(), ticketsOf.has(product.id), layout),
    );
    const known = new Set(events.map(({ wooProductId }) => wooProductId));
    for (const id of ids) {
      if (known.has(id)) continue;
      const traces = await readTraces(connection, tables, id, signal);
      const event = readDeletedEvent(id, traces, [], layout);
      if (event !== null) events.push(event);
    }
    return events
      .sort((a, b) => b.wooProductId - a.wooProductId)
      .map(({ wooProductId, title, sourceStatus, startsAtUtc, ticketSource }) => ({
        wooProductId,
        title,
        sourceStatus,
        startsAtUtc,
        orders: ordersOf.get(wooProductId) ?? 0,
        tickets: ticketsOf.get(wooProductId) ?? 0,
        ticketSource,
      }));
  }

  async close(): Promise<void> {
    const opened = this.#open;
    this.#open = null;
    if (opened === null) return;
    const [result] = await Promise.allSettled([opened]);
    if (result.status === 'fulfilled') result.value.connection.close();
  }

  /** The connection for questions outside a snapshot, opened anew when it was lost in between. */
  async #opened(signal: AbortSignal): Promise<OpenStore> {
    throwIfAborted(signal);
    const before = this.#open;
    if (before !== null) {
      const [result] = await Promise.allSettled([before]);
      if (result.status === 'fulfilled' && result.value.connection.isOpen) return result.value;
      if (this.#open === before) this.#open = null;
    }
    this.#open ??= this.#openStore(signal);
    return await this.#open;
  }

  async #openStore(signal: AbortSignal): Promise<OpenStore> {
    const { connection, serverVersion } = await this.#connect(signal);
    try {
      const layout = await readLayout(connection, this.#login.prefix ?? null, signal);
      const { prefix, orders, sync, woocommerceVersion, plugins, warnings } = layout;
      this.#log.info(
        { prefix, orders, sync, woocommerceVersion, serverVersion, plugins, warnings },
        'store layout read',
      );
      return { connection, layout, serverVersion };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  async #connect(
    signal: AbortSignal,
  ): Promise<{ readonly connection: StoreConnection; readonly serverVersion: string }> {
    const { host, port, user, password, database, connectTimeoutMs } = this.#login;
    const connection = await openDirect(
      {
        host,
        port,
        user,
        password: password ?? '',
        database,
        connectTimeoutMs: connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      },
      signal,
    );
    try {
      return { connection, serverVersion: await prepareSession(connection, signal) };
    } catch (error) {
      connection.close();
      throw error;
    }
  }
}

/** No product of this id, and nothing in the store that names one. */
function noSuchProduct(wooProductId: number): AppError {
  return new AppError({
    kind: 'missing',
    code: 'store.no-such-product',
    message: `The store has no product ${wooProductId}.`,
    details: { wooProductId },
  });
}
