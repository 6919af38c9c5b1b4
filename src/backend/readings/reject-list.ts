import { AppError } from '../../kernel/errors.ts';
import type { KeptLeftOut } from '../../kernel/sentences/left-out.ts';
import type { Targets } from '../../vocabulary/depths.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';
import { updatedAfter } from '../queries/shown-columns.ts';
import { type Json, readExpression } from '../tables/column-text.ts';
import { LEFT_OUT } from './left-out-records.ts';
import { orderNumberOf } from './order-number-of.ts';

/** A row of the store that could not be read. */
export interface RejectRow {
  readonly id: string;
  readonly configuration: string;
  readonly execution: string;
  readonly kind: 'order' | 'ticket';
  readonly woo_id: number;
  readonly woo_order_id: number | null;
  readonly order_number: string | null;
  readonly code: string;
  readonly message: string;
  readonly raw: Json;
  readonly left_out: KeptLeftOut;
  readonly dismissed_at: string | null;
  readonly dismissed_by_name: string | null;
  readonly dismiss_note: string | null;
  readonly settled_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface ListedReject extends RejectRow {
  readonly configuration_name: string;
}

export interface RejectListFilter {
  readonly configuration: string | null;
  readonly kind: string | null;
  /** `open`: neither settled nor dismissed. */
  readonly state: 'open' | 'dismissed' | 'settled' | 'all';
  /** Only rows that changed after this time; by default all. */
  readonly updatedAfter?: string | null;
}

const time = (column: string): string => readExpression('timestamptz', column);
/** SQL: the columns of a reject `r`. */
export const REJECT_COLUMNS = `r.id, r.configuration_id as configuration, r.execution_id as execution, r.kind, r.woo_id,
  r.woo_order_id, ${orderNumberOf('r')} as order_number, r.code, r.message, r.raw, ${LEFT_OUT} as left_out,
  ${time('r.dismissed_at')} as dismissed_at,
  (select coalesce(u.name, split_part(u.email, '@', 1)) from users u where u.id = r.dismissed_by) as dismissed_by_name,
  r.dismiss_note, ${time('r.settled_at')} as settled_at, ${time('r.created_at')} as created_at,
  ${time('r.updated_at')} as updated_at`;
const WHERE = `($1::uuid is null or r.configuration_id = $1) and ($2::text is null or r.kind = $2)
  and ($3 = 'all' or $3 = case when r.settled_at is not null then 'settled'
    when r.dismissed_at is not null then 'dismissed' else 'open' end)
  and ${updatedAfter('r', 4)}`;
const ROWS = `select ${REJECT_COLUMNS}, c.name as configuration_name
  from sync_rejects r join sync_configurations c on c.id = r.configuration_id`;

export async function countListedRejects(db: Queryable, filter: RejectListFilter): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from sync_rejects r where ${WHERE}`,
    [filter.configuration, filter.kind, filter.state, filter.updatedAfter ?? null],
  );
  return row?.count ?? 0;
}

/** The newest first. */
export async function listRejects(
  db: Queryable,
  filter: RejectListFilter,
  limit: number,
  offset: number,
): Promise<readonly ListedReject[]> {
  return await queryRows<ListedReject>(
    db,
    `${ROWS} where ${WHERE} order by r.created_at desc, r.id desc limit $5 offset $6`,
    [filter.configuration, filter.kind, filter.state, filter.updatedAfter ?? null, limit, offset],
  );
}

/** @throws missing `reject.none` */
export async function getReject(db: Queryable, id: string): Promise<ListedReject> {
  const [row] = await queryRows<ListedReject>(db, `${ROWS} where r.id = $1`, [id]);
  if (row === undefined) throw noReject();
  return row;
}

/**
 * Accepts that a row is left out. The row is still tried by each reading that covers it.
 *
 * @throws missing `reject.none`; conflict `reject.settled`
 */
export async function dismissReject(
  tx: Transaction,
  id: string,
  { by, note, now }: { readonly by: string | null; readonly note: string; readonly now: Date },
): Promise<void> {
  const rows = await queryRows(
    tx,
    `update sync_rejects set dismissed_at = $2, dismissed_by = $3, dismiss_note = $4, updated_at = now()
     where id = $1 and settled_at is null returning id`,
    [id, now, by, note],
  );
  if (rows.length > 0) return;
  const found = await queryRows(tx, 'select id from sync_rejects where id = $1', [id]);
  if (found.length === 0) throw noReject();
  throw settled();
}

/** The store's rows of these open rejects, with their orders, by which a targeted execution reads them. */
export function targetsOf(
  rejects: readonly Pick<ListedReject, 'kind' | 'woo_id' | 'woo_order_id'>[],
): Targets {
  const orders = rejects.flatMap(({ kind, woo_id, woo_order_id }) =>
    kind === 'order' ? [woo_id] : (woo_order_id ?? []),
  );
  const tickets = rejects.filter(({ kind }) => kind === 'ticket').map(({ woo_id }) => woo_id);
  return { orderIds: [...new Set(orders)], ticketIds: [...new Set(tickets)] };
}

export function settled(): AppError {
  return new AppError({
    code: 'reject.settled',
    message: 'This row was read, or is gone: nothing is left to do.',
  });
}

function noReject(): AppError {
  return new AppError({ code: 'reject.none', message: 'There is no such reject.' });
}
