import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { digestOfRemovals, type RemovalRow } from '../../src/backend/removals/held-removal-records.ts';
import { type HeldRemoval, heldOrderPageShape, heldRemovalPageShape } from '../../src/contract/removals.ts';
import { newId } from '../../src/kernel/ids.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';

let world: BackendWorld;
let configuration: string;

beforeAll(async () => {
  world = await openBackendWorld(30);
  configuration = world.configurationId;
});
afterAll(async () => await world.close());
beforeEach(async () => {
  await queryRows(world.backend.db, 'delete from held_removals');
  await queryRows(world.backend.db, `delete from sync_executions where status = 'pending'`);
});

/** A list of all orders with active tickets, as a reading that found none of them would hold it. */
async function hold(): Promise<{ readonly id: string; readonly digest: string; readonly tickets: number }> {
  const { db } = world.backend;
  const rows = await queryRows<RemovalRow>(
    db,
    `select 'order' as kind, o.id as "rowId", o.woo_order_id as "wooOrderId", null::bigint as "wooTicketId",
       'gone' as becomes
     from orders o where o.event_id = $1 and exists (
       select from tickets t where t.order_id = o.id and t.status = 'active' and t.removed_at is null)
     union all
     select 'ticket', t.id, t.woo_order_id, t.woo_ticket_id, 'gone' from tickets t
     where t.event_id = $1 and t.order_id is not null and t.status = 'active' and t.removed_at is null`,
    [world.eventId],
  );
  const [id, digest] = [newId(), digestOfRemovals(rows)];
  await queryRows(
    db,
    `insert into held_removals (id, configuration_id, digest, state, max_removal_percent, valid_tickets, lost_before)
     values ($1, $2, $3, 'waiting', 20, 60, 0)`,
    [id, configuration, digest],
  );
  for (const { kind, rowId, wooOrderId, wooTicketId, becomes } of rows) {
    await queryRows(
      db,
      `insert into held_removal_rows (held_removal_id, kind, row_id, woo_order_id, woo_ticket_id, becomes)
       values ($1, $2, $3, $4, $5, $6)`,
      [id, kind, rowId, wooOrderId, wooTicketId, becomes],
    );
  }
  return { id, digest, tickets: rows.filter(({ kind }) => kind === 'ticket').length };
}

async function get(id: string): Promise<HeldRemoval> {
  return (await world.ask('viewer', 'GET', `removals/${id}/`)).json();
}

test('a list shows who is on it, with their money and the reason', async () => {
  const { id, digest, tickets } = await hold();
  const page = heldRemovalPageShape.parse((await world.ask('viewer', 'GET', 'removals/')).json());
  const { total } = await world.one<{ total: string }>(
    `select trim_scale(sum(total))::text as total from orders o where event_id = $1 and exists (
       select from tickets t where t.order_id = o.id and t.status = 'active' and t.removed_at is null)`,
    [world.eventId],
  );
  expect(page.results).toMatchObject([
    { id, digest, state: 'waiting', tickets, valid_now: tickets, money: [{ currency: 'CLP', total }] },
  ]);
  const orders = heldOrderPageShape.parse(
    (await world.ask('operator', 'GET', `removals/${id}/orders/?page_size=200`)).json(),
  );
  expect(orders.count).toBe(page.results[0]?.orders);
  expect(orders.results.flatMap((one) => one.tickets)).toHaveLength(tickets);
  expect(orders.results.every(({ is_gone }) => is_gone)).toBe(true);
  // While it waits, nothing more is removed without a decision.
  const effects = await world.ask('viewer', 'GET', `configurations/${configuration}/settings-effects/`);
  expect(effects.json().max_removal_percent).toMatchObject({ most: 0, held: tickets });
});

