import { AppError, throwIfAborted } from '../kernel/errors.ts';
import type { Log } from '../kernel/log/log.ts';
import { toSecret } from '../kernel/secrets/secret.ts';
import type { EventKey, StoreIdentity, StoreSnapshot, StoreSource } from '../source/source.ts';
import type { StoreWatch } from '../source/watch.ts';
import type { StoreEvent } from '../ticketing/model/store-event.ts';
import type { FoundStore } from '../ticketing/model/store-identity.ts';
import type { TextEncoding } from '../vocabulary/credentials.ts';
import { NO_PINNED_KEY, type ServerTrust } from './connect/mysql/password-rule.ts';
import { parseServerKey } from './connect/mysql/server-key.ts';
import type { StoreConnection } from './connect/store-connection.ts';
import { createStoreGateway, type GatewaySettings, type StoreGateway } from './connect/store-gateway.ts';
import type { StoreAddress } from './connect/store-url.ts';
import { type EventProduct, listEventProducts } from './event-product-list.ts';
import {
  readDayStatuses,
  readMentions,
  readProduct,
  readTermNames,
  readVariations,
} from './read/products.ts';
import { findStore, readOrderFigures } from './read/store-state.ts';
import { readTranslations } from './read/translations.ts';
import { readLayout, type StoreLayout } from './schema/layout.ts';
import { prepareSession } from './schema/session.ts';
import { openWooSnapshot } from './snapshot.ts';
import { readDeletedEvent, readEvent } from './translate/event.ts';
import { openWooWatch } from './watch.ts';

/** How to reach a store, and which site of its database to read. */
export interface StoreLogin extends StoreChoice {
  readonly reach: GatewaySettings;
}

/** Which store of a database to read, and the time limit of a statement. */
export interface StoreChoice {
  /** Table prefix; null means the only one in the database. */
  readonly prefix: string | null;
  /** The time limit of a statement in seconds; null means the default. */
  readonly statementLimitS: number | null;
  /** Absent means auto. */
  readonly textEncoding?: TextEncoding;
  /** The meta of an order that contains its number. Null or absent means only those of known plugins. */
  readonly orderNumberMeta?: string | null;
}

/** A store that is reached over plain TCP. */
export interface WooStoreLogin extends StoreAddress {
  /** The table prefix. Null or absent means the only one in the database. */
  readonly prefix?: string | null;
  readonly connectTimeoutMs?: number;
  /** The servers that may get the password. A confirmed TLS key makes the connection use TLS. */
  readonly trust?: ServerTrust;
}

/** A WooCommerce store, with some queries that only the command line uses. */
export interface WooStore extends StoreSource {
  /** A list of its events. */
  listEventProducts(signal: AbortSignal): Promise<readonly EventProduct[]>;
  /** The figures that a person compares, in addition to the orders' keys. */
  orderFigures(
    signal: AbortSignal,
  ): Promise<{ readonly orders: number; readonly newestChangeAtUtc: Date | null }>;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connections are opened when they are needed. After a snapshot takes one over, other queries use another one.
 */
export function openWooStore(login: WooStoreLogin | StoreLogin, log: Log): WooStore {
  if ('reach' in login) return openGatewayStore(createStoreGateway(login.reach), login, log);
  const {
    host,
    port,
    user,
    password,
    database,
    connectTimeoutMs = CONNECT_TIMEOUT_MS,
    prefix = null,
    trust = NO_PINNED_KEY,
  } = login;
  const usesTls = trust.serverKey !== null && parseServerKey(trust.serverKey)?.kind === 'tls';
  const reach = createStoreGateway({
    transport: 'direct',
    host,
    port,
    user,
    password: toSecret(password),
    passwordVariable: 'TAQUILLA_STORE_PASSWORD',
    database,
    tls: usesTls ? { mode: 'encrypt', ca: null, certificate: null, key: null } : null,
    trust,
    ssh: null,
    jump: null,
    connectTimeoutMs,
    maxConnections: 2,
    rowsPerSecond: null,
    lastTransport: null,
  });
  return openGatewayStore(reach, { prefix, statementLimitS: null }, log);
}

/** Opens a store over an existing gateway; closing the store closes the gateway. */
export function openGatewayStore(reach: StoreGateway, choice: StoreChoice, log: Log): WooStore {
  return new GatewayWooStore(reach, choice, log);
}

interface OpenStore {
  readonly connection: StoreConnection;
  readonly layout: StoreLayout;
  readonly serverVersion: string;
}

class GatewayWooStore implements WooStore {
  readonly #reach: StoreGateway;
  readonly #choice: StoreChoice;
  readonly #log: Log;
  #open: Promise<OpenStore> | null = null;

