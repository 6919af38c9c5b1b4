/**
 * Waits between the attempts after a temporary failure: 30 s, 2 min, 8 min, and so on, each four times as
 * long.
 */
const FIRST_WAIT_MS = 30_000;
const GROWTH = 4;
/**
 * The share by which a wait is randomly longer or shorter, so that tasks that failed together are not repeated
 * together.
 */
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
