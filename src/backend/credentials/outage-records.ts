import { queryRows, type Transaction } from '../database.ts';

/** An unreachable store is tested every quarter of an hour. */
const PROBE_PACE = `interval '15 minutes'`;

/** Error codes that mean that the store is unreachable, rather than that a query failed. */
const OUTAGE_CODES: ReadonlySet<string> = new Set([
  'store.unreachable',
  'store.connect-timeout',
  'store.ssh-unreachable',
  'store.ssh-lost',
  'store.too-many-connections',
  'store.slow-shell',
  'store.test-timeout',
]);

export function saysUnreachable(error: { readonly kind: string; readonly code: string }): boolean {
  return error.kind === 'unavailable' && OUTAGE_CODES.has(error.code);
}

/** The store is reachable but refuses the connection. */
export function saysAnswered(error: { readonly kind: string; readonly code: string }): boolean {
  return error.kind !== 'unavailable' && error.code.startsWith('store.');
}

/**
 * Records that the store could not be reached: a new outage, or another failed attempt during the present one.
 */
export async function noteUnreachable(
  tx: Transaction,
  credentialsId: string,
  error: { readonly code: string; readonly message: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into sync_store_outages
       (credentials_id, error_code, error_message, started_at, last_failed_at, next_probe_at)
     values ($1, $2, $3, $4, $4, $4::timestamptz + ${PROBE_PACE})
     on conflict (credentials_id) do update set error_code = excluded.error_code,
       error_message = excluded.error_message, probes = sync_store_outages.probes + 1,
       last_failed_at = excluded.last_failed_at, next_probe_at = excluded.next_probe_at, updated_at = now()`,
    [credentialsId, error.code, error.message, now],
  );
}

/** Ends the outage of a store that answered, so that the waiting executions may start. */
export async function noteReached(tx: Transaction, credentialsId: string): Promise<void> {
  await tx.query('delete from sync_store_outages where credentials_id = $1', [credentialsId]);
}

/**
 * Stores that are due for a test; the next test of each is scheduled. Sets of the command line are left out,
 * because their passwords are not stored.
 */
export async function takeDueProbes(tx: Transaction, now: Date): Promise<readonly string[]> {
  const rows = await queryRows<{ credentials_id: string }>(
    tx,
    `update sync_store_outages set next_probe_at = $1::timestamptz + ${PROBE_PACE}, updated_at = now()
     where (next_probe_at <= $1 or next_probe_at > $1::timestamptz + ${PROBE_PACE} * 2)
       and credentials_id in (select id from sync_credentials where origin <> 'command_line')
     returning credentials_id`,
    [now],
  );
  return rows.map((row) => row.credentials_id);
}

/**
 * The settings that lead to a database server. If two sets have the same settings, either both reach the server
 * or neither does.
 */
function wayOf(set: string): string {
  const overSsh = (column: string): string =>
    `case when ${set}.transport <> 'direct' then ${set}.${column} end`;
  const hosts = [`${set}.host`, overSsh('ssh_host'), overSsh('jump_host')].map((host) => `lower(${host})`);
  const ports = [`${set}.port`, overSsh('ssh_port'), overSsh('jump_port')];
  return `(${[...hosts, ...ports, `${set}.socket`].join(', ')})`;
}

/** Whether two sets of credentials lead to one server. */
export function isSameServer(set: string, other: string): string {
  return `(${wayOf(set)} is not distinct from ${wayOf(other)})`;
}

/**
 * A lateral join with the outage that affects a set of credentials: its own, or that of another set of the same
 * server, unless this set has reached the server after the other one failed. If it returns no row, no outage of
 * the store is known.
 *
 * @param set the alias of `sync_credentials`
 * @shape since, last_failed_at, error_code, error_message, outage: the same for all sets of the server
 */
export function outageOf(set: string): string {
  return `lateral (
    select min(o.started_at) over () as since, max(o.failed_at) over () as last_failed_at, o.error_code,
      o.error_message, min(o.credentials_id::text) over () as outage
    from (select *, coalesce(last_failed_at, updated_at) as failed_at from sync_store_outages) o
      join sync_credentials other on other.id = o.credentials_id
    where other.id = ${set}.id or (${isSameServer('other', set)}
      and o.failed_at > coalesce(greatest(
        (select max(reached.last_success_at) from sync_configurations reached
         where reached.credentials_id = ${set}.id),
        case when ${set}.last_test_success then ${set}.last_tested_at end), '-infinity'))
    order by other.id = ${set}.id desc, o.failed_at desc limit 1)`;
}
