import { Redis } from 'ioredis';
import type { Log } from '../../kernel/log/log.ts';
import { withDeadline } from '../../kernel/time/deadline.ts';
import { connectionTo, type RedisPlace } from '../../tasks/carriers/redis-connection.ts';

/** How often something happened in the present window, and when that window ends. */
export interface Count {
  readonly current: number;
  /** @unit milliseconds */
  readonly ttl: number;
}

/** Counters that all processes of an installation share. */
export interface SharedCounters {
  /** @throws Error if the counters cannot be reached within a short time */
  increment(key: string, windowMs: number): Promise<Count>;
  close(): void;
}

/** Requests wait for this answer, so if Redis is slower, the limits work without it. */
const ANSWER_WITHIN_MS = 100;
/** After a failure, requests do not ask Redis for this long. */
const PAUSE_MS = 1_000;
const LONGEST_RECONNECT_MS = 2_000;
const CONNECT_WITHIN_MS = 1_000;
/** A connection that does not answer for this long is replaced. */
const REPLACED_AFTER_MS = 5_000;

const INCREMENT = `
local current = redis.call('INCR', KEYS[1])
if current == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {current, redis.call('PTTL', KEYS[1])}
`;

/** Counters in Redis. The connection is opened in the background; until then every increment throws. */
export function openSharedCounters({ url, prefix, role }: RedisPlace, log: Log): SharedCounters {
  const redis = new Redis({
    ...connectionTo(url, role, 'counters'),
    commandTimeout: ANSWER_WITHIN_MS,
    connectTimeout: CONNECT_WITHIN_MS,
    socketTimeout: REPLACED_AFTER_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 100, LONGEST_RECONNECT_MS),
  });
  // The client reports every failed attempt to connect; only the first one is logged.
  let logged = false;
  redis.on('error', (error: Error) => {
    if (!logged) log.warn({ err: error }, 'Redis cannot be reached: this process counts requests by itself');
    logged = true;
  });
  redis.on('ready', () => {
    logged = false;
  });
  let pausedUntilMs = 0;
  return {
    async increment(key, windowMs) {
      const nowMs = performance.now();
      if (nowMs < pausedUntilMs) throw new Error('Redis did not answer recently');
      try {
        const begin = await withDeadline(prefix(), ANSWER_WITHIN_MS, () => new Error('PostgreSQL is slow'));
        const answer = await redis.eval(INCREMENT, 1, `${begin}:limit:${key}`, windowMs);
        const [current, ttl] = Array.isArray(answer) ? answer.map(Number) : [];
        if (current === undefined || ttl === undefined) throw new Error('Redis answered with no counter');
        return { current, ttl: Math.max(0, ttl) };
      } catch (error) {
        pausedUntilMs = performance.now() + PAUSE_MS;
        throw error;
      }
    },
    close: () => redis.disconnect(),
  };
}
