import { newId } from '../../kernel/ids.ts';
import { queryRows, type Transaction } from '../database.ts';

export interface TriggeredAll {
  /** Executions that were made for it. */
  readonly made: readonly string[];
  /** Those that waited already, and go first now. */
  readonly promoted: readonly string[];
  /** Configurations whose execution runs already. */
  readonly skipped: number;
}

/** Wishes for an execution of every configuration that is neither paused nor disabled: thousands at once. */
export async function requestAll(
  tx: Transaction,
  wish: { readonly requestedBy: string | null; readonly maxRetries: number; readonly now: Date },
): Promise<TriggeredAll> {
  const configurations = await queryRows<{ id: string }>(
    tx,
    `select id from sync_configurations where deleted_at is null and status in ('active', 'error')
     order by id for no key update`,
  );
  const ids = configurations.map((row) => row.id);
  const made = await queryRows<{ id: string }>(
    tx,
    `insert into sync_executions
       (id, configuration_id, trigger, status, queue, requested_by, max_retries, next_attempt_at)
     select id, configuration_id, 'manual', 'pending', 'critical', $3, $4, $5
     from unnest($1::uuid[], $2::uuid[]) as wished (id, configuration_id)
     on conflict (configuration_id) where status in ('pending', 'running') do nothing
     returning id`,
    [ids.map(() => newId()), ids, wish.requestedBy, wish.maxRetries, wish.now],
  );
  const madeIds = made.map((row) => row.id);
  const promoted = await queryRows<{ id: string }>(
    tx,
    `update sync_executions set queue = 'critical', next_attempt_at = least(next_attempt_at, $3),
       dispatched_at = case when queue = 'critical' then dispatched_at end,
       requested_by = coalesce(requested_by, $4), updated_at = now()
     where configuration_id = any($1) and status = 'pending' and id <> all($2) returning id`,
    [ids, madeIds, wish.now, wish.requestedBy],
  );
  const skipped = ids.length - made.length - promoted.length;
  return { made: madeIds, promoted: promoted.map((row) => row.id), skipped };
}
