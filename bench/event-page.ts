import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { foldEvent, foldMarked } from '../src/backend/sums/fold-sums.ts';
import { listen } from '../src/http/server/listen.ts';
import { addUpRows } from '../tests/backend/sums/rows-added-up.ts';
import { openApiWorldOn } from '../tests/http/api-world.ts';
import { freshBackendDatabase } from '../tests/servers/databases.ts';
import setUp from '../tests/servers/global-setup.ts';
import { eventId, FILL_EVENT, FILL_ITEMS, FILL_ORDERS, FILL_TICKETS, ORDERS } from './fill-event.ts';
import { tellOutcome } from './outcome.ts';
import { serverCpuSeconds } from './server-cpu.ts';

/**
 * Measures the page of an event with 229,666 tickets and the figures of its tiers: alone, beside eight readers of
 * the same page, while four connections load pages of 500 orders of other events, as four first syncs do, and while
 * people are checked in. Meanwhile a worker adds up marked buckets. It also measures PostgreSQL's CPU time for a
 * check-in and for a page.
 *
 *   npm run bench event-page [seconds of each part]
 *
 * Ends with 1 if the 95th percentile of the replies during the loading misses its target.
 */
const WANTED_MS = 50;
const [seconds = 20] = process.argv.slice(2).map(Number);
const PAGE = 500;
const LOADERS = 4;
const READERS = 8;
const CHECK_INS = 20;
const CHECK_IN = `update tickets set check_in_status = 'checked_in', checked_in_at = now(),
    day_status = '{"1": "checked_in"}'
  where event_id = ${eventId('1')} and woo_order_id = $2 and $1::int = 1`;

const tearDown = await setUp();
const database = await freshBackendDatabase();
const world = await openApiWorldOn(database, () => ({}));
const missed: string[] = [];
try {
  const origin = await listen(world.server, { host: '127.0.0.1', port: 0 });
  const client = await open();
  await fill(client, 1, ORDERS);
  await client.query('vacuum analyze');
  const whole = new AbortController();
  const [event] = (await client.query<{ id: string }>(`select ${eventId('1')} as id`)).rows;
  const id = event?.id ?? '';
  const cpuBefore = await serverCpuSeconds('postgres');
  await foldEvent(world.backend.db, id, whole.signal);
  const spent = (await serverCpuSeconds('postgres')) - cpuBefore;
  console.log(`adding up all buckets: ${spent.toFixed(1)} s of PostgreSQL’s CPU`);
  await client.query('vacuum analyze');
  const folding = fold(whole.signal);
  const paths = {
    'the event': `events/${id}/`,
    'its tiers': `ticket-tiers/?event=${id}`,
  };
  for (const [name, path] of Object.entries(paths)) {
    const measure = async (): Promise<Waits> =>
      await waits(async () => await get(`${origin}/api/v1/${path}`));
    print(`${name}, alone`, await measure());
    const others = new AbortController();
    const readers = Array.from({ length: READERS - 1 }, async () => {
      while (!others.signal.aborted) await get(`${origin}/api/v1/${path}`);
    });
    print(`${name}, beside ${READERS - 1} readers`, await measure());
    others.abort();
    await Promise.all(readers);
    const loading = new AbortController();
    const first = name === 'the event' ? 10 : 20;
    const loaders = Array.from({ length: LOADERS }, async (_, at) => await load(first + at, loading.signal));
    const beside = await measure();
    loading.abort();
    const pages = (await Promise.all(loaders)).reduce((sum, loaded) => sum + loaded, 0);
    print(`${name}, while ${LOADERS} load (${(pages / seconds).toFixed(1)} pages/s)`, beside);
    if (beside.p95 > WANTED_MS) missed.push(`${name}: ${WANTED_MS} ms`);
    const gate = new AbortController();
    const scanning = checkIn(gate.signal);
    print(`${name}, beside ${CHECK_INS} check-ins a second`, await measure());
    gate.abort();
    await scanning;
  }
  whole.abort();
  await folding;
  print(
    'adding up all rows, as before',
    await waits(async () => void (await addUpRows(world.backend.db, id))),
  );
  await costs(client);
  await client.end();
} finally {
  await world.close();
  await database.drop();
  await tearDown?.();
}
tellOutcome(missed);

interface Waits {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly worst: number;
  /** PostgreSQL's CPU time for each reply, including other work of the server. */
  readonly cpuMs: number;
}

