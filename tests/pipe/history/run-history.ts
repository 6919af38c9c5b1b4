import type { Database } from '../../../src/backend/database.ts';
import { makeDemoStore } from '../../../src/demo/demo-store.ts';
import { StoreEditor } from '../../../src/demo/edit/store-editor.ts';
import { MAIN_EVENT_ID, THREE_DAY_EVENT_ID } from '../../../src/demo/model/catalogue.ts';
import type { DemoLayout } from '../../../src/demo/model/model.ts';
import { createRandom, type Random } from '../../../src/demo/model/random.ts';
import { POINTS, type Point, watchPoints } from '../../../src/kernel/failpoint.ts';
import type { Depth } from '../../../src/vocabulary/depths.ts';
import type { SyncReport } from '../../../src/vocabulary/sync-report.ts';
import { sumDifferences } from '../../backend/sums/rows-added-up.ts';
import { freshStoreDatabase } from '../../servers/databases.ts';
import { freshBackend, type SyncInput, syncProduct } from '../sync-store.ts';
import { readBackendEvent } from './backend-rows.ts';
import { periodCloser } from './close-periods.ts';
import { differences, type RowIdByName } from './compare-model.ts';
import { countDifferences } from './count-differences.ts';
import { failingDatabase } from './failing-database.ts';
import { HistoryWorld, type Step } from './history-world.ts';
import { ORDER_STEPS } from './order-steps.ts';
import { OTHER_STEPS } from './other-steps.ts';
import { TICKET_STEPS } from './ticket-steps.ts';

const STEPS: readonly Step[] = [...ORDER_STEPS, ...TICKET_STEPS, ...OTHER_STEPS];
/**
 * Changes without a date, a queued action or a new row in the store; some other changes may be made in this way, too.
 */
const SILENT: readonly string[] = [
  'refund deleted',
  'two totals swapped',
  'erased',
  'ticket erased',
  'ticket of another variation',
  'ticket moved to another event',
  'ticket moved to another order',
  'ticket’s status gone',
  'undone in the store without a trace',
];
const EVENTS = [MAIN_EVENT_ID, THREE_DAY_EVENT_ID];
/** So few orders for each page that a store of a dozen orders has several pages. */
const PAGE_ORDERS = 2;
const TARGETED_PERCENT = 70;
/** About as many statements as a whole execution needs. */
const MOST_STATEMENTS = 160;
const AROUND_A_PAGE = ['after a page is committed', 'after a page is read'] as const;
const MOST_PASSINGS = 7;
/** Work that an earlier test left behind may pass a failpoint first, so that the kill comes too early. */
const MOST_TRIES = 5;

export interface History {
  readonly seed: number;
  readonly layout: DemoLayout;
  readonly steps: number;
  /** Changes between two executions: from one to this many. */
  readonly between: number;
  /** The percentage of executions before which the process is killed somewhere. */
  readonly crashPercent: number;
  /** Changes between such a kill and the next attempt: from none to this many. */
  readonly afterKill: number;
  /** Null: as deep as a configuration's budget allows, which is a sweep; then the store's stored counts are compared. */
  readonly depth: Depth | null;
  /** Whether changes without a change signal happen, which a quick execution need not find. */
  readonly silent: boolean;
}

export interface HistoryOutcome {
  /** How often each kind of change was made. */
  readonly taken: ReadonlyMap<string, number>;
  readonly executions: number;
  readonly crashes: number;
  /** Executions of named orders that wrote something. */
  readonly targeted: number;
  /** Settlement statements that were closed. */
  readonly closed: number;
  /** Executions that continued after the last page of a killed one. */
  readonly resumes: number;
  /** The first difference of the backend from the model, and the changes before it; null if there is none. */
  readonly difference: { readonly after: readonly string[]; readonly lines: readonly string[] } | null;
}

