import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { NOTHING_LEFT_OUT } from '../../src/kernel/sentences/left-out.ts';
import {
  type FreshDatabase,
  freshBackendDatabase,
  freshStoreDatabase,
  type StoreDatabase,
} from '../servers/databases.ts';
import { callTaquilla } from './call-taquilla.ts';
import { type Running, runTaquilla, startTaquilla } from './run-taquilla.ts';

const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));
let backend: FreshDatabase;
let store: StoreDatabase;
let db: Database;
/** The output of a second sync of a quiet store. */
let quietlyPrinted = '';

beforeAll(async () => {
  [backend, store] = await Promise.all([freshBackendDatabase(), freshStoreDatabase()]);
  db = openDatabase({ connectionString: backend.url }, log);
  // Enough orders for two pages of the event.
  await makeDemoStore({ url: store.url, orders: 1_500 });
});
afterAll(async () => {
  await closeDatabase(db);
  await Promise.all([backend.drop(), store.drop()]);
});

const REQUEST = [
  '--product',
  '173911',
  '--event-name',
  'Evento Híbrido',
  '--organizer-email',
  'o@example.com',
];

function withoutPassword(): { args: string[]; env: Record<string, string> } {
  const url = new URL(store.url);
  const password = decodeURIComponent(url.password);
  url.password = '';
  return {
    args: ['sync', '--store-url', url.href, ...REQUEST],
    env: { DATABASE_URL: backend.url, TAQUILLA_STORE_PASSWORD: password },
  };
}

async function statuses(): Promise<string[]> {
  const { rows } = await db.query<{ status: string }>('select status from sync_executions order by id');
  return rows.map((row) => row.status);
}

/** Locks the backend's orders against writers, or also against readers, so that a sync stops there. */
async function holdOrders(mode: 'exclusive' | 'access exclusive'): Promise<{
  untilWaiting(running: Running): Promise<void>;
  release(): Promise<void>;
}> {
  const client = await db.connect();
  await client.query('begin');
  await client.query(`lock table orders in ${mode} mode`);
  let held = true;
  const release = async () => {
    if (!held) return;
    held = false;
    await client.query('rollback');
    client.release();
  };
  onTestFinished(release);
  const untilWaiting = async ({ child }: Running) => {
    for (;;) {
      const { rowCount } = await db.query(
        `select from pg_locks where not granted and relation = 'orders'::regclass`,
      );
      if (rowCount !== 0) return;
      if (child.exitCode !== null) throw new Error('it ended before it came to the orders');
    }
  };
  return { untilWaiting, release };
}

