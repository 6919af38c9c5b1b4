import { type AuditEntry, changeAuditContent, writeAudit } from '../backend/audit/audit-records.ts';
import type { Database } from '../backend/database.ts';
import { readMoment } from '../backend/queries/read-moment.ts';
import type { Json } from '../backend/tables/column-text.ts';
import { AppError, assertNever } from '../kernel/errors.ts';
import type { Log } from '../kernel/log/log.ts';
import type { ExportFormat, ExportList, ExportLocale } from '../vocabulary/exports.ts';
import type { Writer, Written } from './column.ts';
import { csvWriter } from './csv.ts';
import type { Export } from './export.ts';
import { languageOf, TITLES } from './headings.ts';
import { writeNdjson } from './ndjson.ts';
import { xlsxWriter } from './xlsx.ts';

/** An export that somebody asked for. */
export interface ExportRequest {
  readonly list: ExportList;
  readonly format: ExportFormat;
  readonly locale: ExportLocale;
  readonly bom: boolean;
  /** The filter for the audit log, as it was given. */
  readonly filter: Readonly<Record<string, Json>>;
  readonly read: Export;
}

/** Who asked, for the audit log. */
export type Asker = Pick<AuditEntry, 'userId' | 'userEmail' | 'tokenId' | 'address' | 'requestId'>;

export interface ExportDeps {
  readonly db: Database;
  readonly log: Pick<Log, 'warn'>;
  /** By default half an hour. */
  readonly longestMs?: number;
}

/** A snapshot that is kept longer would hold back the cleaning of tables and the migrations of an upgrade. */
const LONGEST_MS = 30 * 60_000;

/**
 * Reads a list as of one moment and hands its file on, piece by piece. The audit log has the export before its
 * first byte, so that no export is missing there, whatever happens to this process. At the end the entry gets the
 * number of rows; until then, and if the export was cut off, it says that it is not complete.
 *
 * @param deliver resolves when the file has arrived, and ends with the signal
 * @throws unavailable `export.too-slow` after half an hour; aborted; what `deliver` throws; unavailable `backend.…`
 */
export async function runExport(
  { db, log, longestMs = LONGEST_MS }: ExportDeps,
  request: ExportRequest,
  asker: Asker,
  deliver: (file: AsyncIterable<Buffer>, written: Readonly<Written>, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<{ readonly rows: number }> {
  const written: Written = { rows: 0 };
  const { list, format, filter } = request;
  const sentWith = (complete: boolean): Json => ({ list, format, filter, rows: written.rows, complete });
  const entry = await writeAudit(db, {
    ...asker,
    action: 'exports.create',
    objectId: null,
    sent: sentWith(false),
  });
  let complete = false;
  const late = AbortSignal.timeout(longestMs);
  const either = AbortSignal.any([signal, late]);
  try {
    await readMoment(db, either, async (tx) => {
      await deliver(request.read(tx, writerOf(request), written), written, either);
    });
    complete = true;
    return { rows: written.rows };
  } catch (error) {
    if (late.aborted && !signal.aborted) throw tooSlow(error);
    throw error;
  } finally {
    await changeAuditContent(db, entry, sentWith(complete)).catch((error: unknown) =>
      log.warn({ err: error }, 'the audit log does not say how an export ended'),
    );
  }
}

function tooSlow(cause: unknown): AppError {
  return new AppError({
    code: 'export.too-slow',
    message: 'The export took longer than half an hour, so it was ended. Export fewer events at once.',
    cause,
  });
}

function writerOf({ list, format, locale, bom }: ExportRequest): Writer {
  switch (format) {
    case 'csv':
      return csvWriter(locale, bom);
    case 'xlsx':
      return xlsxWriter(TITLES[list][languageOf(locale)], languageOf(locale));
    case 'ndjson':
      return writeNdjson;
    default:
      return assertNever(format);
  }
}

/** Parameters that describe the file and not its content. */
const OF_FILE: ReadonlySet<string> = new Set(['format', 'locale', 'bom']);
const HIDDEN = '***';

/** The filter of an export for the audit log. A search may be the name of a person, which the log must not keep. */
export function auditedFilter(query: Readonly<Record<string, unknown>>): Record<string, Json> {
  const given = Object.entries(query).filter(([name, value]) => value !== undefined && !OF_FILE.has(name));
  return Object.fromEntries(
    given.map(([name, value]) => [
      name,
      name === 'search' ? HIDDEN : (JSON.parse(JSON.stringify(value)) as Json),
    ]),
  );
}
