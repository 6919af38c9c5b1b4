import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { createLog } from '../src/kernel/log/log.ts';
import { COARSE } from '../src/sync/sweep/ranges.ts';
import type { Depth } from '../src/vocabulary/depths.ts';
import { parseStoreUrl } from '../src/woocommerce/connect/store-url.ts';
import { openWooStore } from '../src/woocommerce/woo-store.ts';
import { backendUrl, provideDatabase } from './backend-database.ts';
import { type BigStore, chosenModes, databaseOf, type Mode, provideBigStore } from './big-stores.ts';
import { EVENT } from './floor-sql.ts';
import { tellOutcome } from './outcome.ts';
import { measureQuickCost } from './quick-cost.ts';
import { BENCH_FOLDER, startBenchServers } from './servers.ts';
import { buildProgram } from './shipped-program.ts';

/**
 * Measures quick executions and sweeps on a store of 112,000 orders that was synced before, beside their floors: a
 * client that reads only the newest ids, and the digests alone. In HPOS mode it also compares a quick execution
 * with one on a store of a hundredth of that size. The times are those that an execution reports, each the best of
 * several: the first quick executions are slower, because the server has evicted their data from its memory.
 *
 *   npm run bench depths [hpos|legacy …]
 *
 * Ends with 1 if a result misses its target.
 */
const WANTED = {
  quickMs: { hpos: 1_000, legacy: 3_000 },
  changedMs: 2_000,
  quickStoreCpuMs: 30,
  sweepTimes: 1.3,
  sweepKilobytes: 1_000,
  memoryMb: 200,
  growthTimes: 3,
};
const CHANGED = 100;
/** Each quick execution reads the store's newest changes again. */
const NEWEST = 2;
/** For this long a quick execution reads its changes again; after that nothing has changed. */
const READ_AGAIN_MS = 5 * 60_000;
const TIMES = { quick: 10, sweep: 3 };
const { signal } = new AbortController();

interface Measured {
  readonly ms: number;
  readonly kilobytes: number;
  readonly memoryMb: number;
}

await using servers = await startBenchServers();
const { backend, store, client } = servers;
const program = await buildProgram();
const missed: string[] = [];
for (const mode of chosenModes()) await measure(mode);
tellOutcome(missed);

async function measure(mode: Mode): Promise<void> {
  const big: BigStore = { mode, copies: null };
  await provide(big);
  const quick = await best(big, 'quick', 'nothing changed');
  await sleep(READ_AGAIN_MS);
  const cost = await measureQuickCost(store, big, async () => await program.sync(...placesOf(big), 'quick'));
  console.log(
    `${mode}: a quick execution costs the store ${cost.storeCpuMs.toFixed(1)} ms of CPU time, its floor ${cost.floorCpuMs.toFixed(1)} ms (load ${cost.load.toFixed(1)})`,
  );
  await touchOrders(big, 'now');
  const changed = await sync(big, 'quick', `${CHANGED} orders changed`);
  await touchOrders(big, 'as they were made');
  await sync(big, 'sweep', 'to catch up');
  const sweep = await best(big, 'sweep', 'nothing changed');
  const least = await leastDigestsMs(big);
  console.log(
    `${mode}: a sweep takes ${(sweep.ms / least).toFixed(2)} times its digests, ${CHANGED} changed orders ${Math.round(changed.ms - quick.ms)} ms more`,
  );
  want(`${mode} quick`, quick.ms, WANTED.quickMs[mode], 'ms');
  want(`${mode} quick`, cost.storeCpuMs, WANTED.quickStoreCpuMs, 'ms of the store’s CPU time');
  want(`${mode} ${CHANGED} changed`, changed.ms - quick.ms, WANTED.changedMs, 'ms more');
  want(`${mode} sweep`, sweep.ms / least, WANTED.sweepTimes, 'times its digests');
  want(`${mode} sweep`, sweep.kilobytes, WANTED.sweepKilobytes, 'kB from the store');
  for (const { memoryMb } of [quick, changed, sweep]) want(mode, memoryMb, WANTED.memoryMb, 'MB');
  if (mode === 'hpos') await measureGrowth(quick);
}

async function measureGrowth(quick: Measured): Promise<void> {
  const small: BigStore = { mode: 'hpos', copies: [7, 1] };
  await provide(small);
  const times = quick.ms / (await best(small, 'quick', 'nothing changed')).ms;
  console.log(
    `hpos: a quick execution on the big store takes ${times.toFixed(2)} times that of the small one`,
  );
  want('hpos growth', times, WANTED.growthTimes, 'times');
}

