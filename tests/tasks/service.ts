import { type Database, openDatabase } from '../../src/backend/database.ts';
import { createLoops, type Loops } from '../../src/kernel/time/loops.ts';
import { QUEUES, type QueueName } from '../../src/tasks/carriers/queues.ts';
import { type RunningTasks, serveTasks, type TaskParts } from '../../src/tasks/serve-tasks.ts';
import { testLog } from '../servers/private-postgres.ts';
import { type CarrierPlace, openCarrierAt } from './carriers.ts';
import { NO_ALERTS, TaskWorld } from './task-world.ts';

/** The tasks of one process of the service, with its own pool. */
export interface Service {
  readonly tasks: RunningTasks;
  stop(): Promise<void>;
}

export async function openWorld(url: string, drop: () => Promise<void>): Promise<TaskWorld> {
  const db = openDatabase({ connectionString: url }, testLog, 6);
  const close = async (): Promise<void> => {
    await db.end();
    await drop();
  };
  const world = await TaskWorld.over({ db, log: testLog, close });
  // the service runs by the clock of this machine
  world.nowMs = Date.now();
  return world;
}

interface ServeOptions {
  readonly queues?: readonly QueueName[];
  readonly now?: () => Date;
  readonly loops?: Loops;
  /** The time limit of a statement outside the loops. */
  readonly answerLimitMs?: number;
  /** Orders for each page, if the default would be the whole store. */
  readonly pageOrders?: number;
  readonly live?: TaskParts['live'];
}

/** Serves the world's tasks over a carrier; a scheduler if `queues` is empty. */
export async function serve(
  world: Pick<TaskWorld, 'openStore' | 'testStore'>,
  url: string,
  place: CarrierPlace,
  { queues = QUEUES, now = () => new Date(), ...options }: ServeOptions = {},
): Promise<Service> {
  const { loops = createLoops(testLog), answerLimitMs, pageOrders, live } = options;
  const db: Database = openDatabase({ connectionString: url }, testLog, 12, answerLimitMs);
  const carrier = openCarrierAt(place, { db, log: testLog, loops });
  const tasks = await serveTasks(
    {
      db,
      log: testLog,
      loops,
      now,
      skewMs: () => 0,
      carrier,
      openStore: world.openStore,
      testStore: world.testStore,
      alerts: NO_ALERTS,
      cleanup: { olderThanDays: 90, keepNewest: 100, changesOlderThanDays: 30 },
      maxRetries: 3,
      heartbeatUrl: null,
      self: { role: 'worker', version: '0.0.0' },
      ...(pageOrders === undefined ? {} : { pageOrders }),
      ...(live === undefined ? {} : { live }),
    },
    { queues, concurrency: null },
  );
  return {
    tasks,
    async stop() {
      await tasks.stop();
      await carrier.close();
      await db.end();
    },
  };
}
