import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PrivateMariadb, startPrivateMariadb } from '../../src/demo/servers/mariadb.ts';
import { MARIADB_TOOL } from '../../src/demo/servers/mariadb-tool.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { removeServerPlace } from '../../src/platform/server-place.ts';
import { until } from '../backend/keeper-process.ts';
import { provideTestTool } from './provide-test-tool.ts';

const log = createLog('silent', process.stderr);
const signal = new AbortController().signal;
let dataDir: string;
let taken: Server;
let takenPort: number;
let store: PrivateMariadb;

async function start(): Promise<PrivateMariadb> {
  const tool = await provideTestTool(MARIADB_TOOL, 'server');
  return await startPrivateMariadb({ dataDir, tool, port: takenPort, log, signal });
}

async function ask(sql: string, password = store.password): Promise<readonly RowDataPacket[]> {
  const { host, port, user } = store;
  const connection = await createConnection({ host, port, user, password });
  try {
    return (await connection.query<RowDataPacket[]>(sql))[0];
  } finally {
    await connection.end();
  }
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'taquilla-mariadb-'));
  taken = createServer();
  takenPort = await new Promise((resolve) => {
    taken.listen(0, '127.0.0.1', () => {
      const address = taken.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  store = await start();
});

afterAll(async () => {
  await store.stop();
  taken.close();
  await removeServerPlace(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

test('takes a free port if the wanted one is taken', async () => {
  expect(store.port).not.toBe(takenPort);
  expect(await ask('select @@port as port')).toEqual([{ port: store.port }]);
});

test('accepts no sign-in without the password', async () => {
  await expect(ask('select 1', '')).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' });
});

test('speaks utf8mb4 and is small', async () => {
  const sql =
    'select @@character_set_server as letters, @@innodb_buffer_pool_size as bytes, @@performance_schema as ps';
  expect(await ask(sql)).toEqual([{ letters: 'utf8mb4', bytes: 192 * 1024 * 1024, ps: 0 }]);
});

test('reports that its folder is in use', async () => {
  await expect(start()).rejects.toMatchObject({ kind: 'conflict', code: 'demo.mariadb-in-use' });
});

test('restarts by itself when it is killed, with the written data', async () => {
  await ask('create database kept');
  const pid = Number(await readFile(join(dataDir, 'mariadb', 'server.pid'), 'utf8'));
  process.kill(pid, 'SIGKILL');
  const sql = `select schema_name as name from information_schema.schemata where schema_name = 'kept'`;
  expect(await until(async () => await ask(sql).catch(() => null))).toEqual([{ name: 'kept' }]);
});

test('keeps data and password when it is stopped and started', async () => {
  const { password } = store;
  await store.stop();
  store = await start();
  expect(store.password).toBe(password);
  expect(await ask(`show databases like 'kept'`)).toHaveLength(1);
});
