import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runSync } from '../../src/configurations/run-sync.ts';
import type { StoreSnapshot, StoreSource } from '../../src/source/source.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { CONCERT, concertStore } from '../woocommerce/concert-store.ts';
import { openStore } from '../woocommerce/open-store.ts';
import { type Backend, eventIdOf, freshBackend } from './sync-store.ts';

type Capability = 'changes' | 'digests' | 'rangeCounts';

let backend: Backend;
let store: StoreDatabase;

beforeEach(async () => {
  store = await freshStoreDatabase();
  await store.exec(concertStore('hpos'));
  await store.exec(`insert into wp_postmeta (post_id, meta_key, meta_value)
    values (901, 'WooCommerceEventsAttendeeName', 'Zoë')`);
  backend = await freshBackend();
});
afterEach(async () => {
  await backend.close();
  await store.drop();
});

function without(source: StoreSource, missing: readonly Capability[]): StoreSource {
  return {
    identify: async (signal) => await source.identify(signal),
    readEvent: async (id, signal) => await source.readEvent(id, signal),
    readTranslations: async (signal) => await source.readTranslations(signal),
    findStore: async (event, ids, signal) => await source.findStore(event, ids, signal),
    openSnapshot: async (key, signal) => {
      const snapshot = await source.openSnapshot(key, signal);
      return new Proxy<StoreSnapshot>(snapshot, {
        get(target, name) {
          if (missing.some((capability) => capability === name)) return null;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    },
    close: async () => await source.close(),
  };
}

async function sync(missing: readonly Capability[], depth: Depth | null): Promise<SyncReport> {
  const source = without(openStore(store.url), missing);
  const address = { host: 'store.example.com', port: 3306, username: 'u', database: 'd', tablePrefix: null };
  const signal = new AbortController().signal;
  try {
    const { report } = await runSync(
      { db: backend.db, log: backend.log, now: () => new Date(), source },
      {
        wooProductId: CONCERT,
        eventName: 'Concert',
        organizerEmail: 'organizer@example.com',
        organizerName: null,
        serviceFeePercentage: '10',
        ticketTierName: 'General',
        anotherOrganizer: false,
      },
      address,
      { onProgress: () => undefined, signal, depth },
    );
    return report;
  } finally {
    await source.close();
  }
}

async function rename(ticket: number, to: string): Promise<void> {
  await store.exec(
    `update wp_postmeta set meta_value = '${to}'
     where post_id = ${ticket} and meta_key = 'WooCommerceEventsAttendeeName'`,
  );
}

async function nameOf(report: SyncReport, ticket: number): Promise<string | undefined> {
  const { rows } = await backend.db.query<{ first_name: string }>(
    'select first_name from tickets where event_id = $1 and woo_ticket_id = $2',
    [eventIdOf(report), ticket],
  );
  return rows[0]?.first_name;
}

test.each<[missing: readonly Capability[], asked: Depth | null, read: Depth]>([
  [['digests'], 'sweep', 'full'],
  [['digests'], 'quick', 'quick'],
  [['changes'], 'quick', 'sweep'],
  [['changes'], 'sweep', 'sweep'],
  [['changes', 'digests'], 'quick', 'full'],
  [['changes', 'digests'], null, 'full'],
  [['rangeCounts'], null, 'sweep'],
])(
  'a store without %j that is asked for %s is read by depth %s, and verified',
  async (missing, asked, read) => {
    const first = await sync(missing, null);
    expect(first).toMatchObject({ error: null, depth: 'full', verification: 'verified' });
    const name = `Name ${randomUUID()}`;
    await rename(901, name);
    const second = await sync(missing, asked);
    expect(second).toMatchObject({ error: null, depth: read, verification: 'verified' });
    // An updated meta gives no signal, but a deeper reading finds it.
    if (read !== 'quick') expect(await nameOf(second, 901)).toBe(name);
  },
);

test('a store that gains its capabilities is read whole once, and with them from then on', async () => {
  await sync(['changes', 'digests'], null);
  expect(await sync([], 'quick')).toMatchObject({ depth: 'full', verification: 'verified' });
  expect(await sync([], 'quick')).toMatchObject({ depth: 'quick', verification: 'verified' });
  expect(await sync([], 'sweep')).toMatchObject({ depth: 'sweep', verification: 'verified' });
});
