import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertSettings } from '../../src/alerts/channels/alert-settings.ts';
import { createProbeServer } from '../../src/http/server/probe-server.ts';
import { createServer } from '../../src/http/server/server.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import { createProcessFigures } from '../../src/metrics/process-figures.ts';
import { scrape } from '../../src/metrics/scrape.ts';
import { cancel, triggerSync } from '../../src/tasks/control.ts';
import { readText } from '../house/source-files.ts';
import { serverParts } from '../http/server-parts.ts';
import { AWAY } from '../tasks/quiet-store.ts';
import { NO_ALERTS, TaskWorld } from '../tasks/task-world.ts';
import { backendTotals } from './backend-totals.ts';
import { type Exposition, familyOf, figureOf, readExposition } from './read-figures.ts';

const TOKEN = 'a-token-of-the-tests';
/** Nothing listens at this address, so messages wait. */
const NO_MAIL: AlertSettings = {
  ...NO_ALERTS,
  mail: {
    smtpUrl: 'smtp://127.0.0.1:1',
    from: 'taquilla@example.com',
    recipients: ['ops@example.com'],
    language: 'en',
  },
};

let world: TaskWorld;
let server: Awaited<ReturnType<typeof createServer>>;
let products: { fine: string; failing: string };

/** Executions with every outcome that a quiet store can have, one of them after a second attempt. */
async function live(): Promise<void> {
  const fine = await world.addConfiguration({ frequency: 'hourly' });
  const failing = await world.addConfiguration({ frequency: 'daily' });
  products = { fine, failing };
  for (let n = 0; n < 3; n += 1) {
    await triggerSync(world.control, fine, null);
    await world.settle(NO_MAIL);
    world.pass(60_000);
  }
  world.store.failure = AWAY;
  await triggerSync(world.control, fine, null);
  await world.settle(NO_MAIL);
  world.store.failure = null;
  world.pass(60_000);
  await world.settle(NO_MAIL);
  world.store.failure = new AppError({ code: 'store.access-denied', message: 'Refused.' });
  await triggerSync(world.control, failing, null);
  await world.settle(NO_MAIL);
  world.store.failure = null;
  const { executionId } = await triggerSync(world.control, fine, null);
  await cancel(world.control, executionId);
}

beforeAll(async () => {
  world = await TaskWorld.open();
  await live();
  const { db, carrier, now } = world;
  const { log } = world.backend;
  const own = createProcessFigures(
    { db, loops: createLoops(log), skewMs: () => -1_500 },
    { version: '1.2.3', role: 'api' },
  );
  server = await createServer(
    serverParts(db, log, {
      carrier,
      metrics: {
        onRequest: own.onRequest,
        scrape: async () => await scrape({ db, carrier, log, now, own, tellsOfBackend: true }),
        token: new Secret(TOKEN),
      },
    }),
  );
});
afterAll(async () => {
  await server.close();
  await world.close();
});

