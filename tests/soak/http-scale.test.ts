import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { listExecutions } from '../../src/backend/lists/execution-list.ts';
import { type ApiWorld, BODY, openApiWorld } from '../http/api-world.ts';

const CONFIGURATIONS = 10_000;
const EXECUTIONS = 100_000;
const ROUNDS = 20;

let world: ApiWorld;
let configurationId: string;

beforeAll(async () => {
  world = await openApiWorld();
  const { db } = world.backend;
  configurationId = (await world.ask('superuser', 'POST', 'configurations/', BODY)).json().id;
  await queryRows(
    db,
    `insert into sync_configurations (id, name, organizer_id, credentials_id, woo_product_id, event_name, status,
       frequency, pinned_site_url, pinned_table_prefix, next_due_at, created_at, successful_executions,
       failed_executions)
     select gen_random_uuid(), 'Evento ' || n, c.organizer_id, c.credentials_id, n, 'Evento ' || n,
       (array['active', 'paused', 'disabled', 'error'])[1 + n % 4], 'daily', c.pinned_site_url, 'wp_',
       now() + make_interval(secs => n - 500), now() - make_interval(mins => n), n % 50, n % 7
     from sync_configurations c, generate_series(1, ${CONFIGURATIONS - 1}) as n where c.id = $1`,
    [configurationId],
  );
  // As rows are in real life: with counts and timings, a third of them in the last month.
  await queryRows(
    db,
    `insert into sync_executions (id, configuration_id, trigger, depth, status, verification, counts, timings_ms,
       error_code, error_message, started_at, finished_at, created_at)
     select gen_random_uuid(), case when n % 50 = 0 then $1 else c.id end, 'schedule', 'full',
       case when n % 10 = 0 then 'failed' when n % 33 = 0 then 'cancelled' else 'success' end,
       case when n % 10 = 0 or n % 33 = 0 then null when n % 40 = 1 then 'unverified' else 'verified' end,
       '{"orders": {"read": 12, "created": 1, "updated": 2, "unchanged": 9, "removed": 0}}',
       '{"read": 1200, "load": 300, "total": 1600}',
       case when n % 10 = 0 then 'store.unreachable' end, case when n % 10 = 0 then 'Cannot be reached.' end,
       now() - make_interval(secs => n * 78), now() - make_interval(secs => n * 78 - 30),
       now() - make_interval(secs => n * 78)
     from generate_series(1, ${EXECUTIONS}) as n
     join (select id, row_number() over (order by id) as place from sync_configurations) c
       on c.place = 1 + n % ${CONFIGURATIONS}`,
    [configurationId],
  );
  // What was committed must have reached the disk before a vacuum sees that it is visible to all.
  await queryRows(db, 'checkpoint');
  await queryRows(db, 'vacuum analyze sync_executions');
  await queryRows(db, 'vacuum analyze sync_configurations');
}, 180_000);
afterAll(async () => await world.close());

/** Milliseconds that 95 of 100 requests stay within. */
async function p95Ms(path: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startMs = performance.now();
    const reply = await world.ask('viewer', 'GET', path);
    times.push(performance.now() - startMs);
    expect([path, reply.statusCode]).toEqual([path, 200]);
  }
  return times.sort((a, b) => a - b)[Math.ceil(ROUNDS * 0.95) - 1] ?? 0;
}

describe('with 100,000 executions and 10,000 configurations', () => {
  test.each([
    'configurations/',
    'configurations/?page=last',
    'configurations/?page=250&ordering=name',
    'configurations/?search=evento+77&ordering=-success_rate',
    'configurations/?status=paused&frequency=daily&organizer_email=organizador@tuki.cl',
    'configurations/?ordering=next_sync_at&page_size=200',
    'executions/',
    'executions/?days=all',
    'executions/?days=all&page=last',
    'executions/?days=all&page=2500',
    'executions/?days=all&status=failed',
    'executions/?days=all&ordering=-finished_at&page_size=200',
    'executions/?search=unreachable',
    'executions/?verification=unverified&trigger=schedule',
    'executions/errors/',
    'alerts/',
  ])('%s answers within 100 ms', async (path) => {
    expect(await p95Ms(path)).toBeLessThan(100);
  });

  test('the executions of one configuration answer within 100 ms', async () => {
    expect(await p95Ms(`configurations/${configurationId}/executions/?days=all`)).toBeLessThan(100);
  });

  test('statistics answer within 50 ms', async () => {
    expect(await p95Ms('management/stats/')).toBeLessThan(50);
    expect(await p95Ms('management/health/')).toBeLessThan(50);
  });

  test('an index carries the newest executions: no table is read whole', async () => {
    const { db } = world.backend;
    const plans: string[] = [];
    const spy = {
      query: async (sql: string, values: unknown[]) => {
        const explained = await db.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, values);
        plans.push(explained.rows.map((row) => row['QUERY PLAN']).join('\n'));
        return await db.query(sql, values);
      },
    };
    const filter = {
      status: null,
      trigger: null,
      verification: null,
      configurationId: null,
      since: null,
      search: null,
    };
    const order = [{ by: 'created_at', descending: true }] as const;
    await listExecutions(spy as never, filter, order, { limit: 20, offset: 0, now: new Date() });
    expect(plans[0]).toContain('Index Only Scan using sync_executions_created');
    expect(plans[0]).not.toMatch(/Seq Scan on sync_(executions|configurations)/);
  });
});
