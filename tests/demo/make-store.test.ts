import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { TABLES } from '../../src/demo/tables/tables.ts';
import { loadStore } from '../../src/demo/write/load-store.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';

type Row = RowDataPacket & Readonly<Record<string, string | number | null>>;

let database: StoreDatabase;
let connection: Connection;

beforeAll(async () => {
  database = await freshStoreDatabase();
  connection = await createConnection({ uri: database.url, charset: 'utf8mb4' });
});

afterAll(async () => {
  await connection.end();
  await database.drop();
});

async function ask(sql: string): Promise<Row[]> {
  const [rows] = await connection.query<Row[]>(sql);
  return rows;
}

async function checksums(prefix: string): Promise<unknown> {
  const names = Object.keys(TABLES).map((name) => `\`${prefix}${name}\``);
  const rows = await ask(`CHECKSUM TABLE ${names.join(', ')}`);
  return rows.map((row) => [String(row['Table']).replace(/^.*\.[^_]+_/, ''), row['Checksum']]);
}

test('the same seed fills every table with the same rows, another seed with others', async () => {
  const request = { url: database.url, orders: 120, prefix: 'seed_' } as const;
  await makeDemoStore(request);
  const first = await checksums('seed_');
  await makeDemoStore({ ...request, seed: 2 });
  expect(await checksums('seed_')).not.toEqual(first);
  await makeDemoStore(request);
  expect(await checksums('seed_')).toEqual(first);
});

test('a store that a test changed replaces the original', async () => {
  const prefix = 'edit_';
  const { store } = await makeDemoStore({ url: database.url, orders: 10, prefix });
  const cases = [...store.cases()].slice(0, 4);
  const loaded = await loadStore([connection], { ...store, cases: () => cases }, { replace: true });
  expect(loaded.alreadyThere).toBe(false);
  const kept = cases.filter(({ order }) => order !== null && !order.deleted).length;
  expect(await ask("SELECT COUNT(*) AS n FROM edit_wc_orders WHERE type = 'shop_order'")).toEqual([
    { n: kept },
  ]);
});

test('an existing store stays unchanged, and other tables always do', async () => {
  await makeDemoStore({ url: database.url, orders: 10, layout: 'posts', prefix: 'near_' });
  const neighbour = await checksums('near_');
  const request = { url: database.url, orders: 10, prefix: 'stay_' } as const;
  await makeDemoStore(request);
  await connection.query("UPDATE stay_options SET option_value = 'changed' WHERE option_name = 'blogname'");
  expect((await makeDemoStore(request)).alreadyThere).toBe(true);
  expect(await ask("SELECT option_value AS v FROM stay_options WHERE option_name = 'blogname'")).toEqual([
    { v: 'changed' },
  ]);
  await connection.query("DELETE FROM stay_options WHERE option_name = 'taquilla_demo_store'");
  expect((await makeDemoStore(request)).alreadyThere).toBe(false);
  expect(await ask("SELECT option_value AS v FROM stay_options WHERE option_name = 'blogname'")).not.toEqual([
    { v: 'changed' },
  ]);
  expect(await checksums('near_')).toEqual(neighbour);
});

test('a store may have only ten orders', async () => {
  const { store, database: name } = await makeDemoStore({ url: database.url, orders: 10, prefix: 'ten_' });
  expect(name).toBe(database.name);
  const deleted = [...store.cases()].filter(({ order }) => order?.deleted === true).length;
  expect(await ask("SELECT COUNT(*) AS n FROM ten_wc_orders WHERE type = 'shop_order'")).toEqual([
    { n: 10 - deleted },
  ]);
});

test('a missing database is created', async () => {
  const name = `${database.name}_new`;
  try {
    await makeDemoStore({ url: database.url.replace(database.name, name), orders: 10 });
    expect(await ask(`SELECT COUNT(*) > 0 AS there FROM ${name}.wp_posts`)).toEqual([{ there: 1 }]);
  } finally {
    await connection.query(`DROP DATABASE IF EXISTS ${name}`);
  }
});

test('a store whose creation was interrupted is created again', async () => {
  const request = { url: database.url, orders: 2_000, prefix: 'stop_' } as const;
  const stop = new AbortController();
  const stopped = makeDemoStore({
    ...request,
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ kind: 'aborted' });
  expect((await makeDemoStore({ ...request, orders: 10 })).alreadyThere).toBe(false);
});

test.each([
  [{ orders: 9 }, 'demo.orders'],
  [{ orders: 200_001 }, 'demo.orders'],
  [{ prefix: 'wp`; DROP' }, 'demo.prefix'],
])('a request for %o is refused', async (request, code) => {
  const refused = makeDemoStore({ url: database.url, ...request });
  await expect(refused).rejects.toThrow(AppError);
  await expect(refused).rejects.toMatchObject({ kind: 'invalid', code });
});
