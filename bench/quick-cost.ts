import { loadavg } from 'node:os';
import { createConnection } from 'mysql2/promise';
import { type BigStore, databaseOf, type Mode } from './big-stores.ts';
import { serverCpuSeconds } from './server-cpu.ts';
import type { BenchServers } from './servers.ts';

/** The CPU time of the store for one execution, and the load of the machine when it was measured. */
export interface QuickCost {
  readonly storeCpuMs: number;
  readonly floorCpuMs: number;
  readonly load: number;
}

/** The kernel counts in hundredths of a second, so a single execution shows nothing. */
const RUNS = 30;

/**
 * Measures the store's CPU time for a quick execution without changes, beside its floor: a client that connects and
 * reads only the newest id of each table.
 *
 * @param sync runs one quick execution
 */
export async function measureQuickCost(
  store: BenchServers['store'],
  big: BigStore,
  sync: () => Promise<unknown>,
): Promise<QuickCost> {
  // The first execution after other work finds that the server has evicted its data from memory.
  await sync();
  const storeCpuMs = await cpuMsOf(sync);
  const floorCpuMs = await cpuMsOf(async () => await readNewestIds(store.url(databaseOf(big)), big.mode));
  return { storeCpuMs, floorCpuMs, load: loadavg()[0] ?? 0 };
}

async function cpuMsOf(run: () => Promise<unknown>): Promise<number> {
  const before = await serverCpuSeconds('mariadbd');
  for (let time = 0; time < RUNS; time += 1) await run();
  return (((await serverCpuSeconds('mariadbd')) - before) * 1000) / RUNS;
}

async function readNewestIds(uri: string, mode: Mode): Promise<void> {
  const connection = await createConnection({ uri });
  try {
    const [orderId, orders] = mode === 'hpos' ? ['id', 'wp_wc_orders'] : ['comment_ID', 'wp_comments'];
    await connection.query(
      `SELECT (SELECT MAX(ID) FROM wp_posts), (SELECT MAX(meta_id) FROM wp_postmeta),
         (SELECT MAX(id) FROM wp_fooevents_check_in), (SELECT MAX(${orderId}) FROM ${orders})`,
    );
  } finally {
    await connection.end();
  }
}
