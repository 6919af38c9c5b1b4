import type { Excluded, RangeCount, StoreProof } from '../../source/totals.ts';
import { type Database, queryRows, type Transaction } from '../database.ts';
import { copyRows } from '../queries/copy-rows.ts';

/** What the store's counts of a configuration's event belong to. */
export interface CountsOrigin {
  /** Everything that the counts depend on besides the rows of the store. */
  readonly basis: string;
  readonly excluded: Excluded;
  /** When everything was last counted at once. */
  readonly countedWholeAtUtc: Date;
}

/** Null if nothing was counted, or the counts are no longer valid. */
export async function findCountsOrigin(db: Database, configurationId: string): Promise<CountsOrigin | null> {
  const [row] = await queryRows<{ basis: string; excluded: Excluded; countedWholeAtUtc: Date }>(
    db,
    `select counts_basis as basis, counts_excluded as excluded, counted_whole_at as "countedWholeAtUtc"
     from sync_checkpoints
     where configuration_id = $1 and counts_basis is not null and counts_excluded is not null
       and counted_whole_at is not null`,
    [configurationId],
  );
  return row ?? null;
}

/** The figures of the ranges whose rows were not read again since they were counted. */
export async function listValidCounts(
  db: Database,
  configurationId: string,
): Promise<readonly { readonly start: number; readonly counted: StoreProof }[]> {
  return await queryRows<{ start: number; counted: StoreProof }>(
    db,
    `select range_start as start, counted from store_counts
     where configuration_id = $1 and not is_stale order by range_start`,
    [configurationId],
  );
}

/** The ranges that must be counted again, and the tickets that may be in them. */
export async function listStaleRanges(
  db: Database,
  configurationId: string,
): Promise<readonly Pick<RangeCount, 'start' | 'wooTicketIds'>[]> {
  return await queryRows<{ start: number; wooTicketIds: readonly number[] }>(
    db,
    `select range_start as start, ticket_ids::float8[] as "wooTicketIds" from store_counts
     where configuration_id = $1 and is_stale order by range_start`,
    [configurationId],
  );
}

/**
 * Marks the ranges of rows that were read again: the next whole proof counts them. Call it in the transaction that ends
 * their reading.
 *
 * @param tickets for each range, the tickets that are in it now
 * @param wooTicketIds tickets whose earlier ranges are marked as well
 */
export async function markCountsStale(
  tx: Transaction,
  configurationId: string,
  tickets: ReadonlyMap<number, readonly number[]>,
  wooTicketIds: readonly number[],
): Promise<void> {
  const places = [...tickets].flatMap(([start, ids]) => ids.map((id) => [start, id] as const));
  await tx.query(
    `insert into store_counts as c (configuration_id, range_start, ticket_ids, counted, is_stale)
     select $1::uuid, s.range_start, coalesce(t.ids, '{}'), '{}', true
     from unnest($2::bigint[]) as s (range_start)
     left join (
       select range_start, array_agg(id) as ids from unnest($3::bigint[], $4::bigint[]) as p (range_start, id)
       group by range_start
     ) t on t.range_start = s.range_start
     where exists (select from sync_checkpoints where configuration_id = $1 and counts_basis is not null)
     on conflict (configuration_id, range_start) do update set is_stale = true, updated_at = now(),
       ticket_ids = array(select unnest(c.ticket_ids) union select unnest(excluded.ticket_ids))`,
    [configurationId, [...tickets.keys()], places.map(([start]) => start), places.map(([, id]) => id)],
  );
  if (wooTicketIds.length === 0) return;
  await tx.query(
    `update store_counts set is_stale = true, updated_at = now()
     where configuration_id = $1 and not is_stale
       and exists (select from unnest(ticket_ids) as t (id) where t.id = any($2::bigint[]))`,
    [configurationId, wooTicketIds],
  );
}

/**
 * Notes that an execution marks the ranges of its rows. If an older program, which marks none, has read rows since the
 * counts were made, the next whole proof counts everything. Call it before the execution's checkpoint is saved.
 */
export async function continueCounts(
  tx: Transaction,
  configurationId: string,
  executionId: string,
): Promise<void> {
  await tx.query(
    `update sync_checkpoints set counts_execution_id = $2,
       counts_basis = case when execution_id = counts_execution_id or execution_id = $2 then counts_basis end
     where configuration_id = $1 and counts_basis is not null`,
    [configurationId, executionId],
  );
}

/** Makes the next whole proof count everything. */
export async function forgetCounts(tx: Transaction, configurationId: string): Promise<void> {
  await tx.query(
    `update sync_checkpoints set counts_basis = null where configuration_id = $1 and counts_basis is not null`,
    [configurationId],
  );
}

/** Stores the figures of all ranges. */
export async function replaceCounts(
  tx: Transaction,
  configurationId: string,
  counts: readonly RangeCount[],
  { basis, excluded, countedWholeAtUtc }: CountsOrigin,
): Promise<void> {
  await tx.query('delete from store_counts where configuration_id = $1', [configurationId]);
  await insertCounts(tx, configurationId, counts);
  await tx.query(
    `update sync_checkpoints set counts_basis = $2, counts_excluded = $3, counted_whole_at = $4,
       counts_execution_id = execution_id, updated_at = now()
     where configuration_id = $1`,
    [configurationId, basis, JSON.stringify(excluded), countedWholeAtUtc],
  );
}

/** Stores the figures of ranges that were counted again. A range that has no rows any more is removed. */
export async function saveCounts(
  tx: Transaction,
  configurationId: string,
  starts: readonly number[],
  counts: readonly RangeCount[],
  excluded: Excluded,
): Promise<void> {
  await tx.query('delete from store_counts where configuration_id = $1 and range_start = any($2::bigint[])', [
    configurationId,
    starts,
  ]);
  await insertCounts(tx, configurationId, counts);
  await tx.query(
    'update sync_checkpoints set counts_excluded = $2, updated_at = now() where configuration_id = $1',
    [configurationId, JSON.stringify(excluded)],
  );
}

async function insertCounts(
  tx: Transaction,
  configurationId: string,
  counts: readonly RangeCount[],
): Promise<void> {
  if (counts.length === 0) return;
  await copyRows(
    tx,
    'store_counts',
    ['configuration_id', 'range_start', 'ticket_ids', 'counted'],
    counts.map(({ start, wooTicketIds, counted }) => [
      configurationId,
      String(start),
      `{${wooTicketIds.join(',')}}`,
      JSON.stringify(counted),
    ]),
  );
}
