import { minorDigitsOf } from '../../kernel/money/currency.ts';
import { COUNTED_KINDS, type ProofRow, type SyncReport } from '../../vocabulary/sync-report.ts';
import { renderTable, showCount, showDecimal } from './tables.ts';
import { LINE_BREAK } from './terminal.ts';

export function countsTable(counts: SyncReport['counts']): string {
  const measures = ['read', 'created', 'updated', 'unchanged', 'removed'] as const;
  return renderTable(
    [{ title: '' }, ...measures.map((title) => ({ title, align: 'right' as const }))],
    COUNTED_KINDS.map((kind) => [
      titleOf(kind),
      ...measures.map((measure) => showCount(counts[kind][measure])),
    ]),
  );
}

/** Sorts the rows as a proof makes them, because the backend stores them in no order. */
const SUBJECTS = ['orders', 'tickets', 'pending_tickets', 'slots', 'pending_slots', 'seats', 'pending_seats'];
const MEASURES = ['count', 'quantity', 'total', 'refunded_by_lines', 'order_refunded', 'days_checked_in'];

/** Without duplicates, known values first. */
function inOrder(found: readonly string[], known: readonly string[]): readonly string[] {
  const all = new Set(found);
  return [...known.filter((one) => all.delete(one)), ...all];
}

/**
 * One table for each subject, with one row for each group and the measures side by side. In each cell the store
 * is above the backend, so that a difference is easy to see.
 */
export function proofTable(rows: readonly ProofRow[]): string {
  const subjects = inOrder(
    rows.map((row) => row.subject),
    SUBJECTS,
  );
  return subjects
    .map((subject) =>
      subjectTable(
        subject,
        rows.filter((row) => row.subject === subject),
      ),
    )
    .join(LINE_BREAK);
}

function subjectTable(subject: string, rows: readonly ProofRow[]): string {
  const measures = inOrder(
    rows.map((row) => row.measure),
    MEASURES,
  );
  const groups = [...new Set(rows.map((row) => row.group))];
  return renderTable(
    [
      { title: titleOf(subject) },
      { title: 'side' },
      ...measures.map((measure) => ({ title: titleOf(measure), align: 'right' as const })),
      { title: '' },
    ],
    groups.map((group) => {
      const ofGroup = rows.filter((row) => row.group === group);
      const digits = minorDigitsOf(group.split(' / ').at(-1) ?? '') ?? 0;
      const cells = measures.map((measure) => {
        const row = ofGroup.find((candidate) => candidate.measure === measure);
        if (row === undefined) return '';
        // Counts have no decimals. Amounts have those of their currency.
        const show = (value: string) => showDecimal(value, value.includes('.') ? digits : 0);
        return [show(row.store), show(row.backend)];
      });
      return [group, ['store', 'backend'], ...cells, ofGroup.every((row) => row.equal) ? '✓' : '✗'];
    }),
  );
}

/**
 * Titles for codes that need an explanation: the gate's log includes undone check-ins, and the refunds of an
 * order are amounts of money.
 */
const TITLES: Readonly<Record<string, string>> = {
  check_ins: 'gate log entries',
  order_refunded: 'refunded of whole orders',
  slots: 'tickets by slot',
  pending_slots: 'pending tickets by slot',
  seats: 'tickets by seat',
  pending_seats: 'pending tickets by seat',
};

function titleOf(code: string): string {
  return TITLES[code] ?? code.replaceAll('_', ' ');
}
