import { takeDueProbes } from '../backend/credentials/outage-records.ts';
import { type Database, inTransaction } from '../backend/database.ts';
import { dispatchTasks, requestTask } from '../backend/dispatch/background-task-records.ts';
import { dispatchExecutions, takeDispatcherTurn } from '../backend/dispatch/dispatch-executions.ts';
import { type DispatchedRow, findUnstarted, noteCarried } from '../backend/dispatch/dispatched-rows.ts';
import { takeDueTimetables } from '../backend/dispatch/timetable-records.ts';
import { anyAccountMailDue } from '../backend/users/account-mail-records.ts';
import { listenForWork } from '../backend/work-notice.ts';
import type { Log } from '../kernel/log/log.ts';
import type { Loops } from '../kernel/time/loops.ts';
import type { Carrier } from './carriers/carrier.ts';
import { type CarriedJob, TIMETABLES } from './carriers/queues.ts';
import { planFrequentSyncs } from './run-scheduled-syncs.ts';
import { createTakeBack } from './take-back.ts';

const ROUND_MS = 2_000;

interface RoundDeps {
  readonly db: Database;
  readonly carrier: Carrier;
  readonly log: Log;
  readonly now: () => Date;
  readonly maxRetries: number;
  /** Evaluates results, and requests the messages about them. */
  readonly watch: () => Promise<void>;
}

export interface DispatcherDeps extends RoundDeps {
  readonly loops: Loops;
  /** Called when any process has dispatched work to a queue. */
  readonly onHandOver: (queue: string) => void;
}

export interface Dispatcher {
  stop(): Promise<void>;
}

/**
 * Dispatches work that may start now, and takes back work of vanished workers. It runs on a timer in every
 * worker and scheduler, and a notice also wakes it. Because of a lock, many dispatchers do no more work than
 * one.
 */
export function startDispatcher(deps: DispatcherDeps, roundMs = ROUND_MS): Dispatcher {
  const rounds = createRounds(deps);
  const loop = deps.loops.start({
    name: 'dispatcher',
    pauseMs: () => roundMs,
    round: async () => await rounds.round(),
  });
  const listening = listenForWork(deps, { work: () => loop.wake(), handOver: deps.onHandOver });
  return {
    async stop() {
      await Promise.all([loop.stop(), listening.stop()]);
    },
  };
}

/** The rounds without their timer, so that a test can run one at a time. */
export function createRounds(deps: RoundDeps): { round(): Promise<void> } {
  const { db, carrier, log, now, maxRetries } = deps;
  const takeBack = createTakeBack({ db, log, now });

  /** A person is waiting for such an e-mail, so its task goes to the critical queue. */
  const requestAccountMails = async (): Promise<void> => {
    if (!(await anyAccountMailDue(db, now()))) return;
    const task = { name: 'send_account_mail', queue: 'critical', subjectId: null } as const;
    await requestTask(db, { ...task, runAfter: now() });
  };

  const dispatch = async (): Promise<void> => {
    const dispatched = await inTransaction(db, async (tx) => {
      if (!(await takeDispatcherTurn(tx))) return [];
      for (const name of await takeDueTimetables(tx, TIMETABLES)) {
        await requestTask(tx, { name, queue: 'maintenance', subjectId: null, runAfter: now() });
      }
      for (const subjectId of await takeDueProbes(tx, now())) {
        const name = 'test_woocommerce_connection';
        await requestTask(tx, { name, queue: 'critical', subjectId, runAfter: now() });
      }
      await planFrequentSyncs(tx, now(), maxRetries);
      return [...(await dispatchExecutions(tx, now())), ...(await dispatchTasks(tx, now()))];
    });
    let down = false;
    for (const row of dispatched) {
      try {
        if (down) await noteCarried(db, row, false);
        else await carrier.add(row.queue, jobOf(row));
      } catch (thrown) {
        // Each job that gets no answer costs seconds, so the other rows of this round are dispatched later.
        down = true;
        log.warn({ err: thrown, queue: row.queue }, 'nothing can be dispatched now');
        await noteCarried(db, row, false);
      }
    }
  };

  const checkUnstarted = async (): Promise<void> => {
    for (const row of await findUnstarted(db)) {
      await noteCarried(db, row, await carrier.holds(row.queue, jobOf(row).id));
    }
  };

  return {
    async round() {
      const failures: unknown[] = [];
      // If one part fails, the others must still run.
      for (const part of [takeBack, deps.watch, requestAccountMails, dispatch, checkUnstarted]) {
        await part().catch((thrown: unknown) => failures.push(thrown));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

function jobOf({ id, dispatchNumber, name }: DispatchedRow): CarriedJob {
  return { id: `${id}-${dispatchNumber}`, name, subjectId: id };
}
