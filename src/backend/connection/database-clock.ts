import { BACKEND_SENTENCES } from '../../kernel/sentences/backend-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { type Database, inTransaction, queryRows } from '../database.ts';

/** A clock that differs by more counts as wrong. */
export const MOST_SKEW_MS = 30_000;
/** How much two good clocks may drift apart, as a share of the elapsed time. */
const DRIFT = 0.001;

/** The two clocks of this machine. */
export interface MachineClocks {
  /** The time of day, which people and time servers set. */
  readonly now: () => Date;
  /** A monotonic clock, which cannot be set. */
  readonly passedMs: () => number;
}

/** One query for the time, with a reading of the monotonic clock before and after it. */
export interface TimeAnswer {
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
  /**
   * The time in the answer.
   *
   * @unit milliseconds since 1970
   */
  readonly thereMs: number;
}

interface Measurement {
  /** The database's time minus the reading of the monotonic clock. */
  readonly offsetMs: number;
  /** The greatest error of the offset: half of the round-trip time. */
  readonly unsureMs: number;
  readonly takenAtMs: number;
}

/**
 * The time by the database's clock, for a process whose machine may have a wrong clock: the last measurement
 * plus the elapsed time. All processes of an installation agree on it, so a stored time comes at the same
 * moment for each of them.
 */
export class DatabaseClock {
  readonly #ask: () => Promise<TimeAnswer>;
  readonly #machine: MachineClocks;
  #known: Measurement | null = null;

  constructor(ask: () => Promise<TimeAnswer>, machine: MachineClocks) {
    this.#ask = ask;
    this.#machine = machine;
  }

  /** @throws unavailable `backend.unreachable`, before the first answer of the database */
  readonly now = (): Date => {
    if (this.#known === null) throw errorOf(BACKEND_SENTENCES.timeUnknown, {});
    return new Date(Math.round(this.#known.offsetMs + this.#machine.passedMs()));
  };

  get isKnown(): boolean {
    return this.#known !== null;
  }

  /**
   * The least by which the machine's clock is ahead of the database's; a negative number means behind, and null
   * that it is not known yet. The possible error of the measurement does not count as skew.
   */
  readonly skewMs = (): number | null => {
    if (this.#known === null) return null;
    const { offsetMs, unsureMs } = this.#known;
    const apartMs = this.#machine.now().getTime() - (offsetMs + this.#machine.passedMs());
    const surelyMs = Math.max(0, Math.round(Math.abs(apartMs) - unsureMs));
    return apartMs < 0 ? -surelyMs : surelyMs;
  };

  /** Asks the database for its time. If that fails, the last measurement stays. */
  async measure(): Promise<void> {
    const { askedAtMs, answeredAtMs, thereMs } = await this.#ask();
    const unsureMs = (answeredAtMs - askedAtMs) / 2;
    const measured = { offsetMs: thereMs - (askedAtMs + unsureMs), unsureMs, takenAtMs: answeredAtMs };
    if (this.#known === null || isBetter(measured, this.#known)) this.#known = measured;
  }
}

/**
 * A slow answer does not replace a better measurement, unless the two contradict each other: then the
 * database's clock has jumped.
 */
function isBetter(measured: Measurement, known: Measurement): boolean {
  const knownUnsureMs = known.unsureMs + DRIFT * (measured.takenAtMs - known.takenAtMs);
  const apartMs = Math.abs(measured.offsetMs - known.offsetMs);
  return measured.unsureMs <= knownUnsureMs || apartMs > measured.unsureMs + knownUnsureMs;
}

/** The clock of this database. It has no time until a call of `measure` has been answered. */
export function clockOf(db: Database, now: () => Date): DatabaseClock {
  const passedMs = (): number => performance.now();
  // The query runs inside a transaction, so that opening a connection, or a pooler's search for a session, does
  // not count as part of the measurement.
  const ask = async (): Promise<TimeAnswer> =>
    await inTransaction(db, async (tx) => {
      const askedAtMs = passedMs();
      const [row] = await queryRows<{ there_ms: number }>(
        tx,
        'select (extract(epoch from clock_timestamp()) * 1000)::float8 as there_ms',
      );
      if (row === undefined) throw new Error('the database returned no time');
      return { askedAtMs, answeredAtMs: passedMs(), thereMs: row.there_ms };
    });
  return new DatabaseClock(ask, { now, passedMs });
}
