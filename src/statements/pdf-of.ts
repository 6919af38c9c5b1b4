import type { Database } from '../backend/database.ts';
import { listChanges, type StatementRow } from '../backend/settlement/statement-list.ts';
import type { Language } from '../vocabulary/people.ts';
import { shownLine, shownStatement } from './shown-statement.ts';
import { MOST_LISTED, statementPdf } from './statement-pdf.ts';

/** A closed statement as a page, with its last corrections and payouts. */
export async function pdfOf(db: Database, row: StatementRow, language: Language): Promise<Buffer> {
  const { lines, count } = await listChanges(db, row.id, MOST_LISTED);
  const shown = lines.map((line) => shownLine(line, row.currency));
  return await statementPdf(shownStatement(row), shown, count - lines.length, language);
}
