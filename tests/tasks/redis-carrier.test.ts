import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { openRedisCarrier } from '../../src/tasks/carriers/bullmq-carrier.ts';
import { readRedisFacts } from '../../src/tasks/carriers/redis-facts.ts';
import { createAuthority } from '../servers/certificates.ts';
import { testLog } from '../servers/private-postgres.ts';
import { startPrivateRedis, startSentinels, startTlsRedis } from '../servers/private-redis.ts';
import { redisPlace } from './carriers.ts';
import { waitFor } from './wait-for.ts';

it('two installations on one Redis take only their own jobs', async () => {
  const redis = await startPrivateRedis();
  const installations = ['here', 'there'].map((name) => {
    const carrier = openRedisCarrier(redisPlace(redis.url, name), testLog);
    return { name, carrier, seen: [] as string[] };
  });
  const workers = await Promise.all(
    installations.map(
      async ({ carrier, seen }) =>
        await carrier.work('critical', 2, async ({ subjectId }) => void seen.push(subjectId)),
    ),
  );
  // Both may use the same ids: one database may be a copy of the other.
  const ids = Array.from({ length: 20 }, (_, n) => `row-${n}`);
  for (const subjectId of ids) {
    for (const { carrier } of installations) {
      await carrier.add('critical', { id: `${subjectId}-1`, name: 'sync_woocommerce_event', subjectId });
    }
  }
  await waitFor(
    () => installations.map(({ seen }) => seen.length),
    (counts) => counts.every((count) => count >= ids.length),
  );
  for (const { seen } of installations) expect(seen.toSorted()).toEqual(ids.toSorted());
  // The server's list of clients shows which role is connected, and for which queue.
  const client = new Redis(redis.url);
  const names = [...String(await client.client('LIST')).matchAll(/ name=(\S*)/g)].map(([, name]) => name);
  client.disconnect();
  expect(names.filter((name) => name === 'taquilla:worker:critical').length).toBeGreaterThanOrEqual(4);
  await installations[0]?.carrier.purge('critical');
  for (const worker of workers) await worker.close();
  for (const { carrier } of installations) await carrier.close();
  await redis.stop();
});

it('a Redis that speaks TLS under an unknown authority is refused, in a sentence that says how to name it', async () => {
  const redis = await startTlsRedis(createAuthority().issue('localhost'));
  await expect(readRedisFacts(redis.url)).rejects.toMatchObject({
    code: 'queue.unreachable',
    message: expect.stringMatching(/^Encryption with Redis at localhost:\d+ failed .*NODE_EXTRA_CA_CERTS/),
  });
  await redis.stop();
});

it('Sentinels lead to the active Redis, even after another one took over', async () => {
  const first = await startPrivateRedis();
  const second = await startPrivateRedis(['--replicaof', '127.0.0.1', new URL(first.url).port]);
  const [sentinel] = await startSentinels('tickets', first, 1);
  if (sentinel === undefined) throw new Error('no Sentinel was started');
  const address = `redis+sentinel://127.0.0.1:${new URL(sentinel.url).port}/tickets/0`;
  const carrier = openRedisCarrier(redisPlace(address), testLog);
  const seen: string[] = [];
  const worker = await carrier.work('critical', 1, async ({ subjectId }) => void seen.push(subjectId));
  const send = async (subjectId: string): Promise<void> =>
    await carrier.add('critical', { id: `${subjectId}-1`, name: 'sync_woocommerce_event', subjectId });
  const arrives = async (subjectId: string): Promise<boolean> =>
    await waitFor(
      () => seen.includes(subjectId),
      (there) => there,
      60_000,
    );
  await send('before');
  await arrives('before');
  await first.halt();
  await waitFor(
    async () =>
      await send('after').then(
        () => true,
        () => false,
      ),
    (sent) => sent,
  );
  await arrives('after');
  expect((await readRedisFacts(address)).version).toMatch(/^\d/);
  await worker.close();
  await carrier.close();
  for (const server of [sentinel, second, first]) await server.stop();
});
