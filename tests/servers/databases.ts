import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import pg from 'pg';
import { openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { runServers } from './run-servers.ts';

/** A database for one test. */
export interface FreshDatabase {
  readonly url: string;
  /** Fails if a connection to it is still open, which means a leak. */
  drop(): Promise<void>;
}

export interface StoreDatabase extends FreshDatabase {
  readonly name: string;
  /** Runs statements, separated by `;`. */
  exec(sql: string): Promise<void>;
  /** Loads a gzipped dump with MariaDB's own client. */
  loadDump(path: string): Promise<void>;
}

/** A closed connection disappears from the server's list a moment after its client. */
const GOODBYE_MS = 3_000;
const POLL_MS = 25;

/** A database with the tables of a backend and no rows. */
export async function freshBackendDatabase(): Promise<FreshDatabase> {
  return await backendDatabase(`template ${templateName()}`);
}

export async function emptyBackendDatabase(): Promise<FreshDatabase> {
  return await backendDatabase('');
}

/** A copy of another test's database, which must have no open connections. */
export async function copyOfBackendDatabase(url: string): Promise<FreshDatabase> {
  return await backendDatabase(`template ${/\/(\w+)(?:\?.*)?$/.exec(url)?.[1]}`);
}

/** Migrates once the template of the tests' backends: migrating each of them would take as long. */
export async function makeTemplate(): Promise<void> {
  const name = templateName();
  await askBackend(`create database ${name}`);
  const db = openDatabase({ connectionString: urlOf(name) }, createLog('silent', process.stderr), 1);
  await migrate(db, createLog('silent', process.stderr));
  await db.end();
}

/**
 * A copy of a backend that is filled once for each run, by the first file that needs it, and never changes
 * afterwards: files that start with the same data need not sync it again.
 */
export async function copyOfFilledBackend(
  what: string,
  fill: (url: string) => Promise<void>,
): Promise<FreshDatabase> {
  // unquoted names are lower case
  const filled = `${templateName()}_${what.toLowerCase().replaceAll(/\W/g, '_')}`;
  await withBackend(async (ask) => {
    // held until this connection ends: other files wait for it
    await ask('select pg_advisory_lock(hashtextextended($1, 0))', [filled]);
    const [there] = await ask('select from pg_database where datname = $1', [filled]);
    if (there !== undefined) return;
    const draft = `${filled}_draft`;
    await ask(`create database ${draft} template ${templateName()} strategy file_copy`);
    try {
      await fill(urlOf(draft));
      await ask(`alter database ${draft} rename to ${filled}`);
    } catch (error) {
      await ask(`drop database ${draft} with (force)`);
      throw error;
    }
  });
  return await backendDatabase(`template ${filled}`);
}

export async function dropTemplates(): Promise<void> {
  const templates = (await ourDatabases()).filter(isTemplate);
  for (const name of templates) await askBackend(`drop database ${name}`);
}

function templateName(): string {
  return `${runServers().prefix}template`;
}

// not by URL, which requires a host
function urlOf(name: string): string {
  return runServers().backendUrl.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}

async function backendDatabase(like: string): Promise<FreshDatabase> {
  const name = newName(runServers().prefix);
  // A copy through the log, page by page, costs four times as much as a copy of the files.
  await askBackend(`create database ${name} ${like} strategy file_copy`);
  return {
    url: urlOf(name),
    drop: async () => {
      const open = await withBackend(async (ask) => {
        const query = 'select application_name, state, query from pg_stat_activity where datname = $1';
        const left = await stillOpen(async () => await ask(query, [name]));
        await ask(`drop database ${name} with (force)`);
        return left;
      });
      failOnLeak(name, open);
    },
  };
}

export async function freshStoreDatabase(): Promise<StoreDatabase> {
  const { storeUrl, prefix } = runServers();
  const name = newName(prefix);
  await askStore(`create database ${name} character set utf8mb4 collate utf8mb4_unicode_520_ci`);
  return {
    name,
    url: `${storeUrl}${name}`,
    exec: async (sql) => void (await askStore(sql, name)),
    loadDump: async (path) => await loadDump(path, name),
    drop: async () => {
      const open = await stillOpen(async () => {
        return await askStore(
          `select id, command, info from information_schema.processlist where db = '${name}'`,
        );
      });
      await askStore(`drop database ${name}`);
      failOnLeak(name, open);
    },
  };
}

/** Databases of this run that no test has dropped. */
export async function databasesLeft(): Promise<readonly string[]> {
  return (await ourDatabases()).filter((name) => !isTemplate(name));
}

async function ourDatabases(): Promise<readonly string[]> {
  const { prefix } = runServers();
  const ours = `like '${prefix.replaceAll('_', '\\_')}%'`;
  const backend = await askBackend(`select datname as name from pg_database where datname ${ours}`);
  const store = await askStore(
    `select schema_name as name from information_schema.schemata where schema_name ${ours}`,
  );
  return [...backend, ...store].map((row) => String(row['name']));
}

function isTemplate(name: string): boolean {
  return name.startsWith(templateName());
}

function newName(prefix: string): string {
  return `${prefix}${randomBytes(6).toString('hex')}`;
}

type Row = Readonly<Record<string, unknown>>;

type Ask = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

async function askBackend(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  return await withBackend(async (ask) => await ask(sql, values));
}

async function withBackend<T>(use: (ask: Ask) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: runServers().backendUrl });
  await client.connect();
  try {
    return await use(async (sql, values = []) => (await client.query<Row>(sql, [...values])).rows);
  } finally {
    await client.end();
  }
}

async function askStore(sql: string, database = ''): Promise<readonly Row[]> {
  const connection = await createConnection({
    uri: `${runServers().storeUrl}${database}`,
    multipleStatements: true,
  });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return Array.isArray(rows) ? rows : [];
  } finally {
    await connection.end();
  }
}

/** With MariaDB's own client; `serverUrl` names server and user, but no database. */
export async function loadDump(
  path: string,
  database: string,
  serverUrl: string = runServers().storeUrl,
): Promise<void> {
  const { client } = runServers();
  const { hostname, port, username, password } = new URL(serverUrl);
  const account = [
    `--host=${hostname}`,
    `--port=${port || '3306'}`,
    `--user=${decodeURIComponent(username)}`,
  ];
  const args = ['--no-defaults', '--protocol=tcp', ...account, '--default-character-set=utf8mb4', database];
  const child = spawn(client.program, args, {
    env: { ...client.env, MYSQL_PWD: decodeURIComponent(password) },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // a client that refuses a statement closes its input; its error message matters more
  const fed = pipeline(createReadStream(path), createGunzip(), child.stdin).catch((error: unknown) => error);
  const [complaint, code, fault] = await Promise.all([text(child.stderr), ended, fed]);
  if (code !== 0) throw new Error(`the dump ${path} was refused: ${complaint}`);
  if (fault !== undefined) throw fault;
}

async function stillOpen(list: () => Promise<readonly Row[]>): Promise<readonly Row[]> {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const open = await list();
    if (open.length === 0 || waitedMs >= GOODBYE_MS) return open;
    await sleep(POLL_MS);
  }
}

function failOnLeak(name: string, open: readonly Row[]): void {
  if (open.length > 0) throw new Error(`connections to ${name} were left open: ${JSON.stringify(open)}`);
}
