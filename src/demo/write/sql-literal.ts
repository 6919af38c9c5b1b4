import type { SqlValue } from './store-writer.ts';

const UNSAFE = /['\\]/;
const UNSAFE_ALL = /['\\]/g;

/**
 * A row as text for an INSERT of several rows. This is safe only on a connection with utf8mb4 and without
 * NO_BACKSLASH_ESCAPES; the loader sets both.
 */
export function rowLiteral(row: readonly SqlValue[]): string {
  let text = '(';
  for (let at = 0; at < row.length; at += 1) {
    const value = row[at];
    if (at > 0) text += ',';
    if (value === null || value === undefined) text += 'NULL';
    else if (typeof value === 'number') text += value;
    else text += `'${UNSAFE.test(value) ? value.replace(UNSAFE_ALL, '\\$&') : value}'`;
  }
  return `${text})`;
}