test('a viewer without the right sees no person of it', async () => {
  const { id } = await hold();
  await queryRows(
    world.backend.db,
    `update users set sees_personal_data = false where email = 'viewer@example.com'`,
  );
  const reply = await world.ask('viewer', 'GET', `removals/${id}/orders/`);
  const { results } = heldOrderPageShape.parse(reply.json());
  const names = results.flatMap((one) => [
    one.first_name,
    one.email,
    ...one.tickets.map((t) => t.first_name),
  ]);
  expect(names.filter((name) => name !== null && name !== '***')).toEqual([]);
  expect(
    (await world.ask('viewer', 'POST', `removals/${id}/approve/`, { digest: 'ab'.repeat(32) })).statusCode,
  ).toBe(403);
});

test('an approval names the digest, is made once, and starts the execution that carries it out', async () => {
  const { id, digest } = await hold();
  const wrong = await world.ask('operator', 'POST', `removals/${id}/approve/`, { digest: 'ab'.repeat(32) });
  expect([wrong.statusCode, wrong.json().code]).toEqual([409, 'removals.list-changed']);
  expect(await get(id)).toMatchObject({ state: 'waiting' });

  const both = await Promise.all(
    ['operator', 'superuser'].map(
      async (role) =>
        await world.ask(role as 'operator', 'POST', `removals/${id}/approve/`, { digest, note: 'Cancelled' }),
    ),
  );
  expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const done = both.find(({ statusCode }) => statusCode === 200)?.json();
  expect(done).toMatchObject({ state: 'approved', note: 'Cancelled' });
  const execution = await world.one<object>(
    'select configuration_id, status, requested_depth from sync_executions where id = $1',
    [done.started],
  );
  expect(execution).toEqual({ configuration_id: configuration, status: 'pending', requested_depth: null });
  const refused = both.find(({ statusCode }) => statusCode === 409)?.json();
  expect(refused.code).toBe('removals.decided');
});

test('an approval while the configuration is paused waits for the next execution', async () => {
  const { id, digest } = await hold();
  await queryRows(world.backend.db, `update sync_configurations set status = 'paused' where id = $1`, [
    configuration,
  ]);
  const reply = await world.ask('operator', 'POST', `removals/${id}/approve/`, { digest });
  await queryRows(world.backend.db, `update sync_configurations set status = 'active' where id = $1`, [
    configuration,
  ]);
  expect([reply.statusCode, reply.json().state, reply.json().started]).toEqual([200, 'approved', null]);
});

test('a rejection says until when the rows stay, and can become an approval', async () => {
  const { id, digest } = await hold();
  const before = Date.now();
  const reply = await world.ask('operator', 'POST', `removals/${id}/reject/`, { digest, days: 3 });
  expect(reply.json()).toMatchObject({ state: 'rejected' });
  const days = (Date.parse(reply.json().keeps_until) - before) / (24 * 3600 * 1000);
  expect(Math.round(days)).toBe(3);
  const again = await world.ask('operator', 'POST', `removals/${id}/reject/`, { digest });
  expect([again.statusCode, again.json().code]).toEqual([409, 'removals.decided']);
  expect((await world.ask('operator', 'POST', `removals/${id}/approve/`, { digest })).json()).toMatchObject({
    state: 'approved',
    keeps_until: null,
  });
});

test('the command line shows a list with its digest, and decides about it', async () => {
  const { id, digest } = await hold();
  const call = async (...args: string[]) => await callTaquilla(args, { env: { DATABASE_URL: world.url } });
  const shown = await call('removals', 'show', id);
  expect(shown.stdout).toContain(`Digest: ${digest}`);
  expect(shown.stdout).toContain('the order is no longer in this event');
  expect(await call('removals', 'approve', id, '--digest', 'abababababab')).toMatchObject({ exitCode: 75 });
  const rejected = await call('removals', 'reject', id, '--digest', digest.slice(0, 12), '--days', '2');
  expect(rejected.stdout).toMatch(/^Rejected\. The rows stay until /);
  const approved = await call('removals', 'approve', id, '--digest', digest.slice(0, 12), '--json');
  expect(JSON.parse(approved.stdout)).toMatchObject({ state: 'approved', started: expect.any(String) });
  expect((await call('removals', 'list')).stdout).toContain('approved');
});
