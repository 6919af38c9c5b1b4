import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import { expect, test } from 'vitest';
import { databasesLeft, freshBackendDatabase, freshStoreDatabase } from './databases.ts';

test('a backend database with a connection left open fails its drop, and is gone', async () => {
  const database = await freshBackendDatabase();
  const leaked = new pg.Client({ connectionString: database.url });
  leaked.on('error', () => undefined);
  await leaked.connect();
  await expect(database.drop()).rejects.toThrow('left open');
  const name = /\/(taq_\w+)/.exec(database.url)?.[1] ?? '';
  expect(await databasesLeft()).not.toContain(name);
});

test('a store database with a connection left open fails its drop, and is gone', async () => {
  const database = await freshStoreDatabase();
  const leaked = await createConnection(database.url);
  await expect(database.drop()).rejects.toThrow('left open');
  await leaked.end();
  expect(await databasesLeft()).not.toContain(database.name);
});

test('two whole services at once always find a connection', async () => {
  // each process has its pool, four queues and their four workers
  const taken = 2 * 30;
  const database = await freshBackendDatabase();
  const clients = Array.from({ length: taken }, () => new pg.Client({ connectionString: database.url }));
  try {
    const opened = await Promise.allSettled(clients.map(async (client) => await client.connect()));
    expect(opened.filter(({ status }) => status === 'rejected')).toEqual([]);
  } finally {
    await Promise.allSettled(clients.map(async (client) => await client.end()));
    await database.drop();
  }
});

test('a dump is loaded completely, and a broken one is reported', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'taquilla-dump-'));
  const database = await freshStoreDatabase();
  try {
    const [good, broken] = ['good', 'broken'].map((name) => join(folder, `${name}.sql.gz`));
    await writeFile(
      good ?? '',
      gzipSync(`create table t (x varchar(20)); insert into t values ('ñandú 🎟️');`),
    );
    await writeFile(broken ?? '', gzipSync('create table u (x int); not sql at all;'));
    await database.loadDump(good ?? '');
    await database.exec(`update t set x = 'seen' where x = 'ñandú 🎟️'`);
    const connection = await createConnection(database.url);
    const [rows] = await connection.query('select x from t');
    await connection.end();
    expect(rows).toEqual([{ x: 'seen' }]);
    await expect(database.loadDump(broken ?? '')).rejects.toThrow('was refused');
  } finally {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
});
