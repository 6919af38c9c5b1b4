import { DESCRIBED, type DescribedTable, HIDDEN_EVERYWHERE } from './described-tables.ts';
import type { Column, Table } from './read-schema.ts';

/** A table with what is said of it: what a model, its admin page and its grants are made from. */
export interface AppModel extends DescribedTable {
  readonly table: string;
  readonly edited: readonly string[];
  /** Without those that are hidden. */
  readonly columns: readonly Column[];
  readonly uniqueTogether: readonly (readonly string[])[];
}

/**
 * @throws Error where what is said of a table names a column that the schema does not have
 */
export function appModels(schema: ReadonlyMap<string, Table>): readonly AppModel[] {
  return Object.entries(DESCRIBED).map(([name, described]) => {
    const table = schema.get(name);
    if (table === undefined) throw new Error(`The schema has no table ${name}.`);
    const { hidden = [], edited = [] } = described;
    const left = table.columns.filter(
      (column) => !HIDDEN_EVERYWHERE.includes(column.name) && !hidden.includes(column.name),
    );
    const known = new Set(left.map((column) => column.name));
    const named = new Set([...known, ...left.map(fieldName)]);
    const { list, filters = [], search = [], label } = described;
    const own = [...list, ...filters, ...edited, ...label, ...search.filter((one) => !one.includes('__'))];
    for (const one of own.map((part) => part.replace(/^=/, ''))) {
      if (!named.has(one)) throw new Error(`The table ${name} has no column ${one}.`);
    }
    for (const one of hidden) {
      if (!table.columns.some((column) => column.name === one)) throw new Error(`${name} has no ${one}.`);
    }
    const uniqueTogether = table.uniqueTogether.filter((set) => set.every((column) => known.has(column)));
    return { ...described, table: name, edited, columns: left, uniqueTogether };
  });
}

/** What Django calls the field of a column: a foreign key goes by the name of what it refers to. */
export function fieldName({ name, refersTo }: Column): string {
  if (refersTo === null || DESCRIBED[refersTo] === undefined) return name;
  return name.replace(/_id$/, '');
}

/** A Python text. */
export function py(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

const LINE = 110;

/** A Python tuple, on one line if it fits behind `indent` and `before`. */
export function tuple(items: readonly string[], indent: number, before: number): string {
  const one = `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
  return indent + before + one.length <= LINE ? one : onLines(items, indent);
}

/** The arguments of a call, on one line if they fit. */
export function call(name: string, items: readonly string[], indent: number, before: number): string {
  const one = `${name}(${items.join(', ')})`;
  return indent + before + one.length <= LINE ? one : `${name}${onLines(items, indent)}`;
}

function onLines(items: readonly string[], indent: number): string {
  const pad = ' '.repeat(indent);
  return `(\n${items.map((item) => `${pad}    ${item},\n`).join('')}${pad})`;
}

export const GENERATED = `# Made from the migrated schema by "npm run django-app": changes belong there.\n`;
