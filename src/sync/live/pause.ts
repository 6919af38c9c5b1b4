import type { SlowedBy } from '../../vocabulary/live.ts';

/** The longest pause between two questions. */
const LONGEST_PAUSE_MS = 5 * 60_000;
/** While a store is above its ceiling, it is asked this often. */
const OVER_CEILING_MS = 60_000;
/** A question takes the store at most this share of the time. */
const REST_FACTOR = 10;

export interface Pause {
  readonly ms: number;
  readonly slowedBy: SlowedBy | null;
}

export const NO_PAUSE: Pause = { ms: 0, slowedBy: null };

/**
 * The time from the beginning of a question to the next one. A store that answers slowly is asked less often, and so is
 * one that has spent more on Taquilla in the last hour than its ceiling allows.
 */
export function pauseAfter(
  tookMs: number,
  usualMs: number,
  { spentSeconds, ceilingSeconds }: { readonly spentSeconds: number; readonly ceilingSeconds: number | null },
): Pause {
  const forStoreMs = Math.min(tookMs * REST_FACTOR, LONGEST_PAUSE_MS);
  const share = ceilingSeconds === null ? 0 : spentSeconds / ceilingSeconds;
  const forCeilingMs = share < 1 ? 0 : Math.min(OVER_CEILING_MS * share, LONGEST_PAUSE_MS);
  const ms = Math.round(Math.max(usualMs, forStoreMs, forCeilingMs));
  if (ms <= usualMs) return { ms: usualMs, slowedBy: null };
  return { ms, slowedBy: forCeilingMs >= forStoreMs ? 'ceiling' : 'store' };
}