async function look(): Promise<Exposition> {
  const reply = await server.inject({ url: '/metrics', headers: { authorization: `Bearer ${TOKEN}` } });
  expect(reply.statusCode).toBe(200);
  expect(reply.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  return readExposition(reply.body);
}

describe('a scrape', () => {
  it('equals the tables, to the last row', async () => {
    const figures = await look();
    const totals = await backendTotals(world.db);
    expect(totals.executions).toEqual({ 'success verified': 4, failed: 1, cancelled: 1 });
    for (const { name, labels, value } of totals.lines) {
      expect([name, labels, figureOf(figures, name, labels)]).toEqual([name, labels, value]);
    }
  });

  it('has only what the tables contain: no line is left over', async () => {
    const { lines } = await look();
    const totals = await backendTotals(world.db);
    const counted = new Set(totals.lines.map(({ name }) => name));
    const counts = lines.filter(({ name, value }) => counted.has(name) && value !== 0);
    expect(counts.length).toBe(totals.lines.filter(({ value }) => value !== 0).length);
  });

  it('shows how late each configuration is', async () => {
    const figures = await look();
    const labels = { configuration: products.failing, product: '2' };
    expect(figureOf(figures, 'taquilla_configuration_period_seconds', labels)).toBe(86_400);
    const age = figureOf(figures, 'taquilla_configuration_verified_age_seconds', labels);
    // never verified: counted since it was created, moments ago by the server's clock
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(120);
    expect(figureOf(figures, 'taquilla_configuration_proof_differences', labels)).toBe(0);
  });

  it('counts undelivered messages by their subject', async () => {
    const figures = await look();
    expect(figureOf(figures, 'taquilla_alert_messages_waiting', { channel: 'mail' })).toBe(1);
    expect(figureOf(figures, 'taquilla_incidents_open', { kind: 'credentials_failing' })).toBe(1);
  });

  it('keeps its totals when cleanup removes the counted rows', async () => {
    const before = await look();
    await world.db.query('delete from sync_attempts');
    await world.db.query('delete from sync_leases');
    await world.db.query('delete from alert_incidents');
    await world.db.query('delete from sync_checkpoints');
    await world.db.query('delete from sync_progress');
    await world.db.query('delete from sync_log_lines');
    await world.db.query('delete from sync_proofs');
    await world.db.query('delete from sync_executions');
    const after = await look();
    for (const name of ['taquilla_executions_total', 'taquilla_attempts_total', 'taquilla_rows_total']) {
      const of = ({ lines }: Exposition) => lines.filter((line) => line.name === name);
      expect(of(after)).toEqual(of(before));
    }
  });

  it('counts requests by route, whatever their paths contain', async () => {
    const id = '01980000-0000-7000-8000-000000000000';
    await server.inject(`/api/v1/sync-woocommerce/configurations/${id}/`);
    await server.inject('/nothing/ana.perez@example.com');
    const figures = await look();
    const count = 'taquilla_http_request_duration_seconds_count';
    expect(
      figureOf(figures, count, {
        method: 'GET',
        route: '/api/v1/sync-woocommerce/configurations/:id/',
        status: '401',
      }),
    ).toBe(1);
    expect(figureOf(figures, count, { method: 'GET', route: 'none', status: '404' })).toBe(1);
    expect(JSON.stringify(figures.lines)).not.toMatch(/@|ana\.perez|Organizer|Event \d/);
  });

  it('is refused without the token', async () => {
    expect((await server.inject('/metrics')).statusCode).toBe(401);
    const wrong = await server.inject({ url: '/metrics', headers: { authorization: 'Bearer another one' } });
    expect(wrong.statusCode).toBe(401);
    const unset = await createServer(serverParts(world.db, world.backend.log));
    expect((await unset.inject('/metrics')).statusCode).toBe(404);
    await unset.close();
  });

  it('of a worker has only figures of the worker, and one without a backend says so', async () => {
    const { db, carrier, now } = world;
    const { log } = world.backend;
    const own = createProcessFigures(
      { db, loops: createLoops(log), skewMs: () => -1_500 },
      { version: '1.2.3', role: 'worker' },
    );
    const worker = readExposition(await scrape({ db, carrier, log, now, own, tellsOfBackend: false }));
    expect(worker.types.has('taquilla_executions_total')).toBe(false);
    expect(figureOf(worker, 'taquilla_build_info', { version: '1.2.3', role: 'worker' })).toBe(1);
    own.onSshLost();
    const gone = Object.assign(Object.create(db), { connect: async () => await Promise.reject(AWAY) });
    const alone = readExposition(await scrape({ db: gone, carrier, log, now, own, tellsOfBackend: true }));
    expect(figureOf(alone, 'taquilla_backend_up')).toBe(0);
    expect(figureOf(alone, 'taquilla_ssh_reconnects_total')).toBe(1);
    carrier.down = true;
  });
});

describe('consumers of a scrape', () => {
  const NAME = /\btaquilla_[a-z_]+\b/g;

  it.each(['ops/grafana/taquilla-dashboard.json', 'ops/prometheus/taquilla-alerts.yml'])(
    '%s names only existing series',
    async (path) => {
      const figures = await look();
      const named = [...readText(path).matchAll(NAME)].map(([name]) => name);
      expect(new Set(named).size).toBeGreaterThan(10);
      const series = new Set(figures.types.keys());
      expect([...new Set(named)].filter((name) => !series.has(familyOf(name, figures)))).toEqual([]);
    },
  );

  it('docs/metrics.md explains exactly the existing figures', async () => {
    const { types } = await look();
    const ownTypes = [...types].filter(([name]) => name.startsWith('taquilla_'));
    const page = readText('docs/metrics.md');
    const rows = [...page.matchAll(/^\| `(taquilla_\w+)` \| (\w+) \|/gm)].map(([, name, type]) => [
      name,
      type,
    ]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(ownTypes));
  });
});

describe('the probes of a process', () => {
  it('answer without a token, and say what is missing', async () => {
    const { db, carrier } = world;
    const metrics = { scrape: async () => 'figures', token: null };
    const loops = createLoops(world.backend.log);
    const ending = new AbortController();
    const stop = ending.signal;
    const probes = createProbeServer({ db, carrier, loops, stop, version: '1.2.3', metrics });
    expect((await probes.inject('/healthz')).json()).toEqual({ status: 'ok', version: '1.2.3' });
    expect((await probes.inject('/readyz')).json()).toEqual({ status: 'ready' });
    expect((await probes.inject('/metrics')).body).toBe('figures');
    expect((await probes.inject('/nothing')).statusCode).toBe(404);
    // At once, although an answer without a fault was given a moment ago. The process is alive all the same.
    ending.abort();
    const ended = await probes.inject('/readyz');
    expect([ended.statusCode, ended.json().code]).toEqual([503, 'process.ending']);
    expect((await probes.inject('/healthz')).statusCode).toBe(200);
    await probes.close();
    const away = {
      counts: async () => await Promise.reject(new AppError({ code: 'queue.unreachable', message: 'Away.' })),
    };
    const unready = createProbeServer({
      db,
      carrier: away,
      loops,
      stop: new AbortController().signal,
      version: '1.2.3',
      metrics,
    });
    const reply = await unready.inject('/readyz');
    expect([reply.statusCode, reply.json().code]).toEqual([503, 'queue.unreachable']);
    await unready.close();
  });
});