// The order matters: each test uses the backend that the previous one left.
describe.sequential('taquilla sync', () => {
  test('Ctrl-C stops at the next page, and committed pages remain', async () => {
    const { args, env } = withoutPassword();
    const hold = await holdOrders('exclusive');
    const running = startTaquilla([...args, '--json'], { env });
    await hold.untilWaiting(running);
    running.child.kill('SIGINT');
    await running.untilSaid('Stopping');
    await hold.release();
    const { exitCode, stdout, stderr } = await running.ended;
    expect(stderr).toContain('Stopped on request.');
    expect(JSON.parse(stdout)).toMatchObject({ status: 'cancelled', verification: null });
    expect(exitCode).toBe(130);
    expect(await statuses()).toEqual(['cancelled']);
    const { rows } = await db.query<{ orders: number; phase: string }>(
      'select (select count(*) from orders) as orders, phase from sync_checkpoints',
    );
    expect(rows).toEqual([{ orders: 500, phase: 'orders' }]);
  });

  test('prints one JSON document with all keys, and nothing else', async () => {
    const { args, env } = withoutPassword();
    const { exitCode, stdout, stderr } = await runTaquilla([...args, '--json'], { env });
    expect(stderr).not.toContain('Warning');
    expect(exitCode).toBe(0);
    const report: Record<string, unknown> & {
      counts: Record<string, { read: number }>;
    } = JSON.parse(stdout);
    // Without a terminal, the sync prints one line after each page, and the last line has the counts of the report.
    const lines = stderr.split('\n').filter((line) => line.startsWith('Reading and loading'));
    const count = (kind: string): string =>
      new Intl.NumberFormat('en').format(report.counts[kind]?.read ?? -1);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines[0]).toContain(` 0 % `);
    expect(lines.at(-1)).toContain(
      ` 100 %  ${count('orders')} of ${count('orders')} orders, ${count('tickets')} tickets`,
    );
    expect(Object.keys(report)).toEqual(
      [
        'backend',
        'execution_id',
        'configuration_id',
        'event_id',
        'status',
        'depth',
        'verification',
        'held',
        'proof_scope',
        'whole_proved_at',
        'continued_from',
        'own_reading',
        'counts',
        'proof',
        'rejects',
        'left_out',
      ].concat(['orders_not_of_event', 'unmapped_statuses', 'warnings', 'timings_ms', 'error']),
    );
    expect(report).toMatchObject({
      status: 'success',
      verification: 'verified',
      rejects: [],
      left_out: NOTHING_LEFT_OUT,
      unmapped_statuses: ['validado'],
      error: null,
    });
    expect(Object.keys(report['counts'] ?? {})).toEqual([
      'orders',
      'order_items',
      'refunds',
      'tickets',
      'check_ins',
    ]);
    expect(report['proof']).toContainEqual(
      expect.objectContaining({ scope: 'whole', subject: 'orders', group: 'completed / CLP', equal: true }),
    );
    const { rows } = await db.query('select id from events');
    expect(rows).toEqual([{ id: report['event_id'] }]);
  });

  test('prints for people what was synced, both sides of the proof, and that nothing had changed', async () => {
    const { args, env } = withoutPassword();
    const { exitCode, stdout, stderr } = await runTaquilla(args, { env });
    quietlyPrinted = stdout;
    expect(stdout).toContain('What was synced');
    expect(stdout).toMatch(/│ completed \/ CLP +│ store +│/);
    expect(stdout).toMatch(/│ +│ backend +│/);
    expect(stdout).toMatch(
      /Verified: the store and the backend agree to the cent, in .* Nothing had changed\./,
    );
    expect(stderr).toContain('Reading and loading');
    expect(stderr).not.toContain('\r');
    expect(exitCode).toBe(0);
  });

  test('executions show repeats the report of the sync: the same tables, the same proof, the same verdict', async () => {
    const env = { DATABASE_URL: backend.url };
    const ids = await db.query<{ id: string }>('select id from sync_executions order by id');
    const [, whole, quiet] = ids.rows.map(({ id }) => id);
    const shown = async (id: string | undefined) =>
      (await callTaquilla(['executions', 'show', id ?? ''], { env })).stdout;
    const { rows } = await db.query<{ counts: { orders: { created: number } } }>(
      'select counts from sync_executions where id = $1',
      [whole],
    );
    const created = new Intl.NumberFormat('en').format(rows[0]?.counts.orders.created ?? -1);
    const first = await shown(whole);
    expect(first).toMatch(/^result +verified$/m);
    expect(first).toMatch(new RegExp(`│ orders +│ +[\\d,]+ │ +${created} │`));
    expect(first).toMatch(/│ completed \/ CLP +│ store +│/);
    expect(first).toContain('Order statuses of a plugin without a mapping: validado.');
    expect(first).toMatch(/✓ Verified: the store and the backend agree to the cent, in [\d.]+ m?s\.\n$/);
    // The output of the last sync, without its heading and duration.
    const again = await shown(quiet);
    const untilVerdict = (text: string): string =>
      text.slice(text.indexOf('What was synced'), text.indexOf('✓ Verified'));
    expect(untilVerdict(again)).toBe(untilVerdict(quietlyPrinted));
    expect(again).toContain('Nothing had changed.');
  });

  test('warns of a password in the arguments, and does not repeat it', async () => {
    const { env } = withoutPassword();
    const { stdout, stderr, exitCode } = await runTaquilla(['sync', '--store-url', store.url, ...REQUEST], {
      env: { DATABASE_URL: env['DATABASE_URL'] ?? '' },
    });
    expect(stderr).toContain('TAQUILLA_STORE_PASSWORD');
    expect(stdout + stderr).not.toContain(env['TAQUILLA_STORE_PASSWORD']);
    expect(exitCode).toBe(0);
  });

  test('lists the events of the store with their counts', async () => {
    const { args, env } = withoutPassword();
    const { stdout, exitCode } = await runTaquilla(['products', '--json', ...args.slice(1, 3)], { env });
    const listed: { product: number; orders: number }[] = JSON.parse(stdout);
    const { rows } = await db.query<{ orders: number }>('select count(*)::integer as orders from orders');
    expect(listed.find((event) => event.product === 173911)?.orders).toBe(rows[0]?.orders);
    expect(exitCode).toBe(0);
  });

  test('a second Ctrl-C ends at once, whatever waits', async () => {
    const { args, env } = withoutPassword();
    const hold = await holdOrders('access exclusive');
    const running = startTaquilla(args, { env });
    await hold.untilWaiting(running);
    running.child.kill('SIGINT');
    await running.untilSaid('Stopping');
    // Signals within half a second count as one press, so the test presses until one counts.
    const pressing = setInterval(() => running.child.kill('SIGINT'), 50);
    const { exitCode } = await running.ended;
    clearInterval(pressing);
    expect(exitCode).toBe(130);
    await hold.release();
  });
});
