import type { Transaction } from '../database.ts';

/** How far the reading of a configuration's store has come. */
export interface Checkpoint {
  readonly phase: 'orders' | 'orphans' | 'done';
  /** The last order or ticket of the page, by the store's id. */
  readonly position: number;
}

/** Moves the checkpoint; call it in the transaction that loads the page which ends there. */
export async function saveCheckpoint(
  tx: Transaction,
  configurationId: string,
  executionId: string,
  checkpoint: Checkpoint,
  snapshotTakenAtUtc: Date,
): Promise<void> {
  await tx.query(
    `insert into sync_checkpoints (configuration_id, execution_id, phase, position, snapshot_taken_at)
     values ($1, $2, $3, $4, $5)
     on conflict (configuration_id) do update set execution_id = excluded.execution_id,
       phase = excluded.phase, position = excluded.position,
       snapshot_taken_at = excluded.snapshot_taken_at, updated_at = now()`,
    [configurationId, executionId, checkpoint.phase, checkpoint.position, snapshotTakenAtUtc],
  );
}
