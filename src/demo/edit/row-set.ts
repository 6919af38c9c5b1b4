import type { Connection, RowDataPacket } from 'mysql2/promise';
import { rowLiteral } from '../write/sql-literal.ts';
import type { SqlValue } from '../write/store-writer.ts';
import {
  asStored,
  columnsOf,
  type EditedTable,
  IDENTITY,
  idColumn,
  isNumbered,
  openRowNames,
  type StoredRow,
  tableOf,
} from './stored-rows.ts';

/** The rows as they should be, in the order in which they are written. */
export type WantedRows = readonly (readonly [table: EditedTable, row: readonly SqlValue[]])[];

/**
 * A copy of the rows in the edited tables of one store. With it, a change sends the same statements as
 * WordPress: unchanged rows are not touched, and changed rows keep their ids.
 */
export class RowSet {
  readonly #prefix: string;
  readonly #rows = new Map<string, StoredRow>();
  readonly #lastId = new Map<EditedTable, number>();

  private constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Reads all rows. The connection uses utf8mb4. */
  static async read(connection: Connection, prefix: string): Promise<RowSet> {
    const set = new RowSet(prefix);
    for (const table of Object.keys(IDENTITY) as EditedTable[]) {
      const columns = columnsOf(table).map((name) => `\`${name}\``);
      const [rows] = await connection.query<RowDataPacket[]>({
        sql: `SELECT ${columns.join(', ')} FROM \`${prefix}${table}\` ORDER BY 1`,
        rowsAsArray: true,
        typeCast: (field) => field.string(),
      });
      const nameOf = openRowNames();
      for (const row of rows as unknown as StoredRow[]) {
        set.#rows.set(nameOf(table, row), row);
        set.#lastId.set(table, Number(row[0]));
      }
    }
    return set;
  }

  has(name: string): boolean {
    return this.#rows.has(name);
  }

  /** The value of a column in an existing row. */
  cell(name: string, column: number): string | null {
    return this.#rows.get(name)?.[column] ?? null;
  }

  /** The next id that the database would give. */
  nextId(table: EditedTable): number {
    const id = (this.#lastId.get(table) ?? 0) + 1;
    this.#lastId.set(table, id);
    return id;
  }

  /** Returns the statement that gives a row the new values; null if it has them already. */
  put(name: string, wanted: readonly SqlValue[]): string | null {
    const table = tableOf(name);
    const present = this.#rows.get(name);
    const row = asStored(wanted);
    if (present === undefined) {
      const whole = isNumbered(table) ? [String(this.nextId(table)), ...row.slice(1)] : row;
      this.#rows.set(name, whole);
      const columns = columnsOf(table).map((column) => `\`${column}\``);
      return `INSERT INTO \`${this.#prefix}${table}\` (${columns.join(', ')}) VALUES ${rowLiteral(whole)}`;
    }
    const kept = isNumbered(table) ? [present[0] ?? null, ...row.slice(1)] : row;
    const changed = columnsOf(table).filter((_, at) => present[at] !== kept[at]);
    if (changed.length === 0) return null;
    this.#rows.set(name, kept);
    const sets = changed.map((column) => {
      const value = kept[columnsOf(table).indexOf(column)] ?? null;
      return `\`${column}\` = ${rowLiteral([value]).slice(1, -1)}`;
    });
    return `UPDATE \`${this.#prefix}${table}\` SET ${sets.join(', ')} WHERE ${this.#where(table, present)}`;
  }

  /** Deletes a row, if it exists. */
  drop(name: string): string | null {
    const table = tableOf(name);
    const present = this.#rows.get(name);
    if (present === undefined) return null;
    this.#rows.delete(name);
    return `DELETE FROM \`${this.#prefix}${table}\` WHERE ${this.#where(table, present)}`;
  }

  #where(table: EditedTable, row: StoredRow): string {
    return `\`${idColumn(table)}\` = ${row[0]}`;
  }
}
