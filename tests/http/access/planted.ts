import { queryRows } from '../../../src/backend/database.ts';
import { type BackendWorld, MAIN_PRODUCT } from '../backend-world.ts';

/** Prefixes of all planted texts: no reply contains one by chance. */
export const PERSONAL_MARKS: readonly string[] = ['zqxpers', '9900990099'];
export const SECRET_MARKS: readonly string[] = ['zsecreto'];

/** The places in the backend with planted personal data. */
export interface Planted {
  readonly configurations: string;
  readonly executions: string;
  readonly orders: string;
  readonly tickets: string;
  readonly refunds: string;
  /** The id of the order in the store. */
  readonly wooOrder: string;
  /** What no reply may show: sealed secrets as they are stored. */
  readonly secrets: readonly string[];
}

const person = (table: string, key: string, where: string): string =>
  `update ${table} set meta_value = ${key} where ${where}`;

/** People of the store: each name, address, telephone, note and answer, and the raw row of a reject. */
const IN_THE_STORE = [
  `update wp_wc_orders set billing_email = concat('zqxperscorreo', id, '@example.com'), customer_note = 'Zqxpersnota',
     transaction_id = 'Zqxperstransaccion' where type = 'shop_order'`,
  `update wp_wc_order_addresses set first_name = 'Zqxpersnombre', last_name = 'Zqxpersapellido',
     email = concat('zqxperscorreo', order_id, '@example.com'), phone = '+56 9900990099',
     company = 'Zqxpersempresa', address_1 = 'Zqxperscalle 1', city = 'Zqxpersciudad'`,
  person('wp_wc_orders_meta', "'Zqxpersmotivo'", "meta_key = '_refund_reason'"),
  person('wp_postmeta', "'Zqxpersasistente'", "meta_key like 'WooCommerceEvents%Name'"),
  person('wp_postmeta', "'zqxpersasistente@example.com'", "meta_key like 'WooCommerceEvents%Email'"),
  person(
    'wp_postmeta',
    "'9900990099'",
    "meta_key in ('WooCommerceEventsAttendeeTelephone', 'WooCommerceEventsPurchaserPhone')",
  ),
  person('wp_postmeta', "'Zqxpersempresa'", "meta_key = 'WooCommerceEventsAttendeeCompany'"),
  person('wp_postmeta', "'Zqxperscargo'", "meta_key = 'WooCommerceEventsAttendeeDesignation'"),
  person('wp_postmeta', "concat('Zqxpersrespuesta ', meta_id)", "meta_key like 'fooevents_custom_%'"),
  // Longer than anyone writes, so that Taquilla notes it.
  `update wp_postmeta set meta_value = repeat('Zqxperscargo ', 8000)
   where meta_key = 'WooCommerceEventsAttendeeDesignation' and post_id in (
     select post_id from (select post_id from wp_postmeta
       where meta_key = 'WooCommerceEventsProductID' and meta_value = '${MAIN_PRODUCT}') as ours)
   order by meta_id desc limit 1`,
  // As product add-ons write a buyer's input for a line.
  `insert into wp_woocommerce_order_itemmeta (order_item_id, meta_key, meta_value)
   select order_item_id, 'Nombre del acompañante', 'Zqxpersacompañante' from wp_woocommerce_order_items
   where order_item_type = 'line_item'`,
].join('; ');

/** Puts unmistakable people into the store and syncs them; secrets are entered through the API. */
export async function plant(world: BackendWorld): Promise<Planted> {
  const { db } = world.backend;
  await world.shop.exec(IN_THE_STORE);
  const { woo } = await world.one<{ woo: number }>(
    `select i.woo_item_id as woo from order_items i join orders o on o.id = i.order_id
     where o.status = 'paid' and o.event_id = $1 and not exists (select from refunds where order_id = o.id) limit 1`,
    [world.eventId],
  );
  await world.shop.exec(
    `update wp_woocommerce_order_itemmeta set meta_value = '12,50 €'
     where order_item_id = ${woo} and meta_key = '_line_total'`,
  );
  const { executionId } = await world.sync(MAIN_PRODUCT);
  const configuration = await world.one<{ id: string }>(
    'select configuration_id as id from sync_executions where id = $1',
    [executionId],
  );
  // Edited here: a local edit with personal data on both sides.
  await queryRows(
    db,
    `update tickets set first_name = 'Zqxperseditado' where id = (
       select id from tickets where status = 'active' and event_id = $1 order by id desc limit 1)`,
    [world.eventId],
  );
  const order = await world.one<{ order: string; ticket: string; woo: number }>(
    `select t.order_id as "order", t.id as ticket, t.woo_order_id as woo from tickets t join orders o on o.id = t.order_id
     where t.event_id = $1 and t.status = 'active' and t.check_in_status = 'not_checked_in' and t.removed_at is null
       and t.first_name ilike 'zqxpers%' and o.first_name ilike 'zqxpers%' order by t.id limit 1`,
    [world.eventId],
  );
  const refund = await world.one<{ id: string }>(
    "select id from refunds where reason ilike 'zqxpers%' limit 1",
  );
  return {
    configurations: configuration.id,
    executions: executionId,
    orders: order.order,
    tickets: order.ticket,
    refunds: refund.id,
    wooOrder: String(order.woo),
    secrets: await plantSecrets(world),
  };
}

async function plantSecrets(world: BackendWorld): Promise<readonly string[]> {
  const made = await world.ask('superuser', 'POST', 'credentials/', {
    name: 'a set with every secret',
    transport: 'ssh_tunnel',
    mysql_host: 'mysql.example.com',
    mysql_username: 'reader',
    mysql_database: 'wordpress',
    mysql_password: 'zsecreto-mysql',
    ssh_host: 'ssh.example.com',
    ssh_username: 'deploy',
    ssh_password: 'zsecreto-ssh',
    jump_host: 'jump.example.com',
    jump_username: 'deploy',
    jump_password: 'zsecreto-jump',
  });
  if (made.statusCode !== 201) throw new Error(made.body);
  const kept = await world.one<Record<string, string>>(
    `select password_sealed as a, ssh_password_sealed as b, jump_password_sealed as c
     from sync_credentials where id = $1`,
    [made.json().id],
  );
  const key = await world.one<{ wrapped: string }>('select wrapped from sync_data_keys limit 1');
  return [...Object.values(kept), key.wrapped];
}

/** The texts among these that a reply shows, including its cursors. */
export function shownIn(text: string, marks: readonly string[]): string[] {
  const cursors = [...text.matchAll(/cursor=([\w-]+)/g)].map(([, cursor = '']) =>
    Buffer.from(cursor, 'base64url').toString(),
  );
  const plain = [text, ...cursors].join('\n').toLowerCase();
  return marks.filter((mark) => plain.includes(mark.toLowerCase()));
}
