import { type Command, Option } from 'commander';
import type { z } from 'zod';
import type { Database } from '../../../backend/database.ts';
import { requireMigrated } from '../../../backend/migrate/require-migrated.ts';
import { faultsFrom } from '../../../contract/field-faults.ts';
import {
  changeExportQuery,
  checkInExportQuery,
  orderExportQuery,
  payoutExportQuery,
  refundExportQuery,
  ticketExportQuery,
} from '../../../contract/ticketing/exports.ts';
import { changeExport } from '../../../exports/change-export.ts';
import { checkInExport } from '../../../exports/check-in-export.ts';
import type { Export, ReaderView } from '../../../exports/export.ts';
import { orderExport } from '../../../exports/order-export.ts';
import { payoutExport } from '../../../exports/payout-export.ts';
import { refundExport } from '../../../exports/refund-export.ts';
import { auditedFilter, runExport } from '../../../exports/run-export.ts';
import { ticketExport } from '../../../exports/ticket-export.ts';
import { invalidRequest } from '../../../kernel/field-faults.ts';
import {
  EXPORT_FORMATS,
  EXPORT_LOCALES,
  type ExportFormat,
  type ExportList,
} from '../../../vocabulary/exports.ts';
import type { Act } from '../../act.ts';
import { sayingOptions } from '../../options/field-faults.ts';
import { requireEventId, requireExecutionId } from '../../options/named-object.ts';
import { invalidOptions } from '../../options/options.ts';
import { deliverFile } from '../../output/deliver-file.ts';
import { createProgress } from '../../output/progress.ts';
import { countOf, showBytes } from '../../output/tables.ts';
import { printFile, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';

interface Given {
  readonly event?: readonly string[];
  readonly output?: string;
  readonly format?: ExportFormat;
  readonly locale?: (typeof EXPORT_LOCALES)[number];
  readonly bom?: boolean;
  readonly [filter: string]: unknown;
}

interface Kind {
  readonly list: ExportList;
  readonly about: string;
  /** The names of its filters in the API. */
  readonly filters: readonly string[];
  /** @throws invalid `http.invalid-request` */
  readonly open: (query: Readonly<Record<string, unknown>>) => Export;
}

/** A person at the terminal can read the whole database. */
const SEES_ALL: ReaderView = { seesPersonalData: true, row: (_table, row) => row, change: (row) => row };

function kind<Query extends z.ZodObject>(
  list: ExportList,
  about: string,
  shape: Query,
  open: (query: z.output<Query>, view: ReaderView) => Export,
): Kind {
  return {
    list,
    about,
    filters: Object.keys(shape.shape).filter((name) => !OF_FILE.has(name)),
    open: (given) => {
      const parsed = shape.safeParse(given, { reportInput: true });
      if (!parsed.success) throw invalidRequest(faultsFrom(parsed.error.issues, 'unknown_parameter'));
      return open(parsed.data, SEES_ALL);
    },
  };
}

const OF_FILE: ReadonlySet<string> = new Set(['format', 'locale', 'bom', 'event']);

const KINDS: readonly Kind[] = [
  kind(
    'tickets',
    'Tickets with the answers of their attendees, slots and seats.',
    ticketExportQuery,
    ticketExport,
  ),
  kind('orders', 'Orders, with one row for each of their lines.', orderExportQuery, orderExport),
  kind('refunds', 'Refunds.', refundExportQuery, refundExport),
  kind('check-ins', 'Check-ins and undone check-ins at both gates.', checkInExportQuery, checkInExport),
  kind(
    'payouts',
    'What each event earned in each currency, what was paid, and what is still owed.',
    payoutExportQuery,
    payoutExport,
  ),
  kind('changes', 'What syncs changed, with one row for each field.', changeExportQuery, changeExport),
];

/** What the value of each filter is; others take the API's value of the same name. */
const VALUES: Readonly<Record<string, readonly [value: string, about: string]>> = {
  removed: ['which', 'rows that the store removed: false (default), true or all'],
  search: ['text', 'the search of the list'],
  ordering: ['column', 'the order of the list; with - before it the other way round'],
  ticket_tier: ['id', 'only this ticket tier'],
  order: ['id', 'only this order'],
  execution: ['execution', 'only this execution'],
  organizer: ['id', 'only this organizer'],
};

/** `export`: lists as files. */
export function addExport(program: Command, act: Act): void {
  const group = program
    .command('export')
    .description('Write a list to a file: CSV, a workbook for Excel, or one JSON object a line.');
  for (const one of KINDS) {
    const command = group
      .command(one.list)
      .description(one.about)
      .option(
        '--event <event>',
        'an event, by its name or id; several times for several events; all events without it',
        (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
      )
      .option('-o, --output <file>', 'the file to write or replace; without it, standard output')
      .addOption(
        new Option(
          '--format <format>',
          'the format; by default that of the ending of the file, else csv',
        ).choices(EXPORT_FORMATS),
      )
      .addOption(
        new Option(
          '--locale <locale>',
          'the language of headings; for CSV also separator and decimals',
        ).choices(EXPORT_LOCALES),
      )
      .option('--bom', 'begin a CSV file with a byte order mark, by which Excel recognises UTF-8');
    for (const name of one.filters) {
      const [value, about] = VALUES[name] ?? ['value', `the filter ${name} of the API`];
      command.option(`--${flagOf(name)} <${value}>`, about);
    }
    command.action(act<Given>(async (session, given) => await runExportCommand(session, one, given)));
  }
}

function flagOf(name: string): string {
  return name.replaceAll('_', '-');
}

/** The name under which commander keeps an option. */
function keptAs(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

async function runExportCommand(
  session: Session,
  { list, filters, open }: Kind,
  given: Given,
): Promise<number> {
  const { terminal, settings, stop, log } = session;
  const { output } = given;
  const format = given.format ?? formatOf(output);
  if (output === undefined && format === 'xlsx' && terminal.out.isTTY)
    throw invalidOptions('A workbook is no text for a terminal: name a file with --output.');
  await using backend = await session.openBackend({ shared: true, patient: true });
  const { db } = backend;
  await requireMigrated(db);
  const filter = await filterOf(db, filters, given);
  const flags = Object.fromEntries(filters.map((name) => [name, `--${flagOf(name)}`]));
  const read = await sayingOptions(flags, async () => open(filter));
  const progress = createProgress(terminal.err, () => performance.now());
  let bytes = 0;
  const request = {
    list,
    format,
    locale: given.locale ?? settings.language,
    bom: given.bom === true,
    filter: auditedFilter(filter),
    read,
  };
  const asker = { userId: null, userEmail: null, tokenId: null, address: 'command line', requestId: null };
  try {
    const { rows } = await runExport(
      { db, log },
      request,
      asker,
      async (pieces, written, signal) => {
        const shown = watched(pieces, () => progress.show(`Exporting ${list}`, countOf(written.rows, 'row')));
        bytes = await (output === undefined
          ? printFile(terminal.out, shown, signal)
          : deliverFile(output, shown, signal));
      },
      stop,
    );
    progress.clear();
    const to = output === undefined ? '' : `: ${output} (${showBytes(bytes)})`;
    printLine(terminal.err, `Exported ${countOf(rows, 'row')} of ${list}${to}`);
    return 0;
  } finally {
    progress.clear();
  }
}

async function* watched(pieces: AsyncIterable<Buffer>, onPiece: () => void): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    onPiece();
    yield piece;
  }
}

/** The filters of the API; events and executions may be named. */
async function filterOf(
  db: Database,
  filters: readonly string[],
  given: Given,
): Promise<Record<string, unknown>> {
  const filter: Record<string, unknown> = {};
  for (const name of filters) {
    const value = given[keptAs(name)];
    if (value !== undefined) filter[name] = value;
  }
  const { execution } = filter;
  if (typeof execution === 'string') filter['execution'] = await requireExecutionId(db, execution);
  if (given.event === undefined) return filter;
  const ids: string[] = [];
  for (const text of given.event) ids.push(await requireEventId(db, text));
  return { ...filter, event: ids.join(',') };
}

const ENDINGS: Readonly<Record<string, ExportFormat>> = { xlsx: 'xlsx', ndjson: 'ndjson', jsonl: 'ndjson' };

function formatOf(output: string | undefined): ExportFormat {
  return ENDINGS[output?.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'csv';
}
