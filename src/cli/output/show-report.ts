import { leftOutFigures, leftOutSentence, totalsOfOne } from '../../kernel/sentences/left-out.ts';
import { continuesAfter, type SyncReport, type Verification } from '../../vocabulary/sync-report.ts';
import { countsTable, proofTable } from './report-tables.ts';
import { showZonedTime } from './show-time.ts';
import { countOf, showCount, showDuration } from './tables.ts';
import { printLine, styled, type Terminal } from './terminal.ts';

/** The maximum number of listed rows of each kind. The other rows are only counted. */
const LIST_LIMIT = 20;

/** Prints an execution, whether it has just ended or ended long ago. */
type ShownReport = Pick<
  SyncReport,
  | 'executionId'
  | 'verification'
  | 'proofScope'
  | 'wholeProvedAt'
  | 'oldestPartAt'
  | 'continuedFrom'
  | 'ownReading'
  | 'counts'
  | 'proof'
  | 'rejects'
  | 'leftOut'
  | 'notOfEvent'
  | 'unmappedStatuses'
  | 'warnings'
> & { readonly timingsMs: { readonly total: number } };

/** A readable summary: what was synced, and whether both sides agree. */
export function showReport(terminal: Terminal, report: ShownReport, timezone: string): void {
  const { out } = terminal;
  printLine(out, styled('bold', 'What was synced', out));
  printLine(out, countsTable(report.counts));
  if (report.continuedFrom !== null) {
    const { orders, tickets } = report.ownReading;
    printLine(out, `This sync ${continuesAfter(report.continuedFrom)}.`);
    printLine(
      out,
      `It read ${countOf(orders, 'order')} and ${countOf(tickets, 'ticket')} itself; the table counts the whole reading.`,
    );
  }
  if (report.proof.length > 0) {
    printLine(out);
    printLine(out, styled('bold', 'The proof: both sides counted and summed separately', out));
    printLine(out, proofTable(report.proof.filter((row) => row.scope === 'whole')));
    list(
      terminal,
      report.proof
        .filter((row) => !row.equal)
        .map(
          (row) => `${row.subject}, ${row.group}, ${row.measure}: store ${row.store}, backend ${row.backend}`,
        ),
    );
  }
  if (report.rejects.length > 0) {
    printLine(out);
    printLine(out, styled('yellow', `${leftOutSentence(report.leftOut, 'en')}.`, out));
    list(
      terminal,
      report.rejects.map(
        ({ kind, wooId, message, code, leftOut }) =>
          `${kind} ${wooId}: ${message} (${code}) Left out: ${leftOutFigures(totalsOfOne(leftOut), 'en')}.`,
      ),
    );
  }
  if (report.notOfEvent.length > 0) {
    printLine(out);
    printLine(out, `The store has nothing of this event under: ${report.notOfEvent.join(', ')}.`);
  }
  if (report.unmappedStatuses.length > 0) {
    printLine(out);
    printLine(out, `Order statuses of a plugin without a mapping: ${report.unmappedStatuses.join(', ')}.`);
    printLine(out, 'Such an order counts as paid if it has a date of payment, otherwise as pending.');
  }
  for (const warning of report.warnings) printLine(out, `Noticed in the store: ${warning}`);
  printLine(out);
  printLine(out, verdictLine(terminal, report, timezone));
}

function list(terminal: Terminal, lines: readonly string[]): void {
  for (const line of lines.slice(0, LIST_LIMIT)) printLine(terminal.out, `  ${line}`);
  if (lines.length > LIST_LIMIT) {
    printLine(terminal.out, `  … and ${showCount(lines.length - LIST_LIMIT)} more; --json lists them all`);
  }
}

const VERDICTS: Readonly<Record<Verification, { style: 'green' | 'yellow' | 'red'; text: string }>> = {
  verified: { style: 'green', text: '✓ Verified: the store and the backend agree to the cent' },
  verified_with_rejects: {
    style: 'yellow',
    text: '✓ Verified with rejects: everything that could be read agrees to the cent',
  },
  unverified: { style: 'red', text: '✗ Unverified: the store and the backend differ' },
};

function verdictLine(terminal: Terminal, report: ShownReport, timezone: string): string {
  const took = `in ${showDuration(report.timingsMs.total)}`;
  if (report.verification === null)
    return `Not finished: no proof was made (execution ${report.executionId}).`;
  const { style, text } = VERDICTS[report.verification];
  const nothing = changedNothing(report) ? ' Nothing had changed.' : '';
  return `${styled(style, text, terminal.out)}, ${took}.${nothing}${scopeOf(report, timezone)}`;
}

/** What the verdict is about, unless it is the whole event as it is now. */
function scopeOf({ proofScope, wholeProvedAt, oldestPartAt }: ShownReport, timezone: string): string {
  if (oldestPartAt !== null) {
    return ` Parts of the store are compared in turn, the oldest at ${showZonedTime(oldestPartAt, timezone)}.`;
  }
  if (proofScope !== 'touched') return '';
  const last =
    wholeProvedAt === null ? 'not proved yet' : `last proved at ${showZonedTime(wholeProvedAt, timezone)}`;
  return ` This concerns the orders just read; the whole event was ${last}.`;
}

/** Whether the sync changed nothing, like a second sync of an unchanged store. */
function changedNothing(report: ShownReport): boolean {
  return Object.values(report.counts).every(
    ({ created, updated, removed }) => created + updated + removed === 0,
  );
}
