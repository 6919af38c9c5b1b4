import { type Database, inTransaction } from '../database.ts';
import { type Lease, requireLease } from '../executions/lease-records.ts';
import { comparedFields, EDITED_TABLES } from '../tables/edited-tables.ts';

/**
 * Closes conflicts that need no decision any more: both sides agree now, or the ticket of somebody who was
 * checked in is valid again. Few conflicts are open at any time, so each one is checked.
 *
 * @throws conflict `execution.lease-lost`
 */
export async function settleAgreed(db: Database, lease: Lease, configurationId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    await requireLease(tx, lease);
    const open = `from conflicts k where k.configuration_id = $1 and k.settled_at is null limit 1`;
    const { rows } = await tx.query(`select ${open}`, [configurationId]);
    if (rows.length === 0) return;
    for (const table of EDITED_TABLES) {
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
    await tx.query(
      `update conflicts k set settled_at = now(), settled_as = 'agreed', updated_at = now()
       from tickets t
       where k.configuration_id = $1 and k.settled_at is null and k.kind = 'admitted' and t.id = k.row_id
         and t.status not in ('cancelled', 'refunded')`,
      [configurationId],
    );
  });
}
