import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { openDatabase } from '../src/backend/database.ts';
import { migrate } from '../src/backend/migrate.ts';
import { createLog } from '../src/kernel/log.ts';
import type { Depth } from '../src/sync/depth.ts';
import { COARSE } from '../src/sync/ranges.ts';
import { runSync } from '../src/sync/run-sync.ts';
import { parseStoreUrl } from '../src/woocommerce/store-url.ts';
import { openWooStore } from '../src/woocommerce/woo-store.ts';

/**
 * What each depth costs on a store that is there already, and beside it the floor: the digests alone. The store's
 * account must be allowed to write, since some of its orders are touched.
 *
 *   node --import tsx bench/depths.ts mysql://…/store postgresql://…/empty-or-of-an-earlier-run [product]
 */
const [storeUrl = '', backendUrl = '', product = '173911'] = process.argv.slice(2);
const CHANGED = 100;
const signal = new AbortController().signal;
const log = createLog('error', process.stderr);
const db = openDatabase({ connectionString: backendUrl }, log, 6);
const store = await createConnection({ uri: storeUrl });
const wooProductId = Number(product);

async function sent(): Promise<number> {
  const [rows] = await store.query<RowDataPacket[]>(`show global status like 'Bytes_sent'`);
  return Number(rows[0]?.['Value']);
}

async function sync(name: string, depth: Depth): Promise<number> {
  const { host, port, user, database } = parseStoreUrl(storeUrl);
  const source = openWooStore(parseStoreUrl(storeUrl), log);
  const [before, startedMs] = [await sent(), performance.now()];
  const { report, error } = await runSync(
    { db, source, log, now: () => new Date() },
    {
      wooProductId,
      eventName: 'Bench',
      organizerEmail: 'bench@example.com',
      organizerName: null,
      serviceFeePercentage: '10',
      ticketTierName: 'General',
    },
    { host, port, username: user, database, tablePrefix: null },
    { signal, depth, onProgress: () => undefined },
  );
  const tookMs = performance.now() - startedMs;
  await source.close();
  if (error !== null) throw error;
  const kilobytes = ((await sent()) - before) / 1000;
  const { depth: went, verification, counts, timingsMs } = report;
  tell(
    name,
    tookMs,
    `${went}, ${verification}, ${counts.orders.read} orders, ${Math.round(kilobytes)} kB`,
    timingsMs,
  );
  return tookMs;
}

async function floor(): Promise<number> {
  const source = openWooStore(parseStoreUrl(storeUrl), log);
  try {
    const event = await source.readEvent(wooProductId, signal);
    const snapshot = await source.openSnapshot({ event, variationId: null }, signal);
    const startedMs = performance.now();
    await snapshot.takeDigests(COARSE, null, signal);
    const tookMs = performance.now() - startedMs;
    await snapshot.close();
    tell('the digests alone', tookMs, 'floor of a sweep', {});
    return tookMs;
  } finally {
    await source.close();
  }
}

function tell(name: string, tookMs: number, what: string, timingsMs: object): void {
  const memory = `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`;
  console.log(
    `${name.padEnd(34)} ${Math.round(tookMs).toString().padStart(7)} ms  ${what}, at most ${memory}  ${JSON.stringify(timingsMs)}`,
  );
}

try {
  await migrate(db, log);
  const { rows } = await db.query('select 1 from sync_checkpoints where read_to is not null');
  if (rows.length === 0) await sync('full, for the first time', 'full');
  await sync('quick, to catch up', 'quick');
  const quick = Math.min(
    await sync('quick, nothing changed', 'quick'),
    await sync('quick, nothing changed', 'quick'),
    await sync('quick, nothing changed', 'quick'),
  );
  // the newest ones belong to the overlap anyway
  await store.query(
    `update wp_wc_orders set date_updated_gmt = utc_timestamp() where type = 'shop_order' order by id limit ${CHANGED}`,
  );
  await store.query(
    `update wp_posts set post_modified_gmt = utc_timestamp() where post_type = 'shop_order' order by ID limit ${CHANGED}`,
  );
  const changed = await sync(`quick, ${CHANGED} orders changed`, 'quick');
  await sync('sweep, to catch up', 'sweep');
  const [least, swept] = [
    Math.min(await floor(), await floor()),
    Math.min(await sync('sweep, nothing changed', 'sweep'), await sync('sweep, nothing changed', 'sweep')),
  ];
  console.log(
    `quick ${Math.round(quick)} ms, with ${CHANGED} changed ${Math.round(changed - quick)} ms more, sweep ${(swept / least).toFixed(2)}× the digests`,
  );
} finally {
  await store.end();
  await db.end();
}
