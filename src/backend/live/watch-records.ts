import type { SlowedBy, WatchState } from '../../vocabulary/live.ts';
import { outageOf } from '../credentials/outage-records.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';
import { liveWindow } from './live-window.ts';

/** The right to watch a store, until it was not renewed for some time. Each new one has a greater token. */
export interface WatchLease {
  readonly credentialsId: string;
  readonly token: number;
}

/** As long as a process or an execution may be without a heartbeat. */
const SILENT_AFTER = `interval '20 seconds'`;

/** SQL: whether the lease of a watch `w` has lapsed. */
export const LAPSED = `w.renewed_at < clock_timestamp() - ${SILENT_AFTER}`;

/** SQL: whether a watch holds a connection to the store of a set of credentials. */
export function watchHoldsConnection(set: string): string {
  return `exists (select from sync_live_watches w where w.credentials_id = ${set}.id and w.is_connected
    and w.holder is not null and not (${LAPSED}))`;
}

/** Sets whose store Taquilla can watch, because their password is stored or set. */
const USABLE = `s.is_active and s.origin <> 'command_line'`;

/**
 * Takes the watches of the stores that have a live event and no watch. While a process of another version runs, none is
 * taken, because an older one does not know the executions that a watch requests.
 */
export async function takeWatches(
  db: Queryable,
  { holder, version, now }: { readonly holder: string; readonly version: string; readonly now: Date },
): Promise<readonly WatchLease[]> {
  return await queryRows<WatchLease>(
    db,
    `insert into sync_live_watches as w (credentials_id, holder, since)
     select s.id, $2, $1::timestamptz from sync_credentials s
     where ${USABLE}
       and exists (select from sync_configurations c join events e on e.configuration_id = c.id
         cross join ${liveWindow('e')} live where c.credentials_id = s.id and live.is_live)
       and not exists (select from sync_live_watches w
         where w.credentials_id = s.id and w.holder is not null and not (${LAPSED}))
       and not exists (select from service_processes p
         where p.version <> $3 and p.last_seen_at > clock_timestamp() - ${SILENT_AFTER})
     order by s.id
     on conflict (credentials_id) do update set holder = excluded.holder, token = w.token + 1,
       renewed_at = clock_timestamp(), state = 'starting', is_connected = false, since = excluded.since,
       last_asked_at = null, last_moved_at = null, pause_ms = null, slowed_by = null, updated_at = now()
       where w.holder is null or ${LAPSED}
     returning credentials_id as "credentialsId", token`,
    [now, holder, version],
  );
}

/** What a watch reports of itself when it renews its lease. */
export interface WatchReport {
  readonly state: WatchState;
  readonly isConnected: boolean;
  readonly lastAskedAt: Date | null;
  readonly lastMovedAt: Date | null;
  readonly pauseMs: number | null;
  readonly slowedBy: SlowedBy | null;
  readonly failures: number;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly nextAttemptAt: Date | null;
}

export interface LiveConfiguration {
  readonly configurationId: string;
  readonly eventId: string;
  /** The first one is the configuration's own. */
  readonly productIds: readonly number[];
  readonly variationId: number | null;
}

/** What a watch must know of its store before each round. */
export interface WatchOrders {
  readonly failures: number;
  readonly nextAttemptAt: Date | null;
  readonly isUsable: boolean;
  readonly isUnreachable: boolean;
  /** The executions that have, or will have within moments, a connection to the store. */
  readonly busy: number;
  readonly slots: number;
  /** How many connections a person allows Taquilla at once, besides those of further executions. */
  readonly connections: number;
  readonly ceilingSeconds: number | null;
  /** What the store spent on Taquilla in the last hour. */
  readonly spentSeconds: number;
  readonly live: readonly LiveConfiguration[];
}

/** Renews the lease with a report; null if another process has it. */
export async function renewWatch(
  db: Queryable,
  lease: WatchLease,
  report: WatchReport | null,
  now: Date,
): Promise<WatchOrders | null> {
  const [row] = await queryRows<WatchOrders>(
    db,
    `with renewed as (
       update sync_live_watches w set renewed_at = clock_timestamp(), updated_at = now(),
         state = coalesce($4, w.state), is_connected = coalesce($5, w.is_connected),
         last_asked_at = coalesce($6, w.last_asked_at), last_moved_at = coalesce($7, w.last_moved_at),
         pause_ms = coalesce($8, w.pause_ms), slowed_by = case when $4::text is null then w.slowed_by else $9 end,
         failures = coalesce($10, w.failures),
         error_code = case when $4::text is null then w.error_code else $11 end,
         error_message = case when $4::text is null then w.error_message else $12 end,
         next_attempt_at = case when $4::text is null then w.next_attempt_at else $13 end
       where w.credentials_id = $2 and w.token = $3 and w.holder is not null
       returning w.credentials_id, w.failures, w.next_attempt_at
     )
     select r.failures, r.next_attempt_at as "nextAttemptAt", ${USABLE} as "isUsable",
       o.since is not null as "isUnreachable", s.max_concurrent_syncs as slots,
       s.max_connections as connections, s.live_ceiling_seconds as "ceilingSeconds",
       (select count(*)::integer from sync_executions x join sync_configurations c on c.id = x.configuration_id
        where c.credentials_id = s.id
          and (x.status = 'running' or (x.status = 'pending' and x.dispatched_at is not null))) as busy,
       (select coalesce(sum(k.seconds), 0) from store_costs k
        where k.credentials_id = s.id and k.minute > $1::timestamptz - interval '1 hour') as "spentSeconds",
       (select coalesce(jsonb_agg(jsonb_build_object('configurationId', c.id, 'eventId', e.id,
            'productIds', to_jsonb(array[c.woo_product_id] || array(select p.woo_product_id
               from sync_configuration_products p where p.configuration_id = c.id order by p.position)
             || array(select t.key::bigint from jsonb_each(c.woo_translations) t)),
            'variationId', c.woo_variation_id) order by c.id), '[]')
        from sync_configurations c join events e on e.configuration_id = c.id cross join ${liveWindow('e')} live
        where c.credentials_id = s.id and live.is_live) as live
     from renewed r join sync_credentials s on s.id = r.credentials_id left join ${outageOf('s')} o on true`,
    [
      now,
      lease.credentialsId,
      lease.token,
      report?.state ?? null,
      report?.isConnected ?? null,
      report?.lastAskedAt ?? null,
      report?.lastMovedAt ?? null,
      report?.pauseMs ?? null,
      report?.slowedBy ?? null,
      report?.failures ?? null,
      report?.error?.code ?? null,
      report?.error?.message ?? null,
      report?.nextAttemptAt ?? null,
    ],
  );
  return row ?? null;
}

/** Locks the lease until the transaction ends, so that only its holder requests executions. False: it is lost. */
export async function holdsWatch(tx: Transaction, { credentialsId, token }: WatchLease): Promise<boolean> {
  const rows = await queryRows(
    tx,
    'select from sync_live_watches where credentials_id = $1 and token = $2 and holder is not null for share',
    [credentialsId, token],
  );
  return rows.length > 0;
}

/** Lets another process take the watch at once. */
export async function releaseWatch(db: Queryable, { credentialsId, token }: WatchLease): Promise<void> {
  await queryRows(
    db,
    `update sync_live_watches set holder = null, is_connected = false, updated_at = now()
     where credentials_id = $1 and token = $2`,
    [credentialsId, token],
  );
}
