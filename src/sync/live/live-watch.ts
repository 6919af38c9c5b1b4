import { awaitDispatcher } from '../../backend/dispatch/dispatch-executions.ts';
import {
  type LiveConfiguration,
  releaseWatch,
  renewWatch,
  type WatchLease,
  type WatchOrders,
  type WatchReport,
} from '../../backend/live/watch-records.ts';
import { type AppError, toAppError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log/log.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { STORE_SENTENCES } from '../../kernel/sentences/store-sentences.ts';
import { backoffMs } from '../../kernel/time/backoff.ts';
import type { ChangeCursor, StoreSource } from '../../source/source.ts';
import type { StoreWatch, WatchedEvent } from '../../source/watch.ts';
import type { WatchState } from '../../vocabulary/live.ts';
import type { OpenStore } from '../attempt/run-configuration.ts';
import { NO_PAUSE, type Pause, pauseAfter } from './pause.ts';
import { type LiveNeeds, needsOf, type RequestDeps, requestNeeds } from './request-moved.ts';

/** How long connecting and asking may take, less than the lease lasts. A slower store is left alone for a while. */
const ASKED_WITHIN_MS = 12_000;
/** After this time without a renewal, another process may take the watch, with a connection of its own. */
const RENEWED_WITHIN_MS = 15_000;
/** The layout of a store changes with an update of a plugin, so the connection is opened again at this age. */
const REOPEN_AFTER_MS = 15 * 60_000;
/** How often the events of a store that allows one connection are read. */
const QUICK_EVERY_MS = 60_000;
const LONGEST_WAIT_MS = 15 * 60_000;

export interface LiveWatchDeps extends RequestDeps {
  readonly log: Log;
  readonly openStore: OpenStore;
  /** The usual pause between two questions. */
  readonly pauseMs: number;
  /** The clock of this process, which only goes forward. */
  readonly elapsedMs: () => number;
}

interface Kept {
  readonly source: StoreSource;
  readonly watch: StoreWatch;
  readonly openedMs: number;
}

/**
 * The watch of one store. While its lease is renewed, it asks on one kept connection what moved, and requests executions
 * of the live events of the store. It never reads data: an execution reads and proves the rows.
 */
export class LiveWatch {
  readonly #deps: LiveWatchDeps;
  readonly #lease: WatchLease;
  #kept: Kept | null = null;
  /** False if the source cannot be watched. */
  #canWatch = true;
  #cursor: ChangeCursor | null = null;
  /** The live configurations of the last round. */
  #known = new Set<string>();
  /** Configurations whose quick execution is still to be requested. */
  #unread = new Set<string>();
  #nextMs = 0;
  #renewedMs = Number.NEGATIVE_INFINITY;
  #lastQuickMs = Number.NEGATIVE_INFINITY;
  #pause: Pause = NO_PAUSE;
  #report: WatchReport | null = null;
  /** Whether the backend has it that the watch holds a connection. */
  #isAnnounced = false;

  constructor(deps: LiveWatchDeps, lease: WatchLease) {
    this.#deps = deps;
    this.#lease = lease;
  }

  /** One round, every few seconds. False: the watch has ended, because nothing is live or the lease is lost. */
  async round(signal: AbortSignal): Promise<boolean> {
    const orders = await this.#renew();
    if (orders === null) {
      await this.#disconnect();
      return false;
    }
    if (!orders.isUsable || orders.live.length === 0) {
      await this.end();
      return false;
    }
    for (const { configurationId } of orders.live) {
      if (!this.#known.has(configurationId)) this.#unread.add(configurationId);
    }
    this.#known = new Set(orders.live.map(({ configurationId }) => configurationId));
    for (const one of this.#unread) if (!this.#known.has(one)) this.#unread.delete(one);
    this.#note(await this.#work(orders, signal));
    // An execution that needs the connection waits for this.
    if (this.#isAnnounced && this.#kept === null) await this.#renew();
    return true;
  }

  /** Closes the connection and lets another process take the watch. */
  async end(): Promise<void> {
    await this.close();
    await releaseWatch(this.#deps.db, this.#lease);
  }

  async close(): Promise<void> {
    await this.#disconnect();
  }

  async #work(orders: WatchOrders, signal: AbortSignal): Promise<WatchState> {
    const { now, elapsedMs, pauseMs } = this.#deps;
    if (orders.isUnreachable) {
      await this.#disconnect();
      return 'unreachable';
    }
    if (orders.connections < 2 || !this.#canWatch) {
      await this.#disconnect();
      return await this.#readInstead(orders);
    }
    if (orders.busy >= orders.slots) {
      await this.#disconnect();
      return 'yielding';
    }
    const waits = orders.nextAttemptAt !== null && this.#isInFuture(orders.nextAttemptAt, now());
    if (waits) return 'failing';
    if (elapsedMs() < this.#nextMs) return this.#report?.state === 'yielding' ? 'watching' : this.#stateNow();
    const startedMs = elapsedMs();
    try {
      const within = AbortSignal.any([signal, AbortSignal.timeout(ASKED_WITHIN_MS)]);
      if (this.#kept?.watch.isOpen !== true && !(await this.#mayConnect())) return 'yielding';
      const hasMoved = await this.#ask(orders.live, within);
      this.#pause = pauseAfter(elapsedMs() - startedMs, pauseMs, orders);
      this.#nextMs = startedMs + this.#pause.ms;
      this.#report = {
        ...NOTHING_YET,
        state: this.#canWatch ? 'watching' : 'executions',
        isConnected: this.#canWatch,
        lastAskedAt: now(),
        lastMovedAt: hasMoved ? now() : null,
        pauseMs: this.#pause.ms,
        slowedBy: this.#pause.slowedBy,
      };
      return this.#canWatch ? 'watching' : 'executions';
    } catch (thrown) {
      await this.#disconnect();
      const error = toAppError(thrown);
      if (signal.aborted || error.code.startsWith('backend.')) throw thrown;
      const isLate = error.kind === 'aborted';
      const seconds = ASKED_WITHIN_MS / 1000;
      this.#fail(isLate ? errorOf(STORE_SENTENCES.watchSlow, { seconds }) : error, orders.failures + 1);
      return 'failing';
    }
  }

  /** Says that the watch has a connection before it opens one, so that the dispatcher counts it. */
  async #mayConnect(): Promise<boolean> {
    this.#report = { ...(this.#report ?? NOTHING_YET), isConnected: true };
    if ((await this.#renew()) === null) return false;
    // A dispatcher that did not see this yet may have given the connection to an execution.
    await awaitDispatcher(this.#deps.db);
    const orders = await this.#renew();
    return orders !== null && orders.busy < orders.slots;
  }

  async #renew(): Promise<WatchOrders | null> {
    const { db, now, elapsedMs } = this.#deps;
    const startedMs = elapsedMs();
    let orders: WatchOrders | null;
    try {
      orders = await renewWatch(db, this.#lease, this.#report, now());
    } catch (error) {
      if (startedMs - this.#renewedMs >= RENEWED_WITHIN_MS) await this.#disconnect();
      throw error;
    }
    this.#renewedMs = startedMs;
    this.#isAnnounced = this.#report?.isConnected ?? this.#isAnnounced;
    return orders;
  }

  /** Asks what moved and requests the executions. Returns whether anything of a live event moved. */
  async #ask(live: readonly LiveConfiguration[], signal: AbortSignal): Promise<boolean> {
    const { db } = this.#deps;
    const watch = await this.#connected(signal);
    if (watch === null) return false;
    const events = live.map((one) => watchedEvent(one));
    const moves = await watch.ask(this.#cursor, events, signal);
    const needs = await needsOf(db, live, moves);
    const quick = new Set([...this.#unread, ...needs.quick]);
    if (!(await this.#request({ targets: needs.targets, quick }))) return false;
    // Only now: what was not requested is asked for again.
    this.#cursor = moves.cursor;
    return needs.targets.size + needs.quick.size > 0;
  }

  /** A store that allows one connection has no watch: quick executions at the shortest frequency take its place. */
  async #readInstead(orders: WatchOrders): Promise<WatchState> {
    const { elapsedMs, now } = this.#deps;
    const { live } = orders;
    const pause = pauseAfter(0, QUICK_EVERY_MS, orders);
    const isDue = elapsedMs() - this.#lastQuickMs >= pause.ms;
    const quick = isDue ? new Set(live.map(({ configurationId }) => configurationId)) : new Set<string>();
    if (isDue) this.#lastQuickMs = elapsedMs();
    // A running execution already does this work, so it is not followed by another one at once.
    if (isDue && (await this.#request({ targets: new Map(), quick }))) this.#unread.clear();
    this.#report = {
      ...NOTHING_YET,
      state: 'executions',
      pauseMs: pause.ms,
      slowedBy: pause.slowedBy,
      lastAskedAt: isDue ? now() : null,
    };
    return 'executions';
  }

  /** @returns false if the lease is lost; the next round ends the watch */
  async #request(needs: LiveNeeds): Promise<boolean> {
    const again = await requestNeeds(this.#deps, this.#lease, needs);
    if (again === null) return false;
    this.#unread = new Set(again);
    return true;
  }

  async #connected(signal: AbortSignal): Promise<StoreWatch | null> {
    const { openStore, elapsedMs } = this.#deps;
    const kept = this.#kept;
    if (kept?.watch.isOpen === true && elapsedMs() - kept.openedMs < REOPEN_AFTER_MS) return kept.watch;
    await this.#disconnect();
    const source = await openStore(this.#lease.credentialsId, signal);
    try {
      if (source.openWatch === undefined) {
        this.#canWatch = false;
        await source.close();
        return null;
      }
      const watch = await source.openWatch(signal);
      this.#kept = { source, watch, openedMs: elapsedMs() };
      return watch;
    } catch (error) {
      await source.close();
      throw error;
    }
  }

  async #disconnect(): Promise<void> {
    const kept = this.#kept;
    this.#kept = null;
    await kept?.source.close();
  }

  #fail(error: AppError, failures: number): void {
    const { log, now } = this.#deps;
    const waitMs = backoffMs(failures, Math.random(), LONGEST_WAIT_MS);
    const { credentialsId } = this.#lease;
    log.warn(
      { credentialsId, code: error.code, seconds: Math.round(waitMs / 1000) },
      'the store cannot be watched',
    );
    this.#report = {
      ...NOTHING_YET,
      state: 'failing',
      failures,
      error: { code: error.code, message: error.message },
      nextAttemptAt: new Date(now().getTime() + waitMs),
    };
  }

  /** A time that is further away than any wait was set while a clock was wrong. */
  #isInFuture(at: Date, now: Date): boolean {
    const leftMs = at.getTime() - now.getTime();
    return leftMs > 0 && leftMs <= 2 * LONGEST_WAIT_MS;
  }

  #stateNow(): WatchState {
    return this.#report?.state ?? 'starting';
  }

  #note(state: WatchState): void {
    const isConnected = this.#kept?.watch.isOpen === true;
    if (state === 'failing' && this.#report?.state !== 'failing') {
      // The last holder failed, and its wait is not over.
      this.#report = null;
      return;
    }
    this.#report = { ...(this.#report ?? NOTHING_YET), state, isConnected };
  }
}

const NOTHING_YET: WatchReport = {
  state: 'starting',
  isConnected: false,
  lastAskedAt: null,
  lastMovedAt: null,
  pauseMs: null,
  slowedBy: null,
  failures: 0,
  error: null,
  nextAttemptAt: null,
};

function watchedEvent({ configurationId, productIds, variationId }: LiveConfiguration): WatchedEvent {
  const [productId = 0, ...otherProductIds] = productIds;
  return { key: configurationId, scope: { productId, variationId, otherProductIds } };
}
