import type { Transaction } from '../backend/database.ts';
import type { ChangeRow } from '../backend/readings/change-list.ts';
import type { Cell, Column, Writer, Written } from './column.ts';
import { type ColumnName, HEADINGS } from './headings.ts';

/** What the reader of an export may see: the same as in the lists. */
export interface ReaderView {
  readonly seesPersonalData: boolean;
  /** A row of a table as the reader may see it. */
  row<Row extends object>(table: string, row: Row): Row;
  change(row: ChangeRow): ChangeRow;
}

/** Reads the rows of one export in this transaction and writes them in a format. */
export type Export = (tx: Transaction, write: Writer, written: Written) => AsyncIterable<Buffer>;

/** Columns that show fields of the line as they are. */
export function plainColumns<Line extends object>(
  kind: 'text' | 'number' | 'amount',
  names: string,
): readonly Column<Line>[] {
  return namesIn(names).map((name) => ({ kind, name, heading: HEADINGS[name], read: field<Line>(name) }));
}

/** Columns of times, by the clock of the zone that the line names. */
export function instantColumns<Line extends object>(
  names: string,
  zone: (line: Line) => string,
): readonly Column<Line>[] {
  return namesIn(names).map((name) => ({
    kind: 'instant',
    name,
    heading: HEADINGS[name],
    read: field<Line>(name),
    zone,
  }));
}

/** A column whose text is made from the line. */
export function madeColumn<Line>(name: ColumnName, read: (line: Line) => Cell): Column<Line> {
  return { kind: 'text', name, heading: HEADINGS[name], read };
}

function namesIn(names: string): readonly ColumnName[] {
  return names.trim().split(/\s+/) as ColumnName[];
}

function field<Line extends object>(name: string): (line: Line) => Cell {
  return (line) => ((line as Readonly<Record<string, Cell>>)[name] ?? null) as Cell;
}

/** `key: value` for each part of an object; null without parts. */
export function partsText(parts: Readonly<Record<string, string>> | null): string | null {
  const texts = Object.entries(parts ?? {}).map(([key, value]) => `${key}: ${value}`);
  return texts.length === 0 ? null : texts.join('; ');
}

/** Converts batches of rows one by one. */
export async function* mapBatches<From, To>(
  batches: AsyncIterable<readonly From[]>,
  convert: (row: From) => To,
): AsyncGenerator<readonly To[]> {
  for await (const batch of batches) yield batch.map(convert);
}
