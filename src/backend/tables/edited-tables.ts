import type { ColumnType } from './column-text.ts';
import { EVENTS } from './events.ts';
import { TICKET_TIERS } from './ticket-tiers.ts';
import { TICKETS } from './tickets.ts';

/** Tables whose rows people may edit in Taquilla. */
export const EDITED_TABLES = ['events', 'ticket_tiers', 'tickets'] as const;
export type EditedTable = (typeof EDITED_TABLES)[number];

interface EditedFields {
  /** The store's value applies until a person changes it here. */
  readonly fields: readonly string[];
  readonly types: Readonly<Record<string, ColumnType>>;
}

export const EDITED_FIELDS: Readonly<Record<EditedTable, EditedFields>> = {
  events: { fields: EVENTS.merged, types: EVENTS.columns },
  ticket_tiers: { fields: TICKET_TIERS.merged, types: TICKET_TIERS.columns },
  tickets: { fields: TICKETS.merged, types: TICKETS.columns },
};

/** The type of an editable field; null: the field cannot be edited. */
export function typeOfField(table: EditedTable, field: string): ColumnType | null {
  const { fields, types } = EDITED_FIELDS[table];
  return fields.includes(field) ? (types[field] ?? null) : null;
}

/** Each field and its last synced value as SQL, both as comparable `jsonb`; NULL for no value. */
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
    const cast = type === null || type === 'text' ? '' : `::${type === 'money' ? 'numeric(26, 8)' : type}`;
    return { field, ours, theirs: `to_jsonb((${text})${cast})` };
  });
}
