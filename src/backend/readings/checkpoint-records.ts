import type { ChangeCursor, Place } from '../../source/source.ts';
import type { Excluded, StoreProof } from '../../source/totals.ts';
import { type Database, queryRows, type Transaction } from '../database.ts';

/**
 * Records how far the reading of a configuration's store has come. Call it in the transaction that loads the
 * page that ends there.
 */
export async function saveCheckpoint(
  tx: Transaction,
  configurationId: string,
  executionId: string,
  { phase, id }: Place,
  snapshotTakenAtUtc: Date,
): Promise<void> {
  await tx.query(
    `insert into sync_checkpoints (configuration_id, execution_id, phase, position, snapshot_taken_at)
     values ($1, $2, $3, $4, $5)
     on conflict (configuration_id) do update set execution_id = excluded.execution_id,
       phase = excluded.phase, position = excluded.position,
       snapshot_taken_at = excluded.snapshot_taken_at, updated_at = now()`,
    [configurationId, executionId, phase, id, snapshotTakenAtUtc],
  );
}

/** A finished reading, from which the next one continues. */
export interface FinishedReading {
  /** The position in the store's change signals; null if it has none. */
  readonly cursor: ChangeCursor | null;
  /** The digest of everything that decides how orders are translated, besides the store's rows. */
  readonly rulesDigest: string;
  /** The digest of the settings that decide the same; null if an older version read. */
  readonly settingsDigest: string | null;
  /** Whether the change signals of the store named every change; null if the reading did not need them. */
  readonly namesEveryChange: boolean | null;
  /** For each further product of the event, the digest of everything that its rows were translated by. */
  readonly productMarks: Readonly<Record<string, string>>;
  /** The newest time of change in the store. */
  readonly newestChangeAtUtc: Date | null;
}

export interface LastReading extends FinishedReading {
  /** When both sides of the whole event last agreed. */
  readonly wholeProvedAtUtc: Date | null;
  /** When digests of whole tables were last compared, or everything was read. */
  readonly sweptAtUtc: Date | null;
  /** The same for whole tables at once, by our clock. */
  readonly wholeSweptAtUtc: Date | null;
  /** When each part of the store's tables was last compared; null if that is not known. */
  readonly comparedSpans: ComparedSpans | null;
  /** The duration of a sweep of a part, proof included; null if it was not measured. */
  readonly sweepMs: number | null;
  /** true if the last whole proof failed. */
  readonly isDoubted: boolean;
  /** The store's counts in that proof, as long as the stored digests still belong to the same tables. */
  readonly storeFacts: StoreFacts | null;
}

/** The store's side of a whole proof, and the rows that it left out. */
export interface StoreFacts {
  readonly excluded: Excluded;
  readonly counted: StoreProof;
}

/** For each table, the first id of each span and when it was last compared. */
type ComparedSpans = Readonly<Record<string, readonly (readonly [start: number, comparedAtMs: number])[]>>;

/** Stores when each part of the store's tables was compared, with the rows that were then read. */
export async function saveComparedSpans(
  tx: Transaction,
  configurationId: string,
  spans: ComparedSpans | null,
): Promise<void> {
  await tx.query(
    'update sync_checkpoints set compared_spans = $2, updated_at = now() where configuration_id = $1',
    [configurationId, spans === null ? null : JSON.stringify(spans)],
  );
}

interface Row {
  readonly readTo: Date;
  readonly marks: ChangeCursor['state'] | null;
  readonly rulesDigest: string;
  readonly settingsDigest: string | null;
  readonly namesEveryChange: boolean | null;
  readonly productMarks: Readonly<Record<string, string>>;
  readonly newestChangeAt: Date | null;
  readonly wholeProvedAt: Date | null;
  readonly sweptAt: Date | null;
  readonly wholeSweptAt: Date | null;
  readonly comparedSpans: ComparedSpans | null;
  readonly sweepMs: number | null;
  readonly isDoubted: boolean;
  readonly storeFacts: StoreFacts | null;
}

