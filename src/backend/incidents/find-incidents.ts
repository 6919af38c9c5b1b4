import type { LeftOutTotals } from '../../kernel/sentences/left-out.ts';
import type { AlertKind } from '../../vocabulary/alerts.ts';
import { isSameServer } from '../credentials/outage-records.ts';
import { type Queryable, queryRows } from '../database.ts';
import { leftOutBy } from '../readings/left-out-records.ts';

export interface Incident {
  readonly id: string;
  readonly kind: AlertKind;
  readonly credentialsId: string | null;
  readonly storeName: string | null;
  /**
   * All affected sets of credentials, beginning with the one that opened the incident. Empty if the incident is
   * not about a store.
   */
  readonly stores: readonly { readonly id: string; readonly name: string }[];
  /** The readable place of the store's database; null if the incident is not about a store. */
  readonly server: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** The time of the first failure. */
  readonly startedAt: Date;
  readonly openedAt: Date;
  readonly resolvedAt: Date | null;
  readonly configurations: readonly {
    readonly id: string;
    readonly name: string;
    readonly executionId: string | null;
    /** The list of removals of the configuration that waits for a decision; null if there is none. */
    readonly removalsId: string | null;
  }[];
  /**
   * What the unreadable rows of its configurations leave out; null if they leave out nothing, or the incident
   * is not about rows.
   */
  readonly leftOut: LeftOutTotals | null;
}

/** `db.example.com:3306` or the path of a socket, and the SSH host through which it is reached. */
export function serverOf(set: string): string {
  return `coalesce(${set}.socket, ${set}.host || ':' || ${set}.port) || case when ${set}.transport = 'direct' or ${set}.ssh_host is null then ''
    else ' (SSH ' || ${set}.ssh_host || ':' || ${set}.ssh_port || ')' end`;
}

/** The sets of credentials of an incident, as JSON: an outage affects all sets of a server. */
export function storesOf(incident: string, set: string): string {
  return `(select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name)
      order by k.id = ${set}.id desc, lower(k.name), k.id), '[]')
    from sync_credentials k where k.id = ${set}.id or (${incident}.kind = 'store_unreachable' and (
      exists (select from alert_incident_configurations a join sync_configurations c on c.id = a.configuration_id
        where a.incident_id = ${incident}.id and c.credentials_id = k.id)
      or (${isSameServer('k', set)} and exists (select from sync_store_outages o where o.credentials_id = k.id)))))`;
}

/**
 * What the rejected rows of an incident's configurations leave out now, as JSON, for incidents about rows.
 */
export function leftOutOf(incident: string): string {
  const which = `r.settled_at is null and r.configuration_id in (
    select a.configuration_id from alert_incident_configurations a where a.incident_id = ${incident}.id)`;
  return `case when ${incident}.kind in ('proof_unverified', 'sync_failed')
      and exists (select from sync_rejects r where ${which}) then ${leftOutBy(which)} end`;
}

const INCIDENT = `
  select i.id, i.kind, i.credentials_id as "credentialsId", s.name as "storeName", ${storesOf('i', 's')} as stores,
    ${serverOf('s')} as server, i.error_code as "errorCode", i.error_message as "errorMessage",
    coalesce(i.started_at, i.opened_at) as "startedAt", i.opened_at as "openedAt",
    i.resolved_at as "resolvedAt", coalesce((
      select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'executionId', a.execution_id,
          'removalsId', (select h.id from held_removals h where h.configuration_id = c.id and h.state = 'waiting'))
        order by c.name, c.id)
      from alert_incident_configurations a join sync_configurations c on c.id = a.configuration_id
      where a.incident_id = i.id), '[]') as configurations, ${leftOutOf('i')} as "leftOut"
  from alert_incidents i left join sync_credentials s on s.id = i.credentials_id`;

export async function getIncident(db: Queryable, id: string): Promise<Incident> {
  const [row] = await queryRows<Incident>(db, `${INCIDENT} where i.id = $1`, [id]);
  if (row === undefined) throw new Error('an incident with messages does not exist');
  return row;
}

/** All open incidents. */
export async function listOpenIncidents(db: Queryable): Promise<readonly Incident[]> {
  return await queryRows<Incident>(
    db,
    `${INCIDENT} where i.resolved_at is null order by i.opened_at desc limit 200`,
  );
}
