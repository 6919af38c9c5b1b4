import type { ExportLocale } from '../vocabulary/exports.ts';
import { type Column, PIECE, type Writer } from './column.ts';
import { languageOf } from './headings.ts';
import { localText } from './local-time.ts';

const BOM = '\uFEFF';
/**
 * A spreadsheet runs a cell that begins with one of these as a formula. Programs for Japanese and Chinese read the
 * wide forms as well.
 */
const RUNS = /^[=+\-@\t\r\n＝＋－＠]/;
/** Quoted whatever the separator is, so that a program that expects another one finds no further cell. */
const NEEDS_QUOTES = /["\r\n\t,;]/;

/**
 * Writes CSV as RFC 4180 describes it. A text that a spreadsheet would run as a formula begins with an apostrophe;
 * amounts and counts stay numbers, also negative ones.
 */
export function csvWriter(locale: ExportLocale, bom: boolean): Writer {
  const isSpanish = languageOf(locale) === 'es';
  const separator = isSpanish ? ';' : ',';
  const number = (text: string): string => quoted(isSpanish ? text.replace('.', ',') : text, separator);
  return async function* write({ columns, items, linesOf }, written) {
    const headings = columns.map(({ heading }) => safeText(heading[languageOf(locale)]));
    let piece = `${bom ? BOM : ''}${headings.join(separator)}\r\n`;
    const cells = columns.map((column) => cellOf(column, number));
    for await (const batch of items) {
      for (const item of batch) {
        for (const line of linesOf(item)) {
          piece += `${cells.map((cell) => cell(line)).join(separator)}\r\n`;
          written.rows += 1;
        }
      }
      if (piece.length < PIECE) continue;
      yield Buffer.from(piece);
      piece = '';
    }
    if (piece !== '') yield Buffer.from(piece);
  };
}

function cellOf<Line>(column: Column<Line>, number: (text: string) => string): (line: Line) => string {
  const { read } = column;
  return (line) => {
    const value = read(line);
    if (value === null) return '';
    if (column.kind === 'instant') return localText(String(value), column.zone(line));
    return column.kind === 'text' ? safeText(String(value)) : number(String(value));
  };
}

/** A number with a decimal comma needs quotes where a comma separates columns. */
function quoted(text: string, separator: string): string {
  return text.includes(separator) ? `"${text}"` : text;
}

/** A text as a cell that no spreadsheet runs. */
export function safeText(text: string): string {
  const safe = RUNS.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
