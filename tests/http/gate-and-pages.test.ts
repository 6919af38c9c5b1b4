import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';

let world: BackendWorld;

beforeAll(async () => {
  world = await openBackendWorld(300);
});
afterAll(async () => {
  await world.close();
});

interface Ticket {
  readonly id: string;
  readonly woo: number;
  readonly order: number;
}

/** An active ticket without an admission. */
async function freshTicket(): Promise<Ticket> {
  return await world.one<Ticket>(
    `select t.id, t.woo_ticket_id as woo, t.woo_order_id as order from tickets t
     where event_id = $1 and status = 'active' and removed_at is null and check_in_status = 'not_checked_in'
       and order_id is not null and first_name is not null and woo_ticket_id is not null
       and not exists (select from check_ins c where c.ticket_id = t.id)
     limit 1`,
    [world.eventId],
  );
}

async function letIn(id: string) {
  const reply = await world.ask('operator', 'POST', `/api/v1/tickets/${id}/check-in/`);
  expect([reply.statusCode, reply.json().changed]).toEqual([200, true]);
}

/** Every ticket and check-in with its physical version: equal results mean that nothing was written in between. */
async function versions() {
  const { rows } = await world.backend.db.query(
    `select id, xmin::text, ctid::text from tickets union all select id, xmin::text, ctid::text from check_ins
     order by 1`,
  );
  return rows;
}

/** Starts a sync, and runs a function after it has read a page and before it writes its tickets. */
async function inMidPage(act: () => Promise<void>) {
  const { db } = world.backend;
  const blocker = await db.connect();
  await blocker.query('begin');
  await blocker.query('lock table sync_changes in share mode');
  const syncing = world.sync();
  try {
    for (;;) {
      const { rows } = await db.query(
        `select from pg_locks where relation = 'sync_changes'::regclass and not granted`,
      );
      if (rows.length > 0) break;
    }
    await act();
  } finally {
    await blocker.query('rollback');
    blocker.release();
  }
  return await syncing;
}

const journalOf = async (id: string, executionId: string) =>
  (
    await world.backend.db.query('select fields from sync_changes where row_id = $1 and execution_id = $2', [
      id,
      executionId,
    ])
  ).rows;

test('does not wait for a page of a sync that has read the ticket, and the page keeps the admission', async () => {
  const { id, woo } = await freshTicket();
  await world.shop.exec(
    `update wp_postmeta set meta_value = 'Meanwhile' where post_id = ${woo} and meta_key = 'WooCommerceEventsAttendeeName'`,
  );
  const report = await inMidPage(async () => {
    await letIn(id);
  });
  expect(report).toMatchObject({ verification: 'verified', counts: { tickets: { updated: 1 } } });
  const shown = (await world.ask('operator', 'GET', `/api/v1/tickets/${id}/`)).json();
  expect(shown).toMatchObject({
    first_name: 'Meanwhile',
    check_in_status: 'checked_in',
    day_status: { 1: 'checked_in' },
  });
  expect(shown.checked_in_at).toBe(shown.check_ins[0].at);
  const [change, ...more] = await journalOf(id, report.executionId);
  expect(more).toEqual([]);
  expect(Object.keys(change.fields)).toEqual(['first_name']);
  const before = await versions();
  await world.sync();
  expect(await versions()).toEqual(before);
});

test('an edit while a page is loaded stays, and the page records the conflict', async () => {
  const { id, woo } = await freshTicket();
  await world.shop.exec(
    `update wp_postmeta set meta_value = 'Theirs' where post_id = ${woo} and meta_key = 'WooCommerceEventsAttendeeName'`,
  );
  await inMidPage(async () => {
    await world.backend.db.query(`update tickets set first_name = 'Ours' where id = $1`, [id]);
  });
  expect(await world.one('select first_name from tickets where id = $1', [id])).toEqual({
    first_name: 'Ours',
  });
  expect(
    await world.one('select ours, theirs from conflicts where row_id = $1 and settled_at is null', [id]),
  ).toEqual({ ours: 'Ours', theirs: 'Theirs' });
});

test('for a ticket that the loaded page refunds is reported as an admission', async () => {
  const { id, order } = await freshTicket();
  await world.shop.exec(
    `update wp_wc_orders set status = 'wc-cancelled', date_updated_gmt = now() where id = ${order}`,
  );
  await inMidPage(async () => {
    await letIn(id);
  });
  expect(await world.one('select status, check_in_status from tickets where id = $1', [id])).toEqual({
    status: 'cancelled',
    check_in_status: 'checked_in',
  });
  expect(
    await world.one(`select field, ours, theirs from conflicts where row_id = $1 and kind = 'admitted'`, [
      id,
    ]),
  ).toEqual({ field: 'status', ours: 'checked_in', theirs: 'cancelled' });
});
