import { afterAll, beforeAll, expect, test } from 'vitest';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { type FreshDatabase, freshBackendDatabase } from '../servers/databases.ts';
import { type ApiWorld, BODY, openApiWorldOn } from './api-world.ts';

let database: FreshDatabase;
let world: ApiWorld;

beforeAll(async () => {
  database = await freshBackendDatabase();
  world = await openApiWorldOn(database, () => ({}));
});
afterAll(async () => {
  await world.close();
  await database.drop();
});

async function taquilla(args: readonly string[], input = '') {
  const env = { DATABASE_URL: database.url, TAQUILLA_SECRET_KEY: 'a secret key of the tests, long enough' };
  return await callTaquilla(args, { env, input });
}

/** `field: value` of the API, and the options with the same effect. */
type Bad = readonly [field: string, value: unknown, options: readonly string[]];

const LINE = 'a'.repeat(201);

const OF_CONFIGURATIONS: readonly Bad[] = [
  ['woocommerce_product_id', 0, ['--product', '0']],
  ['woocommerce_product_id', 1.5, ['--product', '1.5']],
  ['woocommerce_product_id', 9_007_199_254_740_992, ['--product', '9007199254740992']],
  ['event_name', LINE, ['--event-name', LINE]],
  ['event_name', ' ', ['--event-name', ' ']],
  ['event_name', 'two\nlines', ['--event-name', 'two\nlines']],
  ['organizer_email', 'no address', ['--organizer-email', 'no address']],
  [
    'organizer_email',
    `${'a'.repeat(250)}@example.com`,
    ['--organizer-email', `${'a'.repeat(250)}@example.com`],
  ],
  ['organizer_name', LINE, ['--organizer-name', LINE]],
  ['service_fee_percentage', '100.01', ['--service-fee', '100.01']],
  ['service_fee_percentage', '-1', ['--service-fee=-1']],
  ['service_fee_percentage', '1.005', ['--service-fee', '1.005']],
  ['service_fee_percentage', '1e1', ['--service-fee', '1e1']],
  ['ticket_tier_name', LINE, ['--tier-name', LINE]],
  ['timezone', 'America/Nowhere', ['--time-zone', 'America/Nowhere']],
  ['timezone', '+23:00', ['--time-zone', '+23:00']],
];

test.each(OF_CONFIGURATIONS)(
  'a new configuration: %s %j is refused by both',
  async (field, value, options) => {
    const reply = await world.ask('superuser', 'POST', 'configurations/', { ...BODY, [field]: value });
    expect([reply.statusCode, reply.json().code, Object.keys(reply.json().errors)]).toEqual([
      400,
      'http.invalid-request',
      [field],
    ]);
    const [flag = ''] = (options[0] ?? '').split('=');
    const good = { '--product': '1', '--event-name': 'Event', '--organizer-email': 'o@example.com' };
    const others = Object.entries(good).filter(([name]) => name !== flag);
    const added = await taquilla(['configurations', 'add', ...others.flat(), ...options]);
    expect([added.exitCode, added.stderr]).toEqual([64, expect.stringContaining(`${flag} `)]);
    expect(added.stderr).toContain('(cli.options)');
    const row = { ...BODY, [field]: value };
    const imported = await taquilla(['configurations', 'import', '-', '--json'], JSON.stringify([row]));
    const [said] = Object.values(reply.json().errors) as string[][];
    expect([imported.exitCode, JSON.parse(imported.stdout)]).toMatchObject([
      64,
      [{ outcome: 'failed', code: 'cli.options', message: `${field}: ${said?.join(' ')}` }],
    ]);
  },
);

const OF_CHANGES: readonly Bad[] = [
  ['name', LINE, ['--rename', LINE]],
  ['frequency', 'every_second', ['--frequency', 'every_second']],
  ['run_at', '25:00', ['--run-at', '25:00']],
  ['refund_policy', 'random', ['--refund-policy', 'random']],
  ['max_removal_percent', '101', ['--max-removal-percent', '101']],
  ['sweep_budget_seconds', 3601, ['--sweep-budget-seconds', '3601']],
  ['event_end_date', '2026-02-30T20:00', ['--event-end', '2026-02-30T20:00']],
  ['service_fee_percentage', '100.01', ['--service-fee', '100.01']],
  ['timezone', 'America/Nowhere', ['--timezone', 'America/Nowhere']],
];

