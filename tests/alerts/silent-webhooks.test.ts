import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AlertSettings } from '../../src/alerts/channels/alert-settings.ts';
import { putWebhookSecret, removeWebhook } from '../../src/backend/credentials/webhook-records.ts';
import { inTransaction } from '../../src/backend/database.ts';
import { keepArrivals } from '../../src/backend/webhooks/announcement-records.ts';
import { noteFollowed } from '../../src/backend/webhooks/hint-records.ts';
import { newId } from '../../src/kernel/ids.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { TaskWorld } from '../tasks/task-world.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { mailedBy, subjectsOf } from './mailed.ts';

const SECRET_KEY = new Secret('a secret key of the tests, long enough');

let world: TaskWorld;
let mails: MailServer;
let settings: AlertSettings;
let credentials: string;
let configuration: string;
let execution: string;

beforeEach(async () => {
  world = await TaskWorld.open();
  mails = await startMailServer();
  settings = mailedBy(mails);
  credentials = await world.addCredentials();
  configuration = await world.addConfiguration({ credentialsId: credentials });
  await putWebhookSecret(world.db, SECRET_KEY, credentials, 'a secret');
  execution = (await triggerSync(world.control, configuration, null)).executionId;
  await world.settle();
});
afterEach(async () => {
  await mails.close();
  await world.close();
});

/** A delivery about an order; its product is that of the configuration. */
async function deliver(order: number, more: { readonly pings?: number } = {}): Promise<void> {
  const { pings = 0 } = more;
  const isOrder = pings === 0;
  const of = { credentialsId: credentials, wooProductIds: [1], deliveries: 1, wooOrderId: order };
  const counts = { deliveries: isOrder ? 1 : 0, refused: 0, pings, topic: isOrder ? 'order.updated' : null };
  await keepArrivals(world.db, isOrder ? [of] : [], [
    { credentialsId: credentials, ...counts, isOfOrder: isOrder, isTooMuch: false },
  ]);
}

/** As if a quick execution had found these as new orders. */
async function find(...orders: number[]): Promise<void> {
  await findChanged(0, ...orders);
}

async function findChanged(minutesAgo: number, ...orders: number[]): Promise<void> {
  const { db } = world;
  const { id: event } = await world.one<{ id: string }>('select id from events');
  await db.query('delete from sync_changes');
  for (const order of orders) {
    const id = newId();
    await db.query(
      `insert into orders (id, event_id, woo_order_id, number, status, source_status, currency, subtotal, discount,
         tax, total, refunded_by_lines, refunded_apportioned, refunded, net, service_fee, organizer_amount, rounding,
         order_total, order_refunded, content_digest, ordered_at)
       values ($1, $2, $3::bigint, $3::text, 'paid', 'completed', 'CLP', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '',
         now() - make_interval(mins => $4))
       on conflict do nothing`,
      [id, event, order, minutesAgo],
    );
    await db.query(
      `insert into sync_changes (execution_id, table_name, row_id, operation) values ($1, 'orders', $2, 'created')`,
      [execution, id],
    );
  }
  const attempt = await world.one<{ id: string }>('select id from sync_attempts limit 1');
  await inTransaction(db, async (tx) => {
    const ended = { id: execution, configurationId: configuration, attemptId: attempt.id, targets: null };
    await noteFollowed(tx, ended, { depth: 'quick', isContinued: false });
  });
}

/** Moves what was found, announced and delivered into the past, and looks at it as the service does each minute. */
async function minutesLater(minutes: number): Promise<void> {
  const by = `interval '${minutes} minutes'`;
  await world.db.query(
    `update sync_found_orders set found_at = found_at - ${by}, changed_at = changed_at - ${by}`,
  );
  await world.db.query(`update sync_order_hints set announced_at = announced_at - ${by}`);
  await world.db.query(
    `update sync_webhooks set last_order_at = last_order_at - ${by}, last_ping_at = last_ping_at - ${by}, first_missed_at = first_missed_at - ${by}`,
  );
  world.pass(60_000);
  await world.settle(settings);
}

async function counts() {
  return await world.one<{ found: number; missed: number }>(
    'select coalesce(sum(found), 0)::integer as found, coalesce(sum(missed), 0)::integer as missed from sync_webhook_hours',
  );
}