/** Null if no reading of this configuration was ever finished. */
export async function findLastReading(db: Database, configurationId: string): Promise<LastReading | null> {
  const [row] = await queryRows<Row>(
    db,
    `select read_to as "readTo", marks, rules_digest as "rulesDigest",
       settings_digest as "settingsDigest", names_every_change as "namesEveryChange", product_marks as "productMarks", newest_change_at as "newestChangeAt",
       whole_proved_at as "wholeProvedAt", swept_at as "sweptAt", whole_swept_at as "wholeSweptAt",
       compared_spans as "comparedSpans", usual_sweep_ms as "sweepMs",
       is_doubted as "isDoubted", store_facts as "storeFacts"
     from sync_checkpoints
     where configuration_id = $1 and read_to is not null and rules_digest is not null`,
    [configurationId],
  );
  if (row === undefined) return null;
  return {
    cursor: row.marks === null ? null : { readToUtc: row.readTo, state: row.marks },
    rulesDigest: row.rulesDigest,
    settingsDigest: row.settingsDigest,
    namesEveryChange: row.namesEveryChange,
    productMarks: row.productMarks,
    newestChangeAtUtc: row.newestChangeAt,
    wholeProvedAtUtc: row.wholeProvedAt,
    sweptAtUtc: row.sweptAt,
    wholeSweptAtUtc: row.wholeSweptAt,
    comparedSpans: row.comparedSpans,
    sweepMs: row.sweepMs,
    isDoubted: row.isDoubted,
    storeFacts: row.storeFacts,
  };
}

/**
 * Records where the next reading starts; call it in the transaction that writes the last page of this one.
 */
export async function saveFinishedReading(
  tx: Transaction,
  configurationId: string,
  finished: FinishedReading,
): Promise<void> {
  const { cursor, rulesDigest, settingsDigest, namesEveryChange, productMarks, newestChangeAtUtc } = finished;
  await tx.query(
    `update sync_checkpoints set read_to = coalesce($2, snapshot_taken_at), marks = $3, rules_digest = $4,
       newest_change_at = coalesce($5, newest_change_at), product_marks = $6,
       settings_digest = $7, names_every_change = coalesce($8, names_every_change), updated_at = now()
     where configuration_id = $1`,
    [
      configurationId,
      cursor?.readToUtc ?? null,
      cursor === null ? null : JSON.stringify(cursor.state),
      rulesDigest,
      newestChangeAtUtc,
      JSON.stringify(productMarks),
      settingsDigest,
      namesEveryChange,
    ],
  );
}

/** A reading of a whole event, by a sweep or in full, that was proved. */
export interface Swept {
  /** The time of the snapshot. If younger digests of another configuration were used, their time. */
  readonly atUtc: Date;
  /**
   * The moment that the proof covers. If older digests of another configuration were the evidence, it is their
   * time.
   */
  readonly provedAtUtc: Date;
  /** When whole tables were compared or everything was read, by our clock; null: a part was compared. */
  readonly wholeAtUtc: Date | null;
  /** The duration of a sweep as the schedule makes it. Null if this one does not show it. */
  readonly sweepMs: number | null;
  /** true if both sides agreed as a whole. */
  readonly agreed: boolean;
  /** true if both sides differ by more than held removals, so that the next sweep counts whole tables. */
  readonly isDoubted: boolean;
  readonly storeFacts: StoreFacts;
}

/**
 * Forgets an earlier proof's counts of the store, which are no longer valid because the tables have changed,
 * there or here.
 */
export async function forgetStoreFacts(tx: Transaction, configurationId: string): Promise<void> {
  await tx.query(
    `update sync_checkpoints set store_facts = null where configuration_id = $1 and store_facts is not null`,
    [configurationId],
  );
}

export async function noteSwept(tx: Transaction, configurationId: string, swept: Swept): Promise<void> {
  await tx.query(
    `update sync_checkpoints set swept_at = $2, usual_sweep_ms = coalesce($3, usual_sweep_ms), is_doubted = $8,
       store_facts = $5,
       whole_proved_at = case when $4 then $6 else whole_proved_at end,
       whole_swept_at = coalesce($7, whole_swept_at), updated_at = now()
     where configuration_id = $1`,
    [
      configurationId,
      swept.atUtc,
      swept.sweepMs,
      swept.agreed,
      JSON.stringify(swept.storeFacts),
      swept.provedAtUtc,
      swept.wholeAtUtc,
      swept.isDoubted,
    ],
  );
}
