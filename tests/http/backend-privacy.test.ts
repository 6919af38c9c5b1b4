import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderHistoryShape } from '../../src/contract/ticketing/orders.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';

let world: BackendWorld;

beforeAll(async () => {
  world = await openBackendWorld(200);
});
afterAll(async () => {
  await world.close();
});

interface Buyer {
  readonly id: string;
  readonly woo: number;
  readonly number: string;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly phone: string;
  readonly ticket: string;
}

async function buyer(): Promise<Buyer> {
  return await world.one<Buyer>(
    `select o.id, o.woo_order_id as woo, o.number, o.email, o.first_name, o.last_name, o.phone,
       (select t.id from tickets t where t.order_id = o.id limit 1) as ticket
     from orders o where o.removed_at is null and o.email is not null and length(o.first_name) > 3
       and length(o.last_name) > 3 and o.phone is not null
       and exists (select from tickets t where t.order_id = o.id) limit 1`,
  );
}

/** A superuser's token, created for a program that needs no names. */
async function maskedToken(role: string): Promise<string> {
  const body = { name: `masked ${role}`, role, sees_personal_data: false };
  const made = await world.ask('superuser', 'POST', '/api/v1/auth/tokens/', body);
  return String(made.json().token);
}

describe('a user who may not see personal data', () => {
  test('gets buyers and attendees masked wherever an order or ticket is shown', async () => {
    const { id, ticket, email, first_name, last_name, phone } = await buyer();
    const answers = await world.one<{ texts: string[] }>(
      `select array_agg(distinct v) as texts from (
         select t.email as v from tickets t where t.order_id = $1
         union all select a ->> 'value' from tickets t, jsonb_array_elements(t.form_data) a where t.order_id = $1
         union all select value from orders o, jsonb_each_text(o.billing) where o.id = $1
       ) all_texts where length(v) > 4`,
      [id],
    );
    const secrets = [email, first_name, last_name, phone, ...answers.texts];
    expect(secrets.length).toBeGreaterThan(5);
    const paths = [`orders/${id}/`, `tickets/${ticket}/`, `orders/${id}/history/`, `tickets/?order=${id}`];
    // A superuser's token is masked like a viewer's if it was created that way, whatever its role.
    const tokens = [world.tokens.viewer, await maskedToken('operator'), await maskedToken('superuser')];
    for (const token of tokens) {
      for (const path of paths) {
        const headers = { authorization: `Token ${token}` };
        const masked = await world.ask(null, 'GET', `/api/v1/${path}`, undefined, headers);
        expect(masked.statusCode).toBe(200);
        const seen = secrets.filter((text) => masked.body.includes(JSON.stringify(text)));
        expect([path, seen]).toEqual([path, []]);
      }
    }
    const order = (await world.ask('viewer', 'GET', `/api/v1/orders/${id}/`)).json();
    expect(order).toMatchObject({ email: '***', first_name: '***', last_name: '***', phone: '***' });
    expect((await world.ask('operator', 'GET', `/api/v1/orders/${id}/`)).json()).toMatchObject({ email });
  });

  test('cannot find it by searching either, but finds an order by its number', async () => {
    const { id, number, email, first_name, last_name } = await buyer();
    const found = async (role: 'viewer' | 'operator', search: string) => {
      const query = new URLSearchParams({ search, page_size: '200' });
      const reply = await world.ask(role, 'GET', `/api/v1/orders/?${query.toString()}`);
      return reply.json().results.map((row: { id: string }) => row.id);
    };
    for (const typed of [email, `${first_name} ${last_name}`]) {
      expect(await found('operator', typed)).toContain(id);
      expect(await found('viewer', typed)).toEqual([]);
    }
    expect(await found('viewer', number)).toContain(id);
    const { last_name: attendee } = await world.one<{ last_name: string }>(
      'select last_name from tickets where last_name is not null and removed_at is null limit 1',
    );
    const query = new URLSearchParams({ search: attendee });
    expect(
      (await world.ask('operator', 'GET', `/api/v1/tickets/?${query.toString()}`)).json().count,
    ).toBeGreaterThan(0);
    expect((await world.ask('viewer', 'GET', `/api/v1/tickets/?${query.toString()}`)).json().count).toBe(0);
  });
});

describe('the history of an order', () => {
  test('shows the changes of each sync, field by field, the newest first', async () => {
    const order = await buyer();
    const created = orderHistoryShape.parse(
      (await world.ask('viewer', 'GET', `/api/v1/orders/${order.id}/history/`)).json(),
    );
    expect(created.results.map((change) => change.operation)).toEqual(created.results.map(() => 'created'));
    expect(new Set(created.results.map((change) => change.table))).toContain('tickets');

    await world.shop.exec(
      `update wp_wc_orders set billing_email = 'new@example.com' where id = ${order.woo};
       update wp_wc_order_addresses set email = 'new@example.com', first_name = 'Newname'
       where order_id = ${order.woo} and address_type = 'billing'`,
    );
    const report = await world.sync();
    const seen = orderHistoryShape.parse(
      (await world.ask('operator', 'GET', `/api/v1/orders/${order.id}/history/`)).json(),
    );
    expect(seen.count).toBeGreaterThan(created.count);
    const change = seen.results.find((entry) => entry.table === 'orders');
    expect(change).toMatchObject({
      operation: 'updated',
      execution_id: report.executionId,
      row_id: order.id,
      fields: { first_name: [order.first_name, 'Newname'] },
    });
    const masked = (await world.ask('viewer', 'GET', `/api/v1/orders/${order.id}/history/`)).json();
    expect(masked.results.find((entry: { table: string }) => entry.table === 'orders').fields).toMatchObject({
      first_name: ['***', '***'],
    });
  });

  test('shows amounts with the digits of their currency', async () => {
    const line = await world.one<{ item: number; order: string; total: string }>(
      `select i.woo_item_id as item, i.order_id as order, i.total from order_items i
       join orders o on o.id = i.order_id
       where o.status = 'paid' and o.currency = 'CLP' and i.total > 1000 and o.event_id = $1 limit 1`,
      [world.eventId],
    );
    await world.shop.exec(
      `update wp_woocommerce_order_itemmeta set meta_value = meta_value - 1
       where order_item_id = ${line.item} and meta_key in ('_line_total', '_line_subtotal')`,
    );
    await world.sync();
    const history = (await world.ask('viewer', 'GET', `/api/v1/orders/${line.order}/history/`)).json();
    const change = history.results.find((entry: { table: string }) => entry.table === 'order_items');
    const before = Number(line.total);
    expect(change.fields.total).toEqual([String(before), String(before - 1)]);
  });

  test('is not found for an order that does not exist', async () => {
    const path = '/api/v1/orders/01900000-0000-7000-8000-000000000000/history/';
    expect((await world.ask('viewer', 'GET', path)).statusCode).toBe(404);
  });
});
