import { newId } from '../../kernel/ids.ts';
import type { CheckInStatus } from '../../ticketing/model/store-order.ts';
import type { Transaction } from '../database.ts';
import { copyRows } from '../queries/copy-rows.ts';
import { toColumnText } from '../tables/column-text.ts';

/** A check-in at the store's gate, or its undoing. */
export interface StoreCheckInRow {
  readonly ticketId: string;
  readonly day: number;
  readonly status: CheckInStatus;
  /** Null if the store changed the state without recording the time. */
  readonly atUtc: Date | null;
  readonly wooCheckInId: number | null;
}

/** A row of the store's log that had no id when it was first read. */
export interface NumberedCheckIn {
  readonly ticketId: string;
  /** The substitute under which the row was stored before it had an id. */
  readonly unnumberedId: number;
  readonly wooCheckInId: number;
}

export async function numberCheckIns(tx: Transaction, rows: readonly NumberedCheckIn[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `update check_ins c set woo_check_in_id = n.id
     from unnest($1::uuid[], $2::bigint[], $3::bigint[]) n (ticket_id, unnumbered_id, id)
     where c.ticket_id = n.ticket_id and c.woo_check_in_id = n.unnumbered_id and c.origin = 'woocommerce'`,
    [
      rows.map(({ ticketId }) => ticketId),
      rows.map(({ unnumberedId }) => unnumberedId),
      rows.map(({ wooCheckInId }) => wooCheckInId),
    ],
  );
}

/** Appends the rows that do not exist yet. The caller has compared them. */
export async function appendCheckIns(
  tx: Transaction,
  executionId: string,
  rows: readonly StoreCheckInRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await copyRows(
    tx,
    'check_ins',
    ['id', 'ticket_id', 'day', 'status', 'at', 'origin', 'woo_check_in_id', 'execution_id'],
    rows.map((row) => [
      newId(),
      row.ticketId,
      String(row.day),
      row.status,
      toColumnText('timestamptz', row.atUtc),
      'woocommerce',
      row.wooCheckInId === null ? null : String(row.wooCheckInId),
      executionId,
    ]),
  );
}
