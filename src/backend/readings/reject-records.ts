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
 * Saves the rejects of a page. A store row has at most one open reject. A row that fails again keeps its first
 * day, and appears in the history of each execution that rejected it.
 */
export async function saveRejects(
  tx: Transaction,
  configurationId: string,
  executionId: string,
  rejects: readonly Reject[],
): Promise<void> {
  if (rejects.length === 0) return;
  // One statement cannot update a row twice, so if a row has two rejects, the last one counts.
  const rows = [...new Map(rejects.map((reject) => [`${reject.kind} ${reject.wooId}`, reject])).values()];
  await tx.query(
    `with saved as (
       insert into sync_rejects
         (id, configuration_id, execution_id, kind, woo_id, woo_order_id, code, message, raw,
          left_out_currency, left_out_total, left_out_is_partial, left_out_tickets, left_out_checked_in)
       select id, $1, $2, kind, woo_id, woo_order_id, code, message, raw,
         currency, total, is_partial, tickets, checked_in
       from unnest($3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::jsonb[],
         $10::text[], $11::numeric[], $12::boolean[], $13::bigint[], $14::bigint[])
         as r (id, kind, woo_id, woo_order_id, code, message, raw,
           currency, total, is_partial, tickets, checked_in)
       on conflict (configuration_id, kind, woo_id) where settled_at is null
       do update set execution_id = excluded.execution_id, woo_order_id = excluded.woo_order_id,
         code = excluded.code, message = excluded.message, raw = excluded.raw,
         left_out_currency = excluded.left_out_currency, left_out_total = excluded.left_out_total,
         left_out_is_partial = excluded.left_out_is_partial, left_out_tickets = excluded.left_out_tickets,
         left_out_checked_in = excluded.left_out_checked_in,
         -- A dismissal is about the row as it was.
         dismissed_at = case when excluded.raw = sync_rejects.raw and excluded.code = sync_rejects.code
           then sync_rejects.dismissed_at end,
         dismissed_by = case when excluded.raw = sync_rejects.raw and excluded.code = sync_rejects.code
           then sync_rejects.dismissed_by end,
         dismiss_note = case when excluded.raw = sync_rejects.raw and excluded.code = sync_rejects.code
           then sync_rejects.dismiss_note end,
         updated_at = now()
       returning id, execution_id
     )
     insert into sync_execution_rejects (execution_id, reject_id) select execution_id, id from saved
     on conflict do nothing`,
    [
      configurationId,
      executionId,
      rows.map(() => newId()),
      rows.map(({ kind }) => kind),
      rows.map(({ wooId }) => wooId),
      rows.map(({ wooOrderId }) => wooOrderId),
      rows.map(({ code }) => code),
      rows.map(({ message }) => message),
      rows.map(({ raw }) => jsonbOf(raw)),
      rows.map(({ leftOut }) => leftOut.currency),
      rows.map(({ leftOut }) => leftOut.total),
      rows.map(({ leftOut }) => leftOut.is_partial),
      rows.map(({ leftOut }) => leftOut.tickets),
      rows.map(({ leftOut }) => leftOut.checked_in),
    ],
  );
}

/** A raw store row may contain a type that JSON does not have, so it is converted first. */
function jsonbOf(raw: unknown): string | null {
  return jsonbText(JSON.parse(JSON.stringify(raw ?? null)) as Json);
}

/**
 * Settles the rejects that a reading covered and did not repeat: the row was read, or it is gone. Call it after
 * the last page only.
 *
 * @param rejected the rows that this reading rejected
 * @param asked null means that the reading covered everything
 */
export async function settleRejects(
  tx: Transaction,
  configurationId: string,
  rejected: readonly Pick<Reject, 'kind' | 'wooId'>[],
  asked: Asked | null,
): Promise<void> {
  // The execution that recorded the reject is left out, because an earlier attempt of it may have written the
  // entry.
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

type OpenReject = Pick<Reject, 'kind' | 'wooId' | 'wooOrderId' | 'code' | 'message'> & {
  readonly leftOut: KeptLeftOut;
};

/** The store's rows with open rejects, which a whole proof leaves out. */
export async function listOpenRejects(
  db: Queryable,
  configurationId: string,
): Promise<readonly OpenReject[]> {
  return await queryRows<OpenReject>(
    db,
    `select kind, woo_id as "wooId", woo_order_id as "wooOrderId", code, message, ${LEFT_OUT} as "leftOut"
     from sync_rejects r where configuration_id = $1 and settled_at is null order by kind, woo_id`,
    [configurationId],
  );
}

/** The sum of the money and tickets that these rejected rows leave out. */
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

/**
 * Adds the rejects that are still open to the history of an execution that proved the whole event without them.
 */
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
