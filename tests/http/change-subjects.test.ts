import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { changePageShape, type changeShape } from '../../src/contract/execution.ts';
import { orderHistoryShape } from '../../src/contract/ticketing/orders.ts';
import { anonymise, complete, pay, trash } from '../../src/demo/edit/order-changes.ts';
import { placeOrder } from '../../src/demo/edit/place-order.ts';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import { renameTicket } from '../../src/demo/edit/ticket-changes.ts';
import type { Role } from '../../src/vocabulary/people.ts';
import { BUYER, sala } from '../pipe/life/life-case.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';

type Change = z.output<typeof changeShape>;

let world: BackendWorld;
let shop: StoreEditor;

beforeAll(async () => {
  world = await openBackendWorld(12);
  shop = await StoreEditor.open(world.shop.url, world.store);
});
afterAll(async () => {
  await shop.close();
  await world.close();
});

async function changesOf(executionId: string, role: Role = 'operator'): Promise<Change[]> {
  const reply = await world.ask(role, 'GET', `executions/${executionId}/changes/?page_size=200`);
  expect([reply.statusCode, reply.body]).toEqual([200, expect.any(String)]);
  return changePageShape.parse(reply.json()).results;
}

/** Somebody buys a ticket for Ana; returns the order's number. */
async function sell(): Promise<number> {
  const order = await placeOrder(shop, { lines: [sala(1)], buyer: BUYER, attendees: ['Ana'] });
  await pay(shop, order);
  await complete(shop, order);
  return order;
}

async function sync(): Promise<string> {
  const report = await world.sync();
  expect(report).toMatchObject({ verification: 'verified', rejects: [] });
  return report.executionId;
}

const of = (changes: readonly Change[], table: string): Change | undefined =>
  changes.find((change) => change.table === table);

test('entries name the order, its line, the ticket and their person, and the values that were added', async () => {
  const order = await sell();
  const changes = await changesOf(await sync());
  const [ticket] = shop.ticketsOf(order);
  const title = (
    await world.one<{ title: string }>('select title from events where id = $1', [world.eventId])
  ).title;
  const event = { event: world.eventId, event_title: title };
  const total = '22000';
  expect(of(changes, 'orders')).toMatchObject({
    operation: 'created',
    subject: { ...event, kind: 'order', number: String(order), name: 'Clara Compradora', part: null },
    initial: { status: 'paid', total },
    currency: 'CLP',
  });
  const row = of(changes, 'orders');
  expect(row?.subject?.id).toBe(row?.row_id);
  expect(of(changes, 'order_items')).toMatchObject({
    subject: { kind: 'order', id: row?.row_id, number: String(order), part: expect.stringMatching(/./u) },
    initial: { quantity: '1', total },
  });
  const made = of(changes, 'tickets');
  expect(made).toMatchObject({
    subject: {
      ...event,
      kind: 'ticket',
      id: made?.row_id,
      number: ticket?.ticketNumber,
      name: expect.stringMatching(/^Ana/u),
      part: expect.stringMatching(/./u),
      order: row?.row_id,
      order_number: String(order),
    },
    initial: { status: 'active', price: total },
  });
});

test('a viewer without personal data sees the numbers, but no names', async () => {
  const order = await sell();
  const execution = await sync();
  const changes = await changesOf(execution, 'viewer');
  expect(of(changes, 'orders')?.subject).toMatchObject({ number: String(order), name: '***' });
  expect(of(changes, 'tickets')?.subject).toMatchObject({ name: '***', order_number: String(order) });
  expect(JSON.stringify(changes)).not.toMatch(/Clara|Compradora|Ana/u);
  const id = of(changes, 'orders')?.row_id;
  const history = await world.ask('viewer', 'GET', `/api/v1/orders/${id}/history/`);
  expect(orderHistoryShape.parse(history.json()).results).toHaveLength(3);
  expect(history.body).not.toMatch(/Clara|Compradora|Ana /u);
});

test('a created row keeps its first values, and a row that the store lost keeps its name', async () => {
  const order = await sell();
  const created = await sync();
  await trash(shop, order);
  const removed = await changesOf(await sync());
  expect(of(removed, 'orders')).toMatchObject({
    subject: { kind: 'order', number: String(order), name: 'Clara Compradora' },
    initial: null,
  });
  expect(of(removed, 'tickets')?.subject).toMatchObject({ kind: 'ticket', order_number: String(order) });
  const before = await changesOf(created);
  expect(of(before, 'orders')?.initial).toMatchObject({ status: 'paid', total: '22000' });
  expect(of(before, 'tickets')?.initial).toMatchObject({ status: 'active' });
});

