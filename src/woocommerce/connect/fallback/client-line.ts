import type { Row } from '../store-connection.ts';

/** The cells of a row are texts or NULL. A line that has a bracket and anything else in it is a warning. */
const ROW_START = /\[(?:"|null[,\]])/g;
const ESCAPE = '\u001b';
const BELL = '\u0007';
/** Escape sequences for colours and titles. JSON escapes such characters, so a row contains none. */
const ESCAPES = new RegExp(`${ESCAPE}(?:\\[[\\d;?]*[A-Za-z]|\\][^${BELL}]*${BELL})`, 'g');
const ERROR = /ERROR (\d+) \([0-9A-Z]{5}\)(?: at line \d+)?: (.*)$/s;

/** The client's message for a failed statement. */
export type ClientError = Error & { readonly errno: number };

/** A line of the client without a Windows line end, and without colours that the host adds. */
export function plainLine(line: Buffer): string {
  return line.toString('utf8').replace(ESCAPES, '').replace(/\r+$/, '');
}

/**
 * The row in a line of the client's output. A host may print something just before it on the same line. `none` if
 * the line has no row. `broken`: other output is in the middle of the row.
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

/**
 * At the beginning of a line, text of this form counts as an error. Further on, it does so only if the line has
 * no row.
 */
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