/** Makes changes in a store and here, in any order, and compares the backend with the store's own model. */
export async function runHistory(history: History): Promise<HistoryOutcome> {
  const database = await freshStoreDatabase();
  const { store } = await makeDemoStore({
    url: database.url,
    orders: 12,
    seed: history.seed,
    layout: history.layout,
  });
  const editor = await StoreEditor.open(database.url, store);
  const backend = await freshBackend();
  const world = new HistoryWorld(editor, backend, createRandom(history.seed, 1), history.silent);
  const taken = new Map<string, number>();
  const rowIds: RowIdByName = new Map();
  const counts = { executions: 0, crashes: 0, resumes: 0, targeted: 0, closed: 0 };
  // Separate, so that the other choices of a seed stay the same.
  const chance = createRandom(history.seed, 2);
  const closePeriods = periodCloser(createRandom(history.seed, 3));
  const trail: string[] = [];
  const steps = STEPS.filter(({ name }) => history.silent || !SILENT.includes(name));

  const sync = async (depth: Depth | null): Promise<readonly string[]> => {
    const lines: string[] = [];
    for (const product of EVENTS) {
      const input = () => ({
        storeUrl: database.url,
        product,
        serviceFee: String(world.settings.fee),
        ...(depth === null ? {} : { depth }),
        pageOrders: PAGE_ORDERS,
      });
      const crash = async (statements: number, watch: (kill: () => void) => () => void): Promise<void> => {
        const failing = failingDatabase(backend.db, statements);
        const unwatch = watch(failing.kill);
        await syncProduct({ ...backend, db: failing.db }, input()).catch(() => undefined);
        unwatch();
        if (failing.failed()) counts.crashes += 1;
        lines.push(...(await sumDifferences(backend.db)));
        await forgetHolder(backend.db);
      };
      const run = async (): Promise<SyncReport> => {
        const { report } = await syncProduct(backend, input());
        counts.executions += 1;
        if (report.continuedFrom !== null) counts.resumes += 1;
        return report;
      };
      for (let tries = 0; counts.resumes === 0 && tries < MOST_TRIES; tries += 1) {
        await crash(Number.POSITIVE_INFINITY, killAfterFirstPage);
        await run();
      }
      while (world.random.chance(history.crashPercent)) {
        const statements = world.random.between(1, MOST_STATEMENTS);
        await crash(statements, (kill) => killAtPoint(world.random, kill));
        await changeAll(world.random.between(0, history.afterKill));
        await allowRemovals(backend.db);
      }
      if (chance.chance(TARGETED_PERCENT)) lines.push(...(await syncSome(product, input())));
      const report = await run();
      if (report.verification !== 'verified') {
        const proof = report.proof.filter(({ equal }) => !equal);
        lines.push(`${product} is ${report.verification ?? report.error?.message}: ${JSON.stringify(proof)}`);
      }
      lines.push(...(await sumDifferences(backend.db)));
      if (depth === null) lines.push(...(await countDifferences(backend.db, database.url, product)));
      if (report.eventId === null) continue;
      counts.closed += await closePeriods(backend.db, report.eventId);
      lines.push(...differences(world, product, await readBackendEvent(backend.db, report.eventId), rowIds));
    }
    return lines;
  };

  /** Reads some orders before the event is read, also while a reading of it is unfinished. */
  const syncSome = async (product: number, input: SyncInput): Promise<readonly string[]> => {
    const ids = [...editor.orders.keys()];
    const orderIds = Array.from({ length: chance.between(1, 4) }, () =>
      chance.pick(ids as [number, ...number[]]),
    );
    const targets = { orderIds: [...new Set(orderIds)], ticketIds: [] };
    const failing = failingDatabase(backend.db, chance.between(1, MOST_STATEMENTS));
    const isKilled = chance.chance(history.crashPercent);
    const on = isKilled ? { ...backend, db: failing.db } : backend;
    const synced = await syncProduct(on, { ...input, targets }).catch((error: unknown) => {
      if (isKilled) return null;
      throw error;
    });
    await forgetHolder(backend.db);
    if (synced === null || isKilled) return [];
    const { verification, error } = synced.report;
    if (verification === 'verified') counts.targeted += 1;
    return verification === 'verified' || error?.code === 'execution.orders-not-of-event'
      ? []
      : [`${product}, orders ${orderIds.join()}: ${verification ?? error?.message}`];
  };

  let made = 0;
  const changeAll = async (changes: number): Promise<void> => {
    const until = made + changes;
    while (made < until) {
      const step = world.random.pick(steps as [Step, ...Step[]]);
      if (!(await step.take(world))) continue;
      trail.push(step.name);
      taken.set(step.name, (taken.get(step.name) ?? 0) + 1);
      made += 1;
    }
  };

  try {
    let lines = await sync('full');
    await allowRemovals(backend.db);
    while (lines.length === 0 && made < history.steps) {
      trail.length = 0;
      await changeAll(Math.min(history.steps - made, world.random.between(1, history.between)));
      lines = [...(await sumDifferences(backend.db)), ...(await sync(history.depth))];
    }
    return { taken, ...counts, difference: lines.length === 0 ? null : { after: [...trail], lines } };
  } finally {
    await editor.close();
    await backend.close();
    await database.drop();
  }
}

/** Kills an attempt where the next one must continue it. Other kills depend on the order of statements. */
function killAfterFirstPage(kill: () => void): () => void {
  return watchPoints((passed) => {
    if (passed === 'after a page is committed') kill();
  });
}

/**
 * Kills the process at one of the failpoints of `POINTS`, at one of its first passes; or never, so that the number of
 * statements decides.
 */
function killAtPoint(random: Random, kill: () => void): () => void {
  if (random.chance(25)) return () => undefined;
  // Every page passes two of them, before and after the gap between its commit and the next page.
  const point: Point = random.chance(50) ? random.pick(AROUND_A_PAGE) : random.pick(POINTS);
  let left = random.between(1, MOST_PASSINGS);
  return watchPoints((passed) => {
    if (passed !== point) return;
    left -= 1;
    if (left === 0) kill();
  });
}

/** Histories cancel more tickets in an hour than any store in a day. */
async function allowRemovals(db: Database): Promise<void> {
  await db.query('update sync_configurations set max_removal_percent = 100');
}

/** Ends the lease of a killed process, so that the next one need not wait for it to lapse. */
async function forgetHolder(db: Database): Promise<void> {
  await db.query(`update sync_leases set heartbeat_at = heartbeat_at - interval '1 hour'`);
}
