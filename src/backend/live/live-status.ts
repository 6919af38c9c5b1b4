import type { LiveReason, LiveSwitch, SlowedBy, WatchState } from '../../vocabulary/live.ts';
import { type Queryable, queryRows } from '../database.ts';
import { readExpression } from '../tables/column-text.ts';
import { LAPSED } from './watch-records.ts';

/** Live mode of a configuration as the API shows it. */
export interface LiveStatus {
  readonly switch: LiveSwitch;
  readonly switched_until: string | null;
  readonly is_live: boolean;
  readonly reason: LiveReason;
  readonly from: string | null;
  readonly until: string | null;
  readonly watch: WatchStatus | null;
}

interface WatchStatus {
  readonly state: WatchState;
  readonly since: string;
  readonly last_asked_at: string | null;
  readonly last_moved_at: string | null;
  readonly pause_seconds: number | null;
  readonly slowed_by: SlowedBy | null;
  readonly error_code: string | null;
}

const time = (column: string): string => readExpression('timestamptz', column);

/**
 * SQL: the status, from a configuration `c`, its `live` window, the `watch` of its store and the time `$1`. The watch is
 * null if the event is not live, or no process has the watch.
 */
export const LIVE_STATUS = `jsonb_build_object(
  'switch', case when c.live_switch_until > $1 then c.live_switch else 'auto' end,
  'switched_until', case when c.live_switch_until > $1 then ${time('c.live_switch_until')} end,
  'is_live', live.is_live, 'reason', live.reason, 'from', ${time('live.live_from')},
  'until', ${time('live.live_until')},
  'watch', case when live.is_live and watch.credentials_id is not null then jsonb_build_object(
    'state', watch.state, 'since', ${time('watch.since')}, 'last_asked_at', ${time('watch.last_asked_at')},
    'last_moved_at', ${time('watch.last_moved_at')}, 'pause_seconds', watch.pause_ms / 1000.0,
    'slowed_by', watch.slowed_by, 'error_code', watch.error_code) end)`;

/** SQL: a left join with the watch of the store of a configuration `c`, if a process has it. */
export const WATCH_OF_STORE = `left join lateral (select w.* from sync_live_watches w
  where w.credentials_id = c.credentials_id and w.holder is not null and not (${LAPSED})) watch on true`;

/** Records a person's choice; null: the times of the event decide. */
export async function setLiveSwitch(
  db: Queryable,
  configurationId: string,
  choice: { readonly to: 'on' | 'off'; readonly until: Date } | null,
): Promise<void> {
  await queryRows(
    db,
    `update sync_configurations set live_switch = $2, live_switch_until = $3, updated_at = now() where id = $1`,
    [configurationId, choice?.to ?? null, choice?.until ?? null],
  );
}
