import { newId } from '../../kernel/ids.ts';
import type { FoundRows, StoreNote } from '../../source/source.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';
import type { Asked } from '../loader/vanished-rows.ts';
import { updatedAfter } from '../queries/shown-columns.ts';
import { readExpression } from '../tables/column-text.ts';
import { orderNumberOf } from './order-number-of.ts';

/** Rows whose notes are replaced, and the tickets of these orders. */
export interface NotedRows extends FoundRows {
  /** Tickets that could not be read this time. Their rows stay, so their notes stay as well. */
  readonly unreadTicketIds: readonly number[];
}

/**
 * Replaces the notes of the rows of a page in one statement. An unchanged note is not written again, so that it
 * keeps the day on which it was first found.
 */
export async function saveNotes(
  tx: Transaction,
  configurationId: string,
  executionId: string,
  { orderIds, ticketIds, unreadTicketIds }: NotedRows,
  notes: readonly StoreNote[],
): Promise<void> {
  await tx.query(
    `with noted as (
       select distinct on (kind, woo_id, field) *
       from unnest($3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[])
         as t (id, kind, woo_id, woo_order_id, field, raw, reason)
     ), gone as (
       delete from sync_notes n
       where configuration_id = $1
         and (kind = 'order' and woo_id = any($10::bigint[])
           or kind = 'ticket' and (woo_order_id = any($10::bigint[]) or woo_id = any($11::bigint[]))
             and woo_id <> all($12::bigint[]))
         and not exists (select from noted t where t.kind = n.kind and t.woo_id = n.woo_id and t.field = n.field)
     )
     insert into sync_notes as n
       (id, configuration_id, execution_id, kind, woo_id, woo_order_id, field, raw, reason)
     select id, $1, $2, kind, woo_id, woo_order_id, field, raw, reason from noted
     on conflict (configuration_id, kind, woo_id, field)
     do update set execution_id = excluded.execution_id, woo_order_id = excluded.woo_order_id,
       raw = excluded.raw, reason = excluded.reason, updated_at = now()
     where (n.woo_order_id, n.raw, n.reason) is distinct from (excluded.woo_order_id, excluded.raw, excluded.reason)`,
    [
      configurationId,
      executionId,
      notes.map(() => newId()),
      notes.map(({ kind }) => kind),
      notes.map(({ wooId }) => wooId),
      notes.map(({ wooOrderId }) => wooOrderId),
      notes.map(({ field }) => field),
      notes.map(({ raw }) => raw),
      notes.map(({ reason }) => reason),
      orderIds,
      ticketIds,
      unreadTicketIds,
    ],
  );
}

/**
 * Removes the notes of rows that a reading covered but did not find. Call it after `findVanished` in the same
 * transaction, because that function stages the rows that were found.
 *
 * @param asked null means that the reading covered everything
 */
export async function removeVanishedNotes(
  tx: Transaction,
  configurationId: string,
  asked: Asked | null,
): Promise<void> {
  await tx.query(
    `delete from sync_notes n
     where configuration_id = $1
       and ($2::bigint[] is null or kind = 'order' and woo_id = any($2)
         or kind = 'ticket' and (woo_order_id = any($2) or woo_id = any($3::bigint[])))
       and case kind
         when 'order' then not exists (select from seen_orders s where s.id = n.woo_id)
         else not exists (select from seen_orders s where s.id = n.woo_order_id)
           and not exists (select from seen_orphans s where s.id = n.woo_id) end`,
    [configurationId, asked?.wooOrderIds ?? null, asked?.wooTicketIds ?? null],
  );
}

export interface NoteRow {
  readonly id: string;
  readonly configuration: string;
  readonly execution: string | null;
  readonly kind: StoreNote['kind'];
  readonly woo_id: number;
  readonly woo_order_id: number | null;
  readonly order_number: string | null;
  readonly field: string;
  readonly raw: string | null;
  readonly reason: StoreNote['reason'];
  readonly created_at: string;
  readonly updated_at: string;
}

export interface NoteFilter {
  readonly kind: string | null;
  readonly reason: string | null;
  /** Only rows that changed after this time; by default all. */
  readonly updatedAfter?: string | null;
}

const WHERE = `configuration_id = $1 and ($2::text is null or kind = $2) and ($3::text is null or reason = $3)
   and ${updatedAfter('n', 4)}`;

export async function countNotes(
  db: Queryable,
  configurationId: string,
  { kind, reason, updatedAfter: after = null }: NoteFilter,
): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from sync_notes n where ${WHERE}`,
    [configurationId, kind, reason, after],
  );
  return row?.count ?? 0;
}

/** The notes of a configuration, ordered by the row of the store. */
export async function listNotes(
  db: Queryable,
  configurationId: string,
  { kind, reason, updatedAfter: after = null }: NoteFilter,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<readonly NoteRow[]> {
  return await queryRows<NoteRow>(
    db,
    `select id, configuration_id as configuration, execution_id as execution, kind, woo_id, woo_order_id,
       ${orderNumberOf('n')} as order_number, field, raw, reason, ${readExpression('timestamptz', 'created_at')} as created_at,
       ${readExpression('timestamptz', 'updated_at')} as updated_at
     from sync_notes n where ${WHERE} order by kind, woo_id, field limit $5 offset $6`,
    [configurationId, kind, reason, after, limit, offset],
  );
}
