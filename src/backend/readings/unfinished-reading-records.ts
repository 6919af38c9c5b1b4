import type { RangeDigest } from '../../source/digests.ts';
import type { ChangeCursor, FoundRows, Place } from '../../source/source.ts';
import type { CountedKind, Counts } from '../../vocabulary/sync-report.ts';
import { type Database, queryRows, type Transaction } from '../database.ts';
import { saveCheckpoint } from './checkpoint-records.ts';
import { type PackedDigest, packDigests, unpackDigests } from './range-digest-records.ts';

/** The attempt that reads, and its execution. */
export interface ReadingAttempt {
  readonly executionId: string;
  readonly attemptId: string;
  readonly attemptNumber: number;
}

/**
 * The settings and versions that decide how rows are made, each by its name. If one of them changes, the same
 * store gives other rows.
 */
export type ReadingBasis = Readonly<Record<string, string>>;

/** A full reading that was started but not finished: the next attempt continues it. */
export interface UnfinishedReading {
  readonly executionId: string;
  readonly attemptNumber: number;
  readonly snapshotTakenAtUtc: Date;
  readonly basis: ReadingBasis;
  /** Null if the store has no change signals. */
  readonly cursor: ChangeCursor | null;
  /** The digests of the store's tables in that snapshot; null if they were not taken yet. */
  readonly digests: readonly RangeDigest[] | null;
  /** The end of the last committed page. */
  readonly place: Place;
  /** Every order up to this one was compared with the store by itself; null if none was. */
  readonly comparedTo: Place | null;
  /** The counts of its committed pages. */
  readonly counts: Partial<Record<CountedKind, Counts>>;
  readonly unmappedStatuses: readonly string[];
}

/** The snapshot of a full reading. */
export interface ReadingSnapshot {
  readonly takenAtUtc: Date;
  readonly basis: ReadingBasis;
  /** Null if the store has no change signals. */
  readonly cursor: ChangeCursor | null;
  readonly digests: readonly RangeDigest[] | null;
}

const START: Place = { phase: 'orders', id: 0 };

/** A cursor as JSON. */
type MarksJson = ChangeCursor['state'] & { readonly readTo: string };

interface Row {
  readonly executionId: string;
  readonly attemptNumber: number;
  readonly takenAt: Date;
  readonly basis: ReadingBasis;
  readonly marks: MarksJson | null;
  readonly digests: readonly PackedDigest[] | null;
  readonly phase: Place['phase'];
  readonly position: number;
  readonly comparedPhase: Place['phase'] | null;
  readonly comparedPosition: number | null;
  readonly counts: UnfinishedReading['counts'];
  readonly unmappedStatuses: readonly string[];
}

export async function findUnfinishedReading(
  db: Database,
  configurationId: string,
): Promise<UnfinishedReading | null> {
  const [row] = await queryRows<Row>(
    db,
    `select u.execution_id as "executionId", u.attempt_number as "attemptNumber", u.snapshot_taken_at as "takenAt",
       u.basis, u.marks, u.digests, c.phase, c.position, u.compared_phase as "comparedPhase",
       u.compared_position as "comparedPosition", u.counts, u.unmapped_statuses as "unmappedStatuses"
     from unfinished_readings u join sync_checkpoints c using (configuration_id) where u.configuration_id = $1`,
    [configurationId],
  );
  if (row === undefined) return null;
  const { takenAt, marks, digests, phase, position, comparedPhase, comparedPosition, ...rest } = row;
  return {
    ...rest,
    snapshotTakenAtUtc: takenAt,
    cursor: marks === null ? null : cursorOf(marks),
    digests: digests === null ? null : unpackDigests(digests),
    place: { phase, id: position },
    comparedTo: comparedPhase === null ? null : { phase: comparedPhase, id: comparedPosition ?? 0 },
  };
}

function cursorOf({ readTo, ...state }: MarksJson): ChangeCursor {
  return { readToUtc: new Date(readTo), state };
}

