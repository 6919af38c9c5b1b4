import type { Row } from '../store-connection.ts';

/** Cells of a query are texts or NULL: a line that begins with a bracket and something else is a warning. */
const ROW_START = /\[(?:"|null[,\]])/g;
const ESCAPE = '\u001b';
const BELL = '\u0007';
/** What a terminal takes as a colour or a title; JSON writes such characters in another way. */
const ESCAPES = new RegExp(`${ESCAPE}(?:\\[[\\d;?]*[A-Za-z]|\\][^${BELL}]*${BELL})`, 'g');
const ERROR = /ERROR (\d+) \([0-9A-Z]{5}\)(?: at line \d+)?: (.*)$/s;

/** What the client's own program tells of a statement that failed. */
export type ClientError = Error & { readonly errno: number };

/** A line as the client wrote it: without Windows' end of line, and without colours that a host puts around it. */
export function plainLine(line: Buffer): string {
  return line.toString('utf8').replace(ESCAPES, '').replace(/\r+$/, '');
}

/**
 * The row in a line of the client's output. A host may print something without an end of line just before it.
 * `none`: the line has no row. `broken`: something was written into the middle of one.
 */
export function rowInLine(line: string, columns: number): Row | 'none' | 'broken' {
  let found: 'none' | 'broken' = 'none';
  for (const { index } of line.matchAll(ROW_START)) {
    const row = parsed(line.slice(index));
    if (row === null) found = 'broken';
    else if (isRow(row, columns)) return row;
  }
  return found;
}

/** An error at the beginning of a line is one; further on, only where the line has no row. */
export function errorInLine(line: string, where: 'at its start' | 'anywhere'): ClientError | null {
  const match = ERROR.exec(line);
  if (match === null || (where === 'at its start' && match.index > 0)) return null;
  return Object.assign(new Error(match[2] ?? ''), { errno: Number(match[1]) });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRow(value: unknown, columns: number): value is Row {
  return (
    Array.isArray(value) &&
    value.length === columns &&
    value.every((cell) => cell === null || typeof cell === 'string')
  );
}
