import { Writable } from 'node:stream';
import { makeDemoStore } from '../src/demo/demo-store.ts';
import { createLog } from '../src/kernel/log/log.ts';
import type { GatewaySettings } from '../src/woocommerce/connect/store-gateway.ts';
import { openWooStore } from '../src/woocommerce/woo-store.ts';
import { freshBackend, syncProduct } from '../tests/pipe/sync-store.ts';
import { freshStoreDatabase } from '../tests/servers/databases.ts';
import setUp from '../tests/servers/global-setup.ts';
import { startSshd } from '../tests/servers/private-sshd.ts';
import { startProxy } from '../tests/servers/tcp-proxy.ts';
import { directTo, over } from '../tests/woocommerce/connect/gateway-settings.ts';

/**
 * Measures how much slower a store is over SSH: syncs the demo store's main event at full depth, over each
 * transport in turn, into a separate backend; then over a connection with a round trip that is 50 ms longer.
 *
 *   npm run bench transports [orders] [rounds]
 */
const [orders = 20_000, rounds = 3] = process.argv.slice(2).map(Number);
const ONE_WAY_MS = 25;
const WANTED = { tunnel: 0.7, exec: 0.5, distantRowsPerSecond: 3_000 };

const silent = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));
const tearDown = await setUp();
const [store, sshd] = await Promise.all([freshStoreDatabase(), startSshd()]);
const distant = await startProxy(sshd.port, ONE_WAY_MS);
try {
  await makeDemoStore({ url: store.url, orders, seed: 7, layout: 'hpos' });
  const far = { ...sshd.hop, port: distant.port };
  const ways: Record<string, Partial<GatewaySettings>> = {
    direct: {},
    tunnel: over(sshd),
    exec: over(sshd, { transport: 'ssh_exec' }),
    'tunnel, 50 ms': over(sshd, { ssh: far }),
    'exec, 50 ms': over(sshd, { ssh: far, transport: 'ssh_exec' }),
  };
  const best: Record<string, Rates> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      const { reading, whole } = best[name] ?? { reading: 0, whole: 0 };
      const now = { reading: await readingAlone(way), whole: await wholeExecution(way) };
      best[name] = { reading: Math.max(reading, now.reading), whole: Math.max(whole, now.whole) };
    }
  }
  const rate = (name: string, kind: keyof Rates): number => best[name]?.[kind] ?? 0;
  for (const name of Object.keys(best)) {
    const columns = (['reading', 'whole'] as const).map((kind) => {
      const share = rate(name, kind) / rate('direct', kind);
      return `${kind} ${Math.round(rate(name, kind)).toLocaleString('en').padStart(8)} rows/s (${share.toFixed(2)})`;
    });
    console.log(`${name.padEnd(14)} ${columns.join('   ')}`);
  }
  const well =
    rate('tunnel', 'whole') >= WANTED.tunnel * rate('direct', 'whole') &&
    rate('exec', 'whole') >= WANTED.exec * rate('direct', 'whole') &&
    Math.min(rate('tunnel, 50 ms', 'whole'), rate('exec, 50 ms', 'whole')) >= WANTED.distantRowsPerSecond;
  console.log(well ? 'As wanted.' : `Slower than wanted: ${JSON.stringify(WANTED)}`);
  process.exitCode = well ? 0 : 1;
} finally {
  await distant.close();
  await sshd.stop();
  await store.drop();
  await tearDown?.();
}

interface Rates {
  /** Connecting, reading every page and counting both sides of the proof, without a backend. */
  readonly reading: number;
  /** A whole execution into PostgreSQL. */
  readonly whole: number;
}

async function readingAlone(way: Partial<GatewaySettings>): Promise<number> {
  const signal = new AbortController().signal;
  const startedMs = performance.now();
  const reach = directTo(store.url, way);
  const source = openWooStore({ reach, prefix: null, statementLimitS: null }, silent);
  try {
    const event = await source.readEvent(173911, signal);
    const snapshot = await source.openSnapshot({ event, variationId: null }, signal);
    let rows = 0;
    const whole = await snapshot.selectWhole(signal);
    for await (const page of whole.readPages(null, 500, signal)) {
      rows += page.orphans.length;
      for (const { lines, refunds, tickets } of page.orders)
        rows += 1 + lines.length + refunds.length + tickets.length;
      await snapshot.countOrders(
        page.orders.map(({ wooOrderId }) => wooOrderId),
        null,
        signal,
      );
    }
    await snapshot.countWhole({ wooOrderIds: [], wooTicketIds: [] }, signal);
    await snapshot.close();
    return (rows * 1000) / (performance.now() - startedMs);
  } finally {
    await source.close();
  }
}

/** Rows of all kinds per second of a whole execution: connecting, reading, loading and proving. */
async function wholeExecution(way: Partial<GatewaySettings>): Promise<number> {
  const backend = await freshBackend();
  try {
    const { report, error } = await syncProduct(backend, { storeUrl: store.url, product: 173911, way });
    if (error !== null || report.verification !== 'verified') throw error ?? new Error('it is not verified');
    const rows = Object.values(report.counts).reduce((sum, { read }) => sum + read, 0);
    const { connect, read, load, prove, total } = report.timingsMs;
    const timings = JSON.stringify({ connect, read, load, prove, total });
    console.log(`  ${way.transport ?? 'direct'}: ${rows} rows, ms ${timings}`);
    return (rows * 1000) / total;
  } finally {
    await backend.close();
  }
}
