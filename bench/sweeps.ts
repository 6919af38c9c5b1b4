import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Depth } from '../src/vocabulary/depths.ts';
import { backendUrl, provideDatabase } from './backend-database.ts';
import { type BigStore, databaseOf, type Mode, provideBigStore } from './big-stores.ts';
import { tellOutcome } from './outcome.ts';
import { serverCpuSeconds } from './server-cpu.ts';
import { BENCH_FOLDER, startBenchServers } from './servers.ts';
import { buildProgram } from './shipped-program.ts';

/**
 * What a sweep costs the store's database, in CPU time and bytes: one of whole tables that a person asks for, and one
 * of a part as the schedule makes it, with one order changed, with 300 orders changed a short time ago, and with one
 * more change.
 *
 *   npm run bench sweeps [hpos|legacy] [copies of the main event] [copies of the rest]
 *
 * Without copies the store has 112,000 orders. It ends with 1 when something misses what is wanted.
 */
const WANTED = { times: 20, oneMoreMs: 100 };
const CHANGED = 300;
const TIMES = 3;
const READ_AGAIN_MS = 5 * 60_000;

interface Cost {
  readonly cpuMs: number;
  readonly kilobytes: number;
}

const [mode = 'hpos', main, rest] = process.argv.slice(2);
const copies = main === undefined ? null : ([Number(main), Number(rest ?? 1)] as const);
const big: BigStore = { mode: mode as Mode, copies };
await using servers = await startBenchServers();
const { backend, store, client } = servers;
const program = await buildProgram();
const missed: string[] = [];
const database = `sweeps_${databaseOf(big)}`;
await provideBigStore(big, store, client, BENCH_FOLDER);
await program.migrate(await provideDatabase(backend, database));
await sweep('first', null);
const orderIds = await listOrders();
const whole = await sweep('whole tables, nothing changed', 'sweep');
await touch(orderIds.slice(0, 1));
const wholeChanged = await sweep('whole tables, one order changed', 'sweep');
await sweep('to catch up', null);
const nothing = await best('a part, nothing changed', async () => undefined);
const one = await best(
  'a part, one order changed',
  async (time) => await touch(orderIds.slice(1 + time, 2 + time)),
);
await touch(orderIds.slice(10, 10 + CHANGED));
await sweep(`a part, ${CHANGED} orders just changed`, null);
await sweep('their digests', null);
// Until then they are read again, because the store recorded the change.
await sleep(READ_AGAIN_MS);
await sweep('to catch up', null);
const hot = await best(`a part, ${CHANGED} orders changed before`, async () => undefined);
const more = await best('the same, one more order changed', async (time) => {
  await touch(orderIds.slice(CHANGED + 20 + time, CHANGED + 21 + time));
});
for (const [what, cost] of [
  ['one order changed', one],
  [`${CHANGED} orders changed before`, hot],
] as const) {
  const times = { cpu: wholeChanged.cpuMs / cost.cpuMs, bytes: wholeChanged.kilobytes / cost.kilobytes };
  console.log(
    `${what}: 1/${times.cpu.toFixed(1)} of the CPU time of a whole sweep, 1/${times.bytes.toFixed(1)} of its bytes`,
  );
  if (times.cpu < WANTED.times || times.bytes < WANTED.times)
    missed.push(`${what}: at most 1/${WANTED.times}`);
}
console.log(
  `one more change: ${Math.round(more.cpuMs - hot.cpuMs)} ms more; without any ${Math.round(nothing.cpuMs)} ms, whole tables ${Math.round(whole.cpuMs)} ms`,
);
if (more.cpuMs - hot.cpuMs > WANTED.oneMoreMs) missed.push(`one more change: at most ${WANTED.oneMoreMs} ms`);
tellOutcome(missed);

/** The least of several. */
async function best(what: string, before: (time: number) => Promise<void>): Promise<Cost> {
  const costs: Cost[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    await before(time);
    costs.push(await sweep(what, null));
  }
  return costs.reduce((least, cost) => (cost.cpuMs < least.cpuMs ? cost : least));
}

async function sweep(what: string, depth: Depth | null): Promise<Cost> {
  const before = { cpu: await serverCpuSeconds('mariadbd'), bytes: await bytesSent() };
  const { report } = await program.sync(backendUrl(backend, database), store.url(databaseOf(big)), depth);
  const cost = {
    cpuMs: ((await serverCpuSeconds('mariadbd')) - before.cpu) * 1000,
    kilobytes: ((await bytesSent()) - before.bytes) / 1000,
  };
  if (report.verification !== 'verified') missed.push(`${what}: ${report.verification}`);
  const { orders, tickets } = report.counts;
  console.log(
    `${what.padEnd(44)} ${report.depth} ${Math.round(cost.cpuMs).toString().padStart(7)} ms of CPU, ${Math.round(cost.kilobytes)} kB, ${orders.read} orders and ${tickets.read} tickets read, ${report.timings_ms.total} ms, load ${loadavg()[0]?.toFixed(1)}`,
  );
  return cost;
}

/** Orders of all ages, so that their ranges differ. */
async function listOrders(): Promise<readonly number[]> {
  const rows = (await ask(
    mode === 'hpos'
      ? `select id from wp_wc_orders where type = 'shop_order' and status = 'wc-completed' order by id % 977, id limit 1000`
      : `select ID as id from wp_posts where post_type = 'shop_order' and post_status = 'wc-completed' order by ID % 977, ID limit 1000`,
  )) as RowDataPacket[];
  return rows.map((row) => Number(row['id']));
}

/** A change that the store records. */
async function touch(ids: readonly number[]): Promise<void> {
  const among = ids.join(',');
  await ask(
    mode === 'hpos'
      ? `update wp_wc_orders set customer_note = concat(coalesce(customer_note, ''), '.'), date_updated_gmt = utc_timestamp() where id in (${among})`
      : `update wp_posts set post_excerpt = concat(post_excerpt, '.'), post_modified_gmt = utc_timestamp() where ID in (${among})`,
  );
}

async function bytesSent(): Promise<number> {
  const rows = (await ask(`show global status like 'Bytes_sent'`)) as RowDataPacket[];
  return Number(rows[0]?.['Value']);
}

async function ask(sql: string): Promise<unknown> {
  const connection = await createConnection({ uri: store.url(databaseOf(big)) });
  try {
    return (await connection.query(sql))[0];
  } finally {
    await connection.end();
  }
}
