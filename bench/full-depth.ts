import { availableParallelism, cpus, totalmem } from 'node:os';
import { askBackend, backendUrl } from './backend-database.ts';
import { type BigStore, chosenModes, clientEnv, databaseOf, provideBigStore } from './big-stores.ts';
import { floorSql } from './floor-sql.ts';
import { measuredRun } from './measured-run.ts';
import { tellOutcome } from './outcome.ts';
import { BENCH_FOLDER, startBenchServers } from './servers.ts';
import { buildProgram, type ShippedSync } from './shipped-program.ts';

/**
 * Measures the program as it ships: a store of 112,000 orders and 280,000 tickets at full depth into an empty
 * backend, for each of the two places where a store may keep its orders. For comparison, the `mariadb` client reads
 * the same rows and discards them.
 *
 *   npm run bench [full-depth [hpos|legacy …]]
 *
 * Ends with 1 if a store misses its target.
 */
const WANTED = { rowsPerSecond: { hpos: 10_000, legacy: 0 }, peakRssMb: 300 };

await using servers = await startBenchServers();
const { backend, store, client } = servers;
const program = await buildProgram();

const [cpu] = cpus();
const memory = Math.round(totalmem() / 2 ** 30);
console.log(`${availableParallelism()} cores (${cpu?.model}), ${memory} GB, Node ${process.version}`);
const missed: string[] = [];
for (const mode of chosenModes()) {
  const big = { mode, copies: null };
  await provideBigStore(big, store, client, BENCH_FOLDER);
  const floorSeconds = await readToNowhere(big);
  const { report, usage, run } = await syncAtFullDepth(big);
  const { counts, verification } = report;
  const rows = counts.orders.read + counts.tickets.read;
  const rate = Math.round(rows / run.seconds);
  console.log(
    [
      `${mode}: ${rows.toLocaleString('en')} orders and tickets in ${run.seconds.toFixed(1)} s: ${rate.toLocaleString('en')} rows/s (${verification})`,
      `  peak RSS ${Math.round(usage.peakRssMb)} MB`,
      `  CPU s: Taquilla ${usage.cpuSeconds.toFixed(1)}, PostgreSQL ${run.cpuSeconds.backend.toFixed(1)}, MariaDB ${run.cpuSeconds.store.toFixed(1)}`,
      `  ms ${JSON.stringify(report.timings_ms)}`,
      `  the mariadb client reads the same rows to nowhere in ${floorSeconds.toFixed(1)} s: ${Math.round(rows / floorSeconds).toLocaleString('en')} rows/s; a sync takes ${(run.seconds / floorSeconds).toFixed(1)} times as long`,
    ].join('\n'),
  );
  if (verification !== 'verified') missed.push(`${mode} is ${verification}`);
  if (rate < WANTED.rowsPerSecond[mode]) missed.push(`${mode}: ${WANTED.rowsPerSecond[mode]} rows/s`);
  if (usage.peakRssMb > WANTED.peakRssMb) missed.push(`${mode}: ${WANTED.peakRssMb} MB`);
}
tellOutcome(missed);

async function readToNowhere(big: BigStore): Promise<number> {
  const socket = [`--socket=${store.socketPath}`, `--user=${store.user}`];
  const args = ['--no-defaults', ...socket, '--quick', '--batch', '--skip-column-names', databaseOf(big)];
  const env = { ...process.env, ...clientEnv(store, client.env) };
  const sql = ['--execute', floorSql(big.mode)];
  return (await measuredRun(client.programs.client, [...args, ...sql], env, false)).seconds;
}

async function syncAtFullDepth(big: BigStore): Promise<ShippedSync> {
  const name = databaseOf(big);
  await askBackend(backend, `drop database if exists ${name}`, `create database ${name}`, 'checkpoint');
  const url = backendUrl(backend, name);
  await program.migrate(url);
  const synced = await program.sync(url, store.url(name), null);
  await askBackend(backend, `drop database ${name}`);
  return synced;
}
