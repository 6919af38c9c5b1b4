import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, queryRows } from '../src/backend/database.ts';
import { makeDemoStore } from '../src/demo/demo-store.ts';
import { createLoops } from '../src/kernel/time/loops.ts';
import { openPostgresCarrier } from '../src/tasks/carriers/postgres-carrier.ts';
import { runScheduledSyncs } from '../src/tasks/run-scheduled-syncs.ts';
import { serveTasks } from '../src/tasks/serve-tasks.ts';
import type { Depth } from '../src/vocabulary/depths.ts';
import { openWooStore } from '../src/woocommerce/woo-store.ts';
import { backendOn, syncProduct } from '../tests/pipe/sync-store.ts';
import { freshBackendDatabase, freshStoreDatabase } from '../tests/servers/databases.ts';
import setUp from '../tests/servers/global-setup.ts';
import { startProxy } from '../tests/servers/tcp-proxy.ts';
import { NO_ALERTS } from '../tests/tasks/task-world.ts';
import { directTo } from '../tests/woocommerce/connect/gateway-settings.ts';
import { serverCpuSeconds } from './server-cpu.ts';

/**
 * Measures how long twenty events of one store that are due at once take to sync, by `max_concurrent_syncs`, over a
 * connection with a round trip of 50 ms. For the store it reports the CPU time and the number of open connections.
 *
 *   npm run bench events                     2,000 orders; 1, 2, 3, 4, 6 and 10 at once
 *   npm run bench events 20000 1 2 4
 */
const [orders = 2_000, ...given] = process.argv.slice(2).map(Number);
const SLOTS = given.length > 0 ? given : [1, 2, 3, 4, 6, 10];
const EVENTS = 20;
const PRODUCT = 173_911;
const ONE_WAY_MS = 25;
const CHANGED_ORDERS = 40;
/** The settings of a worker process. */
const CONCURRENCY = 10;

interface Round {
  readonly seconds: number;
  readonly storeCpu: number;
  readonly backendCpu: number;
  readonly connections: number;
  readonly digests: number;
}

const tearDown = await setUp();
const store = await freshStoreDatabase();
const backend = backendOn(await freshBackendDatabase());
const line = await startProxy(Number(new URL(store.url).port || 3306), ONE_WAY_MS);
const db = openDatabase({ connectionString: backend.url }, backend.log, 20);
try {
  await makeDemoStore({ url: store.url, orders, seed: 7, layout: 'hpos' });
  for (let number = 1; number <= EVENTS; number += 1) {
    await syncProduct(backend, {
      storeUrl: store.url,
      product: PRODUCT,
      eventName: `Event ${number}`,
      organizerEmail: `organizer-${number}@example.com`,
      anotherOrganizer: true,
    });
  }
  console.log(`${EVENTS} events of a store of ${orders.toLocaleString('en')} orders, due at once`);
  for (const slots of SLOTS) {
    for (const what of ['nothing changed', 'lines changed', 'full'] as const) {
      if (what === 'lines changed') await changeOrders(slots);
      // Digests from the second of a sweep are not shared, and those of the previous round must not be either.
      await sleep(1_100);
      await queryRows(db, "update store_digests set taken_at = '-infinity'");
      console.log(lineOf(slots, what, await measure(slots, what === 'full' ? what : null)));
    }
  }
} finally {
  await db.end();
  await line.close();
  await backend.close();
  await store.drop();
  await tearDown?.();
}

/** Changes the amount of some lines without WooCommerce, as an import does; only a sweep finds that. */
async function changeOrders(by: number): Promise<void> {
  await store.exec(
    `update wp_woocommerce_order_itemmeta set meta_value = meta_value + ${by}
     where meta_key = '_line_total' order by meta_id limit ${CHANGED_ORDERS}`,
  );
}

async function measure(slots: number, depth: Depth | null): Promise<Round> {
  await queryRows(db, 'update sync_credentials set max_concurrent_syncs = $1', [slots]);
  await queryRows(
    db,
    `update sync_configurations set frequency = 'hourly', next_due_at = now() - interval '1 second'`,
  );
  const now = (): Date => new Date();
  const { log } = backend;
  const before = await queryRows<{ n: number }>(db, 'select count(*)::int as n from sync_executions');
  await runScheduledSyncs({ db, log, now, maxRetries: 0 });
  if (depth !== null) {
    await queryRows(db, "update sync_executions set requested_depth = $1 where status = 'pending'", [depth]);
  }
  const digestsBefore = await takenAt();
  const cpu = async () => [await serverCpuSeconds('mariadbd'), await serverCpuSeconds('postgres')] as const;
  const [storeBefore, backendBefore] = await cpu();
  const loops = createLoops(log);
  const carrier = openPostgresCarrier({ db, log, loops });
  const reach = (): ReturnType<typeof directTo> =>
    directTo(store.url, { port: line.port, connectTimeoutMs: 30_000 });
  let connections = 0;
  const taken = new Set<string>([digestsBefore]);
  const startedMs = performance.now();
  const tasks = await serveTasks(
    {
      db,
      log,
      loops,
      now,
      skewMs: () => 0,
      carrier,
      openStore: async () => openWooStore({ reach: reach(), prefix: null, statementLimitS: null }, log),
      testStore: async () => ({ success: true, failed: null, steps: [] }),
      alerts: NO_ALERTS,
      cleanup: { olderThanDays: 90, keepNewest: 100, changesOlderThanDays: 30 },
      maxRetries: 0,
      heartbeatUrl: null,
      self: { role: 'all', version: 'bench' },
    },
    { queues: ['default'], concurrency: CONCURRENCY },
  );
  for (;;) {
    connections = Math.max(connections, line.open);
    const [row] = await queryRows<{ left: number }>(
      db,
      "select count(*)::int as left from sync_executions where status in ('pending', 'running')",
    );
    taken.add(await takenAt());
    if (row?.left === 0) break;
    await sleep(50);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const [storeAfter, backendAfter] = await cpu();
  await tasks.stop();
  await carrier.close();
  const bad = await queryRows<{ n: number }>(
    db,
    `select count(*)::int as n from (select * from sync_executions order by id offset $1) e
     where verification is distinct from 'verified' or depth is distinct from $2`,
    [before[0]?.n ?? 0, depth ?? 'sweep'],
  );
  if (bad[0]?.n !== 0) throw new Error(`${bad[0]?.n} executions were not what was measured`);
  return {
    seconds,
    storeCpu: storeAfter - storeBefore,
    backendCpu: backendAfter - backendBefore,
    connections,
    digests: taken.size - 1,
  };
}

async function takenAt(): Promise<string> {
  const [row] = await queryRows<{ at: string }>(db, 'select max(taken_at)::text as at from store_digests');
  return row?.at ?? '';
}

function lineOf(slots: number, what: string, round: Round): string {
  const { seconds, storeCpu, backendCpu, connections, digests } = round;
  return [
    `${String(slots).padStart(2)} at once, ${what.padEnd(15)}`,
    `${seconds.toFixed(1).padStart(6)} s`,
    `store CPU ${storeCpu.toFixed(2).padStart(6)} s`,
    `backend CPU ${backendCpu.toFixed(2).padStart(6)} s`,
    `${connections} connections`,
    ...(what === 'full' ? [] : [`digests taken ${digests} times`]),
  ].join('   ');
}
