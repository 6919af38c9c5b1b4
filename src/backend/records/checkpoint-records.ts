import type { Marks } from '../../sync/marks.ts';
import type { FeedIds } from '../../sync/store-source.ts';
import { type Database, queryRows, type Transaction } from '../database.ts';

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

/** A reading that was finished: what the next one goes on from. */
export interface FinishedReading {
  readonly marks: Marks;
  /** Of all that orders were translated by. */
  readonly rulesDigest: string;
  /** The newest time of change that the store told. */
  readonly newestChangeAtUtc: Date | null;
}

export interface LastReading extends FinishedReading {
  /** When the whole event was last found equal on both sides. */
  readonly wholeProvedAtUtc: Date | null;
}

interface Row {
  readonly readTo: Date;
  readonly marks: {
    readonly ids: FeedIds;
    readonly nextIds: FeedIds;
    readonly openActions: readonly number[];
    readonly notedAt: string;
  };
  readonly rulesDigest: string;
  readonly newestChangeAt: Date | null;
  readonly wholeProvedAt: Date | null;
}

/** null: no reading of this configuration was ever finished. */
export async function findLastReading(db: Database, configurationId: string): Promise<LastReading | null> {
  const [row] = await queryRows<Row>(
    db,
    `select read_to as "readTo", marks, rules_digest as "rulesDigest", newest_change_at as "newestChangeAt",
       whole_proved_at as "wholeProvedAt"
     from sync_checkpoints where configuration_id = $1 and read_to is not null`,
    [configurationId],
  );
  if (row === undefined) return null;
  const { notedAt, ...ids } = row.marks;
  return {
    marks: { ...ids, readTo: row.readTo, notedAtUtc: new Date(notedAt) },
    rulesDigest: row.rulesDigest,
    newestChangeAtUtc: row.newestChangeAt,
    wholeProvedAtUtc: row.wholeProvedAt,
  };
}

/** Where the next reading begins; call it in the transaction that writes the last of this one. */
export async function saveFinishedReading(
  tx: Transaction,
  configurationId: string,
  { marks, rulesDigest, newestChangeAtUtc }: FinishedReading,
): Promise<void> {
  const { ids, nextIds, openActions, notedAtUtc } = marks;
  await tx.query(
    `update sync_checkpoints set read_to = $2, marks = $3, rules_digest = $4,
       newest_change_at = coalesce($5, newest_change_at), updated_at = now()
     where configuration_id = $1`,
    [
      configurationId,
      marks.readTo,
      JSON.stringify({ ids, nextIds, openActions, notedAt: notedAtUtc.toISOString() }),
      rulesDigest,
      newestChangeAtUtc,
    ],
  );
}

/** Both sides agreed as a whole at this time. */
export async function noteWholeProof(tx: Transaction, configurationId: string, atUtc: Date): Promise<void> {
  await tx.query(
    `update sync_checkpoints set whole_proved_at = $2, updated_at = now() where configuration_id = $1`,
    [configurationId, atUtc],
  );
}
