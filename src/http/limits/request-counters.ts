import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { Count, SharedCounters } from './shared-counters.ts';

/**
 * The maximum number of counters. If a sender has more addresses than this, the oldest counters are removed
 * instead of filling the memory.
 */
const MOST_KEYS = 20_000;

/** The counters of one process. Each has a window of time that starts with its first request. */
class OwnCounters {
  readonly #windows = new Map<string, { count: number; endsAtMs: number }>();

  increment(key: string, windowMs: number, nowMs: number): Count {
    const known = this.#windows.get(key);
    if (known !== undefined && known.endsAtMs > nowMs) {
      known.count += 1;
      return { current: known.count, ttl: known.endsAtMs - nowMs };
    }
    this.#windows.delete(key);
    if (this.#windows.size >= MOST_KEYS) {
      const oldest = this.#windows.keys().next().value;
      if (oldest !== undefined) this.#windows.delete(oldest);
    }
    this.#windows.set(key, { count: 1, endsAtMs: nowMs + windowMs });
    return { current: 1, ttl: windowMs };
  }
}

/**
 * The store of `@fastify/rate-limit`. Every request counts in this process and, if there are any, in the shared
 * counters; the higher count decides. If the shared counters do not answer, the limit of this process still
 * applies.
 */
export function counterStore(shared: SharedCounters | null): FastifyRateLimitStoreCtor {
  const own = new OwnCounters();
  return class implements FastifyRateLimitStore {
    incr(key: string, answer: (error: Error | null, count?: Count) => void, windowMs: number): void {
      const here = own.increment(key, windowMs, performance.now());
      if (shared === null) {
        answer(null, here);
        return;
      }
      shared.increment(key, windowMs).then(
        (everywhere) => answer(null, everywhere.current > here.current ? everywhere : here),
        () => answer(null, here),
      );
    }

    child(): FastifyRateLimitStore {
      return this;
    }
  };
}
