/** A column to order a list by, as a caller names it. */
export interface ListOrder<Name extends string> {
  readonly by: Name;
  readonly descending: boolean;
}

interface OrderColumn {
  readonly sql: string;
  /** Rows without a value come last, whichever way round. */
  readonly nullable?: boolean;
}

/** `order by` of these columns; the id last, so that no two pages share a row. */
export function orderBy<Name extends string>(
  columns: Readonly<Record<Name, OrderColumn>>,
  orders: readonly ListOrder<Name>[],
  id: string,
): string {
  const parts = orders.map(({ by, descending }) => {
    const { sql, nullable } = columns[by];
    return `${sql}${descending ? ' desc' : ''}${nullable === true ? ' nulls last' : ''}`;
  });
  // The same way round as the first one: an index has both.
  return [...parts, `${id}${orders[0]?.descending === true ? ' desc' : ''}`].join(', ');
}

/** Finds a text anywhere in columns, whatever its case; `%` and `_` are no wildcards. */
export function contains(parameter: string, columns: readonly string[]): string {
  const text = columns.map((column) => `coalesce(${column}, '')`).join(` || ' ' || `);
  return `(${parameter}::text is null or strpos(lower(${text}), lower(${parameter})) > 0)`;
}
