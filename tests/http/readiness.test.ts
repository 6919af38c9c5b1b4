import { afterEach, beforeEach, expect, test } from 'vitest';
import { openService } from '../../src/app/service.ts';
import { clockOf } from '../../src/backend/database-clock.ts';
import type { ServiceRole } from '../../src/cli/session.ts';
import { parseConfig } from '../../src/config.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { closedPort } from '../alerts/mail-server.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';

let backend: Backend & { readonly url: string };

beforeEach(async () => {
  backend = await freshBackend();
});
afterEach(async () => await backend.close());

/** What a process of this role says of itself while its queue is away. */
async function readyzOf(role: ServiceRole): Promise<{ probe: unknown; own: unknown }> {
  const { db, log, url } = backend;
  const clock = clockOf(db, () => new Date());
  const redis = `redis://127.0.0.1:${await closedPort()}/0`;
  const config = parseConfig({ DATABASE_URL: url, REDIS_URL: redis, METRICS_PORT: '0', PORT: '0' }, '/');
  const secretKey = async () => new Secret('a secret key of the tests, long enough');
  await using service = await openService(config, {
    backend: { db, url, clock },
    role,
    log,
    version: '1.2.3',
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
  // an orderly end leaves no trace
  expect((await backend.db.query('select from service_processes')).rows).toEqual([]);
});
