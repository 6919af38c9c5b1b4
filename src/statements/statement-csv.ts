import { DateTime } from 'luxon';
import type { Database } from '../backend/database.ts';
import type { StatementLine } from '../backend/settlement/statement-draft.ts';
import { listLinesAfter, type StatementRow } from '../backend/settlement/statement-list.ts';
import { zoneOf } from '../kernel/time/timezone.ts';
import { shownLine } from './shown-statement.ts';

const BATCH = 2_000;
/** Excel reads UTF-8 only after this mark. */
const BOM = '\uFEFF';
/** A spreadsheet runs a cell that begins with one of these as a formula. */
const RUNS = /^[=+\-@\t\r]/;

const COLUMNS = [
  'statement',
  'position',
  'kind',
  'reason',
  'order_number',
  'woo_order_id',
  'happened_at',
  'ticket_numbers',
  'reference',
  'currency',
  'gross',
  'refunded',
  'service_fee',
  'amount',
] as const;

/** The lines of a closed statement as CSV, in pieces. Times are in the zone of the event. */
export async function* statementCsv(db: Database, statement: StatementRow): AsyncGenerator<string> {
  yield `${BOM}${COLUMNS.join(',')}\r\n`;
  for (let position = 0; ; ) {
    const lines = await listLinesAfter(db, statement.id, position, BATCH);
    if (lines.length === 0) return;
    position = lines.at(-1)?.position ?? position;
    yield lines.map((line) => `${row(line, statement)}\r\n`).join('');
  }
}

/** The name of a file of this statement: `statement-2-CLP-2026-03-31.csv`. */
export function statementFileName(
  { number, currency, last_day: lastDay }: Pick<StatementRow, 'number' | 'currency' | 'last_day'>,
  format: 'csv' | 'pdf',
): string {
  return `statement-${number}-${currency}-${lastDay}.${format}`;
}

function row(line: StatementLine, { number, currency, timezone }: StatementRow): string {
  const { gross, refunded, service_fee, amount } = shownLine(line, currency);
  const numbers = [currency, gross, refunded, service_fee, amount];
  return [
    String(number),
    String(line.position),
    line.kind,
    line.reason ?? '',
    text(line.order_number ?? ''),
    line.woo_order_id === null ? '' : String(line.woo_order_id),
    localTime(line, timezone),
    text(line.ticket_numbers.join(' ')),
    text(line.reference ?? ''),
    ...numbers,
  ].join(',');
}

/**
 * When a line happened, in the zone of the event: `2026-03-31 18:20`. The day of a payout has no time. A zone that does
 * not exist counts as UTC, as it does for periods.
 */
export function localTime(
  { happened_at: at, kind }: Pick<StatementLine, 'happened_at' | 'kind'>,
  timezone: string,
): string {
  if (at === null) return '';
  if (kind === 'payout') return at.slice(0, 10);
  const zone = zoneOf(timezone);
  return DateTime.fromISO(at, { zone: zone.isValid ? zone : zoneOf('UTC') }).toFormat('yyyy-LL-dd HH:mm');
}

function text(value: string): string {
  const safe = RUNS.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
