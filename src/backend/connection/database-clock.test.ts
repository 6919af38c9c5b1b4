import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DatabaseClock } from './database-clock.ts';

const HOUR_MS = 3_600_000;
const NOON_MS = Date.UTC(2026, 2, 1, 12);

/** A machine and a database whose clocks a test sets, and the delay between them. */
class TwoClocks {
  /** The time that has passed on the machine. */
  passedMs = 50_000;
  /** The time of the database's clock at the start of the test. */
  #databaseMs = NOON_MS - this.passedMs;
  /** By how much the machine's clock is ahead of the database's. */
  aheadMs = 0;
  thereMs = 2;
  backMs = 2;
  isAway = false;
  readonly clock = new DatabaseClock(
    async () => {
      const askedAtMs = this.passedMs;
      if (this.isAway) throw new Error('away');
      this.pass(this.thereMs);
      const thereMs = this.databaseMs;
      this.pass(this.backMs);
      return { askedAtMs, answeredAtMs: this.passedMs, thereMs };
    },
    { now: () => new Date(this.databaseMs + this.aheadMs), passedMs: () => this.passedMs },
  );

  get databaseMs(): number {
    return this.#databaseMs + this.passedMs;
  }

  pass(ms: number): void {
    this.passedMs += ms;
  }

  setDatabase(byMs: number): void {
    this.#databaseMs += byMs;
    this.aheadMs -= byMs;
  }

  async ask(thereMs: number, backMs: number): Promise<void> {
    this.thereMs = thereMs;
    this.backMs = backMs;
    await this.clock.measure();
  }

  /** By how much the clock is wrong. */
  errorMs(): number {
    return this.clock.now().getTime() - this.databaseMs;
  }
}

describe('the time of a process', () => {
  it('is the database’s, whatever the machine’s clock says, before and after it is set', async () => {
    const two = new TwoClocks();
    two.aheadMs = 3 * HOUR_MS;
    await two.ask(2, 2);
    expect(two.clock.now()).toEqual(new Date(NOON_MS + 4));
    two.pass(10_000);
    two.aheadMs = -3 * HOUR_MS;
    expect(two.clock.now()).toEqual(new Date(NOON_MS + 10_004));
  });

  it('is not known before the database has answered', async () => {
    const two = new TwoClocks();
    two.isAway = true;
    await expect(two.clock.measure()).rejects.toThrow('away');
    expect([two.clock.isKnown, two.clock.skewMs()]).toEqual([false, null]);
    expect(() => two.clock.now()).toThrow(expect.objectContaining({ code: 'backend.unreachable' }));
  });

  it('continues while the database is unreachable', async () => {
    const two = new TwoClocks();
    await two.ask(2, 2);
    two.isAway = true;
    two.pass(HOUR_MS);
    await expect(two.clock.measure()).rejects.toThrow('away');
    expect(two.errorMs()).toBe(0);
  });

  it('is never off by more than half of the time that the answer took', async () => {
    const ms = fc.integer({ min: 0, max: 20_000 });
    await fc.assert(
      fc.asyncProperty(ms, ms, async (thereMs, backMs) => {
        const two = new TwoClocks();
        await two.ask(thereMs, backMs);
        expect(Math.abs(two.errorMs())).toBeLessThanOrEqual((thereMs + backMs) / 2 + 1);
      }),
    );
  });

  it('is kept when an answer is slower than the one before', async () => {
    const two = new TwoClocks();
    await two.ask(2, 2);
    two.pass(5_000);
    await two.ask(0, 9_000);
    expect(two.errorMs()).toBe(0);
  });

  it('becomes more exact with a faster answer', async () => {
    const two = new TwoClocks();
    await two.ask(0, 8_000);
    expect(two.errorMs()).toBe(-4_000);
    await two.ask(1, 1);
    expect(two.errorMs()).toBe(0);
  });

  it('is eventually measured again even if every answer is slow, because clocks drift apart', async () => {
    const two = new TwoClocks();
    await two.ask(2, 2);
    two.setDatabase(90);
    two.pass(100_000);
    await two.ask(50, 50);
    expect(two.errorMs()).toBe(0);
  });

  it.each([3 * HOUR_MS, -3 * HOUR_MS, 12_000, -12_000])(
    'follows a database whose clock jumps by %d ms, or another server in its place, even with a slow answer',
    async (byMs) => {
      const two = new TwoClocks();
      await two.ask(2, 2);
      two.setDatabase(byMs);
      expect(two.errorMs()).toBe(-byMs);
      await two.ask(4_000, 4_000);
      expect(two.errorMs()).toBe(0);
    },
  );

  it('after any jumps and answers, slow ones too, is right within what the last good answer took', async () => {
    const step = fc.record({
      jumpMs: fc.integer({ min: -HOUR_MS, max: HOUR_MS }),
      thereMs: fc.integer({ min: 0, max: 5_000 }),
      backMs: fc.integer({ min: 0, max: 5_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const two = new TwoClocks();
        for (const { jumpMs, thereMs, backMs } of steps) {
          two.setDatabase(jumpMs);
          await two.ask(thereMs, backMs);
          expect(Math.abs(two.errorMs())).toBeLessThanOrEqual(thereMs + backMs + 6);
        }
        await two.ask(1, 1);
        expect(Math.abs(two.errorMs())).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('the skew of a machine’s clock', () => {
  it('is its difference from the database’s, ahead or behind', async () => {
    const two = new TwoClocks();
    await two.ask(2, 2);
    two.aheadMs = 3 * HOUR_MS;
    expect(two.clock.skewMs()).toBe(3 * HOUR_MS - 2);
    two.aheadMs = -40_000;
    expect(two.clock.skewMs()).toBe(-39_998);
  });

  it('is zero if a slow answer may explain it', async () => {
    const two = new TwoClocks();
    await two.ask(0, 60_000);
    expect(two.clock.skewMs()).toBe(0);
  });
});
