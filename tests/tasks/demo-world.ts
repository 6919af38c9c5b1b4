import { ensureCredentials } from '../../src/backend/credentials/credentials-records.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { configureProduct } from '../../src/configurations/create-configuration.ts';
import type { ControlDeps } from '../../src/tasks/control.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { openWooStore } from '../../src/woocommerce/woo-store.ts';
import { freshBackendDatabase } from '../servers/databases.ts';
import { testLog } from '../servers/private-postgres.ts';

const PRODUCT = 173_911;

/** A backend with one configuration of a demo store, for worker processes. */
export interface DemoWorld {
  readonly db: Database;
  readonly url: string;
  readonly configurationId: string;
  readonly control: ControlDeps;
  close(): Promise<void>;
}

/** @param url of an empty database; null to create one for the test */
export async function openDemoWorld(storeUrl: string, url: string | null = null): Promise<DemoWorld> {
  const fresh = url === null ? await freshBackendDatabase() : null;
  const backendUrl = fresh?.url ?? url ?? '';
  const db = openDatabase({ connectionString: backendUrl }, testLog, 4);
  const configurationId = await configure(db, storeUrl);
  return {
    db,
    url: backendUrl,
    configurationId,
    control: { db, now: () => new Date(), maxRetries: 3 },
    async close() {
      await db.end();
      await fresh?.drop();
    },
  };
}

async function configure(db: Database, storeUrl: string): Promise<string> {
  const address = parseStoreUrl(storeUrl);
  const source = openWooStore(address, testLog);
  const signal = new AbortController().signal;
  try {
    const identity = await source.identify(signal);
    const event = await source.readEvent(PRODUCT, signal);
    const { host, port, user, database } = address;
    const configuration = await configureProduct(
      { db, now: () => new Date() },
      {
        wooProductId: PRODUCT,
        eventName: 'Event',
        organizerEmail: 'organizer@example.com',
        organizerName: null,
        serviceFeePercentage: '10',
        ticketTierName: 'General',
      },
      async (tx) => await ensureCredentials(tx, { host, port, username: user, database, tablePrefix: null }),
      identity,
      event,
      async (ids) => await source.findStore(event, ids, signal),
    );
    return configuration.id;
  } finally {
    await source.close();
  }
}

export interface AttemptRow {
  readonly number: number;
  readonly outcome: string | null;
  readonly started_at: Date;
  readonly finished_at: Date | null;
}

export async function attemptsOf(db: Database, executionId: string): Promise<readonly AttemptRow[]> {
  const { rows } = await db.query<AttemptRow>(
    'select number, outcome, started_at, finished_at from sync_attempts where execution_id = $1 order by number',
    [executionId],
  );
  return rows;
}

export async function statusOf(db: Database, executionId: string): Promise<string> {
  const { rows } = await db.query<{ status: string }>('select status from sync_executions where id = $1', [
    executionId,
  ]);
  return rows[0]?.status ?? 'none';
}
