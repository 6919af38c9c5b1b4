import { queryRows, type Transaction } from '../database.ts';
import type { Asked } from '../loader/vanished-rows.ts';

/** What a reading found of the rows of decided lists. */
export interface EndedRemovals {
  readonly configurationId: string;
  /** The approved lists that the reading carried out. */
  readonly approvedIds: readonly string[];
  /** The rows that the store lacks, or no longer admits, without those of approved lists. */
  readonly foundIds: readonly string[];
  /** Tickets that the caller removes afterwards in the same transaction. */
  readonly removing: readonly string[];
  /** The rows that the reading covered; null means all of them. */
  readonly asked: Asked | null;
  /** The moment at which the guard decided which rejections are over. */
  readonly now: Date;
}

export async function endLists(
  tx: Transaction,
  ids: readonly string[],
  state: 'expired' | 'done',
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    'update held_removals set state = $2, ended_at = $3, updated_at = now() where id = any($1::uuid[])',
    [ids, state, now],
  );
}

/**
 * Records what became of the rows of approved and rejected lists. A row that an interrupted attempt removed counts as
 * removed; a row that is still there came back in the store. Nothing is known of a row that cannot be read.
 */
export async function noteOutcomes(
  tx: Transaction,
  { configurationId, approvedIds, foundIds, removing, asked, now }: EndedRemovals,
  rejectedIds: readonly string[],
): Promise<void> {
  if (approvedIds.length + rejectedIds.length === 0) return;
  await tx.query(
    `update held_removal_rows r set updated_at = now(), outcome = case when
         case when r.kind = 'order' then exists (select from orders o where o.id = r.row_id and o.removed_at is not null)
         else r.row_id = any($6::uuid[]) or exists (select from tickets t where t.id = r.row_id
           and (t.removed_at is not null or t.status in ('cancelled', 'refunded')
             or (r.becomes <> 'gone' and t.status not in ('active', 'pending')))) end
       then 'removed' else 'returned' end
     where r.held_removal_id = any($1::uuid[]) and r.outcome is null and not r.row_id = any($5::uuid[])
       and ($2::bigint[] is null or r.woo_order_id = any($2) or r.woo_ticket_id = any($3))
       and not exists (select from sync_rejects j where j.configuration_id = $4 and j.settled_at is null
         and ((j.kind = 'order' and j.woo_id = r.woo_order_id) or (j.kind = 'ticket' and j.woo_id = r.woo_ticket_id)))`,
    [
      [...approvedIds, ...rejectedIds],
      asked?.wooOrderIds ?? null,
      asked?.wooTicketIds ?? null,
      configurationId,
      foundIds,
      removing,
    ],
  );
  await endLists(tx, await withoutOpenRows(tx, approvedIds), 'done', now);
  await endLists(tx, await withoutOpenRows(tx, rejectedIds), 'expired', now);
}

async function withoutOpenRows(tx: Transaction, ids: readonly string[]): Promise<readonly string[]> {
  const lists = await queryRows<{ readonly id: string }>(
    tx,
    `select id from held_removals h where id = any($1::uuid[])
       and not exists (select from held_removal_rows r where r.held_removal_id = h.id and r.outcome is null)`,
    [ids],
  );
  return lists.map(({ id }) => id);
}
