// A worker of the tests, configured by its first argument (`WorkerOrder`). Uses the built code if it is current, as
// the command does: compiling the sources costs each process two seconds of CPU.
import { fileURLToPath } from 'node:url';
import { isBuildCurrent } from '../../scripts/build-stamp.mjs';

const isBuilt = isBuildCurrent(fileURLToPath(new URL('../..', import.meta.url)));
if (!isBuilt) (await import('tsx/esm/api')).register();

/** @param {string} name the path of a module within the sources */
async function ours(name) {
  return await import(isBuilt ? `../../dist/${name}.js` : `../../src/${name}.ts`);
}

const { openDatabase } = await ours('backend/database');
const { createLog } = await ours('kernel/log/log');
const { createLoops } = await ours('kernel/time/loops');
const { watchPoints } = await ours('kernel/failpoint');
const { openRedisCarrier } = await ours('tasks/carriers/bullmq-carrier');
const { openPostgresCarrier } = await ours('tasks/carriers/postgres-carrier');
const { QUEUES } = await ours('tasks/carriers/queues');
const { Secret } = await ours('kernel/secrets/secret');
const { serveTasks } = await ours('tasks/serve-tasks');
const { parseStoreUrl } = await ours('woocommerce/connect/store-url');
const { openWooStore } = await ours('woocommerce/woo-store');

/** @type {import('./workers.ts').WorkerOrder} */
const order = JSON.parse(process.argv[2] ?? '{}');
const { death, place } = order;
if (death !== null) {
  let passings = 0;
  let isArmed = death.notBefore === undefined;
  let isOver = false;
  watchPoints((point) => {
    if (point === death.notBefore) isArmed = true;
    if (point !== death.point || isOver) return;
    passings += 1;
    if (!isArmed || passings < death.passing) return;
    // Only once: a resumed process continues.
    isOver = true;
    process.kill(process.pid, death.by ?? 'SIGKILL');
  });
}

const log = createLog('error', process.stderr);
const db = openDatabase({ connectionString: order.backendUrl }, log, 8);
const loops = createLoops(log);
// `redisPlace` of the tests has the same value.
const prefix = async () => 'taquilla:test';
const carrier =
  place.kind === 'redis'
    ? openRedisCarrier({ url: place.url, prefix, role: 'worker' }, log)
    : openPostgresCarrier({ db, log, loops });
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
    cleanup: { olderThanDays: 90, keepNewest: 100, changesOlderThanDays: 30 },
    maxRetries: 3,
    ...(order.pageOrders === undefined ? {} : { pageOrders: order.pageOrders }),
    heartbeatUrl: null,
    ...(order.secretKey === undefined
      ? {}
      : { outbound: { secretKey: async () => new Secret(order.secretKey ?? ''), publicUrl: null } }),
    ...(order.live === undefined ? {} : { live: order.live }),
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