/** Starts a full reading at the first order, and discards an earlier unfinished one. */
export async function beginReading(
  tx: Transaction,
  configurationId: string,
  attempt: ReadingAttempt,
  snapshot: ReadingSnapshot,
): Promise<void> {
  await tx.query('delete from unfinished_readings where configuration_id = $1', [configurationId]);
  await tx.query('delete from unsettled_rows where configuration_id = $1', [configurationId]);
  await saveCheckpoint(tx, configurationId, attempt.executionId, START, snapshot.takenAtUtc);
  await tx.query(
    `insert into unfinished_readings
       (configuration_id, execution_id, attempt_number, snapshot_taken_at, basis, marks, digests)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [configurationId, ...valuesOf(attempt, snapshot)],
  );
}

/**
 * Another attempt takes over an unfinished reading in a snapshot of its own. Rows that it must read again count
 * as unsettled until then.
 */
export async function continueReading(
  tx: Transaction,
  configurationId: string,
  attempt: ReadingAttempt,
  snapshot: ReadingSnapshot,
  { executionId, attemptNumber, place }: UnfinishedReading,
  again: FoundRows,
): Promise<void> {
  await saveCheckpoint(tx, configurationId, attempt.executionId, place, snapshot.takenAtUtc);
  await tx.query(
    `update unfinished_readings set execution_id = $2, attempt_number = $3, snapshot_taken_at = $4, basis = $5,
       marks = $6, digests = $7, updated_at = now()
     where configuration_id = $1`,
    [configurationId, ...valuesOf(attempt, snapshot)],
  );
  await noteUnsettled(tx, configurationId, again);
  await tx.query(
    `update sync_attempts set continued_execution_id = $2, continued_attempt = $3, continued_phase = $4,
       continued_position = $5, updated_at = now()
     where id = $1`,
    [attempt.attemptId, executionId, attemptNumber, place.phase, place.id],
  );
}

/** Stores the digests of the current snapshot, if this attempt is still the one that reads. */
export async function keepReadingDigests(
  tx: Transaction,
  configurationId: string,
  { executionId, attemptNumber }: ReadingAttempt,
  digests: readonly RangeDigest[],
): Promise<void> {
  await tx.query(
    `update unfinished_readings set digests = $4, updated_at = now()
     where configuration_id = $1 and execution_id = $2 and attempt_number = $3`,
    [configurationId, executionId, attemptNumber, JSON.stringify(packDigests(digests))],
  );
}

/** The facts that are known once another page is loaded, besides the end of the page. */
export interface ReadingProgress {
  readonly comparedTo: Place | null;
  readonly counts: UnfinishedReading['counts'];
  readonly unmappedStatuses: readonly string[];
}

export async function saveReadingProgress(
  tx: Transaction,
  configurationId: string,
  { comparedTo, counts, unmappedStatuses }: ReadingProgress,
): Promise<void> {
  await tx.query(
    `update unfinished_readings set compared_phase = $2, compared_position = $3, counts = $4,
       unmapped_statuses = $5, updated_at = now()
     where configuration_id = $1`,
    [
      configurationId,
      comparedTo?.phase ?? null,
      comparedTo?.id ?? null,
      JSON.stringify(counts),
      JSON.stringify(unmappedStatuses),
    ],
  );
}

/**
 * Removes the unfinished reading, because the event was read and proved.
 *
 * @param differing orders that the proof found different: the next reading reads them again
 */
export async function endUnfinishedReading(
  tx: Transaction,
  configurationId: string,
  differing: readonly number[],
): Promise<void> {
  await tx.query('delete from unfinished_readings where configuration_id = $1', [configurationId]);
  await settle(tx, configurationId, null);
  await noteUnsettled(tx, configurationId, { orderIds: differing, ticketIds: [] });
}

export async function readUnsettled(db: Database, configurationId: string): Promise<FoundRows> {
  const rows = await queryRows<{ kind: 'order' | 'ticket'; id: number }>(
    db,
    'select kind, woo_id as id from unsettled_rows where configuration_id = $1 order by kind, woo_id',
    [configurationId],
  );
  const ids = (wanted: 'order' | 'ticket') => rows.filter(({ kind }) => kind === wanted).map(({ id }) => id);
  return { orderIds: ids('order'), ticketIds: ids('ticket') };
}

export async function noteUnsettled(
  tx: Transaction,
  configurationId: string,
  { orderIds, ticketIds }: FoundRows,
): Promise<void> {
  for (const [kind, ids] of [
    ['order', orderIds],
    ['ticket', ticketIds],
  ] as const) {
    if (ids.length === 0) continue;
    await tx.query(
      `insert into unsettled_rows (configuration_id, kind, woo_id) select $1, $2, unnest($3::bigint[])
       on conflict do nothing`,
      [configurationId, kind, ids],
    );
  }
}

/** @param rows null means all rows */
export async function settle(
  tx: Transaction,
  configurationId: string,
  rows: FoundRows | null,
): Promise<void> {
  if (rows !== null && rows.orderIds.length + rows.ticketIds.length === 0) return;
  await tx.query(
    `delete from unsettled_rows where configuration_id = $1 and ($2::bigint[] is null
       or (kind = 'order' and woo_id = any($2)) or (kind = 'ticket' and woo_id = any($3)))`,
    [configurationId, rows?.orderIds ?? null, rows?.ticketIds ?? null],
  );
}

function valuesOf({ executionId, attemptNumber }: ReadingAttempt, snapshot: ReadingSnapshot): unknown[] {
  const { takenAtUtc, basis, cursor, digests } = snapshot;
  const marks = cursor === null ? null : { ...cursor.state, readTo: cursor.readToUtc.toISOString() };
  return [
    executionId,
    attemptNumber,
    takenAtUtc,
    JSON.stringify(basis),
    // The JSON value null if there is no cursor, because the column must not be NULL.
    JSON.stringify(marks),
    digests === null ? null : JSON.stringify(packDigests(digests)),
  ];
}
