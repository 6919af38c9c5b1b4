import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '../../src/app/config/config.ts';
import { openService } from '../../src/app/service.ts';
import { clockOf } from '../../src/backend/connection/database-clock.ts';
import { openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import type { ServiceRole } from '../../src/cli/session.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { closedPort } from '../alerts/mail-server.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';
import { startPrivatePostgres } from '../servers/private-postgres.ts';
import { startProxy } from '../servers/tcp-proxy.ts';
import { waitFor } from '../tasks/wait-for.ts';

let backend: Backend & { readonly url: string };

beforeEach(async () => {
  backend = await freshBackend();
});
afterEach(async () => await backend.close());

/** What a process of this role reports while its queue is unreachable. */
async function readyzOf(role: ServiceRole): Promise<{ probe: unknown; own: unknown }> {
  const { db, log, url } = backend;
  const clock = clockOf(db, () => new Date());
  const redis = `redis://127.0.0.1:${await closedPort()}/0`;
  const config = parseConfig({ DATABASE_URL: url, REDIS_URL: redis, METRICS_PORT: '0', PORT: '0' }, '/');
  const secretKey = async () => new Secret('a secret key of the tests, long enough');
  await using service = await openService(config, {
    backend: { db, clock },
    role,
    log,
    version: '1.2.3',
    stop: new AbortController().signal,
    secretKey,
  });
  await using probes = await service.serveProbes();
  await using server = role === 'api' || role === 'all' ? await service.serve() : null;
  const ask = async (address: string) => {
    const body = (await (await fetch(`${address}/readyz`)).json()) as Record<string, unknown>;
    return body['code'] ?? body['status'];
  };
  const answers = {
    probe: await ask(probes?.url ?? ''),
    own: server === null ? null : await ask(server.url),
  };
  if (role === 'api') {
    const { rows } = await db.query('select role, queues from service_processes');
    expect(rows).toEqual([{ role: 'api', queues: [] }]);
  }
  return answers;
}

test.each([
  ['api', { probe: 'ready', own: 'ready' }],
  ['all', { probe: 'ready', own: 'ready' }],
  ['worker', { probe: 'queue.unreachable', own: null }],
  ['scheduler', { probe: 'queue.unreachable', own: null }],
] as const)('without a queue, %s is ready if it can do its work', async (role, wanted) => {
  expect(await readyzOf(role)).toEqual(wanted);
  // an orderly end leaves no heartbeat
  expect((await backend.db.query('select from service_processes')).rows).toEqual([]);
});

test("an API that starts before its database refuses all requests until it knows the database's time", async () => {
  const { log } = backend;
  const server = await startPrivatePostgres();
  const line = await startProxy(Number(new URL(server.url).port));
  line.drop();
  const away = new URL(server.url);
  away.port = String(line.port);
  const db = openDatabase({ connectionString: away.href }, log, 4);
  // the clock of this machine is wrong
  const clock = clockOf(db, () => new Date(Date.now() - 86_400_000));
  const config = parseConfig({ DATABASE_URL: away.href, PORT: '0' }, '/');
  const parts = { backend: { db, url: away.href, clock }, role: 'api', log, version: '1.2.3' } as const;
  {
    await using service = await openService(config, {
      ...parts,
      stop: new AbortController().signal,
      secretKey: async () => new Secret('a secret key'),
    });
    await using api = await service.serve();
    const ask = async () =>
      await fetch(`${api.url}/api/v1/auth/me/`, { headers: { authorization: 'Token x' } });
    const refused = await ask();
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'backend.unreachable' });
    const straight = openDatabase({ connectionString: server.url }, log, 1);
    await migrate(straight, log);
    line.mend();
    const answered = await waitFor(ask, ({ status }) => status !== 503);
    expect(answered.status).toBe(401);
    const [row] = (await straight.query<{ at: Date }>('select clock_timestamp() as at')).rows;
    await straight.end();
    const dated = Date.parse(answered.headers.get('date') ?? '');
    expect(Math.abs(dated - (row?.at.getTime() ?? 0))).toBeLessThan(60_000);
  }
  await db.end();
  await line.close();
  await server.stop();
});
