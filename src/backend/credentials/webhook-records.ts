import { randomUUID } from 'node:crypto';
import type { Secret } from '../../kernel/secrets/secret.ts';
import { type BoxKey, type SecretPlace, seal } from '../../kernel/secrets/secret-box.ts';
import { type Database, inTransaction, type Queryable, queryRows, type Transaction } from '../database.ts';
import { type DataKeys, openWithKeys, readDataKeys, sealingKey } from '../secrets/data-key-records.ts';

const TABLE = 'sync_webhooks';

/** What is known about the webhooks of a set of credentials. */
export interface WebhookState {
  readonly addressId: string;
  readonly secretSetAtUtc: Date;
  readonly lastPingAtUtc: Date | null;
  readonly lastDeliveryAtUtc: Date | null;
  readonly lastTopic: string | null;
  readonly lastOrderAtUtc: Date | null;
  readonly lastRefusedAtUtc: Date | null;
  /** The counts of the last 24 hours. */
  readonly announcing: number;
  readonly deliveries: number;
  readonly refused: number;
  readonly missed: number;
  readonly found: number;
  /** Announced orders that no execution has read yet. */
  readonly waiting: number;
}

/** The webhooks of a set; null if none were set up. */
export async function findWebhook(db: Queryable, credentialsId: string): Promise<WebhookState | null> {
  const [row] = await queryRows<WebhookState>(
    db,
    `select w.address_id as "addressId", w.secret_set_at as "secretSetAtUtc", w.last_ping_at as "lastPingAtUtc",
       w.last_delivery_at as "lastDeliveryAtUtc", w.last_topic as "lastTopic", w.last_order_at as "lastOrderAtUtc",
       w.last_refused_at as "lastRefusedAtUtc", coalesce(h.announcing, 0)::bigint as announcing,
       coalesce(h.deliveries, 0)::bigint as deliveries, coalesce(h.refused, 0)::bigint as refused,
       coalesce(h.missed, 0)::bigint as missed, coalesce(h.found, 0)::bigint as found,
       (select count(*) from sync_order_hints o join sync_configurations c on c.id = o.configuration_id
         where c.credentials_id = w.credentials_id and o.waiting_since is not null) as waiting
     from sync_webhooks w cross join lateral (
       select sum(announcing) as announcing, sum(deliveries) as deliveries, sum(refused) as refused,
         sum(missed) as missed, sum(found) as found
       from sync_webhook_hours where credentials_id = w.credentials_id and hour > now() - interval '24 hours') h
     where w.credentials_id = $1`,
    [credentialsId],
  );
  return row ?? null;
}

/**
 * Gives the webhooks of a set a new secret, and an address if they have none. Deliveries that are signed with the
 * secret before are refused from now on.
 *
 * @throws config `config.secret-key-short`, `secret.cannot-open`
 */
export async function putWebhookSecret(
  db: Database,
  secretKey: Secret,
  credentialsId: string,
  secret: string,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockWebhooks(tx);
    const sealed = seal(await sealingKey(tx, secretKey), placeOf(credentialsId), secret);
    await tx.query(
      `insert into sync_webhooks (credentials_id, address_id, secret_sealed, secret_set_at)
       values ($1, $2, $3, clock_timestamp())
       on conflict (credentials_id) do update set secret_sealed = excluded.secret_sealed,
         secret_set_at = excluded.secret_set_at, missed_since_order = 0, first_missed_at = null, updated_at = now()`,
      [credentialsId, randomUUID(), sealed],
    );
  });
}

/** Ends the webhooks of a set: its address no longer exists. False if there were none. */
export async function removeWebhook(db: Queryable, credentialsId: string): Promise<boolean> {
  const rows = await queryRows<{ id: string }>(
    db,
    'delete from sync_webhooks where credentials_id = $1 returning credentials_id as id',
    [credentialsId],
  );
  return rows.length > 0;
}

/** A webhook whose deliveries can be checked. */
export interface OpenedWebhook {
  readonly credentialsId: string;
  readonly addressId: string;
  readonly secret: Secret;
}

/**
 * All webhooks with their secrets. Everything is read in one snapshot, because a rotation replaces both the keys and
 * the sealed values.
 *
 * @throws config `config.secret-key-short`, `secret.cannot-open`
 */
export async function openWebhooks(
  db: Database,
  secretKey: () => Promise<Secret>,
): Promise<readonly OpenedWebhook[]> {
  const view = await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const rows = await queryRows<{ credentialsId: string; addressId: string; sealed: string }>(
      tx,
      `select credentials_id as "credentialsId", address_id as "addressId", secret_sealed as sealed
       from sync_webhooks order by credentials_id`,
    );
    return { rows, keys: rows.length === 0 ? new Map() : await readDataKeys(tx, await secretKey()) };
  });
  return view.rows.map(({ credentialsId, addressId, sealed }) => {
    return { credentialsId, addressId, secret: openWithKeys(view.keys, placeOf(credentialsId), sealed) };
  });
}

/** Seals every secret with the new key, as part of a rotation. Returns how many. */
export async function resealWebhooks(tx: Transaction, keys: DataKeys, key: BoxKey): Promise<number> {
  await lockWebhooks(tx);
  const rows = await readSealed(tx);
  for (const { id, sealed } of rows) {
    const resealed = seal(key, placeOf(id), openWithKeys(keys, placeOf(id), sealed).reveal());
    await tx.query('update sync_webhooks set secret_sealed = $2 where credentials_id = $1', [id, resealed]);
  }
  return rows.length;
}

/**
 * Opens the secrets of all webhooks and stores none of them. Returns how many there are.
 *
 * @throws config `secret.cannot-open`
 */
export async function openWebhookSecrets(tx: Transaction, keys: DataKeys): Promise<number> {
  const rows = await readSealed(tx);
  for (const { id, sealed } of rows) openWithKeys(keys, placeOf(id), sealed);
  return rows.length;
}

async function readSealed(tx: Transaction): Promise<readonly { id: string; sealed: string }[]> {
  return await queryRows<{ id: string; sealed: string }>(
    tx,
    'select credentials_id as id, secret_sealed as sealed from sync_webhooks order by credentials_id',
  );
}

/** Changes of secrets run one after the other, so that nothing is sealed with a key that a rotation is replacing. */
async function lockWebhooks(tx: Transaction): Promise<void> {
  await tx.query(`lock table ${TABLE} in share row exclusive mode`);
}

function placeOf(credentialsId: string): SecretPlace {
  return { table: TABLE, rowId: credentialsId, column: 'secret_sealed' };
}
