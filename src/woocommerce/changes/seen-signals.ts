/** The signals that a reading found, by their names. */
export type SeenSignals = Readonly<Record<string, SeenSignal>>;

/** What a signal names, and when it was first seen. @unit seconds since 1970 */
type SeenSignal = readonly [kind: 'order' | 'ticket', id: number, firstSeenS: number];

/**
 * A store writes an order or a ticket with several statements, and a reading may fall between them. So what a signal
 * names is read again until a reading has taken place so long after the signal was first seen.
 */
export const AGAIN_S = 5 * 60;
/** More would make the cursor long. What a forgotten signal names is read once more than needed. */
export const MOST_SEEN = 2000;

/**
 * The orders and tickets that signals name. Each reading searches for signals some way back, so it finds most of those
 * of the previous reading again, and what these name is not read again for ever.
 */
export class NamedRows {
  readonly orders = new Set<number>();
  readonly tickets = new Set<number>();
  readonly #before: SeenSignals;
  readonly #takenS: number;
  readonly #previousS: number;
  readonly #seen = new Map<string, SeenSignal>();

  /** @param previousAtUtc the time of the previous reading; null if unknown */
  constructor(before: SeenSignals, previousAtUtc: Date | null, takenAtUtc: Date) {
    this.#before = before;
    this.#takenS = secondsOf(takenAtUtc);
    this.#previousS = previousSecondsOf(previousAtUtc, takenAtUtc);
    // Some signals are not searched in every reading.
    for (const [name, [kind, id, firstSeenS]] of Object.entries(before)) {
      if (this.#isYoung(firstSeenS)) this.note(name, kind, id);
    }
  }

  /** @param name one that another change would not have */
  note(name: string, kind: 'order' | 'ticket', id: number): void {
    const firstSeenS = Math.min(this.#before[name]?.[2] ?? this.#takenS, this.#takenS);
    if (this.#seen.size < MOST_SEEN) this.#seen.set(name, [kind, id, firstSeenS]);
    if (this.#isYoung(firstSeenS)) (kind === 'order' ? this.orders : this.tickets).add(id);
  }

  get seen(): SeenSignals {
    return Object.fromEntries(this.#seen);
  }

  #isYoung(firstSeenS: number): boolean {
    return this.#previousS - firstSeenS < AGAIN_S;
  }
}

export function secondsOf(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

/** A previous reading that is not known, or that a clock gave a later time, settles nothing. */
export function previousSecondsOf(previousAtUtc: Date | null, takenAtUtc: Date): number {
  return previousAtUtc === null ? 0 : Math.min(secondsOf(previousAtUtc), secondsOf(takenAtUtc));
}
