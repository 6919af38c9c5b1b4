import type { Transaction } from '../database.ts';
import { ERASED, PERSONAL_COLUMNS } from '../tables/personal-columns.ts';

export interface ErasedRows {
  readonly wooOrderIds: readonly number[];
  /** The order of an erased buyer, and its tickets that named the buyer. */
  readonly rowIds: readonly string[];
  /** Tickets of the order that name another person. */
  readonly companionIds: readonly string[];
}

/**
 * Removes from the records what they still contain about a buyer whom the store erased. The journal keeps the
 * fact that a personal field changed, and the time, but not the values. Conflicts about local edits, raw rows
 * of rejects and the notes of staff are removed. The conflict about another attendee stays open, without its
 * base value, which may be the buyer's.
 */
export async function erasePerson(
  tx: Transaction,
  configurationId: string,
  { wooOrderIds, rowIds, companionIds }: ErasedRows,
): Promise<void> {
  await tx.query(
    `update sync_changes set updated_at = now(), fields = (
       select jsonb_object_agg(key, case when key = any($2::text[]) then $3::jsonb else value end) from jsonb_each(fields))
     where row_id = any($1::uuid[]) and fields ?| $2::text[]`,
    [[...rowIds, ...companionIds], [...PERSONAL_COLUMNS], JSON.stringify(ERASED)],
  );
  await tx.query("delete from conflicts where row_id = any($1::uuid[]) and kind = 'edited'", [rowIds]);
  await tx.query(
    `update conflicts set base = null, updated_at = now()
     where row_id = any($1::uuid[]) and kind = 'edited' and base is not null`,
    [companionIds],
  );
  await tx.query(
    'update conflicts set note = null, updated_at = now() where row_id = any($1::uuid[]) and note is not null',
    [[...rowIds, ...companionIds]],
  );
  // A note about a list of held removals may name its persons.
  await tx.query(
    `update held_removals set note = null, updated_at = now()
     where note is not null and id in (select held_removal_id from held_removal_rows where row_id = any($1::uuid[]))`,
    [[...rowIds, ...companionIds]],
  );
  await tx.query(
    `update sync_rejects set raw = 'null', dismiss_note = null, updated_at = now()
     where configuration_id = $1
       and ((kind = 'order' and woo_id = any($2::bigint[])) or woo_order_id = any($2::bigint[]))`,
    [configurationId, wooOrderIds],
  );
  await tx.query(
    `update sync_notes set raw = null, updated_at = now()
     where configuration_id = $1 and raw is not null
       and ((kind = 'order' and woo_id = any($2::bigint[])) or woo_order_id = any($2::bigint[]))`,
    [configurationId, wooOrderIds],
  );
}
