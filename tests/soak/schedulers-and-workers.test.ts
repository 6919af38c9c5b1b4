import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshBackendDatabase } from '../servers/databases.ts';
import { BACK_ENDS, type CarrierServer, startCarrierServer } from '../tasks/carriers.ts';
import { openWorld, type Service, serve } from '../tasks/service.ts';
import type { TaskWorld } from '../tasks/task-world.ts';
import { waitFor } from '../tasks/wait-for.ts';

const CONFIGURATIONS = 200;
const TICKS = 10;
const TICK_MS = 15 * 60_000;

describe.each(BACK_ENDS)('two schedulers and five workers over %s', (backEnd) => {
  let server: CarrierServer;
  let world: TaskWorld;
  let services: Service[];
  let url: string;

  beforeEach(async () => {
    server = await startCarrierServer(backEnd);
    const database = await freshBackendDatabase();
    url = database.url;
    world = await openWorld(url, async () => await database.drop());
    services = [];
  });
  afterEach(async () => {
    for (const service of services) await service.stop();
    await world.close();
    await server.stop();
  });

  it('run each due execution exactly once, on the grid', async () => {
    const anchor = new Date('2025-06-02T12:00:00Z');
    world.nowMs = anchor.getTime();
    const stores: string[] = [];
    for (let n = 0; n < 10; n += 1) stores.push(await world.addCredentials(2));
    for (let n = 0; n < CONFIGURATIONS; n += 1) {
      const credentialsId = stores[n % stores.length] ?? '';
      await world.addConfiguration({
        credentialsId,
        frequency: 'every_15_minutes',
        anchor,
        nextDueAt: anchor,
      });
    }
    const { now } = world;
    for (let n = 0; n < 2; n += 1) services.push(await serve(world, url, server.place, { queues: [], now }));
    for (let n = 0; n < 5; n += 1) services.push(await serve(world, url, server.place, { now }));
    for (let tick = 0; tick < TICKS; tick += 1) {
      // The next quarter of an hour begins now, for both schedulers and all workers.
      await world.db.query(
        `insert into timetables (name, next_at) values ('run_scheduled_syncs', now())
         on conflict (name) do update set next_at = excluded.next_at`,
      );
      await waitFor(
        async () =>
          await world.one<{ n: number }>(
            `select count(*)::integer as n from sync_executions where status = 'success'`,
          ),
        ({ n }) => n === CONFIGURATIONS * (tick + 1),
        120_000,
      );
      world.pass(TICK_MS);
    }
    const planned = await world.rows<{ planned_at: Date; n: number }>(
      'select planned_at, count(*)::integer as n from sync_executions group by planned_at order by planned_at',
    );
    expect(planned).toEqual(
      Array.from({ length: TICKS }, (_, tick) => ({
        planned_at: new Date(anchor.getTime() + tick * TICK_MS),
        n: CONFIGURATIONS,
      })),
    );
    const attempts = await world.one(
      `select count(*)::integer as n, count(distinct execution_id)::integer as executions from sync_attempts`,
    );
    expect(attempts).toEqual({ n: CONFIGURATIONS * TICKS, executions: CONFIGURATIONS * TICKS });
    expect(world.store.mostOpen).toBeLessThanOrEqual(20);
  });
});
