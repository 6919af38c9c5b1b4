import { escapeJson, escapeText, NULL } from '../queries/copy-rows.ts';
import { type ColumnValue, type Json, jsonbObject, jsonbText, toColumnText } from '../tables/column-text.ts';
import { digestOf } from '../tables/digest.ts';
import type { RemovedReason, RowDraft } from '../tables/synced-table.ts';
import type { TablePlan } from '../tables/table-plan.ts';

/** A draft as texts of PostgreSQL, ready to be compared and written. */
export interface Prepared {
  readonly id: string;
  /** The texts in the order of the plan's columns. */
  readonly texts: readonly (string | null)[];
  readonly digest: string;
  readonly removedReason: RemovedReason | null;
  readonly erased: boolean;
}

export function prepareRow<Row extends object>(plan: TablePlan<Row>, draft: RowDraft<Row>): Prepared {
  const { names, types, storeValues } = plan;
  const { id, values, removedReason, erased = false } = draft;
  const texts: (string | null)[] = [];
  for (const [place, name] of names.entries()) {
    // The text of this column is built from those of the others.
    const text =
      place === storeValues ? null : toColumnText(types[place] ?? 'text', values[name] as ColumnValue);
    texts.push(text);
  }
  if (storeValues >= 0) texts[storeValues] = storeValuesText(plan, values, texts);
  return { id, texts, digest: digestOf(texts, plan.digested, plan.digestedWhenSet), removedReason, erased };
}

/** The row with these joined columns. Neither its digest nor its store values depend on them. */
export function rejoin<Row extends object>(
  { names, types, joined }: TablePlan<Row>,
  row: Prepared,
  values: Row,
): Prepared {
  const texts = [...row.texts];
  for (const place of joined) {
    const name = names[place];
    if (name !== undefined) texts[place] = toColumnText(types[place] ?? 'text', values[name] as ColumnValue);
  }
  return { ...row, texts };
}

/** The present values of the merged columns in the store, which are the base of the next merge. */
function storeValuesText<Row extends object>(
  { merged, types }: TablePlan<Row>,
  values: Row,
  texts: readonly (string | null)[],
): string {
  const own = (values as { store_values?: Readonly<Record<string, Json>> }).store_values ?? {};
  const members: [string, string][] = [];
  for (const [name, value] of Object.entries(own)) members.push([name, jsonbText(value)]);
  for (const { name, place } of merged) {
    const text = texts[place] ?? null;
    members.push([name, types[place] === 'jsonb' && text !== null ? text : jsonbText(text)]);
  }
  return jsonbObject(members);
}

/** Columns that every synced table has besides its own, in the order of `copyLine`. */
export const OWN_COLUMNS = ['id', 'content_digest', 'removed_reason', 'removed_at'] as const;

/** A row as COPY takes it: the table's own columns, then the plan's. */
export function copyLine<Row>({ types }: TablePlan<Row>, row: Prepared): string {
  const removed = row.removedReason === null ? `${NULL}\t${NULL}` : `${row.removedReason}\tnow`;
  let line = `${row.id}\t\\\\x${row.digest}\t${removed}`;
  for (const [place, text] of row.texts.entries()) {
    line += text === null ? `\t${NULL}` : `\t${escaped(types[place], text)}`;
  }
  return line;
}

/** Only text that people write can contain a character that COPY would interpret. */
function escaped(type: string | undefined, text: string): string {
  if (type === 'text') return escapeText(text);
  return type === 'jsonb' ? escapeJson(text) : text;
}
