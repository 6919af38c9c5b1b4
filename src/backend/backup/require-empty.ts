import { BACKUP_SENTENCES } from '../../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { type Database, queryRows } from '../database.ts';
import { requireKnownMigrations } from '../migrate/applied-migrations.ts';
import { pendingMigrations } from '../migrate/migrate.ts';
import { SILENT_AFTER } from '../operation/service-process-records.ts';
import { quoted, readOurTables } from './our-objects.ts';

/** Tables that a migration fills, or a service that has done no work yet. */
const WITHOUT_DATA: ReadonlySet<string> = new Set([
  'access_settings',
  'background_tasks',
  'feed_position',
  'installation',
  'login_attempts',
  'schedule_ticks',
  'schema_migrations',
  'service_processes',
  'timetables',
]);
/** The tables whose row counts an operator wants to see. If these are empty, the error names others. */
const MAIN_TABLES = ['events', 'orders', 'tickets', 'users'];

/** The place to which a backup is restored. */
export interface Target {
  /** The server's name in sentences: `PostgreSQL at db.example.com:5432/taquilla`. */
  readonly place: string;
  /** The name that `--replace` must give. */
  readonly name: string;
  readonly replace: string | undefined;
}

/**
 * Refuses a backend that is in use. Refuses a backend with data, too, unless the caller named it.
 *
 * @throws config `restore.has-data`, `backend.newer-schema`, `backend.foreign-tables`; conflict
 *   `restore.service-runs`
 */
export async function requireEmpty(db: Database, { place, name, replace }: Target): Promise<void> {
  await requireKnownMigrations(db);
  await pendingMigrations(db);
  if (replace !== undefined && replace !== name) {
    throw errorOf(BACKUP_SENTENCES.otherName, { given: replace, place, name });
  }
  const tables = (await readOurTables(db)).map((table) => table.name);
  if (tables.includes('service_processes')) await refuseService(db, place);
  if (replace !== undefined) return;
  const found = await filledTables(db, tables);
  if (found.length > 0) throw errorOf(BACKUP_SENTENCES.hasData, { place, name, found: found.join(', ') });
}

/** @throws conflict `restore.service-runs` */
export async function refuseService(db: Database, place: string): Promise<void> {
  // The tables may belong to an older version, which lacks some columns.
  const alive = await queryRows<{ role: string; host: string; pid: number }>(
    db,
    `select role, host, pid from service_processes where last_seen_at > clock_timestamp() - ${SILENT_AFTER}
     order by started_at`,
  );
  if (alive.length === 0) return;
  const processes = alive.map(({ role, host, pid }) => `${role}, process ${pid} on ${host}`).join('; ');
  throw errorOf(BACKUP_SENTENCES.serviceRuns, { place, processes });
}

async function filledTables(db: Database, tables: readonly string[]): Promise<readonly string[]> {
  const filled: string[] = [];
  for (const table of tables.filter((name) => !WITHOUT_DATA.has(name))) {
    const rows = await queryRows(db, `select from ${quoted(table)} limit 1`);
    if (rows.length > 0) filled.push(table);
  }
  const main = filled.filter((table) => MAIN_TABLES.includes(table));
  const counted: string[] = [];
  for (const table of main) {
    const [row] = await queryRows<{ count: number }>(db, `select count(*) from ${quoted(table)}`);
    counted.push(`${table}: ${row?.count ?? 0}`);
  }
  return counted.length > 0 ? counted : filled;
}
