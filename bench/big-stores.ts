import { spawn } from 'node:child_process';
import { access, chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { PrivateMariadb } from '../src/demo/servers/mariadb.ts';
import type { FoundTool } from '../src/demo/servers/tool.ts';
import { memberTables } from './floor-sql.ts';

/** The two places where a store may keep its orders, under the names of the sample stores. */
export type Mode = 'hpos' | 'legacy';

/** The modes that the command names; both if it names none. */
export function chosenModes(): readonly Mode[] {
  const named = process.argv.slice(2) as Mode[];
  return named.length > 0 ? named : ['hpos', 'legacy'];
}

/** Beside the checkout and not part of it, like the sample stores that the script multiplies. */
export const INFLATE = join('..', 'shared', 'tools', 'inflate-store.sh');

export async function canInflate(): Promise<boolean> {
  return await access(INFLATE).then(
    () => true,
    () => false,
  );
}

export interface BigStore {
  readonly mode: Mode;
  /** The number of copies of the main event and of the rest; null for the script's default. */
  readonly copies: readonly [main: number, rest: number] | null;
}

export function databaseOf({ mode, copies }: BigStore): string {
  return ['bench', mode, ...(copies ?? [])].join('_');
}

/**
 * The sample store a few hundred times over, in a database that is kept for the next run, because creating it takes
 * minutes. Besides the store's tables, the database has one that marks it as complete, and those that the floor
 * reads.
 */
export async function provideBigStore(
  big: BigStore,
  server: PrivateMariadb,
  client: FoundTool<'client'>,
  folder: string,
): Promise<void> {
  if (await isWhole(big, server)) return;
  console.log(`Making the store ${databaseOf(big)} (once; a big one takes some minutes) …`);
  const path = await clientOnPath(server, client, folder);
  const env = { ...process.env, PATH: [path, process.env['PATH'] ?? ''].join(delimiter) };
  const args = [INFLATE, big.mode, server.socketPath, databaseOf(big), ...(big.copies ?? []).map(String)];
  const child = spawn('bash', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${INFLATE} ended with ${code}`);
  const connection = await createConnection({ uri: server.url(databaseOf(big)), multipleStatements: true });
  try {
    await connection.query(memberTables(big.mode));
    await connection.query(
      'CREATE TABLE bench_whole (made_at datetime) AS SELECT UTC_TIMESTAMP() AS made_at',
    );
  } finally {
    await connection.end();
  }
}

async function isWhole(big: BigStore, server: PrivateMariadb): Promise<boolean> {
  const connection = await createConnection({ uri: server.url('') });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT 1 FROM information_schema.tables
       WHERE table_schema = '${databaseOf(big)}' AND table_name = 'bench_whole'`,
    );
    return rows.length > 0;
  } finally {
    await connection.end();
  }
}

/** The script calls `mariadb` by name: our client, with an account of our server. */
async function clientOnPath(
  server: PrivateMariadb,
  { programs, env }: FoundTool<'client'>,
  folder: string,
): Promise<string> {
  const file = join(folder, 'bin', 'mariadb');
  await mkdir(dirname(file), { recursive: true });
  const exports = Object.entries(clientEnv(server, env)).map(([name, value]) => `export ${name}='${value}'`);
  const call = `exec '${programs.client}' --no-defaults --user='${server.user}' --default-character-set=utf8mb4 "$@"`;
  await writeFile(file, ['#!/bin/sh', ...exports, call, ''].join('\n'), { mode: 0o700 });
  await chmod(file, 0o700);
  return dirname(file);
}

export function clientEnv(
  server: PrivateMariadb,
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return { ...env, MYSQL_PWD: server.password };
}
