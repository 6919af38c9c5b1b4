import type { RangeDigest } from '../../source/digests.ts';
import { type Database, queryRows, type Transaction } from '../database.ts';
import { copyRows } from '../queries/copy-rows.ts';

/**
 * Digests of a store's tables at the last reading of a configuration, added up over ranges of ids of this size.
 */
export async function readDigests(
  db: Database,
  configurationId: string,
  width: number,
): Promise<readonly RangeDigest[]> {
  const rows = await queryRows<{ table: string; start: number; rows: number; hash: string }>(
    db,
    `select source_table as "table", range_start / $2 * $2 as start, sum(row_count)::bigint as rows,
       sum(hash_sum)::text as hash
     from range_digests where configuration_id = $1 group by 1, 2`,
    [configurationId, width],
  );
  return rows.map((row) => ({ ...row, hash: BigInt(row.hash) }));
}

/** The stored digests of some ranges. */
export async function readDigestsIn(
  db: Database,
  configurationId: string,
  ranges: readonly Pick<RangeDigest, 'table' | 'start'>[],
  width: number,
): Promise<readonly RangeDigest[]> {
  const rows = await queryRows<{ table: string; start: number; rows: number; hash: string }>(
    db,
    `select d.source_table as "table", d.range_start as start, d.row_count as rows, d.hash_sum::text as hash
     from unnest($2::text[], $3::bigint[]) as r (source_table, range_start)
     join range_digests d on d.configuration_id = $1 and d.source_table = r.source_table
       and d.range_start between r.range_start and r.range_start + $4 - 1`,
    [configurationId, ranges.map(({ table }) => table), ranges.map(({ start }) => start), width],
  );
  return rows.map((row) => ({ ...row, hash: BigInt(row.hash) }));
}

/** The seconds that sweeps over these credentials may take together, and the configurations in use that share them. */
export async function readSweepShare(
  db: Database,
  credentialsId: string,
): Promise<{ readonly seconds: number; readonly configurations: number }> {
  const [row] = await queryRows<{ seconds: number; configurations: number }>(
    db,
    `select s.sweep_seconds as seconds, (select count(*) from sync_configurations c
       where c.credentials_id = s.id and c.deleted_at is null and c.status = 'active') as configurations
     from sync_credentials s where s.id = $1`,
    [credentialsId],
  );
  if (row === undefined) throw new Error('an execution has no credentials');
  return row;
}

/**
 * Stores the digests of the rows that were just loaded.
 *
 * @param ranges the ranges that they replace; null means all
 */
export async function saveDigests(
  tx: Transaction,
  configurationId: string,
  digests: readonly RangeDigest[],
  ranges: readonly Pick<RangeDigest, 'table' | 'start'>[] | null,
  width: number,
): Promise<void> {
  if (ranges === null) {
    await tx.query('delete from range_digests where configuration_id = $1', [configurationId]);
  } else if (ranges.length > 0) {
    await tx.query(
      `delete from range_digests d using unnest($2::text[], $3::bigint[]) as r (source_table, range_start)
       where d.configuration_id = $1 and d.source_table = r.source_table and d.range_start = r.range_start`,
      [configurationId, ranges.map(({ table }) => table), ranges.map(({ start }) => start)],
    );
  }
  if (digests.length === 0) return;
  await copyRows(
    tx,
    'range_digests',
    ['configuration_id', 'source_table', 'range_start', 'range_end', 'row_count', 'hash_sum'],
    digests.map(({ table, start, rows, hash }) => [
      configurationId,
      table,
      String(start),
      String(start + width - 1),
      String(rows),
      hash.toString(),
    ]),
  );
}

export type PackedDigest = readonly [table: string, start: number, rows: number, hash: string];

/** Converts digests to JSON. */
export function packDigests(digests: readonly RangeDigest[]): readonly PackedDigest[] {
  return digests.map(({ table, start, rows, hash }) => [table, start, rows, hash.toString()]);
}

export function unpackDigests(packed: readonly PackedDigest[]): readonly RangeDigest[] {
  return packed.map(([table, start, rows, hash]) => ({ table, start, rows, hash: BigInt(hash) }));
}

/** Stores digests of a whole store for its other configurations, unless younger ones are stored already. */
export async function saveStoreDigests(
  db: Database,
  credentialsId: string,
  layout: string,
  takenAtUtc: Date,
  digests: readonly RangeDigest[],
): Promise<void> {
  await queryRows(
    db,
    `insert into store_digests as d (credentials_id, layout, taken_at, digests) values ($1, $2, $3, $4)
     on conflict (credentials_id) do update set layout = excluded.layout, taken_at = excluded.taken_at,
       digests = excluded.digests, being_taken_until = null, updated_at = now()
       where excluded.taken_at >= d.taken_at`,
    [credentialsId, layout, takenAtUtc, JSON.stringify(packDigests(digests))],
  );
}

/** How long other executions wait for the one that takes a store's digests. It may have been killed. */
const WAITED_FOR = `interval '3 minutes'`;

/**
 * Claims the right to take a store's digests for all of its executions. Returns the claim; null if another
 * execution has it.
 */
export async function claimStoreDigests(
  db: Database,
  credentialsId: string,
  layout: string,
): Promise<string | null> {
  // As text, because a Date has no microseconds.
  const [row] = await queryRows<{ until: string }>(
    db,
    `insert into store_digests as d (credentials_id, layout, taken_at, digests, being_taken_until)
     values ($1, $2, '-infinity', '[]', clock_timestamp() + ${WAITED_FOR})
     on conflict (credentials_id) do update set being_taken_until = excluded.being_taken_until, updated_at = now()
       where d.being_taken_until is null or d.being_taken_until < clock_timestamp()
     returning d.being_taken_until::text as until`,
    [credentialsId, layout],
  );
  return row?.until ?? null;
}

/**
 * Ends a claim, so that the next execution can take the digests. A lapsed claim may belong to another execution
 * by now.
 */
export async function releaseStoreDigests(db: Database, credentialsId: string, claim: string): Promise<void> {
  await queryRows(
    db,
    `update store_digests set being_taken_until = null, updated_at = now()
     where credentials_id = $1 and being_taken_until = $2`,
    [credentialsId, claim],
  );
}

interface StoreDigests {
  readonly takenAtUtc: Date;
  readonly digests: readonly RangeDigest[];
}

/** Digests that were taken after this time, if there are any. */
export async function findStoreDigests(
  db: Database,
  credentialsId: string,
  layout: string,
  after: Date,
): Promise<StoreDigests | null> {
  const [row] = await queryRows<{ taken_at: Date; digests: readonly PackedDigest[] }>(
    db,
    `select taken_at, digests from store_digests
     where credentials_id = $1 and layout = $2 and taken_at > $3`,
    [credentialsId, layout, after],
  );
  return row === undefined ? null : { takenAtUtc: row.taken_at, digests: unpackDigests(row.digests) };
}
