import { expect } from 'vitest';
import type { Database } from '../../src/backend/database.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { startProxy } from '../servers/tcp-proxy.ts';
import { type DemoWorld, openDemoWorld, statusOf } from './demo-world.ts';
import { waitFor } from './wait-for.ts';
import { startWorker, type TestWorker, type WorkerOrder } from './workers.ts';

/** A first execution that ended, and the pages that each of its attempts read. */
interface EndedExecution {
  readonly id: string;
  readonly status: string;
  readonly verification: string | null;
  readonly depth: string | null;
  readonly counts: Readonly<Record<string, { readonly read: number; readonly created: number }>>;
  readonly event_id: string;
  readonly attempts: readonly ReadAttempt[];
  /** Both sides of the whole proof. */
  readonly proof: readonly object[];
}

interface ReadAttempt {
  readonly number: number;
  readonly outcome: string;
  readonly orders_read: number | null;
  readonly continued_attempt: number | null;
  readonly continued_phase: string | null;
  readonly continued_position: number | null;
}

interface FirstSync {
  readonly storeUrl: string;
  readonly pageOrders?: number;
  /**
   * The number of orders after which the worker is killed, and the changes in the store before another one
   * continues.
   */
  readonly kill: { readonly afterOrders: number; readonly change: () => Promise<void> } | null;
}

interface SyncedWorld extends EndedExecution {
  readonly world: DemoWorld;
  /** Ids of the orders that the last worker requested from the store, by page. */
  readonly asked: readonly number[];
}

const USUAL_PAGE = 500;

/** Runs a first sync in worker processes; one of them may be killed, and another one continues. Close the world. */
export async function firstSync({ storeUrl, pageOrders, kill }: FirstSync): Promise<SyncedWorld> {
  const world = await openDemoWorld(storeUrl);
  const proxy = await startProxy(Number(new URL(storeUrl).port));
  const throughProxy = new URL(storeUrl);
  throughProxy.hostname = '127.0.0.1';
  throughProxy.port = String(proxy.port);
  const order: Omit<WorkerOrder, 'death'> = {
    backendUrl: world.url,
    place: { kind: 'postgres' },
    storeUrl: throughProxy.href,
    ...(pageOrders === undefined ? {} : { pageOrders }),
  };
  const workers: TestWorker[] = [];
  try {
    const { executionId } = await triggerSync(world.control, world.configurationId, null, null);
    if (kill !== null) {
      const passing = Math.ceil(kill.afterOrders / (pageOrders ?? USUAL_PAGE));
      const victim = await startWorker({
        ...order,
        death: {
          point: 'after a page is committed',
          passing,
          notBefore: 'after a full reading’s digests are stored',
        },
      });
      workers.push(victim);
      expect(await victim.ended).toBe('SIGKILL');
      await kill.change();
      proxy.takeAsked();
    }
    workers.push(await startWorker({ ...order, death: null }));
    await waitFor(
      async () => await statusOf(world.db, executionId),
      (status) => status !== 'pending' && status !== 'running',
      PATIENCE_MS,
    );
    return { world, asked: ordersIn(proxy.takeAsked()), ...(await endedExecution(world.db, executionId)) };
  } catch (error) {
    await world.close();
    throw error;
  } finally {
    for (const worker of workers) await worker.stop();
    await proxy.close();
  }
}

const PATIENCE_MS = 900_000;

/** The orders whose row a statement reads, both from order tables and from posts. */
function ordersIn(statements: string): readonly number[] {
  const heads =
    /SELECT (?:o\.id, o\.status, o\.currency|p\.ID, p\.post_status, p\.post_excerpt)[\s\S]{1,900}?WHERE [op]\.(?:id|ID) IN \(([\d,]+)\)/g;
  return [...statements.matchAll(heads)].flatMap(([, ids = '']) => ids.split(',').map(Number));
}

async function endedExecution(db: Database, executionId: string): Promise<EndedExecution> {
  const { rows } = await db.query<Omit<EndedExecution, 'attempts' | 'proof'>>(
    'select id, status, verification, depth, counts, event_id from sync_executions where id = $1',
    [executionId],
  );
  const attempts = await db.query<ReadAttempt>(
    `select number, outcome, orders_read, continued_attempt, continued_phase, continued_position
     from sync_attempts where execution_id = $1 order by number`,
    [executionId],
  );
  const proof = await db.query<object>(
    `select scope, subject, group_name, measure, store_value, backend_value, equal from sync_proofs
     where execution_id = $1 order by 1, 2, 3, 4`,
    [executionId],
  );
  const [execution] = rows;
  if (execution === undefined) throw new Error('the execution is not there');
  return { ...execution, attempts: attempts.rows, proof: proof.rows };
}
