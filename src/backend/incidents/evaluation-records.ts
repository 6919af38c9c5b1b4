import type { ErrorKind } from '../../kernel/error-kinds.ts';
import type { Verification } from '../../vocabulary/sync-report.ts';
import { queryRows, type Transaction } from '../database.ts';
import { MONEY_IS_REFUNDED } from '../loader/valid-tickets.ts';

/** An ended execution that was not evaluated yet. */
export interface EndedExecution {
  readonly executionId: string;
  readonly configurationId: string;
  readonly credentialsId: string;
  readonly status: 'success' | 'failed' | 'cancelled';
  /** true if it read named rows, so that it says nothing of the event as a whole. */
  readonly isTargeted: boolean;
  readonly verification: Verification | null;
  /** true if its proof differs by what the removal guard holds, and by nothing else. */
  readonly differsByHeldOnly: boolean;
  /** true if removals of its configuration wait for a decision. */
  readonly holdsRemovals: boolean;
  readonly error: { readonly kind: ErrorKind; readonly code: string; readonly message: string } | null;
  /** The time of its first failed attempt; if no attempt failed, the time of its end. */
  readonly firstFailedAt: Date;
  /** The time since when its store is unreachable; null while it is reachable. */
  readonly outageSince: Date | null;
  readonly at: Date;
}

/** A finished test of credentials. */
export interface EndedTest {
  readonly credentialsId: string;
  readonly asked: boolean;
  readonly error: { readonly kind: ErrorKind; readonly code: string; readonly message: string } | null;
  readonly at: Date;
  /** Failed attempts to reach the store before this one. */
  readonly probes: number;
  readonly outageSince: Date | null;
}

/** Any number works, as long as every Taquilla process uses the same one. */
const ADVISORY_LOCK = 0x6a756467;
const MOST_AT_ONCE = 500;

/** Whether this process may evaluate results now. Only one process at a time does. */
export async function takeEvaluationTurn(tx: Transaction): Promise<boolean> {
  const [row] = await queryRows<{ taken: boolean }>(tx, 'select pg_try_advisory_xact_lock($1) as taken', [
    ADVISORY_LOCK,
  ]);
  return row?.taken === true;
}

/** Ended executions that were not evaluated yet, oldest first; marks them as evaluated. */
export async function takeEndedExecutions(tx: Transaction): Promise<readonly EndedExecution[]> {
  return await queryRows<EndedExecution>(
    tx,
    `with ended as (
       select id from sync_executions where finished_at is not null and judged_at is null
       order by finished_at, id limit ${MOST_AT_ONCE} for update skip locked
     ), evaluated as (
       update sync_executions e set judged_at = now() from ended where e.id = ended.id returning e.*
     )
     select j.id as "executionId", j.configuration_id as "configurationId",
       c.credentials_id as "credentialsId", j.status, j.verification, j.finished_at as at,
       j.order_ids is not null as "isTargeted",
       (exists (select from sync_proofs p where p.execution_id = j.id and p.subject = 'held_removals')
         and not exists (select from sync_proofs p
           where p.execution_id = j.id and not p.equal and p.subject <> 'held_removals')) as "differsByHeldOnly",
       exists (select from held_removals h
         where h.configuration_id = j.configuration_id and h.state = 'waiting') as "holdsRemovals",
       least(j.first_failed_at, j.finished_at) as "firstFailedAt", o.started_at as "outageSince",
       case when j.error_code is null then null else jsonb_build_object(
         'kind', coalesce(j.error_kind, 'bug'), 'code', j.error_code, 'message', j.error_message) end as error
     from evaluated j join sync_configurations c on c.id = j.configuration_id
     left join sync_store_outages o on o.credentials_id = c.credentials_id
     order by j.finished_at, j.id`,
  );
}

export async function takeEndedTests(tx: Transaction): Promise<readonly EndedTest[]> {
  return await queryRows<EndedTest>(
    tx,
    `with evaluated as (
       update background_tasks set judged_at = now()
       where name = 'test_woocommerce_connection' and finished_at is not null and judged_at is null
         and subject_id is not null
       returning subject_id, queue, error_code, error_message, result, finished_at
     )
     select j.subject_id as "credentialsId", j.queue = 'critical' as asked, j.finished_at as at,
       coalesce(o.probes, 0) as probes, o.started_at as "outageSince",
       case when j.error_code is null then null else jsonb_build_object(
         'kind', coalesce(j.result ->> 'kind', 'bug'), 'code', j.error_code, 'message', j.error_message)
       end as error
     from evaluated j join sync_credentials s on s.id = j.subject_id
     left join sync_store_outages o on o.credentials_id = j.subject_id
     order by j.finished_at`,
  );
}

/** A configuration that has gone too long without a success and that has no open incident. */
export interface StaleConfiguration {
  readonly configurationId: string;
  readonly credentialsId: string;
  /** Its last success, or the time when it was put on the schedule. */
  readonly since: Date;
}

