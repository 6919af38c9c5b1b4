import { newId } from '../../kernel/ids.ts';
import type { AlertKind } from '../../vocabulary/alerts.ts';
import { isSameServer, outageOf } from '../credentials/outage-records.ts';
import { queryRows, type Transaction } from '../database.ts';
import { anySkewed } from '../operation/service-process-records.ts';

/** What is wrong, and the cause that it shares with other failures. */
export interface Cause {
  /** The same for all failures with one cause: an open incident with this key covers them. */
  readonly key: string;
  readonly kind: AlertKind;
  readonly credentialsId: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

export interface Occurrence {
  readonly cause: Cause;
  /** Null if only a test of the credentials failed. */
  readonly configurationId: string | null;
  readonly executionId: string | null;
  /** The time of the first failure; it is earlier than `at` if the attempt was retried. */
  readonly since: Date;
  readonly at: Date;
}

/** Opens an incident, or adds the occurrence to the open one. Returns the id of a new incident, or null. */
export async function recordOccurrence(
  tx: Transaction,
  { cause, since, at, ...seen }: Occurrence,
): Promise<string | null> {
  const key = (await keyOfOutage(tx, cause)) ?? cause.key;
  const [incident] = await queryRows<{ id: string; is_new: boolean }>(
    tx,
    `insert into alert_incidents
       (id, cause_key, kind, credentials_id, error_code, error_message, started_at, opened_at, last_seen_at)
     values ($1, $2, $3, $4, $5, $6, least($7::timestamptz, $8::timestamptz), $8, $8)
     on conflict (cause_key) where resolved_at is null do update set
       started_at = least(alert_incidents.started_at, excluded.started_at),
       last_seen_at = greatest(alert_incidents.last_seen_at, excluded.last_seen_at),
       occurrences = alert_incidents.occurrences + 1, updated_at = now()
     returning id, id = $1 as is_new`,
    [newId(), key, cause.kind, cause.credentialsId, cause.errorCode, cause.errorMessage, since, at],
  );
  if (incident === undefined) throw new Error('an incident that was just opened does not exist');
  if (seen.configurationId !== null) {
    await tx.query(
      `insert into alert_incident_configurations (incident_id, configuration_id, execution_id)
       values ($1, $2, $3)
       on conflict (incident_id, configuration_id) do update set execution_id = excluded.execution_id,
         recovered_at = null, updated_at = now()`,
      [incident.id, seen.configurationId, seen.executionId],
    );
  }
  if (cause.kind === 'store_unreachable') await addConcerned(tx, incident.id);
  return incident.is_new ? incident.id : null;
}

/** The open incident about the same server, whichever set of credentials opened it; null if there is none. */
async function keyOfOutage(tx: Transaction, { kind, credentialsId }: Cause): Promise<string | null> {
  if (kind !== 'store_unreachable') return null;
  const [row] = await queryRows<{ cause_key: string }>(
    tx,
    `select i.cause_key from alert_incidents i join sync_credentials s on s.id = i.credentials_id
       join sync_credentials k on k.id = $1
     where i.kind = 'store_unreachable' and i.resolved_at is null and ${isSameServer('s', 'k')}
     order by s.id = k.id desc, i.opened_at limit 1`,
    [credentialsId],
  );
  return row?.cause_key ?? null;
}

/**
 * Records every configuration that an unreachable server keeps from syncing, including those that have not
 * tried yet.
 */
async function addConcerned(tx: Transaction, incidentId: string): Promise<void> {
  await tx.query(
    `insert into alert_incident_configurations (incident_id, configuration_id)
     select i.id, c.id from alert_incidents i join sync_credentials s on s.id = i.credentials_id
       join sync_credentials k on ${isSameServer('k', 's')}
       join ${outageOf('k')} away on true
       join sync_configurations c on c.credentials_id = k.id
     where i.id = $1 and c.deleted_at is null and c.status in ('active', 'error')
     on conflict do nothing`,
    [incidentId],
  );
}

/** Removes a configuration from its incidents of these kinds. */
export async function noteRecovered(
  tx: Transaction,
  configurationId: string,
  kinds: readonly AlertKind[],
  at: Date,
): Promise<void> {
  await tx.query(
    `update alert_incident_configurations c set recovered_at = $3, updated_at = now()
     from alert_incidents i
     where i.id = c.incident_id and i.resolved_at is null and i.kind = any($2)
       and c.configuration_id = $1 and c.recovered_at is null`,
    [configurationId, kinds, at],
  );
}

/** SQL for the incidents of the credentials `$2` that a connection test can open. */
const SEEN_BY_TESTS = `i.kind in ('credentials_failing', 'test_failed') and i.credentials_id = $2`;

/** After a successful connection test, incidents about the credentials or a test end. */
export async function resolveTested(
  tx: Transaction,
  credentialsId: string,
  at: Date,
): Promise<readonly string[]> {
  return await resolve(tx, SEEN_BY_TESTS, at, [credentialsId]);
}

/** After a successful sync, incidents that only a test opened end. */
export async function resolveTestsOnly(
  tx: Transaction,
  credentialsId: string,
  at: Date,
): Promise<readonly string[]> {
  return await resolve(
    tx,
    `${SEEN_BY_TESTS} and i.last_seen_at <= $1
     and not exists (select from alert_incident_configurations c where c.incident_id = i.id)`,
    at,
    [credentialsId],
  );
}

/** Ends the incidents of sets whose password no longer goes to a server with an unconfirmed key. */
export async function resolveProtected(tx: Transaction, at: Date): Promise<readonly string[]> {
  return await resolve(
    tx,
    `i.kind = 'password_unprotected' and not exists (select from sync_credentials s
       where s.id = i.credentials_id and s.unverified_auth_since is not null)`,
    at,
  );
}

/** Ends the incident of failed sign-ins, because few fail now. */
export async function resolveSignIns(tx: Transaction, at: Date): Promise<readonly string[]> {
  return await resolve(tx, `i.kind = 'sign_ins_failing'`, at);
}

/**
 * The incident closes below this. It is well below the opening threshold, so that a value that goes up and down does
 * not open several incidents.
 */
const RIGHT_AGAIN_MS = 10_000;
const SKEWED_HOST = `substr(i.cause_key, length('clock:') + 1)`;

/** Ends the incidents of machines whose clock is right again, or that no longer run a Taquilla process. */
export async function resolveSkewed(tx: Transaction, at: Date): Promise<readonly string[]> {
  return await resolve(tx, `i.kind = 'clock_skewed' and not ${anySkewed(SKEWED_HOST, RIGHT_AGAIN_MS)}`, at);
}

/** Ends the incidents of stores whose webhooks announce orders again, or are no longer set up. */
export async function resolveSilent(tx: Transaction, at: Date): Promise<readonly string[]> {
  return await resolve(
    tx,
    `i.kind = 'webhooks_silent' and not exists (select from sync_webhooks w
       join sync_credentials s on s.id = w.credentials_id and s.is_active
       where w.credentials_id = i.credentials_id and w.missed_since_order > 0)`,
    at,
  );
}

/**
 * Ends incidents that are over: all their configurations have succeeded, or their store answers again. Returns
 * their ids.
 */
export async function resolveRecovered(tx: Transaction, at: Date): Promise<readonly string[]> {
  return await resolve(
    tx,
    `(i.kind = 'store_unreachable' and not exists (
        select from sync_store_outages o join sync_credentials k on k.id = o.credentials_id
          join sync_credentials s on s.id = i.credentials_id
        where k.id = s.id or ${isSameServer('k', 's')}))
     or (exists (select from alert_incident_configurations c where c.incident_id = i.id)
       and not exists (select from alert_incident_configurations c
         where c.incident_id = i.id and c.recovered_at is null))`,
    at,
  );
}

/** Ends incidents without a message if all their remaining configurations were paused or disabled. */
export async function resolveResting(tx: Transaction, at: Date): Promise<void> {
  await resolve(
    tx,
    `i.kind <> 'store_unreachable'
     and exists (select from alert_incident_configurations c where c.incident_id = i.id)
     and not exists (select from alert_incident_configurations c
       join sync_configurations s on s.id = c.configuration_id
       where c.incident_id = i.id and c.recovered_at is null and s.status not in ('paused', 'disabled'))`,
    at,
  );
}

async function resolve(
  tx: Transaction,
  condition: string,
  at: Date,
  values: readonly unknown[] = [],
): Promise<readonly string[]> {
  const rows = await queryRows<{ id: string }>(
    tx,
    `update alert_incidents i set resolved_at = $1, updated_at = now()
     where i.resolved_at is null and (${condition}) returning i.id`,
    [at, ...values],
  );
  return rows.map((row) => row.id);
}
