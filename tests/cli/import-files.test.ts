import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configurationInput } from '../../src/contract/configuration.ts';
import { credentialsInput } from '../../src/contract/credentials.ts';
import { lineInput } from '../../src/contract/scalars.ts';
import { THREE_DAY_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { blocksOf } from '../house/read-docs.ts';
import {
  backend,
  expectNoSecret,
  json,
  READER_PASSWORD,
  reader,
  store,
  taquilla,
  useSealedStore,
} from './sealed-store.ts';

useSealedStore();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taquilla-import-'));
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

async function file(content: unknown, mode = 0o600): Promise<string> {
  const path = join(folder, 'rows.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  await chmod(path, mode);
  return path;
}

function set(name = 'shop', more: object = {}): object {
  const { host, port, database } = parseStoreUrl(store.url);
  const place = { mysql_host: host, mysql_port: port, mysql_username: reader, mysql_database: database };
  return { name, transport: 'direct', ...place, mysql_password: READER_PASSWORD, ...more };
}

function event(product: number, more: object = {}): object {
  return {
    name: `Event ${product}`,
    woocommerce_product_id: product,
    event_name: `Event ${product}`,
    organizer_email: 'organizador@example.com',
    service_fee_percentage: 10.0,
    frequency: 'daily',
    ...more,
  };
}

async function actions(): Promise<readonly string[]> {
  const { rows } = await backend.db.query<{ action: string }>('select action from audit_entries order by id');
  return rows.map(({ action }) => action);
}

const outcomes = (rows: readonly { outcome: string }[]) => rows.map(({ outcome }) => outcome);

test('credentials are imported with sealed secrets; a second import changes nothing, a third only what differs', async () => {
  const path = await file([set(), set('other', { mysql_password: 'otra-lectora-' })]);
  const first = await json(['credentials', 'import', path]);
  expect([first.exitCode, outcomes(first.json)]).toEqual([0, ['created', 'created']]);
  const rows = async () =>
    (await backend.db.query('select * from sync_credentials order by name')).rows as Record<
      string,
      unknown
    >[];
  const kept = await rows();
  expect(kept.map(({ name, is_default }) => [name, is_default])).toEqual([
    ['other', false],
    ['shop', true],
  ]);
  const second = await json(['credentials', 'import', path]);
  expect([second.exitCode, outcomes(second.json)]).toEqual([0, ['unchanged', 'unchanged']]);
  expect(await rows()).toEqual(kept);
  const third = await json(['credentials', 'import', '-'], {
    input: JSON.stringify([
      set('shop', { rows_per_second: 500 }),
      set('other', { mysql_password: READER_PASSWORD }),
    ]),
  });
  expect([third.exitCode, outcomes(third.json)]).toEqual([0, ['changed', 'changed']]);
  expect((await rows()).map(({ rows_per_second }) => rows_per_second)).toEqual([null, 500]);
  expect((await json(['credentials', 'test', 'other'])).json).toMatchObject({ success: true });
  expect((await actions()).filter((action) => !action.includes('test'))).toEqual([
    'credentials.create',
    'credentials.create',
    'credentials.change',
    'credentials.change',
  ]);
  const open = await taquilla(['credentials', 'import', await file([set()], 0o644)]);
  expect(open.stderr).toContain('Other users of this machine may read');
  expect(open.stdout).toContain('1 "shop": unchanged\n1 of 1 rows are as the file says.');
  expectNoSecret();
});

test('a bad row is reported with its place and its field, and the others are imported', async () => {
  const path = await file([
    set('one', { mysql_port: 70_000, passwort: READER_PASSWORD }),
    set('two'),
    set('two', { mysql_port: 1 }),
    'three',
    set('four', { transport: 'ssh_tunnel' }),
    { name: 'five' },
  ]);
  const said = await taquilla(['credentials', 'import', path]);
  expect(said.exitCode).toBe(64);
  expect(said.stdout).toBe('2 "two": created\n1 of 6 rows are as the file says.\n');
  const lines = said.stderr.trim().split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^1 "one": failed\. mysql_port: .*65535.* passwort: .*\(cli\.options\)$/),
    '3 "two": failed. Row 2 has the same key. (cli.options)',
    expect.stringMatching(/^4: failed\. /),
    expect.stringMatching(/^5 "four": failed\. ssh_host: /),
    expect.stringMatching(/^6 "five": failed\. transport: .* mysql_username: .* mysql_database: /),
  ]);
  expectNoSecret();
});

