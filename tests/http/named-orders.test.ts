import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startedOrderShape } from '../../src/contract/configuration.ts';
import { executionDetailShape } from '../../src/contract/execution.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import { addExecution } from './api-world.ts';
import { type BackendWorld, MAIN_PRODUCT, openBackendWorld } from './backend-world.ts';
import { OTHER } from './shared-tickets.ts';

let world: BackendWorld;
let configuration: string;
let other: string;
let order: string;
let wooId: number;

beforeAll(async () => {
  world = await openBackendWorld(40);
  const { backend, shop } = world;
  const { report } = await syncProduct(backend, { storeUrl: shop.url, product: MAIN_PRODUCT, ...OTHER });
  other = report.configurationId;
  ({ configuration } = await world.one<{ configuration: string }>(
    'select configuration_id as configuration from events where id = $1',
    [world.eventId],
  ));
  ({ order, woo: wooId } = await world.one<{ order: string; woo: number }>(
    `select id as order, woo_order_id as woo from orders o where event_id = $1 and removed_at is null
       and (select count(*) from orders p where p.woo_order_id = o.woo_order_id) = 2
     order by woo_order_id limit 1`,
    [world.eventId],
  ));
});
afterAll(async () => await world.close());

async function cancelAll(): Promise<void> {
  await world.backend.db.query(
    `update sync_executions set status = 'cancelled', finished_at = now(), next_attempt_at = null
     where finished_at is null`,
  );
}

async function trigger(body: unknown) {
  return await world.ask('operator', 'POST', `configurations/${configuration}/trigger/`, body);
}

async function execution(id: string) {
  return executionDetailShape.parse((await world.ask('viewer', 'GET', `executions/${id}/`)).json());
}

describe('a trigger with orders', () => {
  test('starts a targeted execution, which further orders join', async () => {
    await cancelAll();
    const first = await trigger({ orders: [wooId, 7, 7] });
    expect((await execution(first.json().execution_id)).orders).toEqual([wooId, 7].toSorted((a, b) => a - b));
    expect([first.statusCode, first.json().promoted]).toEqual([202, false]);
    const again = await trigger({ orders: [8] });
    expect([again.statusCode, again.json()]).toMatchObject([
      202,
      { execution_id: first.json().execution_id, promoted: true },
    ]);
    expect(await execution(first.json().execution_id)).toMatchObject({
      status: 'pending',
      requested_depth: 'targeted',
      orders: [7, 8, wooId],
    });
    // A sync of the event is an execution of its own.
    const whole = await trigger({});
    expect(whole.statusCode).toBe(202);
    expect(whole.json().execution_id).not.toBe(first.json().execution_id);
    expect(await execution(whole.json().execution_id)).toMatchObject({ orders: null });
  });

  test('is not refused while the event is synced', async () => {
    await cancelAll();
    await addExecution(world, configuration, { status: 'running', started_at: new Date() });
    expect((await trigger({})).statusCode).toBe(409);
    expect((await trigger({ orders: [wooId] })).statusCode).toBe(202);
  });

  test.each([
    ['a depth as well', { orders: [7], depth: 'quick' }, 'depth'],
    ['no order', { orders: [] }, 'orders'],
    ['more orders than are allowed', { orders: Array.from({ length: 201 }, (_, at) => at + 1) }, 'orders'],
    ['what is no id', { orders: [0] }, 'orders.0'],
    ['the depth itself', { depth: 'targeted' }, 'depth'],
  ])('is refused with %s', async (_what, body, field) => {
    const refused = await trigger(body);
    expect([refused.statusCode, Object.keys(refused.json().errors)]).toEqual([400, [field]]);
  });
});

describe('syncing an order', () => {
  const path = () => `/api/v1/orders/${order}/sync/`;

  test('starts an execution for each event that contains it, once for one Idempotency-Key', async () => {
    await cancelAll();
    const headers = { 'idempotency-key': 'the-same' };
    const reply = await world.ask('operator', 'POST', path(), {}, headers);
    expect(reply.statusCode).toBe(202);
    const started = startedOrderShape.parse(reply.json());
    expect(reply.headers.location).toMatch(new RegExp(`/executions/${started.execution_id}/$`));
    const executions = await Promise.all(started.execution_ids.map(async (id) => await execution(id)));
    expect(executions).toMatchObject([
      { id: started.execution_id, configuration, orders: [wooId], triggered_by_name: 'operator' },
      { configuration: other, orders: [wooId] },
    ]);
    const again = await world.ask('operator', 'POST', path(), {}, headers);
    expect(again.json()).toEqual(started);
    const audit = await world.one<{ action: string; name: string }>(
      `select action, object_name as name from audit_entries where object_id = $1`,
      [order],
    );
    expect(audit.action).toBe('orders.sync');
    expect(audit.name).not.toBe('');
  });

  test('leaves out other events whose configuration is disabled', async () => {
    await cancelAll();
    await world.backend.db.query(`update sync_configurations set status = 'disabled' where id = $1`, [other]);
    const { execution_ids } = (await world.ask('operator', 'POST', path())).json();
    expect(execution_ids).toHaveLength(1);
    await world.backend.db.query(`update sync_configurations set status = 'active' where id = $1`, [other]);
  });

  test('is for operators, and needs an existing order', async () => {
    expect((await world.ask('viewer', 'POST', path())).statusCode).toBe(403);
    expect((await world.ask('operator', 'POST', `/api/v1/orders/${configuration}/sync/`)).statusCode).toBe(
      404,
    );
  });

  test('says that nothing reads the order once its configuration is deleted', async () => {
    await cancelAll();
    expect((await world.ask('superuser', 'DELETE', `configurations/${configuration}/`)).statusCode).toBe(204);
    const refused = await world.ask('operator', 'POST', path(), {}, { 'accept-language': 'es' });
    expect([refused.statusCode, refused.json()]).toMatchObject([
      409,
      { code: 'order.no-configuration', detail: expect.stringMatching(/^La configuración de este evento/) },
    ]);
  });
});
