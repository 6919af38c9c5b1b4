/** Waits between the attempts of something that failed for now: 30 s, 2 min, 8 min, and so on by four. */
const FIRST_WAIT_MS = 30_000;
const GROWTH = 4;
/** A tenth more or less, so that what failed together does not come back together. */
const JITTER = 0.1;

/**
 * How long to wait after this many failures in a row.
 *
 * @param failures 1 after the first failure
 * @param chance   0 to 1, drawn by the caller
 */
export function backoffMs(failures: number, chance: number, longestMs = Number.POSITIVE_INFINITY): number {
  const plainMs = Math.min(FIRST_WAIT_MS * GROWTH ** (failures - 1), longestMs);
  return Math.round(plainMs * (1 - JITTER + 2 * JITTER * chance));
}
