import { setImmediate as letOthersGo } from 'node:timers/promises';
import type { Database } from '../../backend/database.ts';
import {
  type ExecutionRow,
  findExecutionRows,
  listChanged,
} from '../../backend/executions/execution-list.ts';
import { type LogLineRow, logLinesAfter } from '../../backend/executions/execution-log-list.ts';
import { type AttentionState, readAttention } from '../../backend/incidents/attention-records.ts';
import { findLiveAccess } from '../../backend/sign-in/live-access-records.ts';
import type { Loop, Loops } from '../../kernel/time/loops.ts';
import type { Actor } from '../auth/actor.ts';
import { createStreamSeats, type StreamLimits, type StreamSeats } from './stream-seats.ts';

/** A client that watches one execution or all of them. */
interface Watcher {
  readonly actor: Actor;
  /** The execution to watch; null means all of them. */
  readonly executionId: string | null;
  onExecution(row: ExecutionRow): void;
  onLine(line: LogLineRow): void;
  /** Called when stores become unreachable or reachable, or alerts open or close. */
  onAttention(now: Attention): void;
  /** Called for a heartbeat, so that no proxy closes the connection. */
  onHeartbeat(): void;
  /** Called when the access has ended or the server is stopping. */
  onEnd(): void;
}

/** The number of present problems that the panel shows. */
export type Attention = Omit<AttentionState, 'changed'>;

/** Publishes changes of executions. However many clients watch, the backend is queried once. */
export interface Live {
  /**
   * Returns the function that ends the subscription.
   *
   * @throws invalid `http.too-many-streams`; unavailable `http.streams-full`
   */
  watch(watcher: Watcher): () => void;
  close(): Promise<void>;
}

export interface LiveDeps {
  readonly db: Database;
  readonly loops: Loops;
  readonly now: () => Date;
}

/** Progress is sent at most this often. */
const ROUND_MS = 250;
const BEAT_MS = 15_000;
/** Executions that begin and end between two rounds are found for this long. */
const ENDED_WITHIN_MS = 60_000;
/** After this number of watchers, other requests get their turn. */
const WATCHERS_AT_ONCE = 100;

export function createLive(deps: LiveDeps, limits?: StreamLimits): Live {
  return new LiveHub(deps, createStreamSeats(limits));
}

class LiveHub implements Live {
  readonly #deps: LiveDeps;
  readonly #seats: StreamSeats;
  readonly #watchers = new Set<Watcher>();
  #changes = new Map<string, number>();
  /** The last sent line of each watched execution. */
  #lines = new Map<string, number>();
  /** The state of outages and open alerts in the last round; null if no client was watching. */
  #attention: string | null = null;
  #lastBeatMs = 0;
  /** Pauses while no client watches. */
  readonly #loop: Loop;

