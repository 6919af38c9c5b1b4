import type { Transaction } from '../database.ts';

/**
 * Forgets what the records still hold of a buyer whom the store erased: the journal keeps that a row changed
 * and when, but not from what; conflicts about what was edited and kept raw rows go.
 *
 * @param rowIds the order's and its tickets' ids
 */
export async function erasePerson(
  tx: Transaction,
  configurationId: string,
  wooOrderIds: readonly number[],
  rowIds: readonly string[],
): Promise<void> {
  await tx.query(
    `update sync_changes set fields = null, updated_at = now()
     where row_id = any($1::uuid[]) and fields is not null`,
    [rowIds],
  );
  await tx.query("delete from conflicts where row_id = any($1::uuid[]) and kind = 'edited'", [rowIds]);
  await tx.query(
    `update sync_rejects set raw = 'null', updated_at = now()
     where configuration_id = $1
       and ((kind = 'order' and woo_id = any($2::bigint[])) or woo_order_id = any($2::bigint[]))`,
    [configurationId, wooOrderIds],
  );
}
