import { SYNCED_TABLES } from '../tables/all-tables.ts';
import { ACCESS_TEXTS } from './access-texts.ts';
import { CONFIGURATION_TEXTS } from './configuration-texts.ts';
import { EXECUTION_TEXTS } from './execution-texts.ts';
import { ORDER_TEXTS } from './order-texts.ts';
import { OUTBOUND_TEXTS } from './outbound-texts.ts';
import { REPORTING_TEXTS } from './reporting-texts.ts';
import { SERVICE_TEXTS } from './service-texts.ts';
import { SETTLEMENT_TEXTS } from './settlement-texts.ts';
import { STORE_TEXTS } from './store-texts.ts';
import type { Texts } from './table-text.ts';
import { TICKET_TEXTS } from './ticket-texts.ts';
import { TICKETING_TEXTS } from './ticketing-texts.ts';

/** Every table and view of the backend. */
export const ALL_TEXTS: Texts = {
  ...TICKETING_TEXTS,
  ...ORDER_TEXTS,
  ...TICKET_TEXTS,
  ...REPORTING_TEXTS,
  ...CONFIGURATION_TEXTS,
  ...EXECUTION_TEXTS,
  ...STORE_TEXTS,
  ...ACCESS_TEXTS,
  ...SERVICE_TEXTS,
  ...SETTLEMENT_TEXTS,
  ...OUTBOUND_TEXTS,
};

/** Columns that mean the same in every table that has them. */
const IN_EVERY_TABLE: Readonly<Record<string, string>> = {
  id: 'identifies the row; it never changes',
  content_digest: 'a digest of the columns that a sync writes',
  removed_at: 'when the row was found to be gone from the store; null: it is there',
  removed_reason: 'gone, trashed or left_event; null: the row is not removed',
  created_at: 'when the row was added',
  updated_at: 'when the row was last changed',
};

/** Personal columns, and those that people edit, as src/backend/tables/ marks them. */
const MARKS: ReadonlyMap<string, string> = new Map(
  SYNCED_TABLES.flatMap(({ name, described }) =>
    Object.entries(described).map(([column, { isPersonal, owner }]) => {
      const marks = [isPersonal ? 'personal data' : null, owner === 'people' ? 'people may edit it' : null];
      return [`${name}.${column}`, marks.filter((mark) => mark !== null).join('; ')] as const;
    }),
  ),
);

/** What PostgreSQL shows beside a column; undefined if it has no description. */
export function columnText(table: string, column: string): string | undefined {
  const text = ALL_TEXTS[table]?.columns[column] ?? IN_EVERY_TABLE[column];
  const mark = MARKS.get(`${table}.${column}`) ?? '';
  return text === undefined || mark === '' ? text : `${text} (${mark})`;
}