  constructor(deps: LiveDeps, seats: StreamSeats) {
    this.#deps = deps;
    this.#seats = seats;
    this.#loop = deps.loops.start({
      name: 'live',
      pauseMs: () => (this.#watchers.size > 0 ? ROUND_MS : null),
      round: async () => await this.#round(),
    });
  }

  watch(watcher: Watcher): () => void {
    const leave = this.#seats.take(watcher.actor);
    this.#watchers.add(watcher);
    if (this.#watchers.size === 1) this.#loop.wake();
    return () => {
      leave();
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#rest();
    };
  }

  async close(): Promise<void> {
    for (const watcher of this.#watchers) watcher.onEnd();
    this.#watchers.clear();
    this.#rest();
    await this.#loop.stop();
  }

  /** No client is watching, so nothing is queried and the stored state becomes outdated. */
  #rest(): void {
    this.#changes = new Map();
    this.#lines = new Map();
    this.#attention = null;
  }

  async #round(): Promise<void> {
    if (this.#watchers.size === 0) return;
    try {
      await this.#look();
    } catch (thrown) {
      // Some of these lines may not have been sent yet.
      this.#changes = new Map();
      throw thrown;
    }
  }

  async #look(): Promise<void> {
    await this.#endThoseWithoutAccess();
    const rows = await this.#changedExecutions();
    // Lines are read after the rows and sent before them, because an ended execution gets no more lines.
    await this.#sendLines();
    if (rows.size > 0) await this.#sendExecutions(rows);
    await this.#sendAttention();
    const nowMs = performance.now();
    if (nowMs - this.#lastBeatMs < BEAT_MS) return;
    this.#lastBeatMs = nowMs;
    await this.#notifyEach((watcher) => watcher.onHeartbeat());
  }

  async #endThoseWithoutAccess(): Promise<void> {
    // Clients that subscribe during the query are served from the next round on.
    const asked = [...this.#watchers];
    const ids = [...new Set(asked.map(({ actor }) => actor.id))];
    if (ids.length === 0) return;
    const live = await findLiveAccess(this.#deps.db, ids, this.#deps.now());
    const byId = new Map(live.map((access) => [access.id, access]));
    for (const watcher of asked) {
      const access = byId.get(watcher.actor.id);
      const same =
        access?.role === watcher.actor.role && access.seesPersonalData === watcher.actor.seesPersonalData;
      if (!same) watcher.onEnd();
    }
  }

  async #changedExecutions(): Promise<ReadonlyMap<string, ExecutionRow>> {
    const { db, now } = this.#deps;
    const changed = await listChanged(db, new Date(now().getTime() - ENDED_WITHIN_MS));
    const present = new Map(changed.map((one) => [one.id, one.changed_at_micros]));
    const gone = [...this.#changes.keys()].filter((id) => !present.has(id));
    const moved = changed.filter((one) => this.#changes.get(one.id) !== one.changed_at_micros);
    // The first round sends everything, including what changed after each client loaded its state.
    const ids = [...gone, ...moved.map((one) => one.id)];
    this.#changes = present;
    if (ids.length === 0) return new Map();
    return new Map((await findExecutionRows(db, ids, now())).map((row) => [row.id, row]));
  }

  async #sendExecutions(rows: ReadonlyMap<string, ExecutionRow>): Promise<void> {
    await this.#notifyEach((watcher) => {
      for (const row of rows.values()) {
        if (watcher.executionId === null || watcher.executionId === row.id) watcher.onExecution(row);
      }
    });
  }

  /** The first round sends the present problems, which may have begun after the client loaded the page. */
  async #sendAttention(): Promise<void> {
    const { changed, ...attention } = await readAttention(this.#deps.db);
    const before = this.#attention;
    this.#attention = changed;
    if ((before ?? '') === changed) return;
    await this.#notifyEach((watcher) => watcher.onAttention(attention));
  }

  async #notifyEach(notify: (watcher: Watcher) => void): Promise<void> {
    let notified = 0;
    // Iterating over a set skips members that leave and includes new ones. It is harmless if one is notified
    // twice.
    for (const watcher of this.#watchers) {
      notify(watcher);
      notified += 1;
      if (notified % WATCHERS_AT_ONCE === 0) await letOthersGo();
    }
  }

  async #sendLines(): Promise<void> {
    const ids = new Set([...this.#watchers].flatMap(({ executionId }) => executionId ?? []));
    if (ids.size === 0) return;
    this.#lines = new Map([...ids].map((id) => [id, this.#lines.get(id) ?? 0]));
    for (;;) {
      const lines = await logLinesAfter(this.#deps.db, this.#lines);
      if (lines.length === 0) return;
      const byExecution = new Map<string, LogLineRow[]>();
      for (const line of lines) {
        this.#lines.set(line.execution, line.id);
        const earlier = byExecution.get(line.execution);
        if (earlier === undefined) byExecution.set(line.execution, [line]);
        else earlier.push(line);
      }
      await this.#notifyEach((watcher) => {
        for (const line of byExecution.get(watcher.executionId ?? '') ?? []) watcher.onLine(line);
      });
    }
  }
}
