import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { attemptsOf, openDemoWorld, statusOf } from '../tasks/demo-world.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { startWorker, type TestWorker } from '../tasks/workers.ts';

let store: StoreDatabase;

beforeAll(async () => {
  store = await freshStoreDatabase();
  await makeDemoStore({ url: store.url, orders: 1_600, seed: 3, layout: 'hpos' });
});
afterAll(async () => await store.drop());

// A machine that hangs keeps its transaction open, and with it the right to write the page.
it('a worker that freezes in the midst of a page is taken over once PostgreSQL ends its transaction, and writes nothing when it thaws', async () => {
  const world = await openDemoWorld(store.url);
  const place = { kind: 'postgres', connectionString: world.url } as const;
  const order = { backendUrl: world.url, place, storeUrl: store.url };
  const workers: TestWorker[] = [];
  try {
    const death = { point: 'before a page is committed', passing: 2, by: 'SIGSTOP' } as const;
    workers.push(await startWorker({ ...order, death }));
    const { executionId } = await triggerSync(world.control, world.configurationId, null);
    await waitFor(
      async () => (await attemptsOf(world.db, executionId)).length,
      (count) => count === 1,
    );
    workers.push(await startWorker({ ...order, death: null }));
    await waitFor(
      async () => await statusOf(world.db, executionId),
      (status) => status === 'success',
      150_000,
    );
    const attempts = await attemptsOf(world.db, executionId);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['worker_lost', 'success']);
    const rowVersions = async () =>
      (await world.db.query('select id, xmin::text from orders order by id')).rows as unknown[];
    const before = await rowVersions();
    workers[0]?.child.kill('SIGCONT');
    await workers[0]?.stop();
    expect(await rowVersions()).toEqual(before);
    expect(await statusOf(world.db, executionId)).toBe('success');
  } finally {
    for (const worker of workers) await worker.kill();
    await world.close();
  }
});
