import { mkdtemp, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freshBackendDatabase } from '../tests/servers/databases.ts';
import setUp from '../tests/servers/global-setup.ts';
import { eventId, FILL_EVENT, FILL_ITEMS, FILL_ORDERS, FILL_TICKETS, ORDERS } from './fill-event.ts';
import { tellOutcome } from './outcome.ts';
import { buildProgram } from './shipped-program.ts';

/**
 * Exports the 229,666 tickets of an event with the program as it ships: alone, and while a connection loads pages of
 * 500 orders of another event, as a first sync does. The extra memory is the peak of the process without that of an
 * export of an event without tickets.
 *
 *   npm run bench exports
 *
 * Ends with 1 if a format misses its target.
 */
const WANTED_SECONDS = { csv: 20, xlsx: 60, ndjson: 20 } as const;
const WANTED_MB = 60;
const PAGE = 500;

const tearDown = await setUp();
const database = await freshBackendDatabase();
const folder = await mkdtemp(join(tmpdir(), 'taquilla-bench-'));
const client = new pg.Client(database.url);
await client.connect();
const missed: string[] = [];
/** The number of the last event that a connection loaded. */
let loadedEvents = 9;
try {
  const program = await buildProgram();
  await client.query(FILL_EVENT, [1]);
  await client.query(FILL_EVENT, [2]);
  for (let from = 1; from <= ORDERS; from += PAGE) await loadPage(1, from);
  await client.query('vacuum analyze');
  const { rows } = await client.query<{ full: string; empty: string }>(
    `select ${eventId('1')} as full, ${eventId('2')} as empty`,
  );
  const { full = '', empty = '' } = rows[0] ?? {};
  for (const loads of [false, true]) {
    for (const format of ['csv', 'xlsx', 'ndjson'] as const) {
      const file = join(folder, `tickets.${format}`);
      const base = (await program.exportTickets(database.url, empty, file)).usage.peakRssMb;
      const loading = new AbortController();
      const pages = loads ? load(loading.signal) : Promise.resolve(0);
      const { usage, run } = await program.exportTickets(database.url, full, file);
      loading.abort();
      const loaded = await pages;
      const extraMb = usage.peakRssMb - base;
      const { size } = await stat(file);
      console.log(
        `${format.padEnd(6)} ${loads ? `while ${loaded} pages load` : 'alone'}: ${run.seconds.toFixed(1)} s, ` +
          `${usage.cpuSeconds.toFixed(1)} s of CPU, PostgreSQL ${run.cpuSeconds.backend.toFixed(1)} s, ` +
          `${extraMb.toFixed(0)} MB more than ${base.toFixed(0)} MB, file ${(size / 1e6).toFixed(1)} MB, ` +
          `load ${loadavg()[0]?.toFixed(1)}`,
      );
      if (run.seconds > WANTED_SECONDS[format]) missed.push(`${format}: ${WANTED_SECONDS[format]} s`);
      if (extraMb > WANTED_MB) missed.push(`${format}: ${WANTED_MB} MB`);
    }
  }
} finally {
  await client.end();
  await rm(folder, { recursive: true, force: true });
  await database.drop();
  await tearDown?.();
}
tellOutcome(missed);

async function loadPage(event: number, from: number, on = client): Promise<void> {
  await on.query('begin');
  for (const statement of [FILL_ORDERS, FILL_ITEMS, FILL_TICKETS]) {
    await on.query(statement, [event, from, from + PAGE - 1]);
  }
  await on.query('commit');
}

/** Loads pages of another event until the signal stops it. Returns how many. */
async function load(signal: AbortSignal): Promise<number> {
  loadedEvents += 1;
  const loader = new pg.Client(database.url);
  await loader.connect();
  await loader.query(FILL_EVENT, [loadedEvents]);
  let pages = 0;
  while (!signal.aborted) {
    await loadPage(loadedEvents, 1 + pages * PAGE, loader);
    pages += 1;
  }
  await loader.end();
  return pages;
}
