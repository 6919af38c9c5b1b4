import type { ConfigurationStatus } from '../../vocabulary/configurations.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';

/** A configuration that reads an order, and the order's id in the store. */
export interface ConfigurationOfOrder {
  readonly configurationId: string;
  readonly status: ConfigurationStatus;
  readonly wooOrderId: number;
}

/**
 * The configuration of an order's event, and then those of other events that contain the same order of the same
 * store, locked until the transaction ends. None if the configuration of the order's event was deleted.
 */
export async function lockConfigurationsOfOrder(
  tx: Transaction,
  orderId: string,
): Promise<readonly ConfigurationOfOrder[]> {
  const rows = await queryRows<ConfigurationOfOrder & { isOwn: boolean }>(
    tx,
    `select c.id as "configurationId", c.status, o.woo_order_id as "wooOrderId", c.id = own.id as "isOwn"
     from orders o join events e on e.id = o.event_id
     join sync_configurations own on own.id = e.configuration_id
     join sync_configurations c on c.deleted_at is null and store_key(c.pinned_site_url) = store_key(own.pinned_site_url)
       and lower(c.pinned_table_prefix) = lower(own.pinned_table_prefix)
     where o.id = $1 and own.deleted_at is null and (c.id = own.id or exists (select from events v
       join orders p on p.event_id = v.id
       where v.configuration_id = c.id and p.woo_order_id = o.woo_order_id))
     order by c.id for no key update of c`,
    [orderId],
  );
  return rows
    .toSorted((one, other) => Number(other.isOwn) - Number(one.isOwn))
    .map(({ configurationId, status, wooOrderId }) => ({ configurationId, status, wooOrderId }));
}

/** A configuration whose event contains some of these orders of its store, and which ones. */
interface ConfigurationOfOrders {
  readonly configurationId: string;
  readonly status: ConfigurationStatus;
  readonly wooOrderIds: readonly number[];
}

/** The configurations, without deleted ones, whose events contain these orders, by name. */
export async function findConfigurationsOfOrders(
  db: Queryable,
  wooOrderIds: readonly number[],
): Promise<readonly ConfigurationOfOrders[]> {
  return await queryRows<ConfigurationOfOrders>(
    db,
    `select c.id as "configurationId", c.status, jsonb_agg(o.woo_order_id order by o.woo_order_id) as "wooOrderIds"
     from orders o join events e on e.id = o.event_id join sync_configurations c on c.id = e.configuration_id
     where o.woo_order_id = any($1::bigint[]) and c.deleted_at is null
     group by c.id order by c.name, c.id`,
    [wooOrderIds],
  );
}
