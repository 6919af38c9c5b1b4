import { type Database, queryRows, type Transaction } from '../database.ts';

/** Tickets that open the gate now, and those that executions took that from within the last day. */
export async function countLosses(
  db: Database,
  eventId: string,
  configurationId: string,
): Promise<{ readonly active: number; readonly lostBefore: number }> {
  const [row] = await queryRows<{ active: number; lostBefore: number }>(
    db,
    `select
       (select count(*)::integer from tickets
        where event_id = $1 and status = 'active' and removed_at is null) as active,
       (select count(distinct c.row_id)::integer
        from sync_executions e join sync_changes c on c.execution_id = e.id
        join tickets t on t.id = c.row_id and (t.status <> 'active' or t.removed_at is not null)
        where e.configuration_id = $2 and c.created_at > now() - interval '24 hours'
          and c.table_name = 'tickets'
          and (c.operation = 'removed' or c.fields -> 'status' ->> 0 = 'active')) as "lostBefore"`,
    [eventId, configurationId],
  );
  return row ?? { active: 0, lostBefore: 0 };
}

/** How many of these tickets open the gate. */
export async function countActive(tx: Transaction, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const [row] = await queryRows<{ count: number }>(
    tx,
    `select count(*)::integer as count from tickets
     where id = any($1::uuid[]) and status = 'active' and removed_at is null`,
    [ids],
  );
  return row?.count ?? 0;
}
