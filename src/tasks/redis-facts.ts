import { Redis } from 'ioredis';
import { AppError } from '../kernel/errors.ts';
import { redisAddress } from './bullmq-carrier.ts';

/** What a Redis server tells of itself. */
export interface RedisFacts {
  /** `7.2.5` */
  readonly version: string;
  /** What it does when its memory is full; null: it does not tell. */
  readonly evictionPolicy: string | null;
  readonly clockAt: Date;
}

const ANSWER_WITHIN_MS = 2_000;

/** @throws unavailable `queue.unreachable` */
export async function readRedisFacts(url: string): Promise<RedisFacts> {
  const client = new Redis({
    ...redisAddress(url),
    lazyConnect: true,
    connectTimeout: ANSWER_WITHIN_MS,
    commandTimeout: ANSWER_WITHIN_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // Told by the command that fails.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const told = `${await client.info('server')}\n${await client.info('memory')}`;
    const [seconds, microseconds] = await client.time();
    return {
      version: /^redis_version:(\S+)/m.exec(told)?.[1] ?? 'unknown',
      evictionPolicy: /^maxmemory_policy:(\S+)/m.exec(told)?.[1] ?? null,
      clockAt: new Date(Number(seconds) * 1000 + Number(microseconds) / 1000),
    };
  } catch (thrown) {
    const { host, port } = redisAddress(url);
    throw new AppError({
      kind: 'unavailable',
      code: 'queue.unreachable',
      message: `The Redis at ${host}:${port} cannot be reached now.`,
      details: { told: thrown instanceof Error ? thrown.message : String(thrown) },
      cause: thrown,
    });
  } finally {
    client.disconnect();
  }
}
