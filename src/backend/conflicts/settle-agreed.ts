import { type Database, inTransaction, queryRows } from '../database.ts';
import { type Lease, requireLease } from '../executions/lease-records.ts';
import { comparedFields, EDITED_TABLES } from '../tables/edited-tables.ts';

/**
 * Closes conflicts that resolved themselves: both sides agree now, or the withdrawn ticket of somebody who
 * was admitted is valid again. Only a few are ever open, so each is checked; without one, nothing is written.
 *
 * @throws conflict `execution.lease-lost`
 */
export async function settleAgreed(db: Database, lease: Lease, configurationId: string): Promise<void> {
  const open = await queryRows<{ kind: string; tableName: string }>(
    db,
    `select distinct kind, table_name as "tableName" from conflicts
     where configuration_id = $1 and settled_at is null`,
    [configurationId],
  );
  if (open.length === 0) return;
  await inTransaction(db, async (tx) => {
    await requireLease(tx, lease);
    for (const table of EDITED_TABLES) {
      if (!open.some(({ kind, tableName }) => kind === 'edited' && tableName === table)) continue;
      const agreed = comparedFields(table).map(
        ({ field, ours, theirs }) => `(k.field = '${field}' and ${ours} is not distinct from ${theirs})`,
      );
      await tx.query(
        `update conflicts k set settled_at = now(), settled_as = 'agreed', updated_at = now()
         from ${table} t
         where k.configuration_id = $1 and k.settled_at is null and k.kind = 'edited' and k.table_name = $2
           and t.id = k.row_id and (${agreed.join(' or ')})`,
        [configurationId, table],
      );
    }
    if (!open.some(({ kind }) => kind === 'admitted')) return;
    await tx.query(
      `update conflicts k set settled_at = now(), settled_as = 'agreed', updated_at = now()
       from tickets t
       where k.configuration_id = $1 and k.settled_at is null and k.kind = 'admitted' and t.id = k.row_id
         and t.status not in ('cancelled', 'refunded')`,
      [configurationId],
    );
  });
}
