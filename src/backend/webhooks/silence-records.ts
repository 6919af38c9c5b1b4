import { queryRows, type Transaction } from '../database.ts';

/** WooCommerce's deliveries come up to a minute late, those of a site with few visitors later. */
const DELIVERY_TAKES = `interval '4 minutes'`;
/** The clocks of the store and of the backend may differ. */
const ANNOUNCED_BEFORE = `interval '15 minutes'`;
/** One delivery may get lost, and the next one shows that the webhooks work. Of a quiet store it comes late. */
const QUIET_FOR = `interval '1 hour'`;

/**
 * Decides about the orders that executions found some minutes ago whether a delivery announced them. One that changed
 * before the last delivery about an order is a lost delivery; those after it may mean that no more will come.
 */
export async function settleFoundOrders(tx: Transaction): Promise<void> {
  // The order in which deliveries lock these rows and the hours.
  await tx.query('select from sync_webhooks order by credentials_id for no key update');
  await tx.query(
    `with due as (
       delete from sync_found_orders where found_at <= clock_timestamp() - ${DELIVERY_TAKES}
       returning configuration_id, woo_order_id, changed_at, found_at
     ), decided as (
       select c.credentials_id, d.woo_order_id, min(d.found_at) as found_at, max(d.changed_at) as changed_at,
         bool_or(h.woo_order_id is not null) as announced
       from due d join sync_configurations c on c.id = d.configuration_id
       left join sync_order_hints h on h.configuration_id = d.configuration_id and h.woo_order_id = d.woo_order_id
         and h.announced_at > d.changed_at - ${ANNOUNCED_BEFORE}
       group by c.credentials_id, d.woo_order_id
     ), counted as (
       insert into sync_webhook_hours as h (credentials_id, hour, found, missed)
       select d.credentials_id, date_trunc('hour', now()), count(*), count(*) filter (where not d.announced)
       from decided d join sync_webhooks w on w.credentials_id = d.credentials_id group by d.credentials_id
       on conflict (credentials_id, hour) do update set found = h.found + excluded.found,
         missed = h.missed + excluded.missed, updated_at = now()
     )
     update sync_webhooks w set missed_since_order = w.missed_since_order + m.orders,
       first_missed_at = least(w.first_missed_at, m.first), updated_at = now()
     from (select d.credentials_id, count(*)::integer as orders, min(d.found_at) as first
       from decided d join sync_webhooks k on k.credentials_id = d.credentials_id
       where not d.announced and d.changed_at > coalesce(k.last_order_at, k.last_ping_at)
       group by d.credentials_id) m
     where m.credentials_id = w.credentials_id`,
  );
}

/** Sets whose webhooks worked, or were saved in WooCommerce, and seem to send nothing any more. */
export async function listNewlySilent(
  tx: Transaction,
): Promise<readonly { readonly credentialsId: string; readonly since: Date }[]> {
  return await queryRows<{ credentialsId: string; since: Date }>(
    tx,
    `select w.credentials_id as "credentialsId", coalesce(w.first_missed_at, clock_timestamp()) as since
     from sync_webhooks w join sync_credentials s on s.id = w.credentials_id and s.is_active
     where (w.last_order_at is not null or w.last_ping_at is not null)
       and (w.missed_since_order >= 2
         or (w.missed_since_order = 1 and w.first_missed_at < clock_timestamp() - ${QUIET_FOR}))
       and not exists (select from alert_incidents i
         where i.kind = 'webhooks_silent' and i.credentials_id = w.credentials_id and i.resolved_at is null)
     order by w.credentials_id`,
  );
}
