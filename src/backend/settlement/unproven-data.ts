import type { UnprovenReason } from '../../vocabulary/statements.ts';
import { type Queryable, queryRows } from '../database.ts';
import { readExpression } from '../tables/column-text.ts';

/** What no sync has verified in the data of an event, and when its last verified sync began. */
export interface UnprovenData {
  readonly verified_at: string | null;
  readonly unproven: readonly UnprovenReason[];
  /** Rejects that are neither settled nor dismissed. */
  readonly open_rejects: number;
}

/**
 * Reads why the data of an event may differ from its store. An event without a configuration is no longer compared with
 * a store, so it has no reasons.
 *
 * @param end of the period that would be closed; null: now, which no sync can have read as a whole
 */
export async function readUnproven(db: Queryable, event: string, end: string | null): Promise<UnprovenData> {
  const [row] = await queryRows<UnprovenData>(
    db,
    `select ${readExpression('timestamptz', 'p.verified_at')} as verified_at, p.open_rejects,
       array_remove(array[
         case when p.is_held then 'removals_held' end,
         case when p.last_status = 'failed' then 'sync_failed' end,
         case when p.last_verification = 'unverified' then 'not_verified' end,
         case when p.verified_at is null or p.verified_at < $2::timestamptz then 'read_before_end' end,
         case when p.open_rejects > 0 then 'rejects_open' end], null) as unproven
     from (
       select exists (select from held_removals h where h.configuration_id = c.id and h.state = 'waiting') as is_held,
         (select count(*)::integer from sync_rejects r where r.configuration_id = c.id and r.settled_at is null
           and r.dismissed_at is null) as open_rejects,
         (select x.status from sync_executions x where x.configuration_id = c.id and x.status in ('success', 'failed')
           order by x.finished_at desc limit 1) as last_status,
         (select x.verification from sync_executions x where x.configuration_id = c.id and x.status = 'success'
           and x.verification is not null order by x.finished_at desc limit 1) as last_verification,
         (select x.started_at from sync_executions x where x.configuration_id = c.id and x.status = 'success'
           and x.verification in ('verified', 'verified_with_rejects') and x.order_ids is null and x.ticket_ids is null
           order by x.finished_at desc limit 1) as verified_at
       from events e join sync_configurations c on c.id = e.configuration_id where e.id = $1
     ) p`,
    [event, end],
  );
  return row ?? { verified_at: null, unproven: [], open_rejects: 0 };
}