test('a change of a configuration: both refuse the same with the same sentence', async () => {
  const { id } = (await world.ask('superuser', 'POST', 'configurations/', BODY)).json();
  for (const [field, value, options] of OF_CHANGES) {
    const reply = await world.ask('superuser', 'PATCH', `configurations/${id}/`, { [field]: value });
    const set = await taquilla(['configurations', 'set', id, ...options]);
    expect([field, reply.statusCode, set.exitCode]).toEqual([field, 400, 64]);
    expect(set.stderr).toContain(`${options[0]}: ${reply.json().errors[field].join(' ')}`);
  }
});

test('products of an event: both refuse with the same code what would count twice', async () => {
  const make = async (body: Readonly<Record<string, unknown>>) =>
    (await world.ask('superuser', 'POST', 'configurations/', { ...BODY, ...body })).json();
  const { id } = await make({ woocommerce_product_id: 801 });
  await make({ woocommerce_product_id: 802, woocommerce_product_ids: [802, 803] });
  await make({ woocommerce_product_id: 804, woocommerce_variation_id: 5 });
  await make({ woocommerce_product_id: 805, organizer_email: 'another@example.com' });
  const refused: readonly (readonly [number, string])[] = [
    [802, 'configuration.exists'],
    [803, 'configuration.exists'],
    [804, 'configuration.product-and-variation'],
    [805, 'configuration.another-organizer'],
  ];
  for (const [product, code] of refused) {
    const ids = [801, product];
    const change = { woocommerce_product_ids: ids };
    const changed = await world.ask('superuser', 'PATCH', `configurations/${id}/`, change);
    const set = await taquilla(['configurations', 'set', id, '--products', ids.join(',')]);
    const body = { ...BODY, woocommerce_product_id: 810, woocommerce_product_ids: [810, product] };
    const made = await world.ask('superuser', 'POST', 'configurations/', body);
    expect([product, changed.json().code, made.json().code, set.exitCode]).toEqual([product, code, code, 75]);
    expect(set.stderr).toContain(`(${code})`);
  }
  const first = { ...BODY, woocommerce_product_id: 803, woocommerce_variation_id: 5 };
  expect((await world.ask('superuser', 'POST', 'configurations/', first)).json().code).toBe(
    'configuration.product-and-variation',
  );
});

test('products of an event: both imply the first one, and accept none beside a variation', async () => {
  const make = async (body: Readonly<Record<string, unknown>>) =>
    (await world.ask('superuser', 'POST', 'configurations/', { ...BODY, ...body })).json();
  const whole = await make({ woocommerce_product_id: 821 });
  const variation = await make({ woocommerce_product_id: 822, woocommerce_variation_id: 5 });
  for (const [{ id }, ids] of [
    [whole, [823]],
    [variation, [822, 823]],
  ] as const) {
    const change = { woocommerce_product_ids: ids };
    const reply = await world.ask('superuser', 'PATCH', `configurations/${id}/`, change);
    const set = await taquilla(['configurations', 'set', id, '--products', ids.join(',')]);
    expect([reply.statusCode, set.exitCode]).toEqual([400, 64]);
    expect(set.stderr).toContain(`--products: ${reply.json().errors.woocommerce_product_ids.join(' ')}`);
  }
  const added = { woocommerce_product_ids: [825, 821, 824, 825] };
  const reply = await world.ask('superuser', 'PATCH', `configurations/${whole.id}/`, added);
  expect(reply.json().woocommerce_product_ids).toEqual([821, 825, 824]);
  const kept = await world.ask('superuser', 'PATCH', `configurations/${whole.id}/`, { name: 'Renamed' });
  expect(kept.json().woocommerce_product_ids).toEqual([821, 825, 824]);
  const set = await taquilla(['configurations', 'set', whole.id, '--products', '821', '--json']);
  expect(JSON.parse(set.stdout)).toMatchObject({ woocommerce_product_ids: [821] });
});

const SET = {
  name: 'another shop',
  transport: 'direct',
  mysql_host: 'db.example.com',
  mysql_username: 'reader',
  mysql_database: 'wordpress',
};

