import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { onRedis } from './plain-surroundings.ts';
import { smokeStory } from './smoke-story.ts';

const AT_ONCE = 6;
/** Only ends what hangs. */
const PATIENCE_MS = 300_000;

/** The story of two installations that share a Redis and run side by side. */
export function twoInstallations(): void {
  let redis: PrivateRedis;
  beforeAll(async () => {
    redis = await startPrivateRedis();
  });
  // Clean-up hooks run in reverse order.
  afterAll(async () => await redis.stop());
  const stories = [1, 2].map(() => smokeStory(async () => await onRedis(redis.url)));

  it('each does all of its own work, and no job has to be dispatched twice', {
    timeout: PATIENCE_MS,
  }, async () => {
    const both = stories.map((one) => one());
    for (let n = 0; n < AT_ONCE; n += 1) {
      const done = await Promise.all(both.map(async ({ sync }) => await sync()));
      expect(done).toMatchObject(both.map(() => ({ status: 'success', verification: 'verified' })));
    }
    for (const { installation } of both) {
      const client = new pg.Client({ connectionString: installation.environment()['DATABASE_URL'] });
      await client.connect();
      // A job that another installation took counts as lost, and is handed over once more after some time.
      const { rows } = await client.query(
        `select count(*)::integer as all, count(*) filter (where dispatch_number = 1)::integer as first
         from sync_executions where trigger = 'manual' and queue = 'critical' and dispatch_number > 0`,
      );
      await client.end();
      expect(rows).toEqual([{ all: AT_ONCE + 3, first: AT_ONCE + 3 }]);
    }
    const client = new Redis(redis.url);
    const keys = await client.keys('*');
    client.disconnect();
    const prefixes = new Set(keys.map((key) => /^taquilla:[0-9a-f]{32}:/.exec(key)?.[0]));
    expect(prefixes.size).toBe(2);
    expect(prefixes).not.toContain(undefined);
  });
}
