import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Database } from '../../../backend/database.ts';
import { closeStatement } from '../../../backend/settlement/close-statement.ts';
import {
  countLines,
  listLines,
  listStatements,
  requireStatement,
} from '../../../backend/settlement/statement-list.ts';
import {
  currencyInput,
  dayInput,
  type OpenStatement,
  type Statement,
} from '../../../contract/ticketing/statements.ts';
import { reasonOfFile } from '../../../platform/folder-error.ts';
import { readOpenStatements } from '../../../statements/open-statements.ts';
import { pdfOf } from '../../../statements/pdf-of.ts';
import { shownLine, shownStatement } from '../../../statements/shown-statement.ts';
import { statementCsv } from '../../../statements/statement-csv.ts';
import type { UnprovenReason } from '../../../vocabulary/statements.ts';
import { type Act, named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { requireEditedId } from '../../options/named-object.ts';
import { fieldOption, invalidOptions, parseOptions } from '../../options/options.ts';
import { printJson, printLine, printLines } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withBackend } from '../../with-backend.ts';
import { figuresTable, linesTable, statementsTable } from './statement-tables.ts';

interface ListGiven {
  readonly event?: string;
  readonly json?: boolean;
}

interface ShowGiven {
  readonly name: string;
  readonly csv?: boolean;
  readonly pdf?: string;
  readonly language: string;
  readonly json?: boolean;
}

interface OpenGiven {
  readonly event: string;
  readonly lastDay?: string;
  readonly json?: boolean;
}

interface CloseGiven {
  readonly event: string;
  readonly currency: string;
  readonly lastDay: string;
  readonly hash: string;
  readonly confirmUnproven?: boolean;
  readonly json?: boolean;
}

/** More statements or lines than a person reads at a terminal. The API and the CSV have all. */
const MOST = 1000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** The shortest beginning of a hash that names a statement. */
const HASH = /^[\da-f]{12,64}$/;
const DAY = fieldOption(dayInput, 'must be a day like 2026-03-31');

const UNPROVEN: Readonly<Record<UnprovenReason, string>> = {
  removals_held: 'the removal guard holds orders back that still count',
  sync_failed: 'the last sync failed',
  not_verified: 'the last proof found differences',
  read_before_end: 'no verified sync began after the period',
  rejects_open: 'rows of the store that cannot be read are missing',
};

export function addStatements(program: Command, act: Act): void {
  const group = program
    .command('statements')
    .description('Settlement statements: what organizers are owed, period by period.');
  group
    .command('list')
    .description('Closed statements, the last closed first.')
    .option('--event <id>', 'of this event only, by the beginning of its id')
    .option('--json', 'print it as JSON')
    .action(act<ListGiven>(runList));
  group
    .command('show <id>')
    .description('One closed statement with its lines.')
    .option('--csv', 'print the lines as CSV')
    .option('--pdf <file>', 'write a page as PDF into this file')
    .option('--language <language>', 'the language of the CSV or the page: en or es', 'en')
    .option('--json', 'print it as JSON')
    .action(named(act<ShowGiven>(runShow)));
  group
    .command('open')
    .description('What the next statements of an event would say, with the hash that closes them.')
    .requiredOption('--event <id>', 'the event, by the beginning of its id')
    .option('--last-day <day>', 'until the end of this day in the zone of the event; without it until now')
    .option('--json', 'print it as JSON')
    .action(act<OpenGiven>(runOpen));
  group
    .command('close')
    .description('Close a period. Its statement never changes afterwards.')
    .requiredOption('--event <id>', 'the event, by the beginning of its id')
    .requiredOption('--currency <currency>', 'the currency, such as CLP')
    .requiredOption('--last-day <day>', 'the last day of the period, such as 2026-03-31')
    .requiredOption('--hash <hash>', 'the hash of the statement as you saw it, or its first 12 characters')
    .option('--confirm-unproven', 'close it although no sync has verified all of its data')
    .option('--json', 'print it as JSON')
    .action(act<CloseGiven>(runClose));
}

async function runList(session: Session, given: ListGiven): Promise<number> {
  return await withBackend(session, async ({ db }) => {
    const event = given.event === undefined ? null : await requireEditedId(db, 'events', given.event);
    const rows = (await listStatements(db, { event, organizer: null, currency: null }, MOST, 0)).map(
      shownStatement,
    );
    const { out } = session.terminal;
    if (given.json === true) printJson(out, rows);
    else printLine(out, rows.length === 0 ? 'No statement is closed.' : statementsTable(rows));
    return 0;
  });
}

