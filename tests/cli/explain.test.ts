import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type FreshDatabase,
  freshBackendDatabase,
  freshStoreDatabase,
  type StoreDatabase,
} from '../servers/databases.ts';
import { HALL, hallStore } from '../woocommerce/hall-store.ts';
import { callTaquilla } from './call-taquilla.ts';

let backend: FreshDatabase;
let store: StoreDatabase;

beforeAll(async () => {
  store = await freshStoreDatabase();
  await store.exec(hallStore());
  backend = await freshBackendDatabase();
  const { exitCode, stderr } = await call(
    'configurations',
    'add',
    '--product',
    String(HALL),
    '--event-name',
    'Hall',
    '--organizer-email',
    'o@example.com',
    '--service-fee',
    '10',
  );
  expect(exitCode, stderr).toBe(0);
});
afterAll(async () => {
  await backend.drop();
  await store.drop();
});

async function call(...args: readonly string[]) {
  const url = new URL(store.url);
  return await callTaquilla(args, {
    env: {
      DATABASE_URL: backend.url,
      TAQUILLA_SECRET_KEY: Buffer.alloc(32, 3).toString('base64'),
      WOOCOMMERCE_MYSQL_HOST: url.hostname,
      WOOCOMMERCE_MYSQL_PORT: url.port,
      WOOCOMMERCE_MYSQL_USERNAME: decodeURIComponent(url.username),
      WOOCOMMERCE_MYSQL_PASSWORD: decodeURIComponent(url.password),
      WOOCOMMERCE_MYSQL_DATABASE: url.pathname.slice(1),
    },
  });
}

describe('explain', () => {
  it('explains an order before any sync read it, and says that the two sides differ', async () => {
    const unnamed = await call('explain', '--order', '120');
    expect([unnamed.exitCode, unnamed.stderr]).toEqual([
      66,
      expect.stringContaining('No event of the backend has 120 of its store.'),
    ]);
    const named = await call('explain', '--order', '120', '--configuration', 'Hall', '--json');
    expect(named.exitCode, named.stderr).toBe(1);
    const { store: side, differences, order_id, reasons } = JSON.parse(named.stdout);
    expect([order_id, side.state]).toEqual([null, 'read']);
    expect(differences).toContainEqual(
      expect.objectContaining({ table: 'orders', label: '120', operation: 'created' }),
    );
    // Of 25,005, the hall's line is 20,000 and the balcony's 5,005.
    expect(reasons).toContainEqual(
      expect.objectContaining({
        code: 'order_other_lines',
        figures: { lines: [1202], amount: '5005' },
      }),
    );
  });

  it('explains an order and a ticket of every event that holds it, after a sync', async () => {
    expect((await call('sync', '--configuration', 'Hall')).exitCode).toBe(0);
    const order = await call('explain', '--order', '120');
    expect(order.exitCode, order.stderr).toBe(0);
    const text = order.stdout.replaceAll('\u00a0', ' ');
    expect(text).toContain('Order 120 · Hall');
    // 20,000, of which 10 % are 2,000.
    expect(text).toContain('Organizer’s amount: CLP 20,000 − service fee CLP 2,000 = CLP 18,000.');
    expect(text).toContain('Differences between the store and the backend now\n  None.');
    const ticket = await call('explain', '--ticket', '3200', '--json');
    expect([ticket.exitCode, JSON.parse(ticket.stdout)]).toMatchObject([
      0,
      [{ woo_ticket_id: 3200, woo_order_id: 120, differences: [] }],
    ]);
  });

  it('shows this side when the store cannot be asked', async () => {
    const url = new URL(store.url);
    const shown = await callTaquilla(['explain', '--order', '120', '--json'], {
      env: {
        DATABASE_URL: backend.url,
        TAQUILLA_SECRET_KEY: Buffer.alloc(32, 3).toString('base64'),
        WOOCOMMERCE_MYSQL_HOST: url.hostname,
        WOOCOMMERCE_MYSQL_PORT: '1',
        WOOCOMMERCE_MYSQL_USERNAME: decodeURIComponent(url.username),
        WOOCOMMERCE_MYSQL_PASSWORD: decodeURIComponent(url.password),
        WOOCOMMERCE_MYSQL_DATABASE: url.pathname.slice(1),
      },
    });
    expect(shown.exitCode).toBe(75);
    expect(JSON.parse(shown.stdout)).toMatchObject([
      {
        woo_order_id: 120,
        store: { state: 'not_asked', error_code: 'store.unreachable' },
        differences: null,
      },
    ]);
    expect(JSON.parse(shown.stdout)[0].executions).toHaveLength(1);
  });

  it.each([
    ['no row', []],
    ['two rows', ['--order', '120', '--ticket', '3200']],
    ['a word', ['--order', 'abc']],
    ['an order that the store does not have', ['--order', '999999', '--configuration', 'Hall']],
  ])('refuses %s', async (_what, args) => {
    const refused = await call('explain', ...args);
    expect([refused.exitCode, args.includes('999999')]).toEqual(
      args.includes('999999') ? [66, true] : [64, false],
    );
  });
});
