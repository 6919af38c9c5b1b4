import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';

/** An order that deliveries announced. The products are only used to find the events that may have it. */
export interface Announcement {
  readonly credentialsId: string;
  readonly wooOrderId: number;
  /** Products and variations that the deliveries named. */
  readonly wooProductIds: readonly number[];
  /** How many deliveries announced the order. */
  readonly deliveries: number;
}

/** What arrived at one address, besides the announced orders. */
export interface Arrivals {
  readonly credentialsId: string;
  /** Deliveries with a right signature, announcing ones included. */
  readonly deliveries: number;
  readonly refused: number;
  readonly pings: number;
  /** The topic of the last delivery with a right signature; null if there was none. */
  readonly topic: string | null;
  /** true if a delivery was about an order. */
  readonly isOfOrder: boolean;
  /** true if more orders were announced than are kept one by one. */
  readonly isTooMuch: boolean;
}

/** How many announced orders of a configuration wait at most. More of them are read by an execution of the event. */
const MOST_WAITING = 1_000;

/**
 * Keeps the announced orders for the configurations that may have them, and counts what arrived. After this, no
 * process that ends can lose them.
 */
export async function keepArrivals(
  db: Database,
  announced: readonly Announcement[],
  arrived: readonly Arrivals[],
): Promise<void> {
  await inTransaction(db, async (tx) => {
    // One process at a time changes the rows of an address, so that no two wait for each other.
    await queryRows(
      tx,
      'select from sync_webhooks where credentials_id = any($1) order by credentials_id for no key update',
      [[...announced, ...arrived].map(({ credentialsId }) => credentialsId)],
    );
    const announcing = announced.length === 0 ? new Map() : await keepHints(tx, announced);
    const overflowing = arrived
      .filter(({ isTooMuch }) => isTooMuch)
      .map(({ credentialsId }) => credentialsId);
    if (overflowing.length > 0) await keepOverflows(tx, overflowing);
    await count(tx, arrived, announcing);
  });
}

/** Returns how many deliveries announced an order of a configured event, by set of credentials. */
async function keepHints(
  tx: Transaction,
  announced: readonly Announcement[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await queryRows<{ credentialsId: string; announcing: number }>(
    tx,
    `with given as (
       select * from jsonb_to_recordset($1::jsonb) as g
         ("credentialsId" uuid, "wooOrderId" bigint, "wooProductIds" bigint[], deliveries bigint)
     ), own as (
       select g."credentialsId" as credentials_id, g."wooOrderId" as woo_order_id, g.deliveries, c.id
       from given g join sync_credentials s on s.id = g."credentialsId" and s.is_active
       join sync_configurations c on c.credentials_id = s.id and c.deleted_at is null
         and c.status in ('active', 'error')
       where c.woo_product_id = any(g."wooProductIds") or c.woo_variation_id = any(g."wooProductIds")
         or c.woo_translations ?| g."wooProductIds"::text[]
         or exists (select from sync_configuration_products p
           where p.configuration_id = c.id and p.woo_product_id = any(g."wooProductIds"))
         or exists (select from events e join orders o on o.event_id = e.id
           where e.configuration_id = c.id and o.woo_order_id = g."wooOrderId")
     ), waiting as (
       select o.id, (select count(*) from (select from sync_order_hints h
         where h.configuration_id = o.id and h.waiting_since is not null limit ${MOST_WAITING}) w) as orders
       from (select distinct id from own) o
     ), numbered as (
       select own.id, own.woo_order_id, w.orders + row_number() over (partition by own.id order by own.woo_order_id)
           <= ${MOST_WAITING} or exists (select from sync_order_hints h where h.configuration_id = own.id
             and h.woo_order_id = own.woo_order_id and h.waiting_since is not null) as fits
       from own join waiting w on w.id = own.id
     ), kept as (
       insert into sync_order_hints as h (configuration_id, woo_order_id, announced_at, waiting_since)
       select id, woo_order_id, clock_timestamp(), clock_timestamp() from numbered where fits order by id, woo_order_id
       on conflict (configuration_id, woo_order_id) do update set announced_at = excluded.announced_at,
         waiting_since = coalesce(h.waiting_since, excluded.waiting_since), updated_at = now()
     ), overflowing as (
       insert into sync_hint_overflows (configuration_id, announced_at)
       select id, max(clock_timestamp()) from numbered where not fits group by id order by id
       on conflict (configuration_id) do update set announced_at = excluded.announced_at, updated_at = now()
     )
     select credentials_id as "credentialsId", sum(deliveries)::bigint as announcing
     from (select distinct credentials_id, woo_order_id, deliveries from own) o group by credentials_id`,
    [JSON.stringify(announced)],
  );
  return new Map(rows.map(({ credentialsId, announcing }) => [credentialsId, announcing]));
}

async function keepOverflows(tx: Transaction, credentialsIds: readonly string[]): Promise<void> {
  await tx.query(
    `insert into sync_hint_overflows (configuration_id, announced_at)
     select c.id, clock_timestamp() from sync_configurations c join sync_credentials s on s.id = c.credentials_id
     where s.id = any($1) and s.is_active and c.deleted_at is null and c.status in ('active', 'error') order by c.id
     on conflict (configuration_id) do update set announced_at = excluded.announced_at, updated_at = now()`,
    [credentialsIds],
  );
}

async function count(
  tx: Transaction,
  arrived: readonly Arrivals[],
  announcing: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = JSON.stringify(arrived);
  await tx.query(
    `update sync_webhooks w set
       last_ping_at = case when a.pings > 0 then clock_timestamp() else w.last_ping_at end,
       last_delivery_at = case when a.deliveries > 0 then clock_timestamp() else w.last_delivery_at end,
       last_topic = coalesce(a.topic, w.last_topic),
       last_order_at = case when a."isOfOrder" then clock_timestamp() else w.last_order_at end,
       last_refused_at = case when a.refused > 0 then clock_timestamp() else w.last_refused_at end,
       missed_since_order = case when a."isOfOrder" then 0 else w.missed_since_order end,
       first_missed_at = case when a."isOfOrder" then null else w.first_missed_at end, updated_at = now()
     from jsonb_to_recordset($1::jsonb) as a ("credentialsId" uuid, deliveries bigint, refused bigint, pings bigint,
       topic text, "isOfOrder" boolean)
     where w.credentials_id = a."credentialsId"`,
    [rows],
  );
  await tx.query(
    `insert into sync_webhook_hours as h (credentials_id, hour, announcing, deliveries, refused)
     select w.credentials_id, date_trunc('hour', now()), coalesce(n.value::bigint, 0), coalesce(a.deliveries, 0),
       coalesce(a.refused, 0)
     from jsonb_to_recordset($1::jsonb) as a ("credentialsId" uuid, deliveries bigint, refused bigint)
     full join jsonb_each_text($2::jsonb) as n on n.key::uuid = a."credentialsId"
     join sync_webhooks w on w.credentials_id = coalesce(a."credentialsId", n.key::uuid)
     where coalesce(a.deliveries, 0) + coalesce(a.refused, 0) + coalesce(n.value::bigint, 0) > 0
     on conflict (credentials_id, hour) do update set announcing = h.announcing + excluded.announcing,
       deliveries = h.deliveries + excluded.deliveries, refused = h.refused + excluded.refused, updated_at = now()`,
    [rows, JSON.stringify(Object.fromEntries(announcing))],
  );
}
