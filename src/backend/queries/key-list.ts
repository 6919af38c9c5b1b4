import { type Queryable, queryRows, streamRows, type Transaction } from '../database.ts';
import type { SearchCondition } from '../search/search-conditions.ts';

/** A list whose pages are found by key: one table, its filters, and the columns of each row. */
export interface KeyList {
  /** `orders o`. The alias is the first letter of the table in all parts below. */
  readonly table: string;
  readonly alias: string;
  /** Conditions on that table alone, with $1, $2 … */
  readonly where: string;
  readonly values: readonly unknown[];
  /**
   * The queries of a search; null if there is no search. PostgreSQL cannot estimate how many rows match a word,
   * and a wrong estimate makes it scan the whole table in order. So the matches are counted first. A few are
   * collected and then sorted; if there are many, the first ones in the order of the list are found soon.
   */
  readonly search: readonly SearchCondition[] | null;
  readonly columns: string;
  /** Joins that only the columns need, such as `join events e on e.id = o.event_id`. */
  readonly joins: string;
}

/** The order of the list, with the id last. Its expression is that of an index, and never null. */
export interface SortKey {
  readonly expression: string;
  readonly type: 'timestamptz' | 'uuid' | 'text';
  readonly descending: boolean;
}

/** A position between two rows, as texts. */
export interface RowKey {
  readonly key: string;
  readonly id: string;
}

export type Place =
  | { readonly at: 'row'; readonly offset: number }
  | { readonly at: 'end' }
  | { readonly at: 'after' | 'before'; readonly key: RowKey };

export interface KeyPage<Row> {
  readonly rows: readonly Row[];
  readonly count: number;
  /** False if there are more rows than are counted; `count` is PostgreSQL's estimate. */
  readonly countExact: boolean;
  /** The keys of the positions before and after this page; null if there are no rows. */
  readonly before: RowKey | null;
  readonly after: RowKey | null;
}

/** At most this many rows are counted. Up to there, pages have numbers. */
export const COUNTED_ROWS = 10_000;

/** One page of a list, without reading the rows before it. */
export async function readKeyPage<Row extends object>(
  db: Queryable,
  list: KeyList,
  sort: SortKey,
  place: Place,
  pageSize: number,
): Promise<KeyPage<Row>> {
  const { count, exact } = await countRows(db, list);
  const backwards = place.at === 'end' || place.at === 'before';
  // The last numbered page has only the rows that the earlier pages leave.
  const size = place.at === 'end' && exact && count > 0 ? ((count - 1) % pageSize) + 1 : pageSize;
  const found = await queryRows<Row & { key_text: string; key_id: string }>(
    db,
    pageSql(list, sort, backwards, exact),
    [...list.values, ...keyOf(place), size + 1, place.at === 'row' ? place.offset : 0],
  );
  const more = found.length > size;
  const shown = found.slice(0, size);
  if (backwards) shown.reverse();
  const keys = shown.map(({ key_text, key_id }): RowKey => ({ key: key_text, id: key_id }));
  const [first = null, last = null] = [keys[0], keys.at(-1)];
  const behind = place.at === 'after' || (place.at === 'row' && place.offset > 0);
  return {
    rows: shown,
    count,
    countExact: exact,
    before: (backwards ? more : behind) ? first : null,
    after: (backwards ? place.at === 'before' : more) ? last : null,
  };
}

/** All rows of a list in its order, in batches. They are the rows of all its pages. */
export async function* streamKeyRows<Row extends object>(
  tx: Transaction,
  list: KeyList,
  sort: SortKey,
): AsyncGenerator<readonly Row[]> {
  const { exact } = await countRows(tx, list);
  yield* streamRows<Row>(tx, allRowsSql(list, sort, exact), list.values);
}

