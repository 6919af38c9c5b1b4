import { openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { newId } from '../../src/kernel/ids.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import type { Carrier } from '../../src/tasks/carriers/carrier.ts';
import type { CarriedJob, QueueName } from '../../src/tasks/carriers/queues.ts';
import { type PrivateServer, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { type BackEnd, openCarrierAt } from './carriers.ts';
import { openWorld } from './service.ts';
import type { TaskWorld } from './task-world.ts';

/** A carrier's server without the dispatcher that feeds it. */
export interface CarrierGround {
  readonly server: PrivateServer;
  /** As another process would. */
  open(): Carrier;
  /** A job as the dispatcher creates it: in PostgreSQL it is a row that is marked as dispatched. */
  newJob(queue: QueueName): Promise<CarriedJob>;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function openGround(backEnd: BackEnd): Promise<CarrierGround> {
  return backEnd === 'redis' ? await onRedis() : await onPostgres();
}

async function onRedis(): Promise<CarrierGround> {
  const server: PrivateRedis = await startPrivateRedis();
  const db = openDatabase({ connectionString: 'postgresql://stranger@127.0.0.1:1/none' }, testLog, 1);
  return {
    server,
    open: () =>
      openCarrierAt({ kind: 'redis', url: server.url }, { db, log: testLog, loops: createLoops(testLog) }),
    newJob: async () => {
      const subjectId = newId();
      return { id: `${subjectId}-1`, name: 'sync_woocommerce_event', subjectId };
    },
    clear: server.flush,
    stop: async () => {
      await server.stop();
      await db.end();
    },
  };
}

async function onPostgres(): Promise<CarrierGround> {
  const server = await startPrivatePostgres();
  const empty = openDatabase({ connectionString: server.url }, testLog, 1);
  await migrate(empty, testLog);
  await empty.end();
  const world = await openWorld(server.url, async () => undefined);
  return {
    server,
    open: () => {
      const db = openDatabase({ connectionString: server.url }, testLog, 4);
      const carrier = openCarrierAt({ kind: 'postgres' }, { db, log: testLog, loops: createLoops(testLog) });
      const close = async (): Promise<void> => {
        await carrier.close();
        await db.end();
      };
      return { ...carrier, close };
    },
    newJob: async (queue) => await handedOver(world, queue),
    clear: async () => {
      await world.db.query('delete from sync_executions');
      await world.db.query('delete from background_tasks');
    },
    stop: async () => {
      await world.close();
      await server.stop();
    },
  };
}

/** Executions use the queues for requests and for the schedule, tasks use the others. */
async function handedOver(world: TaskWorld, queue: QueueName): Promise<CarriedJob> {
  const subjectId = newId();
  if (queue === 'critical' || queue === 'default') {
    await world.db.query(
      `insert into sync_executions
         (id, configuration_id, trigger, status, queue, next_attempt_at, dispatch_number, dispatched_at)
       values ($1, $2, 'manual', 'pending', $3, now(), 1, now())`,
      [subjectId, await world.addConfiguration(), queue],
    );
    return { id: `${subjectId}-1`, name: 'sync_woocommerce_event', subjectId };
  }
  await world.db.query(
    `insert into background_tasks (id, name, queue, subject_id, run_after, dispatch_number, dispatched_at)
     values ($1, 'test_woocommerce_connection', $2, gen_random_uuid(), now(), 1, now())`,
    [subjectId, queue],
  );
  return { id: `${subjectId}-1`, name: 'test_woocommerce_connection', subjectId };
}
