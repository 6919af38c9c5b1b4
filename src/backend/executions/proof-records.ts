import { newId } from '../../kernel/ids.ts';
import type { ProofRow } from '../../vocabulary/sync-report.ts';
import type { Transaction } from '../database.ts';
import { copyRows } from '../queries/copy-rows.ts';

export async function saveProof(
  tx: Transaction,
  executionId: string,
  rows: readonly ProofRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await copyRows(
    tx,
    'sync_proofs',
    [
      'id',
      'execution_id',
      'scope',
      'subject',
      'group_name',
      'measure',
      'store_value',
      'backend_value',
      'equal',
    ],
    rows.map((row) => [
      newId(),
      executionId,
      row.scope,
      row.subject,
      row.group,
      row.measure,
      row.store,
      row.backend,
      String(row.equal),
    ]),
  );
}
