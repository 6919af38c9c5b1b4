import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { requestConnectionTest, triggerSync } from '../../src/tasks/control.ts';
import { startMailServer } from '../alerts/mail-server.ts';
import { startPrivateRedis } from '../servers/private-redis.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { startTaquilla } from './run-taquilla.ts';
import {
  addTested,
  backend,
  expectNoSecret,
  json,
  READER_PASSWORD,
  recorded,
  SECRET_KEY,
  taquilla,
  useSealedStore,
  watchProcesses,
  wholeDatabase,
} from './sealed-store.ts';

useSealedStore();

/** Requests a connection test, a sync, and a sync that is refused; returns once all three are over. */
async function work(configurationId: string): Promise<void> {
  const { db } = backend;
  const control = { db, now: () => new Date(), maxRetries: 0 };
  const ended = async (id: string) =>
    await waitFor(
      async () =>
        (await db.query('select status, error_code from sync_executions where id = $1', [id])).rows[0],
      (row) => row?.status === 'success' || row?.status === 'failed',
    );
  const { rows } = await db.query<{ id: string }>('select id from sync_credentials');
  const tested = await requestConnectionTest(control, rows[0]?.id ?? '');
  const first = await triggerSync(control, configurationId, null);
  expect(await ended(first.executionId)).toEqual({ status: 'success', error_code: null });
  // on a busy machine the test may run after the sync, and must not get the wrong password
  await waitFor(
    async () => (await db.query('select status from background_tasks where id = $1', [tested])).rows[0],
    (row) => row?.status === 'success',
  );
  await taquilla(['credentials', 'set', 'shop', '--secrets-from-stdin'], {
    input: JSON.stringify({ password: `no-${READER_PASSWORD}` }),
  });
  const second = await triggerSync(control, configurationId, null);
  expect(await ended(second.executionId)).toEqual({ status: 'failed', error_code: 'store.access-denied' });
  await waitFor(
    async () => (await db.query('select from alert_messages where sent_at is not null')).rowCount,
    (count) => count === 1,
  );
}

async function configured(): Promise<string> {
  await addTested();
  const args = ['configurations', 'add', '--product', '173911', '--event-name', 'E'];
  return (await json([...args, '--organizer-email', 'o@example.com'])).json.id;
}

describe('no secret is in the queue, or in the output of a service that works and fails', () => {
  test('over Redis: not in any command that was sent to it', async () => {
    const redis = await startPrivateRedis();
    const client = new Redis(redis.url);
    const monitor = await client.monitor();
    const sent: string[] = [];
    monitor.on('monitor', (_time: string, args: readonly string[]) => void sent.push(args.join(' ')));
    const seen = await serveAndWork({ REDIS_URL: redis.url });
    monitor.disconnect();
    client.disconnect();
    await redis.stop();
    expect(sent.filter((command) => command.includes('sync_woocommerce_event')).length).toBeGreaterThan(0);
    recorded.push(...sent, seen);
    expectNoSecret();
  });

  test('over PostgreSQL: not in any table', async () => {
    recorded.push(await serveAndWork({}));
    expect(recorded.at(-2)).toContain('run_scheduled_syncs');
    expectNoSecret();
  });
});

/** The output of the service, and the parts that others could see. */
async function serveAndWork(env: Readonly<Record<string, string>>): Promise<string> {
  const configurationId = await configured();
  const watching = new AbortController();
  const watched = watchProcesses(watching.signal);
  const mail = await startMailServer();
  const service = startTaquilla(['serve', '--verbose'], {
    env: {
      ...env,
      DATABASE_URL: backend.url,
      TAQUILLA_SECRET_KEY: SECRET_KEY,
      PORT: '0',
      LOG_LEVEL: 'trace',
      SMTP_URL: mail.url,
      ALERT_EMAILS: 'ops@example.com',
    },
  });
  await service.untilSaid('Taquilla is at');
  await work(configurationId);
  service.child.kill('SIGTERM');
  const { exitCode, stdout, stderr } = await service.ended;
  watching.abort();
  expect(exitCode).toBe(0);
  const processes = await watched;
  await mail.close();
  expect(mail.received).toHaveLength(1);
  recorded.push(stdout, stderr, ...mail.received.map(({ raw }) => raw), await wholeDatabase());
  return processes;
}
