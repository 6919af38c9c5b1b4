import { type ColumnType, readExpression } from './column-text.ts';
import { EVENTS } from './events.ts';
import type { Columns } from './synced-table.ts';
import { TICKET_TIERS } from './ticket-tiers.ts';
import { TICKETS } from './tickets.ts';

/** Tables whose rows people may edit in Taquilla. */
export const EDITED_TABLES = ['events', 'ticket_tiers', 'tickets'] as const;
export type EditedTable = (typeof EDITED_TABLES)[number];

interface EditedFields {
  /** Fields with the store's value until a person changes them here. */
  readonly fields: readonly string[];
  /** Fields that only people set. No sync reads or writes them. */
  readonly unsynced: readonly string[];
  readonly types: Readonly<Record<string, ColumnType>>;
  readonly described: Columns;
}

export const EDITED_FIELDS: Readonly<Record<EditedTable, EditedFields>> = {
  events: { fields: EVENTS.merged, unsynced: [], types: EVENTS.columns, described: EVENTS.described },
  ticket_tiers: {
    fields: TICKET_TIERS.merged,
    unsynced: ['capacity'],
    types: { ...TICKET_TIERS.columns, capacity: 'integer' },
    described: TICKET_TIERS.described,
  },
  tickets: { fields: TICKETS.merged, unsynced: [], types: TICKETS.columns, described: TICKETS.described },
};

/** Every field of a table's rows that people may edit. */
export function editableFields(table: EditedTable): readonly string[] {
  const { fields, unsynced } = EDITED_FIELDS[table];
  return [...fields, ...unsynced];
}

/** The type of an editable field; null if it cannot be edited. */
export function typeOfField(table: EditedTable, field: string): ColumnType | null {
  const { fields, types } = EDITED_FIELDS[table];
  return fields.includes(field) ? (types[field] ?? null) : null;
}

/** Each field and its last synced value as SQL, both as comparable `jsonb`; NULL means no value. */
export function comparedFields(
  table: EditedTable,
  alias = 't',
): readonly {
  readonly field: string;
  readonly ours: string;
  readonly theirs: string;
}[] {
  return EDITED_FIELDS[table].fields.map((field) => {
    const ours = `to_jsonb(${alias}.${field})`;
    const text = `${alias}.store_values ->> '${field}'`;
    const type = typeOfField(table, field);
    if (type === 'jsonb')
      return { field, ours, theirs: `nullif(${alias}.store_values -> '${field}', 'null')` };
    return { field, ours, theirs: `to_jsonb((${text})${castOf(type)})` };
  });
}

/**
 * Each editable field and its last synced value as SQL, both in the text form of `toColumnText`; NULL means no
 * value.
 */
export function editableTexts(
  table: EditedTable,
  alias: string,
): readonly {
  readonly field: string;
  readonly type: ColumnType;
  readonly ours: string;
  /** Null if the store has no value for it. */
  readonly store: string | null;
  readonly isNullable: boolean;
}[] {
  const { unsynced, types, described } = EDITED_FIELDS[table];
  return editableFields(table).map((field) => {
    const type = types[field] ?? 'text';
    const ours = readExpression(type, `${alias}.${field}`);
    if (unsynced.includes(field)) return { field, type, ours, store: null, isNullable: true };
    const synced =
      type === 'jsonb'
        ? `nullif(${alias}.store_values -> '${field}', 'null')`
        : `(${alias}.store_values ->> '${field}')${castOf(type)}`;
    const isNullable = described[field]?.isNullable ?? false;
    return { field, type, ours, store: readExpression(type, synced), isNullable };
  });
}

/** The SQL that casts a text to a column's type. */
export function castOf(type: ColumnType | null): string {
  return type === null || type === 'text' ? '' : `::${type === 'money' ? 'numeric(26, 8)' : type}`;
}
