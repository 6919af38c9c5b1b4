import type { Language } from '../vocabulary/people.ts';
import { type Column, type ExportContent, PIECE, type Writer, type Written } from './column.ts';
import { localMs } from './local-time.ts';
import {
  amountStyle,
  INSTANT_STYLE,
  SHEET_START,
  sheetName,
  widths,
  workbookFiles,
} from './workbook-parts.ts';
import { type ZipFile, zipFiles } from './zip.ts';

/** The most rows that a sheet of Excel has, with its headings. */
const MOST_ROWS = 1_048_576;
/** A larger sheet would not fit into an archive of the plain format. */
const MOST_CHARACTERS = 2 ** 30;
/** The most characters that a cell of Excel has. */
const MOST_TEXT = 32_767;
const DAY_MS = 86_400_000;
/** 1 January 1970, counted in the days of Excel. */
const UNIX_DAY = 25_569;
/** Excel counts a 29 February 1900 that did not exist, so earlier days are written as text. */
const FIRST_SURE_DAY = 61;

/**
 * Writes a workbook with real dates and numbers, and headings that stay in view. A list that is too long for one
 * sheet continues on the next one.
 */
export function xlsxWriter(title: string, language: Language): Writer {
  return (content, written) => zipFiles(filesOf(content, written, title, language));
}

async function* filesOf<Item, Line>(
  { columns, items, linesOf }: ExportContent<Item, Line>,
  written: Written,
  title: string,
  language: Language,
): AsyncGenerator<ZipFile> {
  const start = `${SHEET_START}${widths(columns)}<sheetData><row r="1">${headingsOf(columns, language)}</row>`;
  const lines = linesFrom(items, linesOf);
  const cells = columns.map(cellOf);
  const sheet = async function* (): AsyncGenerator<string> {
    let piece = start;
    let characters = 0;
    for (let row = 2; row <= MOST_ROWS && characters < MOST_CHARACTERS; row += 1) {
      // Most lines are there already, and waiting for each of them would take longer than writing it.
      if (!lines.hasNext() && !(await lines.fetch())) break;
      const line = lines.next();
      piece += `<row r="${row}">`;
      for (const cell of cells) piece += cell(line, row);
      piece += '</row>';
      written.rows += 1;
      if (piece.length < PIECE) continue;
      characters += piece.length;
      yield piece;
      piece = '';
    }
    yield `${piece}</sheetData></worksheet>`;
  };
  const names: string[] = [];
  try {
    // An error before the first row comes before the first byte.
    await lines.fetch();
    do {
      names.push(sheetName(title, names.length));
      yield { name: `xl/worksheets/sheet${names.length}.xml`, content: sheet() };
    } while (lines.hasNext() || (await lines.fetch()));
    yield* workbookFiles(names);
  } finally {
    await lines.close();
  }
}

interface Lines<Line> {
  hasNext(): boolean;
  next(): Line;
  /** Gets more lines; false if there are none. */
  fetch(): Promise<boolean>;
  close(): Promise<void>;
}

function linesFrom<Item, Line>(
  items: AsyncIterable<readonly Item[]>,
  linesOf: (item: Item) => readonly Line[],
): Lines<Line> {
  const batches = items[Symbol.asyncIterator]();
  let present: readonly Line[] = [];
  let at = 0;
  return {
    hasNext: () => at < present.length,
    next: () => {
      const line = present[at] as Line;
      at += 1;
      return line;
    },
    fetch: async () => {
      for (;;) {
        const batch = await batches.next();
        if (batch.done === true) return false;
        present = batch.value.flatMap(linesOf);
        at = 0;
        if (present.length > 0) return true;
      }
    },
    close: async () => {
      await batches.return?.();
    },
  };
}

function headingsOf<Line>(columns: readonly Column<Line>[], language: Language): string {
  return columns.map(({ heading }, at) => textCell(`${letters(at)}1`, heading[language], ' s="1"')).join('');
}

function cellOf<Line>(column: Column<Line>, at: number): (line: Line, row: number) => string {
  const place = letters(at);
  return (line, row) => {
    const value = column.read(line);
    if (value === null || value === '') return '';
    const cell = `${place}${row}`;
    if (column.kind === 'text') return textCell(cell, String(value));
    if (column.kind === 'number') return `<c r="${cell}"><v>${value}</v></c>`;
    if (column.kind !== 'instant')
      return `<c r="${cell}" s="${amountStyle(String(value))}"><v>${value}</v></c>`;
    const ms = localMs(String(value), column.zone(line));
    if (Number.isNaN(ms)) return textCell(cell, String(value));
    const day = ms / DAY_MS + UNIX_DAY;
    if (day < FIRST_SURE_DAY) return textCell(cell, new Date(ms).toISOString().slice(0, 19));
    return `<c r="${cell}" s="${INSTANT_STYLE}"><v>${day}</v></c>`;
  };
}

/** The text is part of the cell, so that no table of texts grows with the list. Excel never runs it. */
function textCell(cell: string, text: string, style = ''): string {
  const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : '';
  return `<c r="${cell}"${style} t="inlineStr"><is><t${space}>${xmlText(text)}</t></is></c>`;
}

const NOT_PLAIN = /[&<>\p{Cc}\ufffe\uffff]|_x[\da-f]{4}_/iu;
/** XML has none of these, except for the three that it reads as white space. */
const NOT_IN_XML = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu;

export function xmlText(given: string): string {
  const text = given.length <= MOST_TEXT ? given : `${given.slice(0, MOST_TEXT - 1)}…`.toWellFormed();
  if (!NOT_PLAIN.test(text)) return text;
  return (
    text
      .replace(/\r\n?/g, '\n')
      .replace(NOT_IN_XML, '\uFFFD')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // Excel reads _x0041_ as a character by its number.
      .replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_')
  );
}

/** `A`, `Z`, `AA`: the name of a column, counted from 0. */
export function letters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : `${letters(Math.floor(at / 26) - 1)}${last}`;
}
