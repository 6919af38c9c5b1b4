import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { Point } from '../../src/kernel/failpoint.ts';
import { cancel, triggerSync } from '../../src/tasks/control.ts';
import { type ApiWorld, openApiWorldOn } from '../http/api-world.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import { type FreshDatabase, freshBackendDatabase, freshStoreDatabase } from '../servers/databases.ts';
import { startPrivateRedis } from '../servers/private-redis.ts';
import type { CarrierPlace } from './carriers.ts';
import { attemptsOf, type DemoWorld, openDemoWorld, statusOf } from './demo-world.ts';
import { waitFor } from './wait-for.ts';
import { startWorker, type TestWorker } from './workers.ts';

const BETWEEN_CHECK_INS_MS = 50;

/** A store with an event of several pages, and a queue. */
export interface FreezingGround {
  readonly storeUrl: string;
  readonly place: CarrierPlace;
  close(): Promise<void>;
}

export async function openFreezingGround(): Promise<FreezingGround> {
  const redis = await startPrivateRedis();
  const store = await freshStoreDatabase();
  await makeDemoStore({ url: store.url, orders: 1_600, seed: 3, layout: 'hpos' });
  return {
    storeUrl: store.url,
    place: { kind: 'redis', url: redis.url },
    async close() {
      await redis.stop();
      await store.drop();
    },
  };
}

/**
 * The point at which a worker stops in the second execution, which writes every order and ticket of the event
 * again.
 */
export interface Freeze {
  readonly point: Point;
  readonly passing: number;
  /** A user cancels the execution while its worker is frozen. */
  readonly cancelled?: boolean;
}

interface CheckInAnswer {
  readonly ticketId: string;
  readonly status: number;
  readonly ms: number;
}

/** Observations from outside while a worker was frozen. */
export interface FrozenRun {
  readonly world: DemoWorld;
  readonly executionId: string;
  readonly checkIns: readonly CheckInAnswer[];
  /** From the moment at which the worker stopped until another one took over or the execution ended. */
  readonly takenOverMs: number;
  /** Resumes the frozen worker, and waits for its end. */
  thaw(): Promise<void>;
}

/**
 * Stops a worker with SIGSTOP in the middle of a page and admits people over the API, 20 a second, until another
 * worker has ended the execution.
 */
export async function freezeAndTakeOver(
  { storeUrl, place }: Pick<FreezingGround, 'storeUrl' | 'place'>,
  { point, passing, cancelled = false }: Freeze,
  look: (run: FrozenRun) => Promise<void>,
  backend: () => Promise<FreshDatabase> = freshBackendDatabase,
): Promise<void> {
  const database = await backend();
  const world = await openDemoWorld(storeUrl, database.url);
  const api = await openApiWorldOn(database, () => ({}));
  const order = { backendUrl: world.url, place, storeUrl, pageOrders: 400 };
  const workers: TestWorker[] = [];
  const until = new AbortController();
  let lettingIn: Promise<readonly CheckInAnswer[]> = Promise.resolve([]);
  try {
    await syncProduct(api.backend, { storeUrl, product: 173_911, eventName: 'Event' });
    // Another fee, which changes each order and ticket.
    await world.db.query('update sync_configurations set service_fee_percentage = 12.5');
    const death = { point, passing, notBefore: 'after a page is read', by: 'SIGSTOP' } as const;
    const victim = await startWorker({ ...order, death });
    workers.push(victim);
    const { executionId } = await triggerSync(world.control, world.configurationId, null);
    await waitFor(
      () => isStopped(victim),
      (stopped) => stopped,
    );
    const frozenAtMs = performance.now();
    expect(await statusOf(world.db, executionId), point).toBe('running');
    if (cancelled) await cancel(world.control, executionId);
    workers.push(await startWorker({ ...order, death: null }));
    lettingIn = letPeopleIn(api, world, until.signal);
    await waitFor(
      async () => (await attemptsOf(world.db, executionId))[0]?.outcome ?? null,
      (outcome) => outcome !== null,
    );
    const takenOverMs = performance.now() - frozenAtMs;
    await untilOver(world, executionId);
    until.abort();
    const checkIns = await lettingIn;
    const thaw = async (): Promise<void> => {
      victim.child.kill('SIGCONT');
      await victim.stop();
    };
    await look({ world, executionId, checkIns, takenOverMs, thaw });
  } finally {
    until.abort();
    await lettingIn;
    for (const worker of workers) await worker.kill();
    await api.close();
    await world.close();
    await database.drop();
  }
}

function isStopped({ child }: TestWorker): boolean {
  return /^State:\s+T/m.test(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
}

async function untilOver({ db }: DemoWorld, executionId: string): Promise<void> {
  await waitFor(
    async () => await statusOf(db, executionId),
    (status) => status === 'success' || status === 'cancelled',
  );
}

async function letPeopleIn(
  api: ApiWorld,
  { db }: DemoWorld,
  signal: AbortSignal,
): Promise<readonly CheckInAnswer[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from tickets where status = 'active' and removed_at is null and check_in_status = 'not_checked_in'
     order by md5(id::text)`,
  );
  const answers: Promise<CheckInAnswer>[] = [];
  for (const { id } of rows) {
    if (signal.aborted) break;
    answers.push(letIn(api, id));
    await sleep(BETWEEN_CHECK_INS_MS);
  }
  return await Promise.all(answers);
}

async function letIn(api: ApiWorld, ticketId: string): Promise<CheckInAnswer> {
  const startedMs = performance.now();
  const { statusCode } = await api.ask('operator', 'POST', `/api/v1/tickets/${ticketId}/check-in/`);
  return { ticketId, status: statusCode, ms: performance.now() - startedMs };
}