/** The rows are joined before they are sorted, because a lookup for each row would read most tables twice. */
function allRowsSql(list: KeyList, sort: SortKey, few: boolean): string {
  const { table, alias, columns, joins, search } = list;
  const order = sort.descending ? 'desc' : 'asc';
  const by = `order by ${sort.expression} ${order}, ${alias}.id ${order}`;
  if (search === null || !few) return `select ${columns} from ${table} ${joins} where ${wholeOf(list)} ${by}`;
  return `with ${foundRows(list, search, `${alias}.id`)}
    select ${columns} from found join ${table} on ${alias}.id = found.id ${joins} ${by}`;
}

function keyOf(place: Place): readonly [string | null, string | null] {
  return place.at === 'after' || place.at === 'before' ? [place.key.key, place.key.id] : [null, null];
}

/**
 * The keys of the rows are read first, from an index if there is one. The columns are read only for the rows of
 * the page.
 */
function pageSql(list: KeyList, sort: SortKey, backwards: boolean, few: boolean): string {
  const { table, alias, columns, joins } = list;
  const falling = sort.descending !== backwards;
  const order = falling ? 'desc' : 'asc';
  const at = list.values.length + 1;
  const key = `${sort.expression} as key, ${alias}.id`;
  const found =
    list.search !== null && few
      ? foundRows(list, list.search, key)
      : `found as not materialized (select ${key} from ${table} where ${wholeOf(list)})`;
  return `with ${found}
    select ${columns}, page.key::text as key_text, page.id as key_id
    from (
      select key, id from found
      where $${at}::${sort.type} is null or (key, id) ${falling ? '<' : '>'} ($${at}::${sort.type}, $${at + 1}::uuid)
      order by key ${order}, id ${order}
      limit $${at + 2} offset $${at + 3}
    ) page
    join ${table} on ${alias}.id = page.id ${joins}
    order by page.key ${order}, page.id ${order}`;
}

/** All conditions of a list, in the form that is fast for a single row. */
export function wholeOf({ where, search }: Pick<KeyList, 'where' | 'search'>): string {
  if (search === null) return where;
  const holds = search.map((way) => way.holds);
  return `${where} and ${holds.length === 0 ? 'false' : `(${holds.join(' or ')})`}`;
}

/**
 * The rows that a search finds, up to the counting limit. Each kind of match is a separate select, because
 * PostgreSQL would test every part of one combined condition on every row. Each select is materialized;
 * otherwise the limit makes the planner scan the whole table until it finds enough rows. PostgreSQL computes
 * only the rows that are taken from it.
 */
function foundRows({ table, where }: KeyList, search: readonly SearchCondition[], columns: string): string {
  if (search.length === 0) return `found as (select ${columns} from ${table} where false and ${where})`;
  const ways = search.map(
    ({ finds }, at) =>
      `way${at} as materialized (select ${columns} from ${table} where ${where} and ${finds})`,
  );
  const rows = search.map((_, at) => `(select * from way${at} limit ${COUNTED_ROWS + 1})`);
  return `${ways.join(', ')}, found as materialized (${rows.join(' union ')})`;
}

async function countRows(
  db: Queryable,
  list: KeyList,
): Promise<{ readonly count: number; readonly exact: boolean }> {
  const { table, alias, search, values } = list;
  const rows =
    search === null
      ? `found as not materialized (select ${alias}.id from ${table} where ${list.where})`
      : foundRows(list, search, `${alias}.id`);
  const [found] = await queryRows<{ count: number }>(
    db,
    `with ${rows} select count(*) as count from (select from found limit ${COUNTED_ROWS + 1}) counted`,
    values,
  );
  const counted = found?.count ?? 0;
  if (counted <= COUNTED_ROWS) return { count: counted, exact: true };
  const [plan] = await queryRows<{ 'QUERY PLAN': readonly [{ readonly Plan: { 'Plan Rows': number } }] }>(
    db,
    `explain (format json) select from ${table} where ${wholeOf(list)}`,
    values,
  );
  const estimate = plan?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
  return { count: Math.max(counted, estimate), exact: false };
}
