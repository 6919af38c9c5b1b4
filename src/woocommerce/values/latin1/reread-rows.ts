import { selectLists } from '../../connect/fallback/select-lists.ts';
import type { Cell, Row, RowReading } from '../../connect/store-connection.ts';
import { utf8InLatin1 } from './latin1.ts';
import type { Rereads } from './rereads.ts';
import { columnKey, type TextColumns } from './text-columns.ts';

/**
 * Decodes UTF-8 that is stored in columns of `latin1`. It decides for each value, because a column may contain
 * both encodings. The selected columns are parsed from the statement, because not every transport reports them.
 * Values of other columns are never changed.
 *
 * @param rereads records the decoded values; null to record none
 */
export function latin1Reading(columns: TextColumns, rereads: Rereads | null): RowReading {
  if (![...columns.values()].includes('latin1')) return () => null;
  return (sql) => {
    const places = latin1Places(sql, columns);
    return places.length === 0 ? null : (row) => rereadRow(row, places, rereads);
  };
}

/** A selected column, by its position in a row. */
interface Latin1Place {
  readonly at: number;
  /** The maximum number of selected characters. */
  readonly cutAt: number;
}

/** An expression is in `latin1` if all text columns in it are. */
function latin1Places(sql: string, columns: TextColumns): readonly Latin1Place[] {
  const lists = selectLists(sql);
  if (lists === null) return [];
  const tables = tablesByAlias(sql);
  const isLatin1 = (expression: string): boolean => {
    const charsets = [...expression.matchAll(/\b(\w+)\.(\w+)/g)].flatMap(([, alias = '', column = '']) =>
      [...(tables.get(alias) ?? [])].flatMap((table) => columns.get(columnKey(table, column)) ?? []),
    );
    return charsets.length > 0 && charsets.every((charset) => charset === 'latin1');
  };
  const [first] = lists;
  return (first?.columns ?? []).flatMap((expression, at) =>
    lists.every((list) => isLatin1(list.columns[at] ?? '')) ? [{ at, cutAt: cutOf(expression) }] : [],
  );
}

/** Our statements give each table a short name of its own. */
export function tablesByAlias(sql: string): ReadonlyMap<string, ReadonlySet<string>> {
  const tables = new Map<string, Set<string>>();
  for (const [, table = '', alias = ''] of sql.matchAll(/`([^`]+)`\s+(?:AS\s+)?(\w+)/gi)) {
    tables.set(alias, (tables.get(alias) ?? new Set()).add(table));
  }
  return tables;
}

function cutOf(expression: string): number {
  const [, characters] = /^LEFT\(.+, (\d+)\)$/.exec(expression) ?? [];
  return characters === undefined ? Number.POSITIVE_INFINITY : Number(characters);
}

function rereadRow(row: Row, places: readonly Latin1Place[], rereads: Rereads | null): Row {
  let reread: Cell[] | null = null;
  for (const { at, cutAt } of places) {
    const arrived = row[at];
    if (typeof arrived !== 'string') continue;
    const read = arrived.length < cutAt ? utf8InLatin1(arrived) : readCut(arrived);
    if (read === null) continue;
    reread ??= [...row];
    reread[at] = read;
    rereads?.add(String(row[0]), read, arrived);
  }
  return reread ?? row;
}

/** A text that was cut may end within a character, with up to three of its bytes. */
function readCut(arrived: string): string | null {
  for (let end = arrived.length; end >= arrived.length - 3; end -= 1) {
    const read = utf8InLatin1(arrived.slice(0, end));
    if (read !== null) return read;
  }
  return null;
}
