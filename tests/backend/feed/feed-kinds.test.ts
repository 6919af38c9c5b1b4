import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FeedFilter, readFeed } from '../../../src/backend/feed/read-changes.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { type Backend, freshBackend } from '../../pipe/sync-store.ts';
import { EVENTS, makeEvents } from '../sums/people.ts';

let backend: Backend & { readonly url: string };
let client: pg.Client;
let cursor: string;
let orderId: string;
let itemId: string;
let ticketId: string;

const [EVENT] = EVENTS;
const ALL: FeedFilter = { kinds: null, organizers: null, events: null };

beforeAll(async () => {
  backend = await freshBackend();
  client = new pg.Client(backend.url);
  await client.connect();
  await makeEvents(client);
});
afterAll(async () => {
  await client.end();
  await backend.close();
});

/** An order with one line and one ticket. */
beforeEach(async () => {
  orderId = randomUUID();
  itemId = randomUUID();
  ticketId = randomUUID();
  await client.query(
    `insert into orders (id, event_id, woo_order_id, number, status, source_status, email, currency, subtotal, discount,
       tax, total, refunded_by_lines, refunded_apportioned, refunded, net, service_fee, organizer_amount, rounding,
       order_total, order_refunded, content_digest)
     values ($1, $2, floor(random() * 1e12), '77', 'paid', 'wc-completed', 'ana@example.com', 'CLP', 10, 0, 0, 10, 0, 0,
       0, 10, 0, 10, 0, 10, 0, '\\x')`,
    [orderId, EVENT],
  );
  await client.query(
    `insert into order_items (id, order_id, woo_item_id, name, quantity, refunded_quantity, subtotal, discount, tax,
       total, refunded, unticketed_quantity, unticketed_amount, content_digest)
     values ($1, $2, 1, 'L', 1, 0, 10, 0, 0, 10, 0, 0, 0, '\\x')`,
    [itemId, orderId],
  );
  await client.query(
    `insert into tickets (id, event_id, order_id, order_item_id, origin, woo_ticket_id, woo_product_id,
       woo_variation_id, status, check_in_status, price, service_fee, organizer_amount, content_digest)
     values ($1, $2, $3, $4, 'fooevents', floor(random() * 1e12), 100, 1, 'active', 'not_checked_in', 10, 0, 10, '\\x')`,
    [ticketId, EVENT, orderId, itemId],
  );
  ({ cursor } = await readFeed(backend.db, 'latest', 1, ALL));
});

interface Seen {
  readonly kind: string;
  readonly subject: string;
  readonly fields: readonly string[];
}

/** The changes since the last call. */
async function changes(): Promise<readonly Seen[]> {
  const page = await readFeed(backend.db, cursor, 100, ALL);
  ({ cursor } = page);
  return page.changes.map(({ kind, subject_id, fields }) => ({ kind, subject: subject_id, fields }));
}

async function changesOf(sql: string, values: readonly unknown[] = []): Promise<readonly Seen[]> {
  await client.query(sql, [...values]);
  return await changes();
}

test('a new row of each kind is created, with the rows that it belongs to', async () => {
  const before = await readFeed(backend.db, null, 1000, ALL);
  const ofOrder = before.changes.filter(({ order_id }) => order_id === orderId);
  expect(ofOrder.map(({ kind, subject_id, fields }) => [kind, subject_id, fields])).toEqual([
    ['order.created', orderId, []],
    ['order.updated', orderId, ['items']],
    ['ticket.created', ticketId, []],
  ]);
  const [{ rows }] = [await client.query('select id from organizers')];
  expect(new Set(ofOrder.map(({ event_id, organizer_id }) => `${event_id} ${organizer_id}`))).toEqual(
    new Set([`${EVENT} ${rows[0].id}`]),
  );
  const made = before.changes.filter(({ subject_id }) => subject_id === EVENT);
  expect(made.map(({ kind }) => kind)).toEqual([
    'event.created',
    'event.updated',
    'event.updated',
    'event.updated',
  ]);
});

