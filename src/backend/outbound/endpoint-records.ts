import { AppError } from '../../kernel/errors.ts';
import { invalidField } from '../../kernel/field-faults.ts';
import { newId } from '../../kernel/ids.ts';
import type { Secret } from '../../kernel/secrets/secret.ts';
import { seal } from '../../kernel/secrets/secret-box.ts';
import type { EndpointState } from '../../vocabulary/outbound.ts';
import { type Database, inTransaction, type Queryable, queryRows, type Transaction } from '../database.ts';
import { numberNext } from '../feed/number-changes.ts';
import { sealingKey } from '../secrets/data-key-records.ts';
import { readExpression } from '../tables/column-text.ts';
import { lockEndpointSecrets, oldPlaceOf, openEndpointSecret, placeOf } from './endpoint-secrets.ts';

/** An address to which Taquilla sends changes. An empty filter lets everything pass. */
export interface EndpointRow {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly string[];
  readonly organizer_ids: readonly string[];
  readonly event_ids: readonly string[];
  readonly state: EndpointState;
  readonly state_changed_at: string;
  /** Until then, messages have the signature of the secret before as well. */
  readonly old_secret_until: string | null;
  readonly failures: number;
  readonly held_until: string | null;
  readonly last_delivered_at: string | null;
  readonly last_error: string | null;
  readonly last_reply: string | null;
  /** Positions of changes that it did not get, because they were no longer kept; null: none. */
  readonly skipped: string | null;
  readonly waiting: number;
  readonly given_up: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface EndpointSettings {
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly string[];
  readonly organizer_ids: readonly string[];
  readonly event_ids: readonly string[];
}

const time = (column: string): string => readExpression('timestamptz', column);

const ENDPOINT = `select e.id, e.name, e.url, e.kinds, e.organizer_ids, e.event_ids, e.state,
    ${time('e.state_changed_at')} as state_changed_at,
    case when e.old_secret_until > now() then ${time('e.old_secret_until')} end as old_secret_until, e.failures,
    ${time('e.held_until')} as held_until, ${time('e.last_delivered_at')} as last_delivered_at, e.last_error,
    e.last_reply, e.skipped,
    (select count(*)::integer from outbound_deliveries d where d.endpoint_id = e.id and d.status = 'waiting') as waiting,
    (select count(*)::integer from outbound_deliveries d where d.endpoint_id = e.id and d.status = 'given_up') as given_up,
    ${time('e.created_at')} as created_at, ${time('e.updated_at')} as updated_at
  from outbound_endpoints e`;

export async function countEndpoints(db: Queryable): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    'select count(*)::integer as count from outbound_endpoints',
  );
  return row?.count ?? 0;
}

export async function listEndpoints(
  db: Queryable,
  limit: number,
  offset: number,
): Promise<readonly EndpointRow[]> {
  return await queryRows<EndpointRow>(db, `${ENDPOINT} order by lower(e.name), e.id limit $1 offset $2`, [
    limit,
    offset,
  ]);
}

/** @throws missing `outbound.none` */
export async function getEndpoint(db: Queryable, id: string): Promise<EndpointRow> {
  const [row] = await queryRows<EndpointRow>(db, `${ENDPOINT} where e.id = $1`, [id]);
  if (row === undefined) throw noEndpoint();
  return row;
}

function noEndpoint(): AppError {
  return new AppError({ code: 'outbound.none', message: 'There is no such endpoint for outbound events.' });
}

/** @throws conflict `outbound.name-taken` */
async function requireFreeName(tx: Transaction, name: string, exceptId: string | null): Promise<void> {
  const rows = await queryRows(
    tx,
    'select from outbound_endpoints where name = $1 and id is distinct from $2',
    [name, exceptId],
  );
  if (rows.length === 0) return;
  throw new AppError({
    code: 'outbound.name-taken',
    message: `There is another endpoint for outbound events with the name "${name}".`,
  });
}

/** @throws invalid `http.invalid-request` if a filter names an object that does not exist */
async function requireNamed(tx: Transaction, given: Partial<EndpointSettings>): Promise<void> {
  const { organizer_ids: organizers = [], event_ids: events = [] } = given;
  const [found] = await queryRows<{ organizers: number; events: number }>(
    tx,
    `select (select count(*)::integer from organizers where id = any($1::uuid[])) as organizers,
       (select count(*)::integer from events where id = any($2::uuid[])) as events`,
    [organizers, events],
  );
  if ((found?.organizers ?? 0) < new Set(organizers).size)
    throw invalidField('organizer_ids', 'no_such_object');
  if ((found?.events ?? 0) < new Set(events).size) throw invalidField('event_ids', 'no_such_object');
}

