import { Writable } from 'node:stream';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { type FinishedSync, runSync } from '../../src/configurations/run-sync.ts';
import { createLog, type Log } from '../../src/kernel/log/log.ts';
import type { OnProgress } from '../../src/sync/model/event-sync.ts';
import type { TextEncoding } from '../../src/vocabulary/credentials.ts';
import type { Depth, Targets } from '../../src/vocabulary/depths.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import type { GatewaySettings } from '../../src/woocommerce/connect/store-gateway.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { openWooStore } from '../../src/woocommerce/woo-store.ts';
import { type FreshDatabase, freshBackendDatabase } from '../servers/databases.ts';
import { directTo } from '../woocommerce/connect/gateway-settings.ts';

/** A migrated backend for one test. */
export interface Backend {
  readonly db: Database;
  readonly log: Log;
  close(): Promise<void>;
}

export async function freshBackend(): Promise<Backend & { readonly url: string }> {
  return backendOn(await freshBackendDatabase());
}

/** Closing it drops the database. */
export function backendOn(database: FreshDatabase): Backend & { readonly url: string } {
  const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));
  const db = openDatabase({ connectionString: database.url }, log, 4);
  return {
    url: database.url,
    db,
    log,
    async close() {
      await db.end();
      await database.drop();
    },
  };
}

export interface SyncInput {
  readonly storeUrl: string;
  readonly product: number;
  /** All products of the event, including that one. */
  readonly products?: readonly number[];
  readonly serviceFee?: string;
  /** The event's owner, if it matters. */
  readonly organizerEmail?: string;
  readonly eventName?: string;
  readonly anotherOrganizer?: boolean;
  readonly signal?: AbortSignal;
  readonly depth?: Depth;
  /** Rows that are read instead of the event. */
  readonly targets?: Targets;
  /** Orders a page, if the default would be the whole store. */
  readonly pageOrders?: number;
  /** The rows that a sweep of a part compares in turn, if they are not as many as usual. */
  readonly rotationRows?: number;
  /** Our clock, if it is not the machine's. */
  readonly now?: () => Date;
  /** Called once, after the first page of orders is committed; the execution waits for it. */
  readonly onPage?: () => Promise<void>;
  /** The table prefix, if the database contains several stores. */
  readonly prefix?: string;
  /** The transport to the store, if it is not direct. */
  readonly way?: Partial<GatewaySettings>;
  readonly textEncoding?: TextEncoding;
  /** The meta with an order's number, if a person named one. */
  readonly orderNumberMeta?: string;
}

/** One execution over the real reader, as the command line runs it. */
export async function syncProduct(backend: Backend, input: SyncInput): Promise<FinishedSync> {
  const address = parseStoreUrl(input.storeUrl);
  const reach = directTo(input.storeUrl, { connectTimeoutMs: 10_000, ...input.way });
  const { prefix = null, textEncoding = 'auto', orderNumberMeta = null } = input;
  const choice = { prefix, statementLimitS: null, textEncoding, orderNumberMeta };
  const source = openWooStore({ reach, ...choice }, backend.log);
  try {
    return await runSync(
      {
        db: backend.db,
        source,
        log: backend.log,
        now: input.now ?? (() => new Date()),
        ...(input.rotationRows === undefined ? {} : { rotationRows: input.rotationRows }),
        ...(input.pageOrders === undefined ? {} : { pageOrders: input.pageOrders }),
      },
      {
        wooProductId: input.product,
        ...(input.products === undefined ? {} : { wooProductIds: input.products }),
        eventName: input.eventName ?? `Event ${input.product}`,
        organizerEmail: input.organizerEmail ?? 'organizer@example.com',
        organizerName: null,
        serviceFeePercentage: input.serviceFee ?? '10',
        ticketTierName: 'General',
        anotherOrganizer: input.anotherOrganizer ?? false,
        confirmMoneyChange: true,
      },
      {
        host: address.host,
        port: address.port,
        username: address.user,
        database: address.database,
        tablePrefix: input.prefix ?? null,
      },
      {
        onProgress: afterFirstPage(input.onPage),
        signal: input.signal ?? new AbortController().signal,
        depth: input.depth ?? null,
        ...(input.targets === undefined ? {} : { targets: input.targets }),
      },
    );
  } finally {
    await source.close();
  }
}

function afterFirstPage(onPage: (() => Promise<void>) | undefined): OnProgress {
  let announced = false;
  return async ({ phase, ordersRead }) => {
    if (announced || phase !== 'read' || ordersRead === 0) return;
    announced = true;
    await onPage?.();
  };
}

/** The event's id in a report that must have one. */
export function eventIdOf(report: SyncReport): string {
  if (report.eventId === null) throw new Error(`no event: ${report.error?.message}`);
  return report.eventId;
}
