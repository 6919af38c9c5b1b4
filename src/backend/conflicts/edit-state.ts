import { hash } from 'node:crypto';
import { type Queryable, queryRows } from '../database.ts';
import type { ColumnType, Json } from '../tables/column-text.ts';
import { type EditedTable, editableTexts } from '../tables/edited-tables.ts';

/** An editable field of one row, as texts of its column. */
export interface EditableField {
  readonly field: string;
  readonly type: ColumnType;
  readonly ours: string | null;
  /** What was last synced of it; null as well where only people set the field. */
  readonly store: string | null;
  readonly isSynced: boolean;
  readonly isNullable: boolean;
}

/** A field that says something else than the store does, because somebody changed it here. */
export interface FieldEdit {
  readonly field: string;
  readonly ours: Json;
  readonly store: Json;
}

/** What of a row people edited, and the version that an edit of it has to name. */
export interface EditState {
  readonly version: string;
  /** What the editable fields say under this version. */
  readonly values: Readonly<Record<string, Json>>;
  readonly edits: readonly FieldEdit[];
}

const DIGITS_A_FIELD = 8;

/** @param lock keeps others from writing the row until the transaction ends */
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

/** null: there is no such row. */
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
 * Names what the editable fields of a row say, ours and the store's: another write of one of them gives another version,
 * and a check-in does not. Each field has its own part, so that a stale version shows which fields changed.
 */
function versionOf(id: string, fields: readonly EditableField[]): string {
  return fields.map((field) => digestOf(id, field)).join('');
}

/** The fields that say something else than under this version; all of them if it is no version of these fields. */
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

/** A column's text as a reply has it. */
export function asValue(type: ColumnType, text: string | null): Json {
  if (text === null) return null;
  if (type === 'jsonb') return JSON.parse(text) as Json;
  return type === 'integer' ? Number(text) : text;
}
