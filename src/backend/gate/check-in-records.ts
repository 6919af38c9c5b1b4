import { newId } from '../../kernel/ids.ts';
import type { CheckInStatus } from '../../ticketing/store-order.ts';
import type { Transaction } from '../database.ts';
import { toColumnText } from '../load/column-text.ts';
import { copyRows } from '../load/copy-rows.ts';

/** What the store said at its gate. */
export interface StoreCheckInRow {
  readonly ticketId: string;
  readonly day: number;
  readonly status: CheckInStatus;
  /** null: the store changed the state without writing when. */
  readonly atUtc: Date | null;
  readonly wooCheckInId: number | null;
}

/** Appends rows that are not there yet; the caller has compared. */
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