function want(what: string, measured: number, most: number, unit: string): void {
  if (measured > most) missed.push(`${what}: at most ${most} ${unit}`);
}

/** The store, and a backend that has synced all of it; both are kept. */
async function provide(big: BigStore): Promise<void> {
  await provideBigStore(big, store, client, BENCH_FOLDER);
  await program.migrate(await provideDatabase(backend, depthsOf(big)));
  // An earlier run changed more of them.
  await touchOrders(big, 'as they were made');
  await touchOrders(big, 'now', NEWEST);
  await sync(big, null, 'to catch up');
}

function depthsOf(big: BigStore): string {
  return `depths_${databaseOf(big)}`;
}

async function sync(big: BigStore, depth: Depth | null, what: string): Promise<Measured> {
  const before = await bytesSent();
  const { report, usage } = await program.sync(...placesOf(big), depth);
  const measured = {
    ms: report.timings_ms.total,
    kilobytes: ((await bytesSent()) - before) / 1000,
    memoryMb: usage.peakRssMb,
  };
  if (report.verification !== 'verified') missed.push(`${databaseOf(big)} is ${report.verification}`);
  const { orders, tickets } = report.counts;
  tell(
    `${databaseOf(big)}: ${report.depth}, ${what}`,
    measured.ms,
    `${orders.read} orders and ${tickets.read} tickets read, ${Math.round(measured.kilobytes)} kB from the store, ${Math.round(measured.memoryMb)} MB ${JSON.stringify(report.timings_ms)}`,
  );
  return measured;
}

/** The addresses of its backend and of the store. */
function placesOf(big: BigStore): [backendUrl: string, storeUrl: string] {
  return [backendUrl(backend, depthsOf(big)), store.url(databaseOf(big))];
}

async function best(big: BigStore, depth: keyof typeof TIMES, what: string): Promise<Measured> {
  const runs: Measured[] = [];
  for (let time = 0; time < TIMES[depth]; time += 1) runs.push(await sync(big, depth, what));
  return runs.reduce((least, run) => (run.ms < least.ms ? run : least));
}

async function leastDigestsMs(big: BigStore): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < TIMES.sweep; time += 1) least = Math.min(least, await takeDigests(big));
  return least;
}

/** The floor of a sweep. */
async function takeDigests(big: BigStore): Promise<number> {
  const source = openWooStore(parseStoreUrl(store.url(databaseOf(big))), createLog('error', process.stderr));
  try {
    const event = await source.readEvent(EVENT, signal);
    const snapshot = await source.openSnapshot({ event, variationId: null }, signal);
    const startedMs = performance.now();
    await snapshot.digests?.take(COARSE, null, signal);
    const ms = performance.now() - startedMs;
    await snapshot.close();
    tell(`${databaseOf(big)}: the digests alone`, ms, '');
    return ms;
  } finally {
    await source.close();
  }
}

/** The oldest ones, because each quick execution reads the newest again. */
async function touchOrders(big: BigStore, at: 'now' | 'as they were made', count = CHANGED): Promise<void> {
  const [table, changed, made, type, id] =
    big.mode === 'hpos'
      ? ['wp_wc_orders', 'date_updated_gmt', 'date_created_gmt', 'type', 'id']
      : ['wp_posts', 'post_modified_gmt', 'post_date_gmt', 'post_type', 'ID'];
  const time = at === 'now' ? 'utc_timestamp()' : made;
  await ask(
    big,
    `update ${table} set ${changed} = ${time} where ${type} = 'shop_order' order by ${id} limit ${count}`,
  );
}

async function bytesSent(): Promise<number> {
  const rows = await ask(null, `show global status like 'Bytes_sent'`);
  return Number((rows as RowDataPacket[])[0]?.['Value']);
}

async function ask(big: BigStore | null, sql: string): Promise<unknown> {
  const connection = await createConnection({ uri: store.url(big === null ? '' : databaseOf(big)) });
  try {
    return (await connection.query(sql))[0];
  } finally {
    await connection.end();
  }
}

function tell(name: string, ms: number, what: string): void {
  console.log(`${name.padEnd(48)} ${Math.round(ms).toString().padStart(7)} ms  ${what}`);
}
