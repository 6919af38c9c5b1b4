import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putWebhookSecret } from '../../src/backend/credentials/webhook-records.ts';
import { keepArrivals } from '../../src/backend/webhooks/announcement-records.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { BACK_ENDS, type CarrierServer, startCarrierServer } from './carriers.ts';
import { attemptsOf, type DemoWorld, openDemoWorld, statusOf } from './demo-world.ts';
import { waitFor } from './wait-for.ts';
import { startWorker, type TestWorker } from './workers.ts';

describe.each(BACK_ENDS)('over %s', (backEnd) => {
  let server: CarrierServer;
  let store: StoreDatabase;
  let world: DemoWorld;
  const workers: TestWorker[] = [];

  beforeAll(async () => {
    server = await startCarrierServer(backEnd);
    store = await freshStoreDatabase();
    await makeDemoStore({ url: store.url, orders: 40, seed: 5, layout: 'hpos' });
    world = await openDemoWorld(store.url);
  });
  afterAll(async () => {
    for (const worker of workers) await worker.stop();
    await world.close();
    await store.drop();
    await server.stop();
  });

  async function rows<T>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
    return (await world.db.query(sql, [...values])).rows as T[];
  }

  it('an order that is announced is read, though the worker that reads it is killed before it has ended', async () => {
    const order = { backendUrl: world.url, place: server.place, storeUrl: store.url };
    const first = await startWorker({ ...order, death: null });
    const { executionId } = await triggerSync(world.control, world.configurationId, null);
    await waitFor(
      async () => await statusOf(world.db, executionId),
      (status) => status === 'success',
    );
    await first.stop();

    const [paid] = await rows<{ id: number; credentials: string }>(
      `select o.woo_order_id as id, c.credentials_id as credentials from orders o join events e on e.id = o.event_id
       join sync_configurations c on c.id = e.configuration_id where o.source_status = 'completed' order by 1 limit 1`,
    );
    if (paid === undefined) throw new Error('the demo store has no completed order');
    const key = new Secret('a secret key of the tests, long enough');
    await putWebhookSecret(world.db, key, paid.credentials, 'a secret');
    // No change signal of the store shows this, so only an execution that names the order finds it.
    await store.exec(`update wp_wc_orders set status = 'wc-on-hold' where id = ${paid.id}`);

    const victim = await startWorker({ ...order, death: { point: 'before the end is written', passing: 1 } });
    workers.push(victim);
    const counts = { deliveries: 1, refused: 0, pings: 0, topic: 'order.updated', isOfOrder: true };
    await keepArrivals(
      world.db,
      [{ credentialsId: paid.credentials, wooOrderId: paid.id, wooProductIds: [], deliveries: 1 }],
      [{ credentialsId: paid.credentials, ...counts, isTooMuch: false }],
    );
    expect(await victim.ended).toBe('SIGKILL');
    const [begun] = await rows<{ id: string }>(`select id from sync_executions where trigger = 'webhook'`);
    expect(begun).toBeDefined();

    workers.push(await startWorker({ ...order, death: null }));
    await waitFor(
      async () => await statusOf(world.db, begun?.id ?? ''),
      (status) => status === 'success',
    );
    const attempts = await attemptsOf(world.db, begun?.id ?? '');
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['worker_lost', 'success']);
    expect(await rows('select source_status from orders where woo_order_id = $1', [paid.id])).toEqual([
      { source_status: 'on-hold' },
    ]);
    expect(await rows('select woo_order_id from sync_order_hints where waiting_since is not null')).toEqual(
      [],
    );
    expect(await rows(`select id from sync_executions where trigger = 'webhook'`)).toHaveLength(1);
  });
});
