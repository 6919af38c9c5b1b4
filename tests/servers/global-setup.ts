import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { postgresBinaries } from '../../src/backend/bundled/binaries.ts';
import { startEmbeddedPostgres } from '../../src/backend/bundled/bundled-server.ts';
import { makeDataFolder } from '../../src/backend/bundled/data-folder.ts';
import { startPrivateMariadb } from '../../src/demo/servers/mariadb.ts';
import type { MariadbTool } from '../../src/demo/servers/mariadb-folder.ts';
import { MARIADB_TOOL } from '../../src/demo/servers/mariadb-tool.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { openServerPlace } from '../../src/platform/server-place.ts';
import { makeServerFolder } from '../../src/platform/server-user.ts';
import { copyTree } from './copy-tree.ts';
import { databasesLeft, dropTemplates, makeTemplate } from './databases.ts';
import { provideDjango } from './django-tool.ts';
import { PGBOUNCER_TOOL } from './pgbouncer-tool.ts';
import { provideTestTool } from './provide-test-tool.ts';
import { providePsql } from './psql-tool.ts';
import { REDIS_TOOL } from './redis-tool.ts';
import { publishedServers, publishServers, type RunServers, withdrawServers } from './run-servers.ts';
import { SSHD_TOOL } from './sshd-tool.ts';

/**
 * Files that run at the same time run whole services, which need 30 each, and more if a test runs several
 * processes.
 */
const MAX_CONNECTIONS = 340;

const signal = new AbortController().signal;
const log = createLog('warn', process.stderr);

/**
 * Starts one PostgreSQL and one MariaDB for a whole run, whatever its projects are, or uses those of
 * `TEST_DATABASE_URL` and `TEST_MARIADB_URL`. A database that a test did not drop fails the run.
 */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  // another project's set-up ran first, and will stop them
  if (publishedServers() !== null) return undefined;
  const stack = new Undoing();
  try {
    const tool = await provideTestTool(MARIADB_TOOL, 'server');
    // A whole run ends here with one sentence if a tool is not available; a few files need only their own tools.
    if (process.env['TAQUILLA_TEST_WHOLE'] !== undefined) {
      for (const other of [SSHD_TOOL, REDIS_TOOL, PGBOUNCER_TOOL]) await provideTestTool(other, 'server');
      await provideDjango();
      await providePsql();
    }
    const dataDir = await mkdtemp(join(tmpdir(), 'taquilla-tests-'));
    stack.defer(async () => await rm(dataDir, { recursive: true, force: true }));
    const postgres = await preparePostgres(dataDir);
    const backendUrl = process.env['TEST_DATABASE_URL'] ?? (await startBackend(dataDir, stack));
    const storeUrl = process.env['TEST_MARIADB_URL'] ?? (await startStore(dataDir, tool, stack));
    publishServers({
      prefix: `taq_${randomBytes(4).toString('hex')}_`,
      backendUrl,
      storeUrl: storeUrl.replace(/\/*$/, '/'),
      postgres,
      client: { program: tool.programs.client, env: { ...tool.env } },
    });
    await makeTemplate();
    stack.defer(dropTemplates);
  } catch (error) {
    await stack.disposeAll();
    throw error;
  }
  return async () => {
    const left = await databasesLeft();
    await stack.disposeAll();
    withdrawServers();
    if (left.length === 0) return;
    // vitest only prints an error of a tear-down
    process.exitCode = 1;
    throw new Error(`Tests left databases behind: ${left.join(', ')}`);
  };
}

/** Creates the data folder of PostgreSQL, and keeps a copy of it from before a server has run on it. */
async function preparePostgres(dataDir: string): Promise<RunServers['postgres']> {
  const place = await openServerPlace(dataDir);
  await makeServerFolder(join(place.root, 'postgres'), place.user);
  const programs = await postgresBinaries(place);
  const data = join(place.root, 'postgres-data');
  await copyTree(await makeDataFolder(place, programs), data);
  return { programs, data };
}

async function startBackend(dataDir: string, stack: Undoing): Promise<string> {
  const backend = await startEmbeddedPostgres({ dataDir, log, signal, maxConnections: MAX_CONNECTIONS });
  stack.defer(async () => await backend.stop());
  // the tests' data may be lost if the machine fails
  const client = new pg.Client({ connectionString: backend.url });
  await client.connect();
  await client.query('alter system set fsync = off');
  await client.query('alter system set full_page_writes = off');
  await client.query('alter system set synchronous_commit = off');
  // autovacuum need not visit hundreds of databases that live for seconds
  await client.query('alter system set autovacuum = off');
  await client.query('select pg_reload_conf()');
  await client.end();
  return backend.url;
}

async function startStore(dataDir: string, tool: MariadbTool, stack: Undoing): Promise<string> {
  const store = await startPrivateMariadb({ dataDir, tool, log, port: 0, signal });
  stack.defer(async () => await store.stop());
  return store.url('');
}

/** Clean-up functions, the last one first. Node 20 has no AsyncDisposableStack yet. */
class Undoing {
  readonly #steps: (() => Promise<void>)[] = [];

  defer(step: () => Promise<void>): void {
    this.#steps.unshift(step);
  }

  async disposeAll(): Promise<void> {
    for (const step of this.#steps.splice(0)) await step();
  }
}
