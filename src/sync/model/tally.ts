import {
  COUNTED_KINDS,
  type ContinuedFrom,
  type CountedKind,
  type Counts,
  type SyncPhase,
} from '../../vocabulary/sync-report.ts';

type Mutable = { -readonly [K in keyof Counts]: Counts[K] };

/** The counts of an execution so far. Only committed pages are added. */
export class Tally {
  readonly #counts = new Map<CountedKind, Mutable>(COUNTED_KINDS.map((kind) => [kind, empty()]));
  readonly #timingsMs = new Map<SyncPhase, number>();
  readonly unmappedStatuses = new Set<string>();
  /** Known once the event's own row is written. */
  eventId: string | null = null;
  /** The reading that this one continues. It is set once the reading is planned. */
  continuedFrom: ContinuedFrom | null = null;
  /** The rows that this attempt itself read from the store. */
  readonly ownReading = { orders: 0, tickets: 0 };

  /** Counts created, updated and unchanged rows as read. Removed rows were not read. */
  add(kind: CountedKind, counts: Omit<Counts, 'read'>): void {
    const total = this.#counts.get(kind);
    if (total === undefined) return;
    total.created += counts.created;
    total.updated += counts.updated;
    total.unchanged += counts.unchanged;
    total.removed += counts.removed;
    total.read += counts.created + counts.updated + counts.unchanged;
  }

  /**
   * Adds rows of a page that an earlier attempt had already read and counted: only their changes since then
   * count.
   */
  addAgain(kind: CountedKind, { created, updated, removed }: Omit<Counts, 'read'>): void {
    this.add(kind, { created, updated: 0, unchanged: 0, removed });
    const total = this.#counts.get(kind);
    if (total !== undefined) total.updated += updated;
  }

  /** Adds the counts of earlier attempts. */
  carry(counts: Partial<Record<CountedKind, Counts>>, unmappedStatuses: readonly string[]): void {
    for (const kind of COUNTED_KINDS) this.#counts.set(kind, { ...(counts[kind] ?? empty()) });
    for (const status of unmappedStatuses) this.unmappedStatuses.add(status);
  }

  /** A copy, so that a page can be added before it is committed. */
  copy(): Tally {
    const copy = new Tally();
    copy.carry(this.counts, [...this.unmappedStatuses]);
    return copy;
  }

  /** Whether this execution, or an earlier attempt that it continues, wrote a row. */
  hasWritten(): boolean {
    return isAnyWritten(this.counts);
  }

  /** Runs a part of the execution and adds its duration to the phase. */
  async timed<T>(phase: SyncPhase, work: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    try {
      return await work();
    } finally {
      const elapsedMs = performance.now() - startedMs;
      this.#timingsMs.set(phase, (this.#timingsMs.get(phase) ?? 0) + elapsedMs);
    }
  }

  get counts(): Readonly<Record<CountedKind, Counts>> {
    const entries = COUNTED_KINDS.map((kind) => [kind, { ...(this.#counts.get(kind) ?? empty()) }] as const);
    return Object.fromEntries(entries) as Record<CountedKind, Counts>;
  }

  get timingsMs(): Readonly<Record<SyncPhase, number>> {
    const of = (phase: SyncPhase) => Math.round(this.#timingsMs.get(phase) ?? 0);
    return {
      connect: of('connect'),
      read: of('read'),
      load: of('load'),
      remove: of('remove'),
      prove: of('prove'),
    };
  }
}

export function isAnyWritten(counts: Readonly<Record<string, Omit<Counts, 'read'>>>): boolean {
  return Object.values(counts).some(({ created, updated, removed }) => created + updated + removed > 0);
}

function empty(): Mutable {
  return { read: 0, created: 0, updated: 0, unchanged: 0, removed: 0 };
}
