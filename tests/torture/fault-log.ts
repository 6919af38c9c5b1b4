/** A fault that was caused on purpose. Times are by this machine's clock. */
export interface Fault {
  readonly name: string;
  /** The failpoint, connection or process. */
  readonly detail: string;
  /** Processes and servers that cannot work normally in the meantime. */
  readonly hits: readonly string[];
  readonly beganAtMs: number;
  /** null: it lasts. */
  endedAtMs: number | null;
  /** When everything affected was ready again; null if not yet. */
  recoveredAtMs: number | null;
  /** How long until the first process reported that it was not ready; null if none did. */
  unreadyAfterMs: number | null;
}

/** All faults, so that every observation can be compared with them. */
export class FaultLog {
  readonly faults: Fault[] = [];

  begin(name: string, detail: string, hits: readonly string[], beganAtMs = Date.now()): Fault {
    const fault: Fault = {
      name,
      detail,
      hits,
      beganAtMs,
      endedAtMs: null,
      recoveredAtMs: null,
      unreadyAfterMs: null,
    };
    this.faults.push(fault);
    return fault;
  }

  /** It did not take effect. */
  forget(fault: Fault): void {
    this.faults.splice(this.faults.indexOf(fault), 1);
  }

  /** Faults, including the recovery after them, that lasted at some moment of a time. */
  during(fromMs: number, toMs: number, hit?: (name: string) => boolean): readonly Fault[] {
    return this.faults.filter(
      ({ beganAtMs, recoveredAtMs, hits }) =>
        beganAtMs <= toMs &&
        (recoveredAtMs ?? Number.POSITIVE_INFINITY) >= fromMs &&
        (hit === undefined || hits.some(hit)),
    );
  }

  /** How long no fault lasted between two moments. */
  calmMs(fromMs: number, toMs: number): number {
    let calm = 0;
    let atMs = fromMs;
    const faults = this.during(fromMs, toMs).toSorted((a, b) => a.beganAtMs - b.beganAtMs);
    for (const { beganAtMs, recoveredAtMs } of faults) {
      calm += Math.max(0, beganAtMs - atMs);
      atMs = Math.max(atMs, recoveredAtMs ?? toMs);
    }
    return calm + Math.max(0, toMs - atMs);
  }

  counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { name } of this.faults) counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts;
  }
}

/** Broken promises: about the data, and about the times that Taquilla promises. */
export class Findings {
  readonly broken: string[] = [];
  readonly slow: string[] = [];

  /** Reports that a promise about the data is broken, unless it holds. */
  require(holds: boolean, what: string): void {
    if (!holds) this.broken.push(what);
  }
}