function print(name: string, { count, p50, p95, worst, cpuMs }: Waits): void {
  const ms = (value: number): string => `${Math.round(value)} ms`;
  console.log(
    `${name.padEnd(48)} ${count} replies, p50 ${ms(p50)}, p95 ${ms(p95)}, worst ${ms(worst)}, CPU ${ms(cpuMs)}, load ${loadavg()[0]?.toFixed(1)}`,
  );
}

async function open(): Promise<pg.Client> {
  const client = new pg.Client(database.url);
  await client.connect();
  return client;
}

async function get(url: string): Promise<void> {
  const reply = await fetch(url, { headers: { authorization: `Token ${world.tokens.viewer}` } });
  await reply.arrayBuffer();
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
}

async function waits(work: () => Promise<void>): Promise<Waits> {
  const all: number[] = [];
  const cpuBefore = await serverCpuSeconds('postgres');
  const endMs = performance.now() + seconds * 1_000;
  while (performance.now() < endMs) {
    const startMs = performance.now();
    await work();
    all.push(performance.now() - startMs);
    await sleep(5);
  }
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const cpuMs = (((await serverCpuSeconds('postgres')) - cpuBefore) * 1_000) / all.length;
  return { count: all.length, p50: at(0.5), p95: at(0.95), worst: at(1), cpuMs };
}

async function loadPage(client: pg.Client, event: number, from: number): Promise<void> {
  await client.query('begin');
  for (const statement of [FILL_ORDERS, FILL_ITEMS, FILL_TICKETS]) {
    await client.query(statement, [event, from, from + PAGE - 1]);
  }
  await client.query('commit');
}

async function fill(client: pg.Client, event: number, orders: number): Promise<void> {
  await client.query(FILL_EVENT, [event]);
  for (let from = 1; from <= orders; from += PAGE) await loadPage(client, event, from);
}

/** Loads pages until the signal stops it. Returns how many. */
async function load(event: number, signal: AbortSignal): Promise<number> {
  const client = await open();
  await client.query(FILL_EVENT, [event]);
  let pages = 0;
  while (!signal.aborted) {
    await loadPage(client, event, 1 + pages * PAGE);
    pages += 1;
  }
  await client.end();
  return pages;
}

/** As a worker does. */
async function fold(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const remain = await foldMarked(world.backend.db, signal);
    if (!remain) await sleep(1_000);
  }
}

/** Checks in people of orders from the whole sale, some of them each second. */
async function checkIn(signal: AbortSignal): Promise<void> {
  const client = await open();
  for (let number = 1; !signal.aborted; number += 1) {
    await client.query(CHECK_IN, [1, 1000 + ((number * 7919) % ORDERS)]);
    await sleep(1_000 / CHECK_INS);
  }
  await client.end();
}

/** Autovacuum runs during some of the rounds. */
function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
}

/** The same pages and check-ins with and without the triggers, in turn. */
async function costs(client: pg.Client): Promise<void> {
  const spent = {
    with: { page: [] as number[], checkIn: [] as number[] },
    without: { page: [] as number[], checkIn: [] as number[] },
  };
  await client.query(FILL_EVENT, [30]);
  for (let turn = 0; turn < 20; turn += 1) {
    const how = turn % 2 === 0 ? 'with' : 'without';
    for (const table of ['orders', 'order_items', 'tickets']) {
      for (const name of ['sums_after_insert', 'sums_after_update', 'sums_after_delete']) {
        await client.query(`alter table ${table} ${how === 'with' ? 'enable' : 'disable'} trigger ${name}`);
      }
    }
    let before = await serverCpuSeconds('postgres');
    await loadPage(client, 30, 1 + turn * PAGE);
    const afterPage = await serverCpuSeconds('postgres');
    spent[how].page.push(afterPage - before);
    before = afterPage;
    for (let order = 1; order <= 100; order += 1) {
      await client.query(CHECK_IN, [1, 1000 + turn * 100 + order]);
    }
    spent[how].checkIn.push((await serverCpuSeconds('postgres')) - before);
  }
  for (const how of ['with', 'without'] as const) {
    const { page, checkIn } = spent[how];
    console.log(
      `${how} the marks: a page of ${PAGE} orders ${(median(page) * 1_000).toFixed(0)} ms of PostgreSQL’s CPU, check-ins of an order ${(median(checkIn) * 10).toFixed(2)} ms`,
    );
  }
}