test.each([
  [`update orders set email = 'new@example.com', phone = '1'`, 'order.updated', ['email', 'phone']],
  [`update orders set status = 'cancelled'`, 'order.cancelled', ['status']],
  [`update orders set status = 'refunded', refunded = 10`, 'order.refunded', ['refunded', 'status']],
  ['update orders set refunded = 4, net = 6', 'order.refunded', ['net', 'refunded']],
  [`update orders set removed_at = now(), removed_reason = 'gone'`, 'order.removed', ['removed_reason']],
  [`update tickets set first_name = 'Ana'`, 'ticket.updated', ['first_name']],
  [`update tickets set status = 'cancelled'`, 'ticket.cancelled', ['status']],
  [`update tickets set status = 'refunded'`, 'ticket.refunded', ['status']],
  [`update tickets set removed_at = now(), removed_reason = 'trashed'`, 'ticket.removed', ['removed_reason']],
  ['delete from tickets', 'ticket.removed', []],
])('%s is %s', async (statement, kind, fields) => {
  const subject = kind.startsWith('order') ? orderId : ticketId;
  expect(await changesOf(`${statement} where id = $1`, [subject])).toEqual([{ kind, subject, fields }]);
});

test('an order that is not removed any longer is updated', async () => {
  await changesOf(`update orders set removed_at = now(), removed_reason = 'trashed' where id = $1`, [
    orderId,
  ]);
  expect(
    await changesOf('update orders set removed_at = null, removed_reason = null where id = $1', [orderId]),
  ).toEqual([{ kind: 'order.updated', subject: orderId, fields: ['removed_reason'] }]);
});

test('a statement that changes no value, or only what Taquilla keeps for itself, is no change', async () => {
  expect(
    await changesOf(`update orders set content_digest = '\\x01', status = status where id = $1`, [orderId]),
  ).toEqual([]);
  expect(await changesOf(`update order_items set content_digest = '\\x01' where id = $1`, [itemId])).toEqual(
    [],
  );
});

test('a line and a refund change their order, the tiers and the form their event', async () => {
  const items = [{ kind: 'order.updated', subject: orderId, fields: ['items'] }];
  expect(await changesOf(`update order_items set name = 'M' where id = $1`, [itemId])).toEqual(items);
  const refund = randomUUID();
  const refunds = [{ kind: 'order.updated', subject: orderId, fields: ['refunds'] }];
  expect(
    await changesOf(
      `insert into refunds (id, order_id, woo_refund_id, amount, order_amount, content_digest)
       values ($1, $2, 1, 4, 4, '\\x')`,
      [refund, orderId],
    ),
  ).toEqual(refunds);
  expect(
    await changesOf(
      `insert into refund_lines (id, refund_id, order_item_id, woo_item_id, quantity, amount, tax, content_digest)
       values ($1, $2, $3, 1, 1, 4, 0, '\\x')`,
      [randomUUID(), refund, itemId],
    ),
  ).toEqual(refunds);
  const tiers = [{ kind: 'event.updated', subject: EVENT, fields: ['ticket_tiers'] }];
  expect(await changesOf('update ticket_tiers set capacity = 40 where event_id = $1', [EVENT])).toEqual(
    tiers,
  );
  const form = [{ kind: 'event.updated', subject: EVENT, fields: ['form'] }];
  await client.query(
    `insert into forms (id, event_id, name, content_digest) values ($1, $2, 'F', '\\x')
    on conflict do nothing`,
    [randomUUID(), EVENT],
  );
  expect(await changes()).toEqual(form);
  expect(
    await changesOf(
      `insert into form_fields (id, form_id, key, label, type, required, position, content_digest)
       select $1, id, 'rut', 'RUT', 'text', true, 1, '\\x' from forms where event_id = $2`,
      [randomUUID(), EVENT],
    ),
  ).toEqual(form);
});

test('a check-in and a refused one are changes of their own, and know ticket, order and event', async () => {
  const made = randomUUID();
  const refused = randomUUID();
  await client.query(
    `insert into check_ins (id, ticket_id, day, status, at, origin) values ($1, $2, 1, 'checked_in', now(), 'local')`,
    [made, ticketId],
  );
  await client.query(
    `insert into refused_check_ins (id, ticket_id, reason, at) values ($1, $2, 'already-in', now())`,
    [refused, ticketId],
  );
  const page = await readFeed(backend.db, cursor, 10, ALL);
  expect(page.changes.map(({ kind, subject_id }) => [kind, subject_id])).toEqual([
    ['check_in.created', made],
    ['check_in.refused', refused],
  ]);
  for (const change of page.changes) {
    expect(change).toMatchObject({ ticket_id: ticketId, order_id: orderId, event_id: EVENT, fields: [] });
  }
});

