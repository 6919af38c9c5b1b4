import type { Connection } from 'mysql2/promise';
import type { ErrorCode } from '../kernel/error-catalogue.ts';
import { AppError } from '../kernel/errors.ts';
import { connectStore } from './connect-store.ts';
import type { DemoLayout, DemoStore } from './model/model.ts';
import type { UtcSeconds } from './model/site-clock.ts';
import { generateStore } from './orders/generate-store.ts';
import { type LoadOptions, type LoadResult, loadStore } from './write/load-store.ts';

export interface DemoStoreRequest extends LoadOptions {
  /** `mysql://user:password@host:port/database`, or with `?socketPath=/path`. */
  readonly url: string;
  /** The number of orders, 10 to 200,000. */
  readonly orders?: number;
  readonly seed?: number;
  readonly layout?: DemoLayout;
  readonly prefix?: string;
  readonly nowUtc?: UtcSeconds;
}

export interface DemoStoreMade extends LoadResult {
  readonly store: DemoStore;
  readonly database: string;
}

export const DEMO_STORE_DEFAULTS = { orders: 500, seed: 1, layout: 'hpos', prefix: 'wp_' } as const;
const FEWEST_ORDERS = 10;
const MOST_ORDERS = 200_000;

/**
 * Creates the demo store in a MariaDB or MySQL server, and its database if that is missing. Returns the model
 * of the store, with which tests compare what a reader finds.
 *
 * @throws invalid `demo.orders`, `demo.database`, `demo.prefix`; aborted; what the driver throws
 */
export async function makeDemoStore(request: DemoStoreRequest): Promise<DemoStoreMade> {
  const { url, replace = false, onProgress, signal, ...given } = request;
  const store = generateStore({ ...DEMO_STORE_DEFAULTS, ...given });
  const { orders } = store.settings;
  if (!Number.isSafeInteger(orders) || orders < FEWEST_ORDERS || orders > MOST_ORDERS) {
    throw invalid('demo.orders', 'A demo store has 10 to 200,000 orders.');
  }
  const address = new URL(url);
  const database = decodeURIComponent(address.pathname.slice(1));
  if (!/^[A-Za-z0-9_$-]{1,64}$/.test(database)) {
    throw invalid('demo.database', 'The address has to name a database: letters, digits, _ and -.');
  }
  address.pathname = '/';
  const connect = async (): Promise<Connection> =>
    await connectStore({ uri: address.href, charset: 'utf8mb4' });
  const first = await connect();
  const connections: [Connection, ...Connection[]] = [first];
  try {
    await first.query(
      `CREATE DATABASE IF NOT EXISTS \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci`,
    );
    connections.push(await connect());
    for (const connection of connections) await connection.query(`USE \`${database}\``);
    const loaded = await loadStore(connections, store, {
      replace,
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(signal === undefined ? {} : { signal }),
    });
    for (const connection of connections) await connection.end();
    return { ...loaded, store, database };
  } catch (error) {
    for (const connection of connections) connection.destroy();
    throw error;
  }
}

function invalid(code: ErrorCode, message: string): AppError {
  return new AppError({ code, message });
}
