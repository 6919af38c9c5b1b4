import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../../src/backend/database.ts';
import { createToken } from '../../src/backend/sign-in/token-records.ts';
import { createUser } from '../../src/backend/users/user-records.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { digestOfToken } from '../../src/kernel/secrets/opaque-token.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { steadyPort } from '../servers/steady-port.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { callTaquilla } from './call-taquilla.ts';
import { type Running, startTaquilla } from './run-taquilla.ts';

const API = '/api/v1/sync-woocommerce/';
const TOKEN = 'a-token-of-the-tests-alone';
const CALLER = 'caller-4f1c:42';

let store: StoreDatabase;
let backend: Backend & { readonly url: string };

beforeAll(async () => {
  store = await freshStoreDatabase();
  await makeDemoStore({ url: store.url, orders: 300, seed: 5, layout: 'hpos' });
});
afterAll(async () => await store.drop());
beforeEach(async () => {
  backend = await freshBackend();
  return async () => await backend.close();
});

interface Role {
  readonly running: Running;
  readonly port: number;
  /** `/readyz` on the port for probes: its status and its reason. */
  readonly readyz: () => Promise<readonly [number, unknown]>;
  readonly untilReady: () => Promise<void>;
}

async function serve(role: 'api' | 'worker' | 'scheduler'): Promise<Role> {
  const [port, metricsPort] = [await steadyPort(), await steadyPort()];
  const running = startTaquilla(['serve', '--role', role], {
    env: { ...settings(), PORT: String(port), METRICS_PORT: String(metricsPort), LOG_LEVEL: 'info' },
  });
  const readyz = async () => {
    const reply = await fetch(`http://127.0.0.1:${metricsPort}/readyz`, { headers: { connection: 'close' } });
    const body = (await reply.json()) as Record<string, unknown>;
    return [reply.status, body['code'] ?? body['status']] as const;
  };
  const untilReady = async (): Promise<void> => {
    await waitFor(
      async () => await readyz().catch(() => [0, null] as const),
      ([status]) => status === 200,
      60_000,
    );
  };
  return { running, port, readyz, untilReady };
}

function settings(): Readonly<Record<string, string>> {
  return { DATABASE_URL: backend.url, TAQUILLA_SECRET_KEY: 'k'.repeat(40) };
}

async function taquilla(args: readonly string[], input = ''): Promise<string> {
  const { exitCode, stdout, stderr } = await callTaquilla(args, { env: settings(), input });
  expect([args[0], exitCode, stderr]).toEqual([args[0], 0, expect.any(String)]);
  return stdout;
}

/** The lines that docs/operations/backend-unreachable.md tells operators to look for. */
async function sessionNames(): Promise<readonly string[]> {
  const { rows } = await backend.db.query<{ application_name: string }>(
    `select application_name from pg_stat_activity
     where datname = current_database() and application_name like 'taquilla %'`,
  );
  return rows.map((row) => row.application_name);
}

async function addToken(): Promise<void> {
  const user = await createUser(backend.db, {
    email: 'ana@example.com',
    passwordHash: 'x',
    role: 'superuser',
  });
  await createToken(backend.db, {
    userId: user.id,
    name: 'stream',
    role: 'superuser',
    tokenDigest: digestOfToken(TOKEN),
    seesPersonalData: true,
    expiresAt: null,
  });
}

/** A connection as bytes, with the server's output so far. */
function open(port: number, path: string) {
  const socket = connect(port, '127.0.0.1');
  const recorded = { text: '', closed: false };
  socket.setEncoding('utf8').on('data', (part) => {
    recorded.text += part;
  });
  socket.on('close', () => {
    recorded.closed = true;
  });
  socket.on('error', () => undefined);
  const lines = [`GET ${path} HTTP/1.1`, 'host: localhost', `authorization: Token ${TOKEN}`];
  socket.write([...lines, `x-request-id: ${CALLER}`, '', ''].join('\r\n'));
  return recorded;
}

