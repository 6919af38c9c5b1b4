import type { LocalEdit } from '../../sync/report.ts';
import { type Database, queryRows } from '../database.ts';
import { EVENTS, TICKET_TIERS } from './event-tables.ts';
import { TICKETS } from './order-tables.ts';
import type { SyncedTable } from './synced-table.ts';

/** As many as somebody looks through. */
const MOST = 1000;

/** What people changed in an event's rows since they were last synced: theirs, and left alone. */
export async function findLocalEdits(db: Database, eventId: string): Promise<readonly LocalEdit[]> {
  const found = await Promise.all([
    editsOf(db, EVENTS, 't.id = $1', eventId),
    editsOf(db, TICKET_TIERS, 't.event_id = $1', eventId),
    editsOf(db, TICKETS, 't.event_id = $1', eventId),
  ]);
  return found.flat();
}

async function editsOf<Row>(
  db: Database,
  table: SyncedTable<Row>,
  where: string,
  eventId: string,
): Promise<readonly LocalEdit[]> {
  const edited = (name: keyof Row & string): string => {
    const present = table.columns[name] === 'jsonb' ? `t.${name}` : `to_jsonb(t.${name}::text)`;
    // a time or an amount is written otherwise in store_values than PostgreSQL prints it
    const isPlain = table.columns[name] === 'text' || table.columns[name] === 'jsonb';
    const base = `t.store_values -> '${name}'`;
    const type = table.columns[name] === 'money' ? 'numeric' : table.columns[name];
    return isPlain
      ? `coalesce(${present}, 'null') <> coalesce(${base}, 'null')`
      : `t.${name} is distinct from (t.store_values ->> '${name}')::${type}`;
  };
  const fields = table.merged.map((name) => `case when ${edited(name)} then '${name}' end`);
  return await queryRows<LocalEdit>(
    db,
    `select '${table.name}' as "table", e.id as "rowId", e.fields from (
       select t.id, array_remove(array[${fields.join(', ')}], null) as fields from ${table.name} t
       where ${where} and t.removed_at is null and (${table.merged.map(edited).join(' or ')})
     ) e order by e.id limit ${MOST}`,
    [eventId],
  );
}
