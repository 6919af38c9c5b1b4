import { loadavg } from 'node:os';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { provideDatabase } from './backend-database.ts';
import { type BigStore, chosenModes, databaseOf, type Mode, provideBigStore } from './big-stores.ts';
import { tellOutcome } from './outcome.ts';
import { BENCH_FOLDER, startBenchServers } from './servers.ts';
import { buildProgram } from './shipped-program.ts';

/**
 * Measures reading, loading and proving one order of a store of 112,000 orders that was synced before: an old order
 * and a new one, whose status changes each time, and orders that did not change. The times are those that an
 * execution reports, and it prints the load of the machine beside them.
 *
 *   npm run bench targeted [hpos|legacy …]
 *
 * Ends with 1 if the best of them takes longer than its target.
 */
const WANTED_MS = 1_000;
const TIMES = 10;

await using servers = await startBenchServers();
const { backend, store, client } = servers;
const program = await buildProgram();
const missed: string[] = [];
for (const mode of chosenModes()) await measure(mode);
tellOutcome(missed);

async function measure(mode: Mode): Promise<void> {
  const big: BigStore = { mode, copies: null };
  await provideBigStore(big, store, client, BENCH_FOLDER);
  const url = await provideDatabase(backend, `depths_${databaseOf(big)}`);
  await program.migrate(url);
  await sync(big, url, 'quick', 'to catch up');
  const [old = 0, ...others] = await orderIds(big, 'asc');
  const [newest = 0] = await orderIds(big, 'desc');
  await best(big, url, [old], 'an old order that changes', async (at) => await setStatus(big, old, at));
  await best(big, url, [newest], 'a new order that changes', async (at) => await setStatus(big, newest, at));
  await best(big, url, [old], 'an order that did not change', async () => undefined);
  await best(big, url, others.slice(0, 99), '99 orders that did not change', async () => undefined, null);
}

async function best(
  big: BigStore,
  url: string,
  orders: readonly number[],
  what: string,
  change: (at: number) => Promise<void>,
  wantedMs: number | null = WANTED_MS,
): Promise<void> {
  const all: number[] = [];
  for (let at = 0; at < TIMES; at += 1) {
    await change(at);
    all.push(await sync(big, url, orders, what));
  }
  const sorted = all.toSorted((a, b) => a - b);
  const [least = 0] = sorted;
  const middle = sorted[Math.floor(TIMES / 2)] ?? 0;
  console.log(`${big.mode}: ${what}: best ${Math.round(least)} ms, median ${Math.round(middle)} ms`);
  if (wantedMs !== null && least > wantedMs) missed.push(`${big.mode} ${what}: at most ${wantedMs} ms`);
}

async function sync(
  big: BigStore,
  url: string,
  read: 'quick' | readonly number[],
  what: string,
): Promise<number> {
  const { report, run } = await program.sync(url, store.url(databaseOf(big)), read);
  if (report.verification !== 'verified') missed.push(`${what} is ${report.verification}`);
  const { orders, tickets } = report.counts;
  const load = (loadavg()[0] ?? 0).toFixed(1);
  console.log(
    `${big.mode} ${report.depth}, ${what}`.padEnd(48),
    `${Math.round(report.timings_ms.total)} ms ${JSON.stringify(report.timings_ms)}, ${orders.read} orders, ${tickets.read} tickets,`,
    `store CPU ${(run.cpuSeconds.store * 1000).toFixed(0)} ms, load ${load}`,
  );
  return report.timings_ms.total;
}

/** Completed orders of the main event, by id. */
async function orderIds(big: BigStore, direction: 'asc' | 'desc'): Promise<readonly number[]> {
  const [from, id] =
    big.mode === 'hpos'
      ? [`wp_wc_orders o where o.type = 'shop_order' and o.status = 'wc-completed'`, 'o.id']
      : [`wp_posts o where o.post_type = 'shop_order' and o.post_status = 'wc-completed'`, 'o.ID'];
  const rows = await ask(
    big,
    `select distinct ${id} as id from ${from} and exists (select 1 from wp_woocommerce_order_items i
       join wp_woocommerce_order_itemmeta m on m.order_item_id = i.order_item_id
       where i.order_id = ${id} and m.meta_key = '_product_id' and m.meta_value = '173911')
     order by ${id} ${direction} limit 100`,
  );
  return (rows as RowDataPacket[]).map((row) => Number(row['id']));
}

/** On hold and completed alternately. */
async function setStatus(big: BigStore, order: number, at: number): Promise<void> {
  const status = at % 2 === 0 ? 'wc-on-hold' : 'wc-completed';
  await ask(
    big,
    big.mode === 'hpos'
      ? `update wp_wc_orders set status = '${status}' where id = ${order}`
      : `update wp_posts set post_status = '${status}' where ID = ${order}`,
  );
}

async function ask(big: BigStore, sql: string): Promise<unknown> {
  const connection = await createConnection({ uri: store.url(databaseOf(big)) });
  try {
    return (await connection.query(sql))[0];
  } finally {
    await connection.end();
  }
}
