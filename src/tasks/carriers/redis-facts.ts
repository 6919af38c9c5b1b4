import { Redis } from 'ioredis';
import { fromQueue, saysNoReason } from './queue-errors.ts';
import { connectionTo } from './redis-connection.ts';

/** What a Redis server reports about itself. */
export interface RedisFacts {
  /** The version, such as `7.2.5`. */
  readonly version: string;
  /** The policy for a full memory; null if the server does not report it. */
  readonly evictionPolicy: string | null;
  readonly clockAt: Date;
}

const ANSWER_WITHIN_MS = 2_000;

/** @throws unavailable `queue.unreachable` */
export async function readRedisFacts(url: string): Promise<RedisFacts> {
  const client = new Redis({
    ...connectionTo(url, 'check', 'facts'),
    lazyConnect: true,
    connectTimeout: ANSWER_WITHIN_MS,
    commandTimeout: ANSWER_WITHIN_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    sentinelRetryStrategy: () => null,
  });
  // The error of the connection is used, because the failed command does not always give the reason.
  let fault: Error | null = null;
  client.on('error', (error) => {
    fault = error;
  });
  try {
    await client.connect();
    const info = `${await client.info('server')}\n${await client.info('memory')}`;
    const [seconds, microseconds] = await client.time();
    return {
      version: /^redis_version:(\S+)/m.exec(info)?.[1] ?? 'unknown',
      evictionPolicy: /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? null,
      clockAt: new Date(Number(seconds) * 1000 + Number(microseconds) / 1000),
    };
  } catch (thrown) {
    throw fromQueue(saysNoReason(thrown) ? (fault ?? thrown) : thrown, url);
  } finally {
    client.disconnect();
  }
}
