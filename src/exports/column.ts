import type { Language } from '../vocabulary/people.ts';

/** A value of a cell as the backend has it: times in UTC as text, amounts with the digits of their currency. */
export type Cell = string | number | null;

interface Base<Line> {
  /** The name of the field in the API and in NDJSON. */
  readonly name: string;
  readonly heading: Readonly<Record<Language, string>>;
  readonly read: (line: Line) => Cell;
}

/** A column of a table, for lines of one kind. */
export type Column<Line> = Base<Line> &
  (
    | { readonly kind: 'text' | 'number' | 'amount' }
    /** A time, shown by the clock of a zone. */
    | { readonly kind: 'instant'; readonly zone: (line: Line) => string }
  );

/** Everything that a format needs to write an export. */
export interface ExportContent<Item, Line> {
  readonly columns: readonly Column<Line>[];
  /** What the export contains, in batches. */
  readonly items: AsyncIterable<readonly Item[]>;
  /** The lines of one item in a table. */
  readonly linesOf: (item: Item) => readonly Line[];
  /** The item as an object of NDJSON. */
  readonly objectOf: (item: Item) => object;
}

/** Bytes of a file, and how many rows were written so far. */
export interface Written {
  rows: number;
}

export type Writer = <Item, Line>(
  content: ExportContent<Item, Line>,
  written: Written,
) => AsyncIterable<Buffer>;

/** Texts are handed on in pieces of about this many characters. */
export const PIECE = 64 * 1024;