const OF_CREDENTIALS: readonly Bad[] = [
  ['name', LINE, [LINE]],
  ['transport', 'pigeon', ['--transport', 'pigeon']],
  ['mysql_host', 'mysql://db', ['--mysql-host', 'mysql://db']],
  ['mysql_host', 'a'.repeat(256), ['--mysql-host', 'a'.repeat(256)]],
  ['mysql_port', 65_536, ['--mysql-port', '65536']],
  ['mysql_username', 'a'.repeat(256), ['--mysql-user', 'a'.repeat(256)]],
  ['mysql_database', 'a'.repeat(65), ['--mysql-database', 'a'.repeat(65)]],
  ['table_prefix', 'wp-', ['--prefix', 'wp-']],
  ['table_prefix', 'a'.repeat(61), ['--prefix', 'a'.repeat(61)]],
  ['tls_mode', 'maybe', ['--tls', 'maybe']],
  ['text_encoding', 'latin1', ['--text-encoding', 'latin1']],
  ['order_number_meta', "_no' or '1", ['--order-number-meta', "_no' or '1"]],
  ['ssh_host', 'deploy@ssh.example.com', ['--ssh-host', 'deploy@ssh.example.com']],
  ['ssh_host', '1:2:3', ['--ssh-host', '1:2:3']],
  ['ssh_host', 'ssh.example.com', ['--ssh-host', 'ssh.example.com']],
  ['connect_timeout_ms', 121_000, ['--connect-timeout', '121']],
  ['max_connections', 3, ['--max-connections', '3']],
  ['statement_limit_s', 3_601, ['--statement-limit', '3601']],
  ['rows_per_second', 10_000_001, ['--rows-per-second', '10000001']],
  ['max_concurrent_syncs', 11, ['--max-concurrent-syncs', '11']],
];

test.each(OF_CREDENTIALS)('new credentials: %s %j is refused by both', async (field, value, options) => {
  const reply = await world.ask('superuser', 'POST', 'credentials/', { ...SET, [field]: value });
  expect([reply.statusCode, reply.json().code]).toEqual([400, 'http.invalid-request']);
  const good = {
    '--mysql-host': 'db.example.com',
    '--mysql-user': 'reader',
    '--mysql-database': 'wordpress',
  };
  const others = Object.entries(good).filter(([flag]) => flag !== options[0]);
  const name = field === 'name' ? [] : ['another shop'];
  const added = await taquilla(['credentials', 'add', ...name, ...options, ...others.flat()]);
  expect([added.exitCode, added.stderr]).toEqual([64, expect.stringContaining('(cli.options)')]);
  const imported = await taquilla(
    ['credentials', 'import', '-', '--json'],
    JSON.stringify([{ ...SET, [field]: value }]),
  );
  expect([imported.exitCode, JSON.parse(imported.stdout)]).toMatchObject([
    64,
    [{ outcome: 'failed', code: 'cli.options' }],
  ]);
});

test('a secret that is too long is refused by both', async () => {
  const long = 'a'.repeat(20_001);
  const reply = await world.ask('superuser', 'POST', 'credentials/', { ...SET, mysql_password: long });
  expect([reply.statusCode, Object.keys(reply.json().errors)]).toEqual([400, ['mysql_password']]);
  const options = [
    '--mysql-host',
    'db.example.com',
    '--mysql-user',
    'reader',
    '--mysql-database',
    'wordpress',
  ];
  const added = await taquilla(
    ['credentials', 'add', 'another shop', ...options, '--secrets-from-stdin'],
    JSON.stringify({ password: long }),
  );
  expect([added.exitCode, added.stderr.includes(long)]).toEqual([64, false]);
});

test('both create a key pair only for a set that has an SSH host', async () => {
  const { id } = (await world.ask('superuser', 'POST', 'credentials/', SET)).json();
  const reply = await world.ask('superuser', 'POST', `credentials/${id}/generate-key/`, { hop: 'ssh' });
  expect([reply.statusCode, Object.keys(reply.json().errors)]).toEqual([400, ['hop']]);
  const made = await taquilla(['credentials', 'generate-key', SET.name]);
  expect([made.exitCode, made.stderr]).toEqual([64, expect.stringContaining('have no SSH host')]);
});
