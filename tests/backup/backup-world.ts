import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../src/backend/bundled/bundled-server.ts';
import { checkIn } from '../../src/backend/check-ins/local-gate.ts';
import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { type Database, openDatabase, queryRows } from '../../src/backend/database.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { testLog } from '../servers/private-postgres.ts';
import { waitFor } from '../tasks/wait-for.ts';

export const PASSPHRASE = 'un caballo correcto en la grapa';
export const SECRET_KEY = 'only-for-tests-of-backups-0123456789-0123456789';

/** The data that a command needs about a backend. */
export function envOf({ url }: { readonly url: string }): Record<string, string> {
  return { DATABASE_URL: url, TAQUILLA_SECRET_KEY: SECRET_KEY };
}

/** A folder for backups, with the passphrase in a file. */
export interface Shelf {
  readonly folder: string;
  readonly file: string;
  remove(): Promise<void>;
}

export async function makeShelf(): Promise<Shelf> {
  const folder = await mkdtemp(join(tmpdir(), 'taq-bk-'));
  const file = join(folder, 'passphrase');
  await writeFile(file, `${PASSPHRASE}\n`);
  return { folder, file, remove: async () => await rm(folder, { recursive: true, force: true }) };
}

/** The JSON reply of a command, or the code of its refusal. */
export async function said(args: readonly string[], env: Readonly<Record<string, string>>, input = '') {
  const { exitCode, stdout } = await callTaquilla([...args, '--json'], { env, input });
  const json: { readonly error?: { readonly code: string; readonly message: string } } & Record<
    string,
    unknown
  > = JSON.parse(stdout);
  return { exitCode, code: json.error?.code ?? null, json };
}

/** The rows of each table, as sorted texts. */
export async function rowsOf(db: Database): Promise<Record<string, readonly string[]>> {
  const tables = await queryRows<{ name: string }>(
    db,
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  const found: Record<string, readonly string[]> = {};
  for (const { name } of tables) {
    const rows = await queryRows<{ row: string }>(db, `select t::text as row from "${name}" t`);
    found[name] = rows.map(({ row }) => row).toSorted();
  }
  return found;
}

/** Admits the holders of this many unused tickets. */
export async function admit(db: Database, howMany: number): Promise<void> {
  const tickets = await queryRows<{ id: string }>(
    db,
    `select t.id from tickets t where t.status = 'active' and t.removed_at is null and t.check_in_status = 'not_checked_in'
       and not exists (select from check_ins c where c.ticket_id = t.id) order by t.id limit ${howMany}`,
  );
  if (tickets.length < howMany) throw new Error(`only ${tickets.length} tickets are unused`);
  for (const { id } of tickets) await checkIn(db, { ticketId: id, day: 1, madeBy: null, now: new Date() });
}

export async function localCheckIns(db: Database): Promise<number> {
  const rows = await queryRows(db, `select from check_ins where origin = 'local'`);
  return rows.length;
}

export async function using<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase({ connectionString: url }, testLog, 4);
  try {
    return await work(db);
  } finally {
    await closeDatabase(db);
  }
}

/** A moment after everything that was committed so far and before everything that follows. */
export async function momentBetween(db: Database): Promise<string> {
  await sleep(50);
  const [row] = await queryRows<{ at: Date }>(db, 'select clock_timestamp() as at');
  await sleep(50);
  return row?.at.toISOString() ?? '';
}

/** Waits until everything written so far is in the archive. */
export async function archiveAll(db: Database): Promise<void> {
  const [row] = await queryRows<{ last: string }>(db, 'select pg_walfile_name(pg_switch_wal()) as last');
  await waitFor(
    async () =>
      await queryRows<{ done: boolean }>(db, 'select last_archived_wal >= $1 as done from pg_stat_archiver', [
        row?.last,
      ]),
    ([found]) => found?.done === true,
    120_000,
  );
}

/** Works on a bundled server and stops it afterwards. */
export async function onBundled(
  dataDir: string,
  archiveDir: string,
  work: (db: Database) => Promise<void>,
): Promise<void> {
  const { signal } = new AbortController();
  const server = await startEmbeddedPostgres({ dataDir, archiveDir, log: testLog, signal });
  try {
    await using(server.url, work);
  } finally {
    await server.stop();
  }
}
