import { type Database, inTransaction } from '../backend/database.ts';
import {
  type Dispatch,
  findUnstarted,
  markDispatched,
  noteUnstarted,
  takeDispatcherTurn,
} from '../backend/executions/dispatch-records.ts';
import { takeDueProbes } from '../backend/incidents/outage-records.ts';
import {
  type BackgroundTask,
  findUnstartedTasks,
  markTasksDispatched,
  noteUnstartedTask,
  requestTask,
} from '../backend/operation/background-task-records.ts';
import { takeDueTimetables } from '../backend/operation/timetable-records.ts';
import { anyAccountMailDue } from '../backend/users/account-mail-records.ts';
import { listenForWork } from '../backend/work-notice.ts';
import type { Log } from '../kernel/log/log.ts';
import type { Loops } from '../kernel/loops.ts';
import type { Carrier } from './carriers/carrier.ts';
import { type CarriedJob, type QueueName, TIMETABLES } from './carriers/queues.ts';
import { createTakeBack } from './take-back.ts';

const ROUND_MS = 2_000;

interface RoundDeps {
  readonly db: Database;
  readonly carrier: Carrier;
  readonly log: Log;
  readonly now: () => Date;
  /** Looks at what ended and tells whom it concerns; asks for messages to be sent. */
  readonly watch: () => Promise<void>;
}

export interface DispatcherDeps extends RoundDeps {
  readonly loops: Loops;
  /** Called when some process handed something over to a queue. */
  readonly onHandOver: (queue: string) => void;
}

export interface Dispatcher {
  stop(): Promise<void>;
}

/** Something that was handed over, or should be. */
interface Handed {
  readonly queue: QueueName;
  readonly job: CarriedJob;
  /** Notes whether the carrier has it. */
  readonly note: (carried: boolean) => Promise<void>;
}

/**
 * Hands over what may start now, and takes back what its worker left. A plain timer, in every worker and
 * scheduler, woken when somebody tells of work; under a lock, so that many do no more than one.
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

/** The rounds without their timer, for those who want to see one at a time. */
export function createRounds(deps: RoundDeps): { round(): Promise<void> } {
  const { db, carrier, log, now } = deps;
  const takeBack = createTakeBack({ db, log, now });

  /** A person waits for such a mail, so its task goes to the critical queue. */
  const requestAccountMails = async (): Promise<void> => {
    if (!(await anyAccountMailDue(db, now()))) return;
    const task = { name: 'send_account_mail', queue: 'critical', subjectId: null } as const;
    await requestTask(db, { ...task, runAfter: now() });
  };

  const handOver = async (): Promise<void> => {
    const handed = await inTransaction(db, async (tx) => {
      if (!(await takeDispatcherTurn(tx))) return [];
      for (const name of await takeDueTimetables(tx, TIMETABLES)) {
        await requestTask(tx, { name, queue: 'maintenance', subjectId: null, runAfter: now() });
      }
      for (const subjectId of await takeDueProbes(tx, now())) {
        const name = 'test_woocommerce_connection';
        await requestTask(tx, { name, queue: 'critical', subjectId, runAfter: now() });
      }
      const executions = await markDispatched(tx, now());
      const tasks = await markTasksDispatched(tx, now());
      return [...executions.map((one) => ofExecution(db, one)), ...tasks.map((one) => ofTask(db, one))];
    });
    let down = false;
    for (const { queue, job, note } of handed) {
      try {
        if (down) await note(false);
        else await carrier.add(queue, job);
      } catch (thrown) {
        // one that does not answer costs seconds: the others of this round go back at once
        down = true;
        log.warn({ err: thrown, queue }, 'nothing can be handed over now');
        await note(false);
      }
    }
  };

  const askAfter = async (): Promise<void> => {
    const executions = (await findUnstarted(db)).map((one) => ofExecution(db, one));
    const tasks = (await findUnstartedTasks(db)).map((one) => ofTask(db, one));
    for (const { queue, job, note } of [...executions, ...tasks]) {
      await note(await carrier.holds(queue, job.id));
    }
  };

  return {
    async round() {
      const failures: unknown[] = [];
      // one part that fails must not keep the others from their work
      for (const part of [takeBack, deps.watch, requestAccountMails, handOver, askAfter]) {
        await part().catch((thrown: unknown) => failures.push(thrown));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

function ofExecution(db: Database, dispatch: Dispatch): Handed {
  const { executionId, queue, dispatchNumber } = dispatch;
  return {
    queue,
    job: {
      id: `${executionId}-${dispatchNumber}`,
      name: 'sync_woocommerce_event',
      subjectId: executionId,
    },
    note: async (carried) => await noteUnstarted(db, dispatch, carried),
  };
}

function ofTask(db: Database, task: BackgroundTask): Handed {
  return {
    queue: task.queue,
    job: { id: `${task.id}-${task.dispatchNumber}`, name: task.name, subjectId: task.id },
    note: async (carried) => await noteUnstartedTask(db, task, carried),
  };
}
