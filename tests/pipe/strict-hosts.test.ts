import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { GatewaySettings } from '../../src/woocommerce/connect/store-gateway.ts';
import { loadDump } from '../servers/databases.ts';
import { type PrivateMariadb, startMariadb } from '../servers/private-mariadb.ts';
import { type PrivateSshd, startSshd } from '../servers/private-sshd.ts';
import { over } from '../woocommerce/connect/gateway-settings.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';
import { dumpPath, sampleStoresPresent } from './truth-file.ts';
import { firstDifference, type WholeBackend, wholeBackend } from './whole-backend.ts';

/**
 * A server with the limits of shared hosting: it forces a character set without emoji, limits the rows that a query may
 * examine and return, and allows the store's user one connection. The other tests of the pipe compare readings without
 * these limits with the truth file.
 */
const PRODUCT = 173911;
const HOUSE_RULES = `SET GLOBAL init_connect = 'SET NAMES utf8'; SET GLOBAL max_join_size = 30000;
  SET GLOBAL sql_select_limit = 40;`;
const USERS = `
  CREATE USER guest@'%' IDENTIFIED BY 'huesped' WITH MAX_USER_CONNECTIONS 1;
  CREATE USER viewer@'%' IDENTIFIED BY 'huesped' WITH MAX_USER_CONNECTIONS 1;
  GRANT SELECT ON shop.* TO guest@'%'; GRANT SELECT ON shown.* TO viewer@'%';`;

let server: PrivateMariadb;
let sshd: PrivateSshd;
let whole: WholeBackend;

beforeAll(async () => {
  [server, sshd] = await Promise.all([startMariadb(), startSshd()]);
  await server.exec('CREATE DATABASE shop CHARACTER SET utf8mb4; CREATE DATABASE shown');
  const root = `mysql://${server.user}:${server.password}@127.0.0.1:${server.port}/`;
  if (sampleStoresPresent) await loadDump(dumpPath('hpos-small'), 'shop', root);
  else await makeDemoStore({ url: `${root}shop`, orders: 300, seed: 5, layout: 'hpos' });
  await server.exec(`${await viewsOf(root)} ${USERS}`);
  whole = await syncedAs('root', 'shop', {});
  await server.exec(HOUSE_RULES);
});
afterAll(async () => await Promise.all([server.stop(), sshd.stop()]));

const WAYS: Record<string, () => Partial<GatewaySettings>> = {
  directly: () => ({}),
  'over a tunnel': () => over(sshd),
  'over a remote client': () => over(sshd, { transport: 'ssh_exec' }),
};

describe.each(Object.entries(WAYS))('%s', (_name, way) => {
  it('a server with limits and another character set gives the same as one without', async () => {
    const read = await syncedAs('guest', 'shop', { ...way(), maxConnections: 1 });
    expect(firstDifference(read, whole)).toBeNull();
  });

  it('a database of views gives the same', async () => {
    const read = await syncedAs('viewer', 'shown', { ...way(), maxConnections: 1 });
    expect(firstDifference(read, whole)).toBeNull();
  });
});

it('names that need four bytes are compared as well', () => {
  expect(whole['tickets']?.some((row) => /\p{Extended_Pictographic}/u.test(row))).toBe(true);
});

it('a user with one connection needs no setting: an execution holds one', async () => {
  const backend = await freshBackend();
  try {
    const { report } = await sync(backend, 'guest', 'shop', { maxConnections: 2 });
    expect(report).toMatchObject({ status: 'success', verification: 'verified', error: null });
  } finally {
    await backend.close();
  }
});

/** Statements that make each table of the shop visible in the other database. */
async function viewsOf(serverUrl: string): Promise<string> {
  const connection = await createConnection(`${serverUrl}shop`);
  try {
    const [tables] = await connection.query<RowDataPacket[]>({ sql: 'SHOW TABLES', rowsAsArray: true });
    const names = tables.map((row) => String(row[0]));
    return names.map((name) => `CREATE VIEW shown.${name} AS SELECT * FROM shop.${name};`).join('\n');
  } finally {
    await connection.end();
  }
}

async function syncedAs(
  user: string,
  database: string,
  way: Partial<GatewaySettings>,
): Promise<WholeBackend> {
  const backend = await freshBackend();
  try {
    const { report } = await sync(backend, user, database, way);
    expect(report).toMatchObject({ status: 'success', verification: 'verified', error: null });
    return await wholeBackend(backend.db);
  } finally {
    await backend.close();
  }
}

async function sync(backend: Backend, user: string, database: string, way: Partial<GatewaySettings>) {
  const password = user === 'root' ? server.password : 'huesped';
  const storeUrl = `mysql://${user}:${password}@127.0.0.1:${server.port}/${database}`;
  return await syncProduct(backend, { storeUrl, product: PRODUCT, way });
}
