import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { oldBackendDatabase } from '../servers/old-backend.ts';
import {
  type Backend,
  backendOn,
  eventIdOf,
  freshBackend,
  type SyncInput,
  syncProduct,
} from './sync-store.ts';
import { wholeEvent } from './whole-event.ts';

const MINUTE_MS = 60_000;
/** So few that a sweep compares a part of the small store. */
const ROWS = 4_000;

/** Two events of one store that version 0.1 synced. */
const MAIN = {
  product: 173_911,
  eventName: 'A trial of the hybrid event',
  organizerEmail: 'trial@example.com',
};
const WORKSHOP = { product: 173_921, eventName: 'Workshop', serviceFee: '0' };
type Synced = Pick<SyncInput, 'product' | 'eventName' | 'organizerEmail' | 'serviceFee'>;

let store: StoreDatabase;
let backend: Backend;
/** Simulated. */
let clockMs = Date.now();

beforeAll(async () => {
  store = await freshStoreDatabase();
  // The store that 0.1 read.
  await makeDemoStore({ url: store.url, orders: 240, seed: 7, layout: 'hpos' });
  backend = backendOn(await oldBackendDatabase());
  await migrate(backend.db, backend.log);
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});

async function sync(event: Synced, depth: Depth | null = null, rotationRows: number | null = ROWS) {
  const { report } = await syncProduct(backend, {
    ...event,
    storeUrl: store.url,
    now: () => new Date(clockMs),
    ...(rotationRows !== null && { rotationRows }),
    ...(depth !== null && { depth }),
  });
  const differences = report.proof.filter(({ equal }) => !equal);
  expect({ error: report.error, differences }).toEqual({ error: null, differences: [] });
  expect(report.verification).toMatch(/^verified/);
  return report;
}

/** The result of syncing the current store into an empty backend. */
async function readAll(event: Synced) {
  const fresh = await freshBackend();
  try {
    const { report } = await syncProduct(fresh, { ...event, storeUrl: store.url });
    return await wholeEvent(fresh.db, eventIdOf(report));
  } finally {
    await fresh.close();
  }
}

/** How long ago the oldest part of a configuration's tables was compared. */
async function oldestMinutes(product: number): Promise<number | null> {
  const [row] = await queryRows<{ spans: Readonly<Record<string, readonly (readonly number[])[]>> | null }>(
    backend.db,
    `select k.compared_spans as spans from sync_checkpoints k join sync_configurations c on c.id = k.configuration_id
     where c.woo_product_id = $1 and k.compared_spans is not null`,
    [product],
  );
  if (row === undefined || row.spans === null) return null;
  const times = Object.values(row.spans).flatMap((spans) => spans.map(([, at = 0]) => at));
  return Math.round((clockMs - Math.min(...times)) / MINUTE_MS);
}

it('a backend of 0.1 reads its events whole once, and then by parts, several events of a store in turn', async () => {
  const events = [MAIN, WORKSHOP];
  const ids: string[] = [];
  for (const event of events) {
    const first = await sync(event);
    expect(first.depth).toBe('full');
    expect(first.counts.orders.created + first.counts.tickets.created).toBe(0);
    ids.push(eventIdOf(first));
    expect((await sync(event, 'sweep')).depth).toBe('sweep');
  }
  // A change that no time in the store records, in the first ticket of each event.
  for (const id of ids) {
    const [ticket] = await queryRows<{ post: number }>(
      backend.db,
      `select min(woo_ticket_id)::integer as post from tickets
       where event_id = $1 and woo_ticket_id is not null and removed_at is null`,
      [id],
    );
    await store.exec(
      `update wp_postmeta set meta_value = 'Otra' where post_id = ${ticket?.post}
         and meta_key = 'WooCommerceEventsAttendeeName'`,
    );
  }
  const found = [false, false];
  const begunMs = clockMs;
  let sweptInParts = false;
  while (found.includes(false) && clockMs < begunMs + 24 * 60 * MINUTE_MS) {
    clockMs += 15 * MINUTE_MS;
    for (const [at, event] of events.entries()) {
      const { counts, depth } = await sync(event);
      expect(depth).toBe('sweep');
      sweptInParts ||= ((await oldestMinutes(event.product)) ?? 0) > 0;
      found[at] ||= counts.tickets.updated > 0;
    }
  }
  expect([sweptInParts, found]).toEqual([true, [true, true]]);
  for (const [at, event] of events.entries()) {
    const [ours, theirs] = [await wholeEvent(backend.db, ids[at] ?? ''), await readAll(event)];
    for (const part of ['orders', 'items', 'refunds', 'refundLines'] as const) {
      expect(ours[part]).toEqual(theirs[part]);
    }
  }
});

it('the seconds that the credentials name decide how much a sweep compares, shared by their configurations', async () => {
  await queryRows(
    backend.db,
    `insert into sync_configurations (id, name, organizer_id, credentials_id, woo_product_id, event_name, frequency,
       schedule_anchor, timezone, pinned_site_url, pinned_table_prefix)
     select gen_random_uuid(), 'Event ' || n, c.organizer_id, c.credentials_id, 1000000 + n, 'Event ' || n, 'manual',
       now(), 'UTC', c.pinned_site_url, c.pinned_table_prefix
     from sync_configurations c cross join generate_series(1, 100) n where c.event_name = $1 returning 1`,
    [MAIN.eventName],
  );
  clockMs += 15 * MINUTE_MS;
  await sync(MAIN, null, null);
  expect(await oldestMinutes(MAIN.product)).toBeGreaterThan(0);
  await queryRows(backend.db, 'update sync_credentials set sweep_seconds = 60 returning 1', []);
  clockMs += 15 * MINUTE_MS;
  await sync(MAIN, null, null);
  expect(await oldestMinutes(MAIN.product)).toBe(0);
});