test('a stopping API says so, answers running requests, ends its streams, and accepts no new requests', async () => {
  await addToken();
  const api = await serve('api');
  await api.untilReady();
  const kept = open(api.port, '/healthz');
  await waitFor(
    () => kept.text,
    (text) => text.includes('200 OK'),
  );
  const stream = open(api.port, `${API}executions/stream/`);
  await waitFor(
    () => stream.text,
    (text) => text.includes('retry: '),
  );
  let asked: ReturnType<typeof open> | undefined;
  await inTransaction(backend.db, async (tx) => {
    await tx.query('lock table sync_configurations in access exclusive mode');
    asked = open(api.port, `${API}configurations/`);
    // The stream reads executions, so it may still wait for the same lock.
    await waitFor(
      async () =>
        (
          await backend.db.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
               and query like '%count(*) as count from sync_configurations%'`,
          )
        ).rowCount,
      (waiting) => waiting === 1,
    );
    expect(await sessionNames()).toContain('taquilla api');
    api.running.child.kill('SIGTERM');
    await waitFor(api.readyz, ([status]) => status === 503);
    expect(await api.readyz()).toEqual([503, 'process.ending']);
    await waitFor(
      () => kept.closed && stream.closed,
      (closed) => closed,
    );
    await expect(fetch(`http://127.0.0.1:${api.port}/healthz`)).rejects.toThrow('fetch failed');
    expect([asked.text, asked.closed]).toEqual(['', false]);
  });
  const { exitCode, stdout } = await api.running.ended;
  expect(exitCode).toBe(0);
  expect(asked?.text).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(asked?.text).toMatch(/^connection: close\r$/im);
  // The caller's name for the request is in the reply and in the log.
  expect(asked?.text).toMatch(new RegExp(`^x-request-id: ${CALLER}\r$`, 'im'));
  const answered = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .find(({ msg, route }) => msg === 'request answered' && String(route).endsWith('/configurations/'));
  expect(answered).toMatchObject({ request_id: CALLER, status: 200 });
  expect((await backend.db.query('select from service_processes')).rows).toEqual([]);
});

test('a stopping worker gives back its work, a scheduler just ends, and another worker continues', async () => {
  const { host, port, user, password, database } = parseStoreUrl(store.url);
  const place = ['--mysql-host', host, '--mysql-port', String(port), '--mysql-user', user];
  const set = ['credentials', 'add', 'shop', '--transport', 'direct', ...place, '--mysql-database', database];
  await taquilla([...set, '--secrets-from-stdin'], JSON.stringify({ password }));
  const event = ['--product', '173911', '--event-name', 'E', '--organizer-email', 'o@example.com', '--json'];
  const configurationId = JSON.parse(await taquilla(['configurations', 'add', ...event])).id;
  await taquilla(['credentials', 'set', 'shop', '--rows-per-second', '40']);
  const [worker, scheduler] = await Promise.all([serve('worker'), serve('scheduler')]);
  await Promise.all([worker.untilReady(), scheduler.untilReady()]);
  const { executionId } = await triggerSync(
    { db: backend.db, now: () => new Date(), maxRetries: 0 },
    configurationId,
    null,
  );
  const stateOf = async () =>
    (await backend.db.query('select status, verification from sync_executions where id = $1', [executionId]))
      .rows[0];
  await waitFor(stateOf, ({ status }) => status === 'running');
  for (const { running } of [worker, scheduler]) running.child.kill('SIGTERM');
  for (const { running } of [worker, scheduler]) expect((await running.ended).exitCode).toBe(0);
  expect(await stateOf()).toMatchObject({ status: 'pending' });
  expect((await backend.db.query('select outcome from sync_attempts')).rows).toEqual([
    { outcome: 'given_back' },
  ]);
  expect((await backend.db.query('select from sync_leases')).rows).toEqual([]);
  await taquilla(['credentials', 'set', 'shop', '--rows-per-second', '0']);
  const next = await serve('worker');
  const held = `taquilla worker execution ${executionId}`;
  await inTransaction(backend.db, async (tx) => {
    await tx.query('lock table sync_checkpoints in share mode');
    await waitFor(sessionNames, (names) => names.includes(held));
    expect(await sessionNames()).toEqual(
      expect.arrayContaining(['taquilla worker', 'taquilla worker listener']),
    );
  });
  expect(await waitFor(stateOf, ({ status }) => status === 'success', 60_000)).toMatchObject({
    verification: 'verified',
  });
  // A second request stops it at once, even while it cannot give back its work; npm may pass on one Ctrl-C twice
  // within a moment.
  await taquilla(['credentials', 'set', 'shop', '--rows-per-second', '40']);
  const control = { db: backend.db, now: () => new Date(), maxRetries: 0 };
  const again = await triggerSync(control, configurationId, null, 'full');
  await waitFor(
    async () =>
      (await backend.db.query('select status from sync_executions where id = $1', [again.executionId]))
        .rows[0],
    ({ status }) => status === 'running',
  );
  await inTransaction(backend.db, async (tx) => {
    await tx.query('lock table sync_executions in access exclusive mode');
    const { child } = next.running;
    await waitFor(
      () => {
        if (child.exitCode === null) child.kill('SIGTERM');
        return child.exitCode;
      },
      (exitCode) => exitCode !== null,
    );
    expect((await next.running.ended).exitCode).toBe(130);
  });
});
