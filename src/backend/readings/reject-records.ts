import { newId } from '../../kernel/ids.ts';
import {
  type KeptLeftOut,
  type LeftOut,
  type LeftOutTotals,
  NOTHING_LEFT_OUT,
} from '../../kernel/sentences/left-out.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';
import type { Asked } from '../loader/vanished-rows.ts';
import { type Json, jsonbText } from '../tables/column-text.ts';
import { LEFT_OUT, leftOutBy } from './left-out-records.ts';

export interface Reject {
  readonly kind: 'order' | 'ticket';
  readonly wooId: number;
  readonly wooOrderId: number | null;
  readonly code: string;
  readonly message: string;
  readonly raw: unknown;
  readonly leftOut: LeftOut;
}

/**
 * Keeps rejects, one open one a row of the store: a row that fails again keeps its first day, and stands in the
 * history of each execution that met it.
 */
export async function saveRejects(
  tx: Transaction,
  configurationId: string,
  executionId: string,
  rejects: readonly Reject[],
): Promise<void> {
  for (const reject of rejects) {
    // Through JSON once: what a store row holds need not be JSON by type.
    const raw = jsonbText(JSON.parse(JSON.stringify(reject.raw ?? null)) as Json);
    await tx.query(
      `with kept as (
         insert into sync_rejects
           (id, configuration_id, execution_id, kind, woo_id, woo_order_id, code, message, raw,
            left_out_currency, left_out_total, left_out_is_partial, left_out_tickets, left_out_checked_in)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         on conflict (configuration_id, kind, woo_id) where settled_at is null
         do update set execution_id = excluded.execution_id, woo_order_id = excluded.woo_order_id,
           code = excluded.code, message = excluded.message, raw = excluded.raw,
           left_out_currency = excluded.left_out_currency, left_out_total = excluded.left_out_total,
           left_out_is_partial = excluded.left_out_is_partial, left_out_tickets = excluded.left_out_tickets,
           left_out_checked_in = excluded.left_out_checked_in, updated_at = now()
         returning id, execution_id
       )
       insert into sync_execution_rejects (execution_id, reject_id) select execution_id, id from kept
       on conflict do nothing`,
      [
        newId(),
        configurationId,
        executionId,
        reject.kind,
        reject.wooId,
        reject.wooOrderId,
        reject.code,
        reject.message,
        raw,
        reject.leftOut.currency,
        reject.leftOut.total,
        reject.leftOut.is_partial,
        reject.leftOut.tickets,
        reject.leftOut.checked_in,
      ],
    );
  }
}

/**
 * Settles what a reading of the store looked for and did not reject again: the row was read, or is gone.
 * Call it after the last page only.
 *
 * @param rejected what it rejected
 * @param asked null: everything was looked for
 */
export async function settleRejects(
  tx: Transaction,
  configurationId: string,
  rejected: readonly Pick<Reject, 'kind' | 'wooId'>[],
  asked: Asked | null,
): Promise<void> {
  // Not by the execution that kept it: an earlier attempt of the same one may have.
  await tx.query(
    `update sync_rejects j set settled_at = now(), updated_at = now()
     where configuration_id = $1 and settled_at is null
       and not exists (select from unnest($2::text[], $3::bigint[]) as r (kind, woo_id)
         where r.kind = j.kind and r.woo_id = j.woo_id)
       and ($4::bigint[] is null or (kind = 'order' and woo_id = any($4))
         or (kind = 'ticket' and (woo_order_id = any($4) or woo_id = any($5))))`,
    [
      configurationId,
      rejected.map(({ kind }) => kind),
      rejected.map(({ wooId }) => wooId),
      asked?.wooOrderIds ?? null,
      asked?.wooTicketIds ?? null,
    ],
  );
}

type OpenReject = Pick<Reject, 'kind' | 'wooId' | 'code' | 'message'> & {
  readonly leftOut: KeptLeftOut;
};

/** Rows of the store that wait to be read: they are left out of a proof of the whole. */
export async function listOpenRejects(
  db: Queryable,
  configurationId: string,
): Promise<readonly OpenReject[]> {
  return await queryRows<OpenReject>(
    db,
    `select kind, woo_id as "wooId", code, message, ${LEFT_OUT} as "leftOut"
     from sync_rejects r where configuration_id = $1 and settled_at is null order by kind, woo_id`,
    [configurationId],
  );
}

/** What these rows, which wait to be read, leave out together. */
export async function sumLeftOut(
  db: Queryable,
  configurationId: string,
  rejects: readonly Pick<Reject, 'kind' | 'wooId'>[],
): Promise<LeftOutTotals> {
  const these = `r.configuration_id = $1 and r.settled_at is null and exists (
    select from unnest($2::text[], $3::bigint[]) as w (kind, woo_id) where w.kind = r.kind and w.woo_id = r.woo_id)`;
  const [row] = await queryRows<{ readonly totals: LeftOutTotals }>(
    db,
    `select ${leftOutBy(these)} as totals`,
    [configurationId, rejects.map(({ kind }) => kind), rejects.map(({ wooId }) => wooId)],
  );
  return row?.totals ?? NOTHING_LEFT_OUT;
}

/** Puts what still waits to be read into the history of an execution that proved the whole without it. */
export async function noteLeftOut(
  tx: Transaction,
  configurationId: string,
  executionId: string,
): Promise<void> {
  await tx.query(
    `insert into sync_execution_rejects (execution_id, reject_id)
     select $2, id from sync_rejects where configuration_id = $1 and settled_at is null
     on conflict do nothing`,
    [configurationId, executionId],
  );
}
