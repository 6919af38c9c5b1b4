import type { Command } from 'commander';
import { findConfigurationRow } from '../../../backend/configurations/configuration-list.ts';
import { type BackendPlace, showPlace } from '../../../backend/connection/backend-place.ts';
import type { AskedReading } from '../../../backend/executions/execution-start-records.ts';
import { requireMigrated } from '../../../backend/migrate/require-migrated.ts';
import { getPreview } from '../../../backend/previews/preview-records.ts';
import type { FinishedSync } from '../../../configurations/run-sync.ts';
import { idShape } from '../../../contract/scalars.ts';
import type { SyncReport } from '../../../vocabulary/sync-report.ts';
import type { Act } from '../../act.ts';
import { sayingOptions } from '../../options/field-faults.ts';
import { invalidOptions } from '../../options/options.ts';
import { readStoreLogin, SERVER_KEY_OPTION } from '../../options/store-address.ts';
import {
  addProductOptions,
  PRODUCT_FLAGS,
  parseReading,
  parseSyncOptions,
  requestOf,
  type SyncOptions,
} from '../../options/sync-options.ts';
import { reportError } from '../../output/report-error.ts';
import { failureAsJson, reportAsJson } from '../../output/report-json.ts';
import { showReport } from '../../output/show-report.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import { zoneLine } from '../../output/zone-line.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';
import { syncOrders } from './sync-orders.ts';
import { syncConfiguration, syncStore } from './sync-store.ts';

export function addSync(program: Command, act: Act): void {
  const sync = program
    .command('sync')
    .description('Sync one event of a store to the backend, and prove that both sides agree to the cent.')
    .option('--configuration <name>', 'an existing configuration, by id or name; it needs no other option')
    .option('--store-url <url>', 'the store’s database: mysql://user@host:port/database')
    .option('--prefix <prefix>', 'table prefix, if one database contains several stores')
    .option(...SERVER_KEY_OPTION);
  addProductOptions(sync, false)
    .option('--depth <depth>', 'quick, sweep or full; default: as deep as the configuration’s budget allows')
    .option('--orders <ids>', 'only these orders, by their ids in WooCommerce: 174130,174154')
    .option('--preview <id>', 'do what this kept preview showed, or nothing if anything else would change')
    .option('--dry-run', 'with --orders: show what would change, and write nothing')
    .option(
      '--json',
      'print the report as one JSON document; without --configuration, --orders prints a list',
    )
    .addHelpText(
      'after',
      `
Taquilla only reads the store. The command first names the backend that it writes to. You may run it any number of
times: unchanged rows are not touched.
Ctrl-C stops at the next page; a second one at once. Committed pages stay, and the next sync continues.

A quick sync reads what changed by the store’s own times; a sweep compares its tables with the last reading; a full
one reads everything. With --orders it reads these orders and their tickets alone, for every event that holds them,
or for the one that --configuration names. With --preview it compares first, and writes nothing if anything else would
change than "preview --keep" showed.

Exit code 0: done, and verified (with rejects, if some rows could not be read); 1: done, but the two sides
differ; another one: not done, see --help of the program.`,
    )
    .action(act<Given>(runSyncCommand, { failureAsJson }));
}

interface Given {
  readonly configuration?: string;
  readonly storeUrl?: string;
  readonly serverKey?: string;
  readonly depth?: string;
  readonly orders?: string;
  readonly preview?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

async function runSyncCommand(session: Session, given: Given): Promise<number> {
  const reading = parseReading({ depth: given.depth, orders: given.orders });
  const { storeUrl, configuration, dryRun = false, json = false } = given;
  if (dryRun && reading.orders === null) {
    throw invalidOptions(
      '--dry-run needs --orders; the command preview shows what a whole sync would change.',
    );
  }
  if (reading.orders !== null && (storeUrl === undefined || dryRun)) {
    if (storeUrl !== undefined) throw invalidOptions('--dry-run and --store-url exclude each other.');
    return await syncOrders(session, { configuration, orders: reading.orders, dryRun, json });
  }
  const { report, error, place } = await syncAsGiven(session, given, reading);
  if (given.json === true) printJson(session.terminal.out, reportAsJson(report, place));
  else showReport(session.terminal, report, session.settings.timezone);
  if (error === null) return exitCodeOf(report);
  return reportError(session.terminal, error, session.log.isLevelEnabled('debug'));
}

/** The result of a sync, and the place of its backend. */
interface PlacedSync extends FinishedSync {
  readonly place: BackendPlace;
}

async function syncAsGiven(
  session: Session,
  given: Given,
  { depth, orders }: ReturnType<typeof parseReading>,
): Promise<PlacedSync> {
  const { configuration } = given;
  if (given.preview !== undefined) return await syncPreviewed(session, given, given.preview);
  const asked = orders === null ? depth : { orderIds: orders, ticketIds: [] };
  if (configuration === undefined) {
    return await syncOnce(session, parseSyncOptions(given), given.serverKey, asked);
  }
  if (given.storeUrl !== undefined) {
    throw invalidOptions('--configuration and --store-url exclude each other.');
  }
  return await withStores(
    session,
    async (stores, place) => ({
      ...(await syncConfiguration(session, stores, configuration, asked)),
      place,
    }),
    (place) => sayPlace(session, place),
  );
}

async function syncPreviewed(session: Session, given: Given, id: string): Promise<PlacedSync> {
  const others = (['configuration', 'storeUrl', 'depth', 'orders'] as const).some(
    (one) => given[one] !== undefined,
  );
  if (others) throw invalidOptions('--preview names what is read: give it alone.');
  if (!idShape.safeParse(id).success) throw invalidOptions('--preview must be an id.');
  return await withStores(
    session,
    async (stores, place) => {
      const { configuration, orders } = await getPreview(stores.db, id);
      const asked = orders === null ? 'full' : { orderIds: orders, ticketIds: [] };
      return { ...(await syncConfiguration(session, stores, configuration, asked, id)), place };
    },
    (place) => sayPlace(session, place),
  );
}

/**
 * Printed before anything is written. It goes to standard error, because standard output may be a JSON
 * document.
 */
function sayPlace({ terminal }: Session, place: BackendPlace): void {
  printLine(terminal.err, `Backend: ${showPlace(place)}`);
}

async function syncOnce(
  session: Session,
  options: SyncOptions,
  serverKey: string | undefined,
  asked: AskedReading,
): Promise<PlacedSync> {
  const login = readStoreLogin(session, options.storeUrl, options.prefix, serverKey);
  await using backend = await session.openBackend();
  const { place } = backend;
  sayPlace(session, place);
  await requireMigrated(backend.db);
  const request = requestOf(options, session.settings.timezone);
  const synced = await sayingOptions(
    PRODUCT_FLAGS,
    async () => await syncStore(session, backend, login, request, asked),
  );
  const kept = await findConfigurationRow(backend.db, synced.report.configurationId, backend.clock.now());
  if (kept !== null) printLine(session.terminal.err, zoneLine(kept));
  return { ...synced, place };
}

const UNVERIFIED_EXIT_CODE = 1;

export function exitCodeOf(report: SyncReport): number {
  return report.verification === 'unverified' || report.verification === null ? UNVERIFIED_EXIT_CODE : 0;
}
