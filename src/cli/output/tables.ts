import Table from 'cli-table3';
import { shownLine } from '../../kernel/log/plain-text.ts';
import { LINE_BREAK } from './terminal.ts';

type Align = 'left' | 'right';

export interface Column {
  readonly title: string;
  readonly align?: Align;
}

/** The text of a cell, or its lines. */
export type Cell = string | readonly string[];

/** A table with borders, for `printLine`; without colours, so that it looks the same in a file. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const table = new Table({
    head: columns.map((column) => shownLine(column.title)),
    colAligns: columns.map((column) => column.align ?? 'left'),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(row.map((cell) => [cell].flat().map(shownLine).join('\n')));
  return table.toString().replaceAll('\n', LINE_BREAK);
}

const WHOLE = new Intl.NumberFormat('en');

export function showCount(count: number): string {
  return WHOLE.format(count);
}

/** A number with its noun: `1 row`, `1,240 rows`. */
export function countOf(count: number, one: string): string {
  return `${showCount(count)} ${one}${count === 1 ? '' : 's'}`;
}

/** `12.3 MB`. A megabyte has 1,000,000 bytes, as on the label of a disk. */
export function showBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** A decimal number as text, with separators and without needless zeros: `25000.00000000` → `25,000`. */
export function showDecimal(text: string, minorDigits = 0): string {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = fraction.replace(/0+$/, '').padEnd(minorDigits, '0');
  const parted = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${parted}${digits === '' ? '' : `.${digits}`}`;
}

export function showDuration(durationMs: number): string {
  return durationMs < 1000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}