test('the changes that one transaction makes of an order are one change', async () => {
  await client.query('begin');
  await client.query(`update orders set phone = '2' where id = $1`, [orderId]);
  await client.query(`update order_items set name = 'N', refunded = 3 where id = $1`, [itemId]);
  await client.query('update orders set refunded = 3 where id = $1', [orderId]);
  await client.query('commit');
  expect(await changes()).toEqual([
    { kind: 'order.refunded', subject: orderId, fields: ['items', 'phone', 'refunded'] },
  ]);
});

test('an execution has one change when it ends, and an alert one for each of its states', async () => {
  const organizer = await client.query('select id from organizers');
  const credentials = newId();
  const configuration = newId();
  await client.query(
    `insert into sync_credentials (id, name, transport, host, port, username, database_name)
     values ($1, 'shop', 'direct', 'db.example.com', 3306, 'reader', 'wordpress')`,
    [credentials],
  );
  await client.query(
    `insert into sync_configurations (id, name, organizer_id, credentials_id, woo_product_id, event_name,
       pinned_site_url, pinned_table_prefix)
     values ($1, 'Noche', $2, $3, 1, 'Noche', 'https://store.example', 'wp_')`,
    [configuration, organizer.rows[0].id, credentials],
  );
  const execution = newId();
  await client.query(
    `insert into sync_executions (id, configuration_id, trigger, status, next_attempt_at)
     values ($1, $2, 'manual', 'pending', now())`,
    [execution, configuration],
  );
  await client.query(
    `update sync_executions set status = 'running', started_at = now(), next_attempt_at = null where id = $1`,
    [execution],
  );
  expect(await changes()).toEqual([]);
  await client.query(`update sync_executions set status = 'failed', finished_at = now() where id = $1`, [
    execution,
  ]);
  const page = await readFeed(backend.db, cursor, 10, ALL);
  expect(page.changes.map(({ kind, subject_id, organizer_id }) => [kind, subject_id, organizer_id])).toEqual([
    ['execution.failed', execution, organizer.rows[0].id],
  ]);
  ({ cursor } = page);
  const alert = newId();
  const kinds = async (sql: string) => (await changesOf(sql, [alert])).map(({ kind }) => kind);
  expect(
    await kinds(
      `insert into alert_incidents (id, kind, cause_key, opened_at, last_seen_at) values ($1, 'sync_failed', 'x', now(), now())`,
    ),
  ).toEqual(['alert.opened']);
  expect(await kinds('update alert_incidents set acknowledged_at = now() where id = $1')).toEqual([
    'alert.acknowledged',
  ]);
  expect(await kinds('update alert_incidents set resolved_at = now() where id = $1')).toEqual([
    'alert.resolved',
  ]);
});

test('filters leave out other kinds, organizers and events, and the cursor passes what they leave out', async () => {
  await client.query(`update orders set phone = '3' where id = $1`, [orderId]);
  await client.query(`update tickets set phone = '3' where id = $1`, [ticketId]);
  const only = async (filter: Partial<FeedFilter>) =>
    (await readFeed(backend.db, cursor, 10, { ...ALL, ...filter })).changes.map(({ kind }) => kind);
  expect(await only({ kinds: ['ticket.updated'] })).toEqual(['ticket.updated']);
  expect(await only({ events: [EVENT] })).toEqual(['order.updated', 'ticket.updated']);
  expect(await only({ events: [EVENTS[1]] })).toEqual([]);
  expect(await only({ organizers: [randomUUID()] })).toEqual([]);
  const none = await readFeed(backend.db, cursor, 10, { ...ALL, kinds: ['alert.opened'] });
  expect(none).toMatchObject({ changes: [], more: false });
  expect(none.cursor).toBe((await readFeed(backend.db, 'latest', 1, ALL)).cursor);
});

test('pages follow each other, and the last one says that there is no more', async () => {
  for (const phone of ['4', '5', '6'])
    await client.query('update orders set phone = $2 where id = $1', [orderId, phone]);
  const first = await readFeed(backend.db, cursor, 2, ALL);
  const second = await readFeed(backend.db, first.cursor, 2, ALL);
  expect([first.changes.length, first.more, second.changes.length, second.more]).toEqual([2, true, 1, false]);
  expect(first.changes.at(-1)?.cursor).toBe(first.cursor);
});
