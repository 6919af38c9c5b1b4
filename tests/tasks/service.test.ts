import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { triggerSync } from '../../src/tasks/control.ts';
import { runScheduledSyncs } from '../../src/tasks/run-scheduled-syncs.ts';
import { freshBackendDatabase } from '../servers/databases.ts';
import { testLog } from '../servers/private-postgres.ts';
import { BACK_ENDS, type CarrierServer, startCarrierServer } from './carriers.ts';
import { openWorld, type Service, serve } from './service.ts';
import type { TaskWorld } from './task-world.ts';
import { waitFor } from './wait-for.ts';

describe.each(BACK_ENDS)('the service over %s', (backEnd) => {
  let server: CarrierServer;
  let world: TaskWorld;
  let url: string;
  let services: Service[];

  beforeAll(async () => {
    server = await startCarrierServer(backEnd);
  });
  afterAll(async () => {
    await server.stop();
  });
  beforeEach(async () => {
    await server.clear();
    const database = await freshBackendDatabase();
    url = database.url;
    world = await openWorld(url, async () => await database.drop());
    services = [];
  });
  afterEach(async () => {
    world.store.gate = null;
    for (const service of services) await service.stop();
    await world.close();
  });

  async function start(): Promise<Service> {
    const service = await serve(world, url, server.place);
    services.push(service);
    return service;
  }

  async function dueTogether(count: number, slots: number): Promise<string> {
    const store = await world.addCredentials(slots);
    const one = await world.addConfiguration({ credentialsId: store });
    await world.db.query(
      `insert into sync_configurations
         (id, name, organizer_id, credentials_id, woo_product_id, event_name, frequency, next_due_at,
          pinned_site_url, pinned_table_prefix)
       select gen_random_uuid(), 'Event ' || n, c.organizer_id, c.credentials_id, 1000 + n, 'Event', 'hourly',
         $2, c.pinned_site_url, c.pinned_table_prefix
       from sync_configurations c, generate_series(1, $3::integer) as n where c.id = $1`,
      [one, world.now(), count],
    );
    await runScheduledSyncs({ db: world.db, log: testLog, now: world.now, maxRetries: 3 });
    return one;
  }

  const countOf = async (status: string): Promise<number> => {
    const sql = 'select count(*)::integer as n from sync_executions where status = $1';
    return (await world.one<{ n: number }>(sql, [status])).n;
  };

  it('starts requested work at the next free slot, before 500 scheduled executions of the same store', async () => {
    world.store.pages = 1;
    world.store.gate = async () => await sleep(300);
    const mine = await dueTogether(500, 1);
    await start();
    await waitFor(
      async () => await countOf('success'),
      (count) => count >= 1,
    );
    const before = await countOf('success');
    const { executionId } = await triggerSync(world.control, mine, null);
    await waitFor(
      async () =>
        await world.one<{ started_at: Date | null }>('select started_at from sync_executions where id = $1', [
          executionId,
        ]),
      (row) => row.started_at !== null,
    );
    // those that had slots already, and those that ended during these checks
    expect((await countOf('success')) - before).toBeLessThan(50);
    expect(world.store.mostOpen).toBeLessThanOrEqual(2);
  });

  it('loses and doubles nothing when its carrier loses everything and restarts in mid-run', async () => {
    world.store.pages = 2;
    world.store.gate = async () => await sleep(100);
    await dueTogether(30, 4);
    await start();
    await start();
    await waitFor(
      async () => await countOf('success'),
      (count) => count >= 5,
    );
    await server.lose(world.db);
    await waitFor(
      async () => await countOf('success'),
      (count) => count === 30,
    );
    const attempts = await world.rows(
      'select execution_id from sync_attempts group by execution_id having count(*) > 1',
    );
    expect(attempts).toEqual([]);
    expect(world.store.mostOpen).toBeLessThanOrEqual(4);
  });

  it('starts a configuration with a frequency of a minute without a tick', async () => {
    const id = await world.addConfiguration({ frequency: 'every_minute', nextDueAt: world.now() });
    await start();
    await waitFor(
      async () => await countOf('success'),
      (count) => count >= 1,
    );
    expect(await world.one('select trigger, configuration_id from sync_executions limit 1')).toEqual({
      trigger: 'schedule',
      configuration_id: id,
    });
    expect(await world.rows(`select id from background_tasks where name = 'run_scheduled_syncs'`)).toEqual(
      [],
    );
  });

  it('that is asked to stop under load gives back its work, and another one ends it', async () => {
    world.store.pages = 20;
    world.store.gate = async () => await sleep(50);
    await dueTogether(12, 4);
    const first = await start();
    await waitFor(
      async () => await countOf('running'),
      (count) => count >= 3,
    );
    await first.stop();
    services = [];
    expect(await countOf('running')).toBe(0);
    expect(await world.rows('select execution_id from sync_leases')).toEqual([]);
    const given = await world.rows(`select id from sync_attempts where outcome = 'given_back'`);
    expect(given.length).toBeGreaterThanOrEqual(3);
    world.store.gate = null;
    await start();
    await waitFor(
      async () => await countOf('success'),
      (count) => count === 12,
    );
    const failed = await world.rows(
      'select id from sync_executions where failed_attempts > 0 or takeovers > 0',
    );
    expect(failed).toEqual([]);
  });
});
