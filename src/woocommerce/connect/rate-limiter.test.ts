import { describe, expect, it } from 'vitest';
import { RateLimiter } from './rate-limiter.ts';

const SQL = 'SELECT o.id FROM wp_wc_orders o WHERE o.id IN (1,2,3)';

function clock() {
  const time = { ms: 1_000 };
  return { time, rateLimiter: (rows: number | null) => new RateLimiter(rows, () => time.ms) };
}

/** One statement of so many rows that takes so long. */
function ask(rateLimiter: RateLimiter, time: { ms: number }, rows: number, tookMs: number, sql = SQL): void {
  const startedAtMs = time.ms;
  for (let row = 0; row < rows; row += 1) rateLimiter.tookRow();
  time.ms += tookMs;
  rateLimiter.tookStatement(sql, rows, startedAtMs);
}

describe('the rate limiter', () => {
  it('does not wait without a limit or a slow answer', () => {
    const { time, rateLimiter } = clock();
    const free = rateLimiter(null);
    ask(free, time, 10_000, 100);
    expect(free.waitMs).toBe(0);
  });

  it('passes the set number of rows a second', () => {
    const { time, rateLimiter } = clock();
    const slow = rateLimiter(1_000);
    ask(slow, time, 500, 100);
    expect(slow.waitMs).toBeCloseTo(400);
    time.ms += 400;
    expect(slow.waitMs).toBe(0);
    // Unused time is not saved up.
    time.ms += 60_000;
    ask(slow, time, 500, 0);
    expect(slow.waitMs).toBeCloseTo(500);
  });

  it('rests as long as a statement took that was far slower than usual for its kind', () => {
    const { time, rateLimiter } = clock();
    const gentle = rateLimiter(null);
    ask(gentle, time, 500, 100);
    ask(gentle, time, 500, 990, SQL.replace('1,2,3', '4,5,6'));
    expect(gentle.waitMs).toBe(0);
    ask(gentle, time, 500, 1_200, SQL.replace('1,2,3', '7,8,9'));
    expect(gentle.waitMs).toBeCloseTo(1_200);
    time.ms += 1_200;
    ask(gentle, time, 500, 60_000);
    expect(gentle.waitMs).toBeCloseTo(5_000);
  });

  it('does not call a kind slow that was never faster', () => {
    const { time, rateLimiter } = clock();
    const gentle = rateLimiter(null);
    ask(gentle, time, 500, 4_000);
    ask(gentle, time, 500, 9_500);
    expect(gentle.waitMs).toBe(0);
    ask(gentle, time, 3, 10, 'SELECT 1');
    ask(gentle, time, 500, 2_000, 'SELECT 1');
    expect(gentle.waitMs).toBe(0);
  });

  it('stops waiting when it is aborted', async () => {
    const { time, rateLimiter } = clock();
    const slow = rateLimiter(1);
    ask(slow, time, 100, 0);
    const stop = new AbortController();
    const waiting = slow.wait(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'aborted' });
  });
});