/**
 * Leaves out a configuration with a running execution, because a first sync may take longer than its periods.
 *
 * @param staleAfterMs how long a success counts as recent, for each frequency
 */
export async function findStale(
  tx: Transaction,
  staleAfterMs: Readonly<Record<string, number>>,
  now: Date,
): Promise<readonly StaleConfiguration[]> {
  return await queryRows<StaleConfiguration>(
    tx,
    `select c.id as "configurationId", c.credentials_id as "credentialsId",
       coalesce(c.last_success_at, c.scheduled_since) as since
     from sync_configurations c
     join unnest($1::text[], $2::bigint[]) as p (frequency, stale_after_ms) on p.frequency = c.frequency
     where c.status in ('active', 'error') and c.next_due_at is not null
       -- what an incident held back has its periods from its end on
       and greatest(c.last_success_at, c.scheduled_since, (select max(r.resolved_at) from alert_incidents r
           where r.credentials_id = c.credentials_id
             and r.kind not in ('sync_stale', 'password_unprotected', 'test_failed', 'webhooks_silent')))
         < $3::timestamptz - p.stale_after_ms * interval '1 millisecond'
       and not exists (select from sync_executions x where x.configuration_id = c.id and x.status = 'running')
       and not exists (select from alert_incidents i
         left join alert_incident_configurations a on a.incident_id = i.id and a.recovered_at is null
         where i.resolved_at is null and i.kind not in ('proof_unverified', 'removals_held', 'many_refunds')
           and (a.configuration_id = c.id or (i.credentials_id = c.credentials_id
             and i.kind in ('store_unreachable', 'credentials_failing'))))
     order by c.id`,
    [Object.keys(staleAfterMs), Object.values(staleAfterMs), now],
  );
}

/**
 * Whether more tickets of the configuration were refunded within a day than the removal guard would let pass. Refunds
 * are never held, because a refunded holder must not enter, so people are notified instead.
 */
export async function hasManyRefunds(tx: Transaction, configurationId: string): Promise<boolean> {
  const [row] = await queryRows<{ readonly isMany: boolean }>(
    tx,
    `select r.refunded > greatest(10, (v.valid + r.refunded) * c.max_removal_percent / 100) as "isMany"
     from sync_configurations c,
       lateral (select count(distinct s.row_id) as refunded
         from sync_executions e join sync_changes s on s.execution_id = e.id
         join tickets t on t.id = s.row_id left join orders o on o.id = t.order_id
         left join order_items i on i.id = t.order_item_id
         where e.configuration_id = c.id and s.created_at > now() - interval '24 hours' and s.table_name = 'tickets'
           and (t.status = 'refunded' or ((t.status not in ('active', 'pending') or t.removed_at is not null)
             and ${MONEY_IS_REFUNDED}))
           and (s.operation = 'removed' or s.fields -> 'status' ->> 0 in ('active', 'pending'))) r,
       lateral (select count(*) as valid from tickets t join events e on e.id = t.event_id
         where e.configuration_id = c.id and t.status in ('active', 'pending') and t.removed_at is null) v
     where c.id = $1`,
    [configurationId],
  );
  return row?.isMany === true;
}

/** Configurations with an open incident about held removals, or about refunds, that no longer has its cause. */
export async function findCalm(
  tx: Transaction,
): Promise<readonly { readonly configurationId: string; readonly kind: 'removals_held' | 'many_refunds' }[]> {
  const open = await queryRows<{
    configurationId: string;
    kind: 'removals_held' | 'many_refunds';
    holds: boolean;
  }>(
    tx,
    `select a.configuration_id as "configurationId", i.kind, exists (select from held_removals h
         where h.configuration_id = a.configuration_id and h.state = 'waiting') as holds
     from alert_incidents i join alert_incident_configurations a on a.incident_id = i.id and a.recovered_at is null
     where i.resolved_at is null and i.kind in ('removals_held', 'many_refunds')`,
    [],
  );
  const calm: { readonly configurationId: string; readonly kind: 'removals_held' | 'many_refunds' }[] = [];
  for (const { configurationId, kind, holds } of open) {
    const lasts = kind === 'removals_held' ? holds : await hasManyRefunds(tx, configurationId);
    if (!lasts) calm.push({ configurationId, kind });
  }
  return calm;
}

/** Sets whose password goes to a server with an unconfirmed key and that have no open incident for it. */
export async function listNewlyUnprotected(
  tx: Transaction,
): Promise<readonly { readonly id: string; readonly since: Date }[]> {
  return await queryRows<{ id: string; since: Date }>(
    tx,
    `select s.id, s.unverified_auth_since as since from sync_credentials s
     where s.unverified_auth_since is not null and s.is_active and not exists (select from alert_incidents i
       where i.credentials_id = s.id and i.kind = 'password_unprotected' and i.resolved_at is null)
     order by s.id`,
  );
}
