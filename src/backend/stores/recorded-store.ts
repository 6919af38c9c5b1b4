import type { RecordedOrder, RecordedStore, StoreState } from '../../ticketing/model/store-identity.ts';
import { type Queryable, queryRows } from '../database.ts';

/** The backend's record of a configuration's store. */
export interface RecordedConfiguration extends RecordedStore {
  readonly configurationId: string;
  readonly name: string;
  readonly eventName: string;
  readonly wooProductId: number;
  readonly credentialsId: string;
  readonly stateAt: Date | null;
}

/**
 * `newest`: the orders that would be the first to show an older state of the store. `all`: all orders of the
 * event.
 */
export type RecordedOrders = 'newest' | 'all';

/** This many of the newest orders, and as many of those that changed last. */
const NEWEST = 50;

const COLUMNS = `c.id as "configurationId", c.name, c.event_name as "eventName", c.woo_product_id as "wooProductId",
  c.credentials_id as "credentialsId", c.store_state_at as "stateAt",
  c.pinned_site_url as "siteUrl", c.pinned_table_prefix as "tablePrefix",
  c.pinned_product_created_at as "productCreatedAtUtc", c.store_state as state,
  c.accepts_older_state as "acceptsOlderState", case when c.refused_site_url is not null then
    jsonb_build_object('siteUrl', c.refused_site_url, 'tablePrefix', c.refused_table_prefix) end as refused`;

/** The event of configuration `c`. A deleted configuration leaves its event to its successor. */
const EVENT = `(e.configuration_id = c.id or (c.deleted_at is not null and e.configuration_id is null
  and e.organizer_id = c.organizer_id and e.woo_product_id = c.woo_product_id
  and e.woo_variation_id is not distinct from c.woo_variation_id and e.store_url = c.pinned_site_url))`;

type RecordedRow = Omit<RecordedConfiguration, 'orders'> & { readonly state: StoreState | null };

/** Null if the configuration does not exist. */
export async function findRecordedStore(
  db: Queryable,
  configurationId: string,
  which: RecordedOrders,
): Promise<RecordedConfiguration | null> {
  const [row] = await queryRows<RecordedRow>(
    db,
    `select ${COLUMNS} from sync_configurations c where c.id = $1`,
    [configurationId],
  );
  return row === undefined ? null : await withOrders(db, row, which);
}

/**
 * The stores of all configurations for this product. Deleted configurations are included if their event exists:
 * any of them may belong to the store that answers under another address.
 */
export async function listRecordedStores(
  db: Queryable,
  wooProductId: number,
): Promise<readonly RecordedConfiguration[]> {
  const rows = await queryRows<RecordedRow>(
    db,
    `select ${COLUMNS} from sync_configurations c
     where (c.woo_product_id = $1 or exists (select from sync_configuration_products p
         where p.configuration_id = c.id and p.woo_product_id = $1))
       and (c.deleted_at is null or exists (select from events e where ${EVENT}))
     order by c.deleted_at is not null, c.created_at, c.id`,
    [wooProductId],
  );
  return await Promise.all(rows.map(async (row) => await withOrders(db, row, 'newest')));
}

async function withOrders(
  db: Queryable,
  row: RecordedRow,
  which: RecordedOrders,
): Promise<RecordedConfiguration> {
  const live = `select o.woo_order_id as "wooOrderId", o.status in ('paid', 'refunded') as "isSettled",
      case when o.modified_at <= now() then o.modified_at end as "modifiedAtUtc"
    from sync_configurations c join events e on ${EVENT} join orders o on o.event_id = e.id
    where c.id = $1 and o.removed_at is null`;
  const orders = await queryRows<RecordedOrder>(
    db,
    which === 'all'
      ? `${live} order by o.woo_order_id`
      : `(${live} order by o.woo_order_id desc limit ${NEWEST})
         union (${live} order by o.modified_at desc nulls last limit ${NEWEST})`,
    [row.configurationId],
  );
  return { ...row, orders };
}