test('an unreadable file is refused, and its content is not repeated', async () => {
  for (const [content, sentence] of [
    [`[{"name": "x",\n "mysql_password": "${'lectora-'}]`, 'The file is not valid JSON'],
    [{ name: 'x', mysql_password: READER_PASSWORD }, 'The file must be a JSON list of objects.'],
  ] as const) {
    const said = await taquilla(['credentials', 'import', await file(content)]);
    expect([said.exitCode, said.stderr.includes(sentence)]).toEqual([64, true]);
  }
  const absent = await taquilla(['configurations', 'import', join(folder, 'absent.json')]);
  expect([absent.exitCode, absent.stderr]).toEqual([
    64,
    expect.stringContaining('absent.json cannot be read'),
  ]);
  expectNoSecret();
});

test('configurations are imported once, pinned to the store of their credentials', async () => {
  await taquilla(['credentials', 'import', await file([set(), set('again')])]);
  const named = { credentials: 'shop', timezone: 'America/Santiago', status_mapping: { validado: 'paid' } };
  const path = await file([
    event(173911, named),
    event(THREE_DAY_EVENT_ID),
    event(999_999),
    event(173911, { frequency: 'often' }),
  ]);
  const first = await json(['configurations', 'import', path]);
  expect(outcomes(first.json)).toEqual(['created', 'created', 'failed', 'failed']);
  expect(first.exitCode).toBe(64);
  const failures = first.json.map((one: { code: string | null; message: string | null }) => [
    one.code,
    one.message,
  ]);
  expect(failures).toEqual([
    [null, null],
    [null, null],
    ['cli.options', expect.stringMatching(/^woocommerce_product_id: /)],
    ['cli.options', expect.stringMatching(/^frequency: /)],
  ]);
  const good = [event(173911, named), event(THREE_DAY_EVENT_ID)];
  const versions = async () =>
    (await backend.db.query('select id, xmin, updated_at from sync_configurations order by id')).rows;
  const kept = await versions();
  const second = await json(['configurations', 'import', await file(good)]);
  expect([second.exitCode, outcomes(second.json)]).toEqual([0, ['unchanged', 'unchanged']]);
  expect(await versions()).toEqual(kept);
  const third = await json([
    'configurations',
    'import',
    await file([
      event(173911, { ...named, credentials: 'again', service_fee_percentage: '12.5' }),
      event(THREE_DAY_EVENT_ID),
    ]),
  ]);
  expect([third.exitCode, outcomes(third.json)]).toEqual([0, ['changed', 'unchanged']]);
  const { json: all } = await json(['configurations', 'list']);
  expect(
    all.map((one: Record<string, unknown>) => [
      one['woocommerce_product_id'],
      one['service_fee_percentage'],
      one['credentials_name'],
      one['frequency'],
    ]),
  ).toEqual([
    [THREE_DAY_EVENT_ID, '10.00', 'shop', 'daily'],
    [173911, '12.50', 'again', 'daily'],
  ]);
  const creates = (await actions()).filter((action) => action.startsWith('configurations.'));
  expect(creates).toEqual(['configurations.create', 'configurations.create', 'configurations.change']);
});

test('both commands accept the files in the guide', () => {
  const [credentials = '', configurations = ''] = blocksOf('docs/from-django.md', 'json');
  const named = configurationInput.extend({ credentials: lineInput(200).optional() });
  for (const [text, shape] of [
    [credentials, credentialsInput],
    [configurations, named],
  ] as const) {
    const rows: readonly unknown[] = JSON.parse(text);
    expect(rows).toHaveLength(1);
    expect(shape.safeParse(rows[0])).toMatchObject({ success: true });
  }
});
