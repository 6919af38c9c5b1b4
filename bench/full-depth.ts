import { cp, mkdir, rm } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/backend/embedded/embedded.ts';
import { startPrivateMariadb } from '../src/demo/servers/mariadb.ts';
import { MARIADB_TOOL } from '../src/demo/servers/mariadb-tool.ts';
import { provideTool } from '../src/demo/servers/provide-tool.ts';
import { toolsFolder } from '../src/demo/servers/remove-servers.ts';
import { createLog } from '../src/kernel/log.ts';
import { canInflate, clientEnv, databaseOf, INFLATE, type Mode, provideBigStore } from './big-stores.ts';
import { EVENT, floorSql } from './floor-sql.ts';
import { measuredRun, readUsage, type Usage } from './measured-run.ts';

/**
 * A store of 112,000 orders and 280,000 tickets at full depth into an empty backend, by the program as it is
 * shipped, for each of the two places where a store may keep its orders; beside it the `mariadb` client that reads
 * the same rows to nowhere.
 *
 *   npm run bench [full-depth [hpos|legacy …]]
 *
 * Its servers and stores are kept in `.taquilla/bench`, so that the next run begins at once; remove the folder to
 * begin anew. It ends with 1 when a store misses what is wanted.
 */
const FOLDER = join('.taquilla', 'bench');
const WANTED = { rowsPerSecond: { hpos: 10_000, legacy: 0 }, peakRssMb: 300 };

interface Report {
  readonly verification: string | null;
  readonly counts: Readonly<Record<'orders' | 'tickets', { readonly read: number }>>;
}

if (!(await canInflate())) {
  console.error(
    `The big store is made by ${INFLATE}, beside this checkout, and that is not there: nothing to measure.`,
  );
  process.exit(69);
}
const named = process.argv.slice(2) as Mode[];
const modes: readonly Mode[] = named.length > 0 ? named : ['hpos', 'legacy'];
const { signal } = new AbortController();
const log = createLog('warn', process.stderr);
const toolsDir = await toolsFolder('.taquilla');
const searchPath = process.env['PATH'] ?? '';
const onFetch = (title: string): void => console.log(`Fetching ${title} (once) …`);
const tool = await provideTool({ tool: MARIADB_TOOL, toolsDir, searchPath, onFetch, signal });
const program = await build();
await using backend = await startEmbeddedPostgres({ dataDir: FOLDER, log, signal });
await using store = await startPrivateMariadb({
  dataDir: FOLDER,
  toolsDir,
  searchPath,
  log,
  port: 0,
  signal,
});

const [cpu] = cpus();
const memory = Math.round(totalmem() / 2 ** 30);
console.log(`${availableParallelism()} cores (${cpu?.model}), ${memory} GB, Node ${process.version}`);
const missed: string[] = [];
for (const mode of modes) {
  await provideBigStore(mode, store, tool, FOLDER);
  const floorSeconds = await readToNowhere(mode);
  const { rows, seconds, usage, cpuSeconds, verification } = await syncAtFullDepth(mode);
  const rate = Math.round(rows / seconds);
  console.log(
    [
      `${mode}: ${rows.toLocaleString('en')} orders and tickets in ${seconds.toFixed(1)} s: ${rate.toLocaleString('en')} rows/s (${verification})`,
      `  peak RSS ${Math.round(usage.peakRssMb)} MB`,
      `  CPU s: Taquilla ${usage.cpuSeconds.toFixed(1)}, PostgreSQL ${cpuSeconds.backend.toFixed(1)}, MariaDB ${cpuSeconds.store.toFixed(1)}`,
      `  the mariadb client reads the same rows to nowhere in ${floorSeconds.toFixed(1)} s: ${Math.round(rows / floorSeconds).toLocaleString('en')} rows/s; a sync takes ${(seconds / floorSeconds).toFixed(1)} times as long`,
    ].join('\n'),
  );
  if (verification !== 'verified') missed.push(`${mode} is ${verification}`);
  if (rate < WANTED.rowsPerSecond[mode]) missed.push(`${mode}: ${WANTED.rowsPerSecond[mode]} rows/s`);
  if (usage.peakRssMb > WANTED.peakRssMb) missed.push(`${mode}: ${WANTED.peakRssMb} MB`);
}
console.log(missed.length === 0 ? 'As wanted.' : `Missed: ${missed.join('; ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;

/** The server as it is shipped; the tests' loader would cost it memory. */
async function build(): Promise<string> {
  const out = join(FOLDER, 'dist');
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const tsc = join('node_modules', '.bin', 'tsc');
  await measuredRun(tsc, ['-p', 'tsconfig.build.json', '--outDir', out], process.env, true);
  const migrations = join('backend', 'migrations');
  await cp(join('src', migrations), join(out, migrations), { recursive: true });
  // The program looks for its version where it lies in the package.
  await cp('package.json', join(FOLDER, 'package.json'));
  return join(out, 'main.js');
}

async function readToNowhere(mode: Mode): Promise<number> {
  const args = [
    '--no-defaults',
    `--socket=${store.socketPath}`,
    `--user=${store.user}`,
    '--quick',
    '--batch',
  ];
  const env = { ...process.env, ...clientEnv(store, tool.env) };
  const all = [...args, '--skip-column-names', databaseOf(mode), '--execute', floorSql(mode)];
  return (await measuredRun(tool.programs.client, all, env, false)).seconds;
}

interface Synced {
  readonly rows: number;
  readonly seconds: number;
  readonly usage: Usage;
  readonly cpuSeconds: { readonly store: number; readonly backend: number };
  readonly verification: string | null;
}

async function syncAtFullDepth(mode: Mode): Promise<Synced> {
  const name = `bench_${mode}`;
  await askBackend(`drop database if exists ${name}`, `create database ${name}`, 'checkpoint');
  const usageFile = join(FOLDER, 'usage.json');
  const env = {
    ...process.env,
    DATABASE_URL: backend.url.replace('/taquilla?', `/${name}?`),
    TAQUILLA_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
    LOG_LEVEL: 'error',
    BENCH_USAGE_FILE: usageFile,
  };
  await measuredRun(process.execPath, [program, 'migrate'], env, true);
  const preload = new URL('tell-usage.mjs', import.meta.url).href;
  const event = [
    '--product',
    String(EVENT),
    '--event-name',
    'Bench',
    '--organizer-email',
    'bench@example.com',
  ];
  const args = ['--import', preload, program, 'sync', '--json', '--store-url', store.url(databaseOf(mode))];
  const run = await measuredRun(process.execPath, [...args, ...event, '--service-fee', '10'], env, true);
  const { counts, verification } = JSON.parse(run.stdout) as Report;
  await askBackend(`drop database ${name}`);
  const rows = counts.orders.read + counts.tickets.read;
  const { seconds, cpuSeconds } = run;
  return { rows, seconds, usage: await readUsage(usageFile), cpuSeconds, verification };
}

async function askBackend(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: backend.url });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}