async function runShow(session: Session, { name, csv, pdf, language, json }: ShowGiven): Promise<number> {
  if (!UUID.test(name)) throw invalidOptions('The statement must be an id.');
  if (language !== 'en' && language !== 'es') throw invalidOptions('--language must be en or es.');
  return await withBackend(session, async ({ db }) => {
    const row = await requireStatement(db, name);
    const statement = shownStatement(row);
    const { out } = session.terminal;
    if (csv === true) {
      await noteExport(db, statement, 'csv');
      for await (const piece of statementCsv(db, row, language, false)) {
        printLines(out, piece.toString('utf8').replaceAll('\r\n', '\n'));
      }
      return 0;
    }
    if (pdf !== undefined) {
      await noteExport(db, statement, 'pdf');
      await writeFile(pdf, await pdfOf(db, row, language)).catch((error: unknown) => {
        throw invalidOptions(
          `--pdf names the file ${pdf}, which cannot be written (${reasonOfFile(error)}).`,
        );
      });
      printLine(out, `Wrote ${pdf}.`);
      return 0;
    }
    const lines = (await listLines(db, name, { kind: null, search: null }, MOST, 0)).map((line) =>
      shownLine(line, statement.currency),
    );
    if (json === true) {
      printJson(out, { ...statement, lines });
      return 0;
    }
    printHead(session, statement);
    printLine(out, linesTable(lines, statement.timezone));
    const count = await countLines(db, name, { kind: null, search: null });
    if (count > lines.length) printLine(out, `… and ${count - lines.length} more; --csv prints them all`);
    return 0;
  });
}

async function noteExport(
  db: Database,
  { id, line_count: rows }: Statement,
  format: 'csv' | 'pdf',
): Promise<void> {
  const sent = { list: 'statement', format, filter: { statement: id }, rows, complete: true };
  await noteInAudit(db, 'exports.create', null, sent);
}

async function runOpen(session: Session, given: OpenGiven): Promise<number> {
  const { lastDay = null } = parseOptions(z.object({ lastDay: DAY.optional() }), { lastDay: given.lastDay });
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const event = await requireEditedId(db, 'events', given.event);
    const open = await readOpenStatements(db, { event, currency: null, lastDay, now: now() });
    const { out } = session.terminal;
    if (given.json === true) printJson(out, open);
    else if (open.length === 0) printLine(out, 'The event has no orders with money.');
    else
      for (const one of open) {
        printHead(session, one);
        if (one.unproven.length > 0) {
          const reasons = one.unproven.map((reason) => UNPROVEN[reason]).join('; ');
          printLine(out, `Not proven: ${reasons}. To close it as it is, add --confirm-unproven.`);
        }
      }
    return 0;
  });
}

async function runClose(session: Session, given: CloseGiven): Promise<number> {
  const { currency, lastDay } = parseOptions(
    z.object({ currency: fieldOption(currencyInput, 'must be a currency like CLP'), lastDay: DAY }),
    { currency: given.currency, lastDay: given.lastDay },
  );
  if (!HASH.test(given.hash)) throw invalidOptions('--hash must have 12 to 64 hexadecimal digits.');
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const event = await requireEditedId(db, 'events', given.event);
    const hash = await wholeHash(db, { event, currency, lastDay, hash: given.hash, now: now() });
    const confirmsUnproven = given.confirmUnproven === true;
    const closing = { event, currency, lastDay, hash, confirmsUnproven, by: null, now: now() };
    const id = await closeStatement(db, closing);
    await noteInAudit(db, 'statements.close', id, {
      event,
      currency,
      last_day: lastDay,
      content_hash: hash,
      confirm_unproven: confirmsUnproven,
    });
    const statement = shownStatement(await requireStatement(db, id));
    if (given.json === true) printJson(session.terminal.out, statement);
    else {
      printLine(session.terminal.out, 'Closed. This statement never changes.');
      printHead(session, statement);
    }
    return 0;
  });
}

/** A hash that does not begin like that of the open statement stays as it was given, so that the closing is refused. */
async function wholeHash(
  db: Database,
  asked: Parameters<typeof readOpenStatements>[1] & { readonly hash: string },
): Promise<string> {
  const [open] = await readOpenStatements(db, asked);
  return open?.content_hash.startsWith(asked.hash) === true ? open.content_hash : asked.hash;
}

function printHead({ terminal: { out } }: Session, one: Statement | OpenStatement): void {
  const until = one.last_day ?? 'now';
  const from = one.first_day === null ? 'from the first order' : `from ${one.first_day}`;
  printLine(out, `${one.event_title} · ${one.organizer_name} · ${one.currency} · statement ${one.number}`);
  printLine(out, `Period: ${from} to ${until} (${one.timezone}); ${one.line_count} lines`);
  printLine(out, figuresTable(one));
  printLine(out, `Hash: ${one.content_hash}`);
}
