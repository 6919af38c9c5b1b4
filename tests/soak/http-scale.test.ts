import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listExecutions } from '../../src/backend/executions/execution-list.ts';
import { type ApiWorld, openApiWorld } from '../http/api-world.ts';
import { addManyExecutions } from '../http/many-executions.ts';

const CONFIGURATIONS = 10_000;
const EXECUTIONS = 100_000;
const ROUNDS = 20;

let world: ApiWorld;
let configurationId: string;

beforeAll(async () => {
  world = await openApiWorld();
  configurationId = await addManyExecutions(world, {
    configurations: CONFIGURATIONS,
    executions: EXECUTIONS,
  });
}, 180_000);
afterAll(async () => await world.close());

/** The limit in milliseconds for 95 of 100 requests. */
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

  test('an index serves the newest executions: no table is read completely', async () => {
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
