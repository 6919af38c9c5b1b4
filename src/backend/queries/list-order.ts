/** A column by which a caller can order a list. */
export interface ListOrder<Name extends string> {
  readonly by: Name;
  readonly descending: boolean;
}

interface OrderColumn {
  readonly sql: string;
  /** Rows without a value come last in both directions. */
  readonly nullable?: boolean;
}

/** `order by` these columns, with the id last, so that every row is on exactly one page. */
export function orderBy<Name extends string>(
  columns: Readonly<Record<Name, OrderColumn>>,
  orders: readonly ListOrder<Name>[],
  id: string,
): string {
  const parts = orders.map(({ by, descending }) => {
    const { sql, nullable } = columns[by];
    return `${sql}${descending ? ' desc' : ''}${nullable === true ? ' nulls last' : ''}`;
  });
  // The id has the direction of the first column, so that an index can serve both.
  return [...parts, `${id}${orders[0]?.descending === true ? ' desc' : ''}`].join(', ');
}

/** Finds a text anywhere in columns, regardless of case; `%` and `_` are not wildcards. */
export function contains(parameter: string, columns: readonly string[]): string {
  const text = columns.map((column) => `coalesce(${column}, '')`).join(` || ' ' || `);
  return `(${parameter}::text is null or strpos(lower(${text}), lower(${parameter})) > 0)`;
}
