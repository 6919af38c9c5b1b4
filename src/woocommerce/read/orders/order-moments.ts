import { bareStatus, isOwnStatus } from '../../../ticketing/status.ts';
import type { StoreConnection } from '../../connect/store-connection.ts';
import type { StoreTables } from '../../schema/store-tables.ts';
import { idList } from '../../values/cells.ts';
import { type Metas, NO_METAS, readMetas } from '../../values/metas.ts';
import type { RawTime } from '../../values/times/store-time.ts';
import { saysWhen } from '../../values/times/store-time.ts';
import type { RawHeader } from '../raw-rows.ts';

type Moments = Pick<RawHeader, 'paid' | 'completed'>;

/**
 * Metas with the times of payment and completion. Posts have only these, and a migration may leave them behind.
 */
export const MOMENT_METAS = `'_date_paid', '_paid_date', '_date_completed', '_completed_date'`;

/**
 * Times that WooCommerce stores twice: as Unix seconds and as local time. Orders of versions before 3.0 have
 * only the local time.
 */
export function momentsOf(metas: Metas): Moments {
  const moment = (seconds: string, local: string): RawTime =>
    [seconds, local].map((field) => ({ field, text: metas.get(field) ?? null, clock: 'site' }));
  return {
    paid: moment('_date_paid', '_paid_date'),
    completed: moment('_date_completed', '_completed_date'),
  };
}

/** An order whose times may be stored outside of its header. */
export function withMoments(header: RawHeader, { paid, completed }: Moments): RawHeader {
  return { ...header, paid: [...header.paid, ...paid], completed: [...header.completed, ...completed] };
}

/**
 * Reads these times from the posts behind orders of the order tables, where a migration may have left them.
 * They are needed only for a status that is not WooCommerce's own, because such an order counts as paid only if
 * it has such a time.
 */
export async function readPostMoments(
  connection: StoreConnection,
  tables: StoreTables,
  headers: readonly RawHeader[],
  signal: AbortSignal,
): Promise<(orderId: number) => Moments> {
  const ids = headers
    .filter(({ status }) => status !== null && !isOwnStatus(bareStatus(status)))
    .filter(({ paid, completed }) => !saysWhen(paid) && !saysWhen(completed))
    .map(({ id }) => id);
  if (ids.length === 0) return () => momentsOf(NO_METAS);
  const metas = await readMetas(
    connection,
    `SELECT m.post_id, m.meta_id, m.meta_key, m.meta_value
     FROM ${tables.postmeta} m
     WHERE m.post_id IN (${idList(ids)}) AND m.meta_key IN (${MOMENT_METAS})`,
    signal,
  );
  return (orderId) => momentsOf(metas.get(orderId) ?? NO_METAS);
}
