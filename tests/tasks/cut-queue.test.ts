import pg from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { openCarrier } from '../../src/tasks/bullmq-carrier.ts';
import type { QueueName } from '../../src/tasks/queues.ts';
import { type PrivateServer, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { waitFor } from './wait-for.ts';

/** BullMQ waits for this lock when it first connects, inside a transaction on a connection out of its pool. */
const SET_UP_LOCK = [0x42554c4c, 'taquilla_queue'];

let server: PrivateServer;
let admin: pg.Client;

beforeAll(async () => {
  server = await startPrivatePostgres();
  admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await server.stop();
});

const WAITING = `from pg_stat_activity where application_name = 'taquilla-queue' and wait_event_type = 'Lock'`;

async function cutWaiting(): Promise<void> {
  await waitFor(
    async () => (await admin.query(`select 1 ${WAITING}`)).rowCount,
    (count) => count === 1,
  );
  await admin.query(`select pg_terminate_backend(pid) ${WAITING}`);
}

function job(queue: QueueName) {
  return [queue, { id: `cut-${queue}`, name: 'sync_woocommerce_event', subjectId: queue }] as const;
}

// vitest fails a run in which an error was thrown that nobody handles
it('a queue whose first connection breaks is out of reach for a while, and ends no process', async () => {
  const carrier = openCarrier({ kind: 'postgres', connectionString: server.url }, testLog);
  onTestFinished(async () => await carrier.close());
  await admin.query('select pg_advisory_lock($1, hashtext($2))', SET_UP_LOCK);
  const asked = carrier.add(...job('default'));
  await Promise.all([
    expect(asked).rejects.toMatchObject({ kind: 'unavailable', code: 'queue.unreachable' }),
    cutWaiting(),
  ]);
  await admin.query('select pg_advisory_unlock($1, hashtext($2))', SET_UP_LOCK);
  await waitFor(
    async () => await carrier.add(...job('default')).catch((error: unknown) => error),
    (error) => error === undefined,
  );
  expect(await carrier.holds('default', 'cut-default')).toBe(true);
});

it('a worker whose first connection breaks takes jobs as soon as its server is there again', async () => {
  const carrier = openCarrier({ kind: 'postgres', connectionString: server.url }, testLog);
  await admin.query('select pg_advisory_lock($1, hashtext($2))', SET_UP_LOCK);
  const seen: (string | null)[] = [];
  const worker = carrier.work('critical', 1, async ({ subjectId }) => void seen.push(subjectId));
  onTestFinished(async () => {
    await worker.close();
    await carrier.close();
  });
  await cutWaiting();
  await admin.query('select pg_advisory_unlock($1, hashtext($2))', SET_UP_LOCK);
  await carrier.add(...job('critical'));
  expect(
    await waitFor(
      () => seen,
      (all) => all.length > 0,
    ),
  ).toEqual(['critical']);
});