  constructor(reach: StoreGateway, choice: StoreChoice, log: Log) {
    this.#reach = reach;
    this.#choice = choice;
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
      ownTimezone: layout.ownTimezone,
      serverVersion,
      readsLatin1: layout.readsLatin1,
      orderNumberMeta: layout.orderNumberMeta,
      renewalsOweTickets: layout.renewalsOweTickets,
      warnings: layout.warnings,
    };
  }

  async readEvent(wooProductId: number, signal: AbortSignal): Promise<StoreEvent> {
    const { connection, layout } = await this.#opened(signal);
    const { tables } = layout;
    const product = await readProduct(connection, tables, wooProductId, signal);
    if (product === null) {
      const mentions = await readMentions(connection, tables, wooProductId, signal);
      const days = mentions.hasTickets ? await readDayStatuses(connection, tables, wooProductId, signal) : [];
      const event = readDeletedEvent(wooProductId, mentions, days, layout);
      if (event === null) throw noSuchProduct(wooProductId);
      return event;
    }
    if (product.postType !== 'product') throw noSuchProduct(wooProductId);
    const [variations, termNames, mentions] = await Promise.all([
      readVariations(connection, tables, wooProductId, signal),
      readTermNames(connection, tables, wooProductId, signal),
      // Searching all tickets is slow in a big store, and only needed without the setting.
      layout.plugin.isEvent(product.metas) ? null : readMentions(connection, tables, wooProductId, signal),
    ]);
    return readEvent(product, variations, termNames, mentions?.hasTickets ?? false, layout);
  }

  async readTranslations(signal: AbortSignal): Promise<readonly (readonly number[])[]> {
    const { connection, layout } = await this.#opened(signal);
    return layout.hasTranslations ? await readTranslations(connection, layout.tables, signal) : [];
  }

  async findStore(
    event: StoreEvent,
    wooOrderIds: readonly number[],
    signal: AbortSignal,
  ): Promise<FoundStore> {
    const { connection, layout } = await this.#opened(signal);
    return await findStore(connection, layout, event, wooOrderIds, signal);
  }

  async orderFigures(signal: AbortSignal) {
    const { connection, layout } = await this.#opened(signal);
    return await readOrderFigures(connection, layout, signal);
  }

  /**
   * The snapshot takes the connection over, so that an execution uses only one of the connections that the host
   * allows.
   */
  async openSnapshot(event: EventKey, signal: AbortSignal): Promise<StoreSnapshot> {
    const { layout, connection } = await this.#opened(signal);
    this.#open = null;
    return await openWooSnapshot(connection, layout, event, signal);
  }

  /** The watch takes the connection over. */
  async openWatch(signal: AbortSignal): Promise<StoreWatch> {
    const { layout, connection } = await this.#opened(signal);
    this.#open = null;
    return await openWooWatch(connection, layout, signal);
  }

  async listEventProducts(signal: AbortSignal): Promise<readonly EventProduct[]> {
    const { connection, layout } = await this.#opened(signal);
    return await listEventProducts(connection, layout, signal);
  }

  async close(): Promise<void> {
    const opened = this.#open;
    this.#open = null;
    if (opened !== null) {
      const [result] = await Promise.allSettled([opened]);
      if (result.status === 'fulfilled') result.value.connection.close();
    }
    await this.#reach.close();
  }

  /** The connection for queries outside a snapshot, opened again if it was lost. */
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
      const layout = await readLayout(connection, this.#choice, signal);
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
    const connection = await this.#reach.open(signal);
    try {
      const serverVersion = await prepareSession(connection, this.#choice.statementLimitS, signal);
      return { connection, serverVersion };
    } catch (error) {
      connection.close();
      throw error;
    }
  }
}

/** The error if the store has no product with this id, and no row that names it. */
function noSuchProduct(wooProductId: number): AppError {
  return new AppError({
    code: 'store.no-such-product',
    message: `The store has no product ${wooProductId}.`,
    details: { wooProductId },
  });
}
