import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { POINTS, type Point } from '../../src/kernel/failpoint.ts';
import { backendEvent } from '../pipe/backend-event.ts';
import { eventIdOf, freshBackend, syncProduct } from '../pipe/sync-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { BACK_ENDS, type CarrierPlace } from '../tasks/carriers.ts';
import { killAndTakeOver } from '../tasks/kill-and-take-over.ts';

const PRODUCT = 173_911;
/** Only a sweep passes this failpoint. */
const OF_A_SWEEP: readonly Point[] = ['after the digests are compared'];
const IN_A_FIRST_EXECUTION = POINTS.filter((point) => !OF_A_SWEEP.includes(point));
/** No sweep passes these. */
const OF_A_FULL_READING: readonly Point[] = [
  'in the midst of COPY',
  'after a full reading’s digests are stored',
];
const IN_A_SWEEP = POINTS.filter((point) => !OF_A_FULL_READING.includes(point));

/** The same in every compared store. */
const CHANGED_AT = new Date().toISOString().slice(0, 19).replace('T', ' ');

let store: StoreDatabase;
let redis: PrivateRedis;

beforeAll(async () => {
  store = await freshStoreDatabase();
  redis = await startPrivateRedis();
});
afterAll(async () => {
  await redis.stop();
  await store.drop();
});

async function makeStore(): Promise<void> {
  await makeDemoStore({ url: store.url, orders: 1_600, seed: 3, layout: 'hpos', replace: true });
}

/**
 * An order is cancelled, one is erased, a ticket is erased, and a line is rewritten: the last three without a
 * change signal.
 */
async function change(): Promise<void> {
  await store.exec(`
    update wp_wc_orders set status = 'wc-cancelled', date_updated_gmt = '${CHANGED_AT}'
      where status = 'wc-completed' and type = 'shop_order' order by id limit 1;
    delete from wp_wc_orders where status = 'wc-completed' and type = 'shop_order' order by id desc limit 1;
    delete from wp_posts where post_type = 'event_magic_tickets' and post_status = 'publish' order by ID limit 1;
    update wp_woocommerce_order_itemmeta set meta_value = meta_value + 1
      where meta_key = '_line_total' order by meta_id limit 3;`);
}

async function undisturbed(changed: boolean): Promise<unknown> {
  const backend = await freshBackend();
  try {
    const sync = async () => (await syncProduct(backend, { storeUrl: store.url, product: PRODUCT })).report;
    let report = await sync();
    if (changed) {
      await change();
      report = await sync();
    }
    expect(report).toMatchObject({ verification: 'verified', depth: changed ? 'sweep' : 'full' });
    return await backendEvent(backend.db, eventIdOf(report));
  } finally {
    await backend.close();
  }
}

describe.each(BACK_ENDS)('on %s', (backEnd) => {
  const placeOf = (): CarrierPlace =>
    backEnd === 'redis' ? { kind: 'redis', url: redis.url } : { kind: 'postgres' };

  describe('in a first execution', () => {
    let expected: unknown;
    beforeAll(async () => {
      await makeStore();
      expected = await undisturbed(false);
    });

    it.each(IN_A_FIRST_EXECUTION)(
      'a worker that is killed %s leaves work that another one ends like an undisturbed one',
      async (point) => {
        await redis.flush();
        expect(await killAndTakeOver(point, store.url, placeOf())).toEqual(expected);
      },
    );
  });

  describe('in a sweep', () => {
    let expected: unknown;
    beforeAll(async () => {
      await makeStore();
      expected = await undisturbed(true);
    });

    it.each(IN_A_SWEEP)(
      'a worker that is killed %s leaves work that another one ends like an undisturbed one',
      async (point) => {
        await redis.flush();
        await makeStore();
        expect(await killAndTakeOver(point, store.url, placeOf(), { change })).toEqual(expected);
      },
    );
  });
});