test('an erased person is no longer named, but their purchases are', async () => {
  const order = await sell();
  const created = await sync();
  await anonymise(shop, order);
  const erased = await changesOf(await sync());
  expect(of(erased, 'orders')).toMatchObject({ subject: { number: String(order) } });
  const all = JSON.stringify([erased, await changesOf(created)]);
  expect(all).toContain(`"number":"${order}"`);
  expect(all).not.toMatch(/Clara|Compradora/u);
  expect(of(await changesOf(created), 'orders')?.initial).toMatchObject({ status: 'paid', total: '22000' });
});

test('the journal names each field of an erased person, without values', async () => {
  const order = await sell();
  await sync();
  const [ticket] = shop.ticketsOf(order);
  await renameTicket(shop, ticket?.id ?? 0, { firstName: 'Clara', lastName: 'Compradora' });
  const renamed = await sync();
  expect(of(await changesOf(renamed), 'tickets')?.fields).toMatchObject({ first_name: ['Ana', 'Clara'] });
  await anonymise(shop, order);
  const erasing = await changesOf(await sync());
  expect(of(erasing, 'orders')?.fields).toMatchObject({
    email: [null, null],
    first_name: [null, null],
    last_name: [null, null],
    phone: [null, null],
    billing: [null, null],
    anonymised_at: [null, expect.any(String)],
  });
  expect(of(erasing, 'tickets')?.fields).toMatchObject({ first_name: [null, null] });
  expect(of(await changesOf(renamed), 'tickets')?.fields).toMatchObject({ first_name: [null, null] });
  const { held } = await world.one<{ held: number }>(
    `select count(*)::int as held from sync_changes where fields::text ~ 'Clara|Compradora'`,
  );
  expect(held).toBe(0);
});

test('an event that another configuration adopts says so, and names the configuration', async () => {
  const sql = `select c.id, c.name from events e join sync_configurations c on c.id = e.configuration_id where e.id = $1`;
  const left = await world.one<{ id: string }>(sql, [world.eventId]);
  const deleted = await world.ask('superuser', 'DELETE', `configurations/${left.id}/`);
  expect(deleted.statusCode).toBe(204);
  const changes = await changesOf(await sync());
  const taken = await world.one<{ id: string; name: string }>(sql, [world.eventId]);
  expect(taken.id).not.toBe(left.id);
  expect(of(changes, 'events')).toMatchObject({
    operation: 'updated',
    subject: { kind: 'event', id: world.eventId },
    fields: { configuration_id: [null, taken.id], configuration: [null, taken.name] },
  });
});

test('events and tiers are named by their title and name; a deleted row has no subject', async () => {
  const first = await world.one<{ id: string }>(
    `select execution_id as id from sync_changes where table_name = 'events' and row_id = $1`,
    [world.eventId],
  );
  const changes = await changesOf(first.id, 'viewer');
  expect(of(changes, 'events')?.subject).toMatchObject({ kind: 'event', id: world.eventId, number: null });
  const tier = of(changes, 'ticket_tiers');
  const { name } = await world.one<{ name: string }>('select name from ticket_tiers where id = $1', [
    tier?.row_id,
  ]);
  expect(tier?.subject).toMatchObject({ kind: 'ticket_tier', name, event: world.eventId });
  await world.backend.db.query(
    `insert into sync_changes (execution_id, table_name, row_id, operation, fields)
     values ($1, 'orders', $1, 'updated', '{"status": ["paid", "cancelled"]}')`,
    [first.id],
  );
  expect((await changesOf(first.id)).at(-1)).toMatchObject({ table: 'orders', subject: null });
});

/** A connection of the pool, with the methods that a listener uses. */
interface Asked {
  query: (...given: unknown[]) => unknown;
}

test('a page of any length is read by one statement', async () => {
  const order = await sell();
  const execution = await sync();
  const statements: string[] = [];
  const { db } = world.backend;
  const received = new Map<Asked, Asked['query']>();
  const listen = (client: object): void => {
    const asked = client as Asked;
    const { query } = asked;
    if (received.has(asked)) return;
    received.set(asked, query);
    asked.query = (...given) => {
      statements.push(String(given[0]));
      return query(...given);
    };
  };
  db.on('acquire', listen);
  try {
    expect((await changesOf(execution)).length).toBeGreaterThan(2);
  } finally {
    db.off('acquire', listen);
    for (const [asked, query] of received) asked.query = query;
  }
  expect(statements.filter((sql) => /sync_changes/u.test(sql) && !/count\(/u.test(sql))).toHaveLength(1);
  // The execution itself can be read too, with what its rejects leave out.
  const ofChanges = statements.filter((sql) => !/from sync_executions e\b/u.test(sql));
  expect(ofChanges.filter((sql) => /from (?:orders|tickets|order_items)\b/u.test(sql))).toEqual([]);
  expect(order).toBeGreaterThan(0);
});
