import { hash } from 'node:crypto';
import { type Queryable, queryRows } from '../database.ts';
import type { ColumnType, Json } from '../tables/column-text.ts';
import { type EditedTable, editableTexts } from '../tables/edited-tables.ts';

/** An editable field of one row, with its values as texts of its column. */
export interface EditableField {
  readonly field: string;
  readonly type: ColumnType;
  readonly ours: string | null;
  /** The value at the last sync. Also null if only people set the field. */
  readonly store: string | null;
  readonly isSynced: boolean;
  readonly isNullable: boolean;
}

/** A field whose value differs from the store's because somebody changed it here. */
export interface FieldEdit {
  readonly field: string;
  readonly ours: Json;
  readonly store: Json;
}

/** The fields of a row that people edited, and the version that an edit of the row must name. */
export interface EditState {
  readonly version: string;
  /** The values of the editable fields in this version. */
  readonly values: Readonly<Record<string, Json>>;
  readonly edits: readonly FieldEdit[];
}

const DIGITS_A_FIELD = 8;

/** @param lock true to prevent others from writing the row until the transaction ends */
export async function readEditableFields(
  db: Queryable,
  table: EditedTable,
  id: string,
  lock = false,
): Promise<readonly EditableField[] | null> {
  const texts = editableTexts(table, 't');
  const columns = texts.flatMap(({ ours, store }, place) => [
    `${ours} as ours_${place}`,
    `${store ?? 'null::text'} as store_${place}`,
  ]);
  const [row] = await queryRows<Record<string, string | null>>(
    db,
    `select ${columns.join(', ')} from ${table} t where t.id = $1${lock ? ' for no key update of t' : ''}`,
    [id],
  );
  if (row === undefined) return null;
  return texts.map(({ field, type, store, isNullable }, place) => ({
    field,
    type,
    ours: row[`ours_${place}`] ?? null,
    store: row[`store_${place}`] ?? null,
    isSynced: store !== null,
    isNullable,
  }));
}

/** Null if there is no such row. */
export async function readEditState(
  db: Queryable,
  table: EditedTable,
  id: string,
): Promise<EditState | null> {
  const fields = await readEditableFields(db, table, id);
  if (fields === null) return null;
  const edits = fields
    .filter(({ isSynced, ours, store }) => isSynced && ours !== store)
    .map(({ field, type, ours, store }) => ({
      field,
      ours: asValue(type, ours),
      store: asValue(type, store),
    }));
  const values = fields.map(({ field, type, ours }) => [field, asValue(type, ours)] as const);
  return { version: versionOf(id, fields), values: Object.fromEntries(values), edits };
}

/**
 * Computes the version of a row from its editable fields, ours and the store's. Every write of one of them
 * changes the version, and a check-in does not. Each field has a part of its own, so that a stale version shows
 * which fields changed.
 */
function versionOf(id: string, fields: readonly EditableField[]): string {
  return fields.map((field) => digestOf(id, field)).join('');
}

/** The fields that changed since this version. If the text is not a version of these fields, all of them. */
export function changedSince(
  version: string,
  id: string,
  fields: readonly EditableField[],
): readonly EditableField[] {
  if (version.length !== fields.length * DIGITS_A_FIELD) return fields;
  return fields.filter((field, place) => {
    const part = version.slice(place * DIGITS_A_FIELD, (place + 1) * DIGITS_A_FIELD);
    return part !== digestOf(id, field);
  });
}

function digestOf(id: string, { field, ours, store }: EditableField): string {
  return hash('sha256', JSON.stringify([id, field, ours, store]), 'base64url').slice(0, DIGITS_A_FIELD);
}

/** The text of a column as a value in a reply. */
export function asValue(type: ColumnType, text: string | null): Json {
  if (text === null) return null;
  if (type === 'jsonb') return JSON.parse(text) as Json;
  return type === 'integer' ? Number(text) : text;
}
