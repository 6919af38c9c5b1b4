import { afterAll, beforeAll, it } from 'vitest';
import { openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { listProcesses } from '../../src/backend/operation/service-process-records.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { type PrivateServer, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { startProxy } from '../servers/tcp-proxy.ts';
import { openWorld, serve } from './service.ts';
import { waitFor } from './wait-for.ts';

const ANSWER_MS = 1_000;
/** Long enough for a busy machine: a statement must not wait here. */
const LIMITS = { answerMs: ANSWER_MS, standingMs: 20_000, roundMs: 30_000 };
const BACK_WITHIN_MS = 80_000;

let redis: PrivateRedis;
let postgres: PrivateServer;

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startPrivateRedis(), startPrivatePostgres()]);
});
afterAll(async () => {
  await redis.stop();
  await postgres.stop();
});

async function openBackend(name: string): Promise<string> {
  const admin = openDatabase({ connectionString: postgres.url }, testLog, 1);
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = postgres.url.replace(/postgres$/, name);
  const db = openDatabase({ connectionString: url }, testLog, 1);
  await migrate(db, testLog);
  await db.end();
  return url;
}

const LISTEN = 'listen taquilla_work';
const TAKE = 'with free as (';
// Each uses another connection, loop or transaction; its statement to PostgreSQL identifies it.
const STATEMENTS = [
  ['the dispatcher looks for lapsed executions', 'select e.configuration_id from sync_executions e where'],
  ['the dispatcher or the alerts have their turn', 'select pg_try_advisory_xact_lock'],
  ['the dispatcher hands executions over', 'update sync_executions'],
  ['the dispatcher looks for mails that are due', 'account_mails'],
  ['the process says that it lives', 'insert into service_processes'],
  ['the listener begins', LISTEN],
  ['the listener looks whether its connection lives', LISTEN],
  ['a worker takes what was handed over', TAKE],
  ['a worker keeps its lease', 'update sync_leases l set heartbeat_at'],
  ['an attempt writes into its log', 'insert into sync_log_lines'],
] as const;

it.concurrent.each(STATEMENTS)('a process is back at work after a lost answer: %s', async (what, text) => {
  const number = STATEMENTS.findIndex((one) => one[0] === what);
  const direct = await openBackend(`lost_${number}`);
  const world = await openWorld(direct, async () => undefined);
  const proxy = await startProxy(Number(new URL(direct).port));
  const url = new URL(direct);
  url.port = String(proxy.port);
  const loops = createLoops(testLog, LIMITS);
  const onRedis = { kind: 'redis', url: redis.url.replace(/\d+$/, String(number)) } as const;
  const service = await serve(world, url.href, text === TAKE ? { kind: 'postgres' } : onRedis, {
    loops,
    answerLimitMs: 3 * ANSWER_MS,
  });
  try {
    const statusOf = async (configuration: string): Promise<string | undefined> =>
      (
        await world.rows<{ status: string }>(
          'select status from sync_executions where configuration_id = $1',
          [configuration],
        )
      )[0]?.status;
    let lost = false;
    if (what === 'the listener looks whether its connection lives') {
      await waitFor(
        () => proxy.takeAsked(),
        (asked) => asked.includes(LISTEN),
      );
    }
    // One execution lasts until the answer is lost, so that its lease is renewed in the meantime.
    world.store.pages = 1;
    world.store.gate = async () => void (await waitFor(() => lost, Boolean));
    const losing = proxy.loseAnswerTo(text).then(() => {
      lost = true;
      proxy.takeAsked();
    });
    const [first, second] = [await world.addConfiguration(), await world.addConfiguration()];
    await triggerSync(world.control, first, null);
    await losing;
    const lostAtMs = Date.now();
    await triggerSync(world.control, second, null);
    for (const configuration of [first, second]) {
      await waitFor(
        async () => await statusOf(configuration),
        (status) => status === 'success',
        BACK_WITHIN_MS,
      );
    }
    await waitFor(
      async () => (await listProcesses(world.db))[0]?.lastSeenAt.getTime() ?? 0,
      (seenAtMs) => seenAtMs > lostAtMs + ANSWER_MS,
    );
    // It is sent again, on a connection that answers.
    await waitFor(
      () => proxy.takeAsked(),
      (asked) => asked.includes(text),
    );
    await waitFor(
      () => loops.standing(),
      (names) => names.length === 0,
    );
  } finally {
    await service.stop();
    await proxy.close();
    await world.close();
  }
});