/**
 * Creates an endpoint that gets the changes from now on.
 *
 * @throws invalid `http.invalid-request`; conflict `outbound.name-taken`; config `config.secret-key-short`,
 *   `secret.cannot-open`
 */
export async function createEndpoint(
  db: Database,
  secretKey: Secret,
  settings: EndpointSettings,
  secret: string,
): Promise<string> {
  // Changes that were committed before get positions before this endpoint's.
  await numberNext(db);
  return await inTransaction(db, async (tx) => {
    await lockEndpointSecrets(tx);
    await requireFreeName(tx, settings.name, null);
    await requireNamed(tx, settings);
    const id = newId();
    const sealed = seal(await sealingKey(tx, secretKey), placeOf(id), secret);
    await queryRows(
      tx,
      `insert into outbound_endpoints (id, name, url, kinds, organizer_ids, event_ids, secret_sealed, state, position)
       select $1, $2, $3, $4, $5, $6, $7, 'active', last_position from feed_position`,
      [id, settings.name, settings.url, settings.kinds, settings.organizer_ids, settings.event_ids, sealed],
    );
    return id;
  });
}

/**
 * Changes an endpoint. A filter applies to changes that were not queued yet. An endpoint that is active again, or has
 * another address, is tried at once, and the time after which its messages are given up begins again.
 *
 * @throws invalid `http.invalid-request`; missing `outbound.none`; conflict `outbound.name-taken`
 */
export async function changeEndpoint(
  db: Database,
  id: string,
  given: Partial<EndpointSettings> & { readonly state?: 'active' | 'paused' },
  now: Date,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockEndpointSecrets(tx);
    if (given.name !== undefined) await requireFreeName(tx, given.name, id);
    await requireNamed(tx, given);
    const rows = await queryRows(
      tx,
      `update outbound_endpoints set name = coalesce($2, name), url = coalesce($3, url), kinds = coalesce($4, kinds),
         organizer_ids = coalesce($5, organizer_ids), event_ids = coalesce($6, event_ids),
         state_changed_at = case when $7::text is distinct from state and $7 is not null then now() else state_changed_at end,
         failures = case when $7 = 'active' or $3 is not null then 0 else failures end,
         held_until = case when $7 = 'active' or $3 is not null then null else held_until end,
         state = coalesce($7, state), updated_at = now()
       where id = $1 returning id`,
      [
        id,
        given.name ?? null,
        given.url ?? null,
        given.kinds ?? null,
        given.organizer_ids ?? null,
        given.event_ids ?? null,
        given.state ?? null,
      ],
    );
    if (rows.length === 0) throw noEndpoint();
    if (given.state !== 'active' && given.url === undefined) return;
    await queryRows(
      tx,
      `update outbound_deliveries set waiting_since = $2, next_attempt_at = $2, updated_at = now()
       where endpoint_id = $1 and status = 'waiting' and attempts > 0
         and (claimed_until is null or claimed_until < $2)`,
      [id, now],
    );
  });
}

/** Removes an endpoint with its log. @throws missing `outbound.none` */
export async function removeEndpoint(db: Queryable, id: string): Promise<void> {
  const rows = await queryRows(db, 'delete from outbound_endpoints where id = $1 returning id', [id]);
  if (rows.length === 0) throw noEndpoint();
}

/**
 * Gives an endpoint a new secret. The secret before signs as well until this time.
 *
 * @throws missing `outbound.none`; config `config.secret-key-short`, `secret.cannot-open`
 */
export async function replaceSecret(
  db: Database,
  secretKey: Secret,
  id: string,
  secret: string,
  oldUntil: Date,
): Promise<void> {
  await getEndpoint(db, id);
  await inTransaction(db, async (tx) => {
    await lockEndpointSecrets(tx);
    const old = await openEndpointSecret(tx, secretKey, id);
    const key = await sealingKey(tx, secretKey);
    await queryRows(
      tx,
      `update outbound_endpoints set secret_sealed = $2, old_secret_sealed = $3, old_secret_until = $4, updated_at = now()
       where id = $1`,
      [id, seal(key, placeOf(id), secret), seal(key, oldPlaceOf(id), old.reveal()), oldUntil],
    );
  });
}