it('a webhook that dies is reported within ten minutes, and its incident ends with the next delivery', async () => {
  await deliver(1);
  await minutesLater(30);
  await find(2, 3);
  await minutesLater(3);
  expect(subjectsOf(mails)).toEqual([]);
  await minutesLater(3);
  const name = (
    await world.one<{ name: string }>('select name from sync_credentials where id = $1', [credentials])
  ).name;
  expect(subjectsOf(mails)).toEqual([
    expect.stringContaining(`Webhooks of a store have become silent: ${name}`),
  ]);
  expect(await counts()).toEqual({ found: 2, missed: 2 });
  await minutesLater(10);
  expect(subjectsOf(mails)).toHaveLength(1);
  await deliver(4);
  await minutesLater(0);
  expect(subjectsOf(mails)[1]).toContain(`Webhooks of a store work again: ${name}`);
});

it('an order whose delivery comes late, or came before and waits, is not missed', async () => {
  await deliver(2);
  await find(2, 3);
  await minutesLater(3);
  await deliver(3);
  await minutesLater(3);
  expect(await counts()).toEqual({ found: 2, missed: 0 });
  expect(subjectsOf(mails)).toEqual([]);
});

it('a lost delivery is counted, and opens no incident while others arrive', async () => {
  await deliver(1);
  await find(2, 3);
  await minutesLater(2);
  await deliver(4);
  await minutesLater(3);
  expect(await counts()).toEqual({ found: 2, missed: 2 });
  await minutesLater(120);
  expect(subjectsOf(mails)).toEqual([]);
});

it('one missed order opens an incident when there is no delivery for an hour', async () => {
  await deliver(1);
  await minutesLater(5);
  await find(2);
  await minutesLater(10);
  expect(subjectsOf(mails)).toEqual([]);
  await minutesLater(60);
  expect(subjectsOf(mails)).toHaveLength(1);
});

it('nothing is reported where webhooks were never saved in WooCommerce, or are ended', async () => {
  await find(2, 3);
  await minutesLater(6);
  expect(subjectsOf(mails)).toEqual([]);
  await deliver(0, { pings: 1 });
  await minutesLater(0);
  expect(subjectsOf(mails)).toEqual([]);
  await find(4, 7);
  await minutesLater(6);
  expect(subjectsOf(mails)).toHaveLength(1);
  await removeWebhook(world.db, credentials);
  await minutesLater(0);
  expect(subjectsOf(mails)[1]).toContain('work again');
  await find(5, 6);
  await minutesLater(6);
  expect(subjectsOf(mails)).toHaveLength(2);
  expect(await world.rows('select woo_order_id from sync_found_orders')).toEqual([]);
});

it('only new orders and new statuses count, because other changes may have no delivery', async () => {
  await deliver(1);
  await minutesLater(20);
  await find(2);
  await world.db.query('delete from sync_found_orders');
  const note = async (fields: object): Promise<number> => {
    await world.db.query(`update sync_changes set operation = 'updated', fields = $1`, [
      JSON.stringify(fields),
    ]);
    const attempt = await world.one<{ id: string }>('select id from sync_attempts limit 1');
    await inTransaction(world.db, async (tx) => {
      const ended = { id: execution, configurationId: configuration, attemptId: attempt.id, targets: null };
      await noteFollowed(tx, ended, { depth: 'sweep', isContinued: false });
    });
    return (await world.rows('select woo_order_id from sync_found_orders')).length;
  };
  expect(await note({ refunded: ['0', '5'] })).toBe(0);
  expect(await note({ source_status: ['completed', 'refunded'] })).toBe(1);
});

it('what changed before a delivery could be expected is not missed', async () => {
  const { db } = world;
  const found = async (): Promise<number> =>
    (await world.rows('select woo_order_id from sync_found_orders')).length;
  await findChanged(10, 2, 3);
  expect(await found()).toBe(0);
  await db.query(`update sync_webhooks set secret_set_at = now() - interval '1 day'`);
  await db.query('update sync_configurations set scheduled_since = now()');
  await findChanged(10, 4, 5);
  expect(await found()).toBe(0);
  await db.query(`update sync_configurations set scheduled_since = now() - interval '1 day'`);
  await db.query(
    'insert into sync_configuration_products (configuration_id, woo_product_id, position) values ($1, 99, 1)',
    [configuration],
  );
  await findChanged(10, 6, 7);
  expect(await found()).toBe(0);
  await db.query('delete from sync_configuration_products');
  await findChanged(10, 8, 9);
  expect(await found()).toBe(2);
});

it('an order that was announced long before an execution finds it is not missed', async () => {
  await world.db.query(`update sync_webhooks set secret_set_at = now() - interval '1 day'`);
  await deliver(2);
  await minutesLater(60);
  await findChanged(60, 2);
  await minutesLater(5);
  expect(await counts()).toEqual({ found: 1, missed: 0 });
});
