import { openDatabase } from '../../src/backend/database.ts';
import { createLog } from '../../src/kernel/log.ts';
import { createLoops } from '../../src/kernel/loops.ts';
import { type Point, watchPoints } from '../../src/kernel/point.ts';
import { QUEUES } from '../../src/tasks/queues.ts';
import { serveTasks } from '../../src/tasks/serve-tasks.ts';
import { parseStoreUrl } from '../../src/woocommerce/store-url.ts';
import { openWooStore } from '../../src/woocommerce/woo-store.ts';
import { type CarrierPlace, openCarrierAt } from './carriers.ts';

/** What a worker of the tests is told, as JSON in its first argument. */
export interface WorkerOrder {
  readonly backendUrl: string;
  readonly place: CarrierPlace;
  readonly storeUrl: string;
  /** Where it kills or freezes itself, and at which passing; null: never. */
  readonly death: {
    readonly point: Point;
    readonly passing: number;
    /** It lives until it has come by here as well. */
    readonly notBefore?: Point;
    readonly by?: 'SIGKILL' | 'SIGSTOP';
  } | null;
  /** Orders a page; absent: as many as usual. */
  readonly pageOrders?: number;
}

const order = JSON.parse(process.argv[2] ?? '{}') as WorkerOrder;
const { death } = order;
if (death !== null) {
  let passings = 0;
  let isArmed = death.notBefore === undefined;
  let isOver = false;
  watchPoints((point) => {
    if (point === death.notBefore) isArmed = true;
    if (point !== death.point || isOver) return;
    passings += 1;
    if (!isArmed || passings < death.passing) return;
    // Once: one that is thawed goes on.
    isOver = true;
    process.kill(process.pid, death.by ?? 'SIGKILL');
  });
}

const log = createLog('error', process.stderr);
const db = openDatabase({ connectionString: order.backendUrl }, log, 8);
const loops = createLoops(log);
const carrier = openCarrierAt(order.place, { db, log, loops });
const tasks = await serveTasks(
  {
    db,
    log,
    loops,
    now: () => new Date(),
    skewMs: () => 0,
    carrier,
    openStore: async () => openWooStore(parseStoreUrl(order.storeUrl), log),
    testStore: async () => ({ success: true, failed: null, steps: [] }),
    alerts: { mail: null, webhook: null, publicUrl: 'http://127.0.0.1', timezone: 'UTC' },
    cleanup: { olderThanDays: 90, keepNewest: 100 },
    maxRetries: 3,
    ...(order.pageOrders === undefined ? {} : { pageOrders: order.pageOrders }),
    heartbeatUrl: null,
    self: { role: 'worker', version: '0.0.0' },
  },
  { queues: QUEUES, concurrency: 2 },
);
process.once('SIGTERM', () => {
  void tasks.stop().then(async () => {
    await carrier.close();
    await db.end();
    process.disconnect?.();
  });
});
process.send?.('ready');
