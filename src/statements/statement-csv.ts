import { DateTime } from 'luxon';
import type { Database } from '../backend/database.ts';
import type { StatementLine } from '../backend/settlement/statement-draft.ts';
import { listLinesAfter, type StatementRow } from '../backend/settlement/statement-list.ts';
import type { Column } from '../exports/column.ts';
import { csvWriter } from '../exports/csv.ts';
import { madeColumn, plainColumns } from '../exports/export.ts';
import { HEADINGS } from '../exports/headings.ts';
import { zoneOf } from '../kernel/time/timezone.ts';
import type { Language } from '../vocabulary/people.ts';
import { shownLine } from './shown-statement.ts';

const BATCH = 2_000;

type Line = ReturnType<typeof shownLine>;

function columnsOf({ number, currency, timezone }: StatementRow): readonly Column<Line>[] {
  return [
    { kind: 'number', name: 'statement', heading: HEADINGS.statement, read: () => number },
    ...plainColumns<Line>('number', 'position'),
    ...plainColumns<Line>('text', 'kind'),
    madeColumn('reason_of_correction', ({ reason }) => reason),
    ...plainColumns<Line>('text', 'order_number'),
    ...plainColumns<Line>('number', 'woo_order_id'),
    madeColumn('happened_at', (line) => localTime(line, timezone)),
    madeColumn('ticket_numbers', ({ ticket_numbers: numbers }) => numbers.join(' ')),
    ...plainColumns<Line>('text', 'reference'),
    madeColumn('currency', () => currency),
    ...plainColumns<Line>('amount', 'gross refunded service_fee amount'),
  ];
}

/** The lines of a closed statement as CSV, in pieces. Times are in the zone of the event. */
export async function* statementCsv(
  db: Database,
  statement: StatementRow,
  language: Language,
  bom: boolean,
): AsyncGenerator<Buffer> {
  const items = async function* (): AsyncGenerator<readonly Line[]> {
    for (let position = 0; ; ) {
      const lines = await listLinesAfter(db, statement.id, position, BATCH);
      if (lines.length === 0) return;
      position = lines.at(-1)?.position ?? position;
      yield lines.map((line) => shownLine(line, statement.currency));
    }
  };
  const linesOf = (line: Line): readonly Line[] => [line];
  const content = { columns: columnsOf(statement), items: items(), linesOf, objectOf: (line: Line) => line };
  yield* csvWriter(language, bom)(content, { rows: 0 });
}

/** The name of a file of this statement: `statement-2-CLP-2026-03-31.csv`. */
export function statementFileName(
  { number, currency, last_day: lastDay }: Pick<StatementRow, 'number' | 'currency' | 'last_day'>,
  format: 'csv' | 'pdf',
): string {
  return `statement-${number}-${currency}-${lastDay}.${format}`;
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
