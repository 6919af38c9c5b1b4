import { selectLists } from './select-lists.ts';

interface JsonStatement {
  readonly sql: string;
  /** How many columns each row has. */
  readonly columns: number;
}

/**
 * Makes a query return each row as one JSON array of texts. Otherwise the output of a remote client would not
 * distinguish NULL from the text 'NULL', or a line break from the end of a row. Every column becomes text, so
 * no amount and no id passes through a float. Null if the statement is not a query; its rows stay as the client
 * prints them.
 *
 * @throws bug `store.statement-not-readable`
 */
export function asJsonStatement(sql: string): JsonStatement | null {
  const lists = selectLists(sql);
  if (lists === null) return null;
  let rewritten = '';
  let at = 0;
  for (const { from, until, columns } of lists) {
    rewritten += `${sql.slice(at, from)} JSON_ARRAY(${columns.map((column) => `CAST(${column} AS CHAR)`).join(', ')}) `;
    at = until;
  }
  return { sql: rewritten + sql.slice(at), columns: lists[0]?.columns.length ?? 0 };
}
