import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateReplyShape } from '../../src/contract/ticketing/tickets.ts';
import { type BackendWorld, openBackendWorld, THREE_DAY_PRODUCT } from './backend-world.ts';

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

/** An active ticket without an admission, another one each time. */
async function freshTicket(eventId = world.eventId): Promise<Ticket> {
  return await world.one<Ticket>(
    `select t.id, t.woo_ticket_id as woo, t.woo_order_id as order from tickets t
     where event_id = $1 and status = 'active' and removed_at is null and check_in_status = 'not_checked_in'
       and order_id is not null and first_name is not null
       and not exists (select from check_ins c where c.ticket_id = t.id)
     limit 1`,
    [eventId],
  );
}

async function say(path: 'check-in' | 'undo-check-in', id: string, body?: unknown) {
  return await world.ask('operator', 'POST', `/api/v1/tickets/${id}/${path}/`, body);
}

async function letIn(id: string, body?: unknown) {
  const reply = await say('check-in', id, body);
  expect(reply.statusCode).toBe(200);
  return gateReplyShape.strict().parse(reply.json());
}

/** The refused scans on the ticket's page. */
const refusalsOf = async (id: string) =>
  (await world.ask('viewer', 'GET', `/api/v1/tickets/${id}/`)).json().refused_check_ins;

const gateColumns = async (id: string) =>
  await world.one(
    `select check_in_status, checked_in_at, day_status, status,
       (select count(*) from check_ins c where c.ticket_id = t.id) as words
     from tickets t where id = $1`,
    [id],
  );

/** Every ticket and check-in with its physical version: equal results mean that nothing was written in between. */
async function versions() {
  const { rows } = await world.backend.db.query(
    `select id, xmin::text, ctid::text from tickets union all select id, xmin::text, ctid::text from check_ins
     order by 1`,
  );
  return rows;
}

describe('letting somebody in', () => {
  test('is written once, with person and time, and the next sync has nothing to write', async () => {
    const { id } = await freshTicket();
    const first = await letIn(id);
    expect(first).toMatchObject({
      id,
      changed: true,
      day: 1,
      check_in_status: 'checked_in',
      day_status: { 1: 'checked_in' },
      check_ins: [{ day: 1, status: 'checked_in', origin: 'local', made_by_name: 'operator@example.com' }],
    });
    expect(first.checked_in_at).toBe(first.check_ins[0]?.at);
    const again = await letIn(id, { day: 1 });
    expect(again).toMatchObject({ changed: false, checked_in_at: first.checked_in_at });
    expect(again.check_ins).toHaveLength(1);
    // a second holder of the same ticket was not admitted
    expect(first.refused_check_ins).toEqual([]);
    expect(again.refused_check_ins).toMatchObject([
      { day: 1, reason: 'already-in', made_by_name: 'operator@example.com' },
    ]);

    const before = await versions();
    const report = await world.sync();
    expect(report).toMatchObject({ verification: 'verified', counts: { tickets: { updated: 0 } } });
    expect(await versions()).toEqual(before);
  });

  test('stays when the attendee is renamed in the store, and the time with it', async () => {
    const { id, woo } = await freshTicket();
    const { checked_in_at } = await letIn(id);
    await world.shop.exec(
      `update wp_postmeta set meta_value = 'Renamed' where post_id = ${woo} and meta_key = 'WooCommerceEventsAttendeeName'`,
    );
    expect((await world.sync()).counts.tickets.updated).toBe(1);
    const shown = (await world.ask('operator', 'GET', `/api/v1/tickets/${id}/`)).json();
    expect(shown).toMatchObject({ first_name: 'Renamed', check_in_status: 'checked_in', checked_in_at });
  });

  test('stays when the store’s gate also checks the ticket in and undoes it', async () => {
    const { id, woo } = await freshTicket();
    const { checked_in_at } = await letIn(id);
    const inStore = async (status: string) =>
      await world.shop.exec(
        `update wp_postmeta set meta_value = '${status}' where post_id = ${woo} and meta_key = 'WooCommerceEventsStatus'`,
      );
    await inStore('Checked In');
    await world.sync();
    await inStore('Not Checked In');
    await world.sync();
    const shown = (await world.ask('viewer', 'GET', `/api/v1/tickets/${id}/`)).json();
    expect(shown).toMatchObject({ check_in_status: 'checked_in', checked_in_at });
    // Both check-ins of the store are kept beside ours.
    expect(shown.check_ins.map((word: { origin: string }) => word.origin)).toEqual([
      'woocommerce',
      'woocommerce',
      'local',
    ]);
  });

  test('is for one day of an event of several days, which must be named', async () => {
    const { id } = await freshTicket(world.threeDayEventId);
    expect((await say('check-in', id)).json()).toMatchObject({ status: 400, code: 'ticket.day-needed' });
    expect((await say('check-in', id, { day: 4 })).json()).toMatchObject({ code: 'ticket.no-such-day' });
    const second = await letIn(id, { day: 2 });
    expect(second).toMatchObject({ check_in_status: 'partly_checked_in' });
    expect(second.day_status).toMatchObject({ 2: 'checked_in' });
    await letIn(id, { day: 1 });
    const all = await letIn(id, { day: 3 });
    expect(all).toMatchObject({ check_in_status: 'checked_in', checked_in_at: second.checked_in_at });
    const before = await versions();
    await world.sync(THREE_DAY_PRODUCT);
    expect(await versions()).toEqual(before);
  });

  test('of two simultaneous scanners one learns that it changed nothing', async () => {
    const { id } = await freshTicket();
    const replies = await Promise.all([letIn(id), letIn(id), letIn(id)]);
    expect(replies.filter((reply) => reply.changed)).toHaveLength(1);
    expect(await gateColumns(id)).toMatchObject({ words: 1 });
  });
});

describe('taking it back', () => {
  test('clears the local check-in once, and a new one can follow', async () => {
    const { id } = await freshTicket();
    await letIn(id);
    const undone = (await say('undo-check-in', id)).json();
    expect(undone).toMatchObject({ changed: true, check_in_status: 'not_checked_in', checked_in_at: null });
    expect((await say('undo-check-in', id)).json()).toMatchObject({ changed: false });
    const before = await versions();
    await world.sync();
    expect(await versions()).toEqual(before);
    const again = await letIn(id);
    expect(again).toMatchObject({ changed: true, check_in_status: 'checked_in' });
    expect(again.check_ins.map((word) => word.status)).toEqual([
      'checked_in',
      'not_checked_in',
      'checked_in',
    ]);
  });

  test('does not undo the check-in of the store’s gate', async () => {
    const { id } = await world.one<Ticket>(
      `select id from tickets where event_id = $1 and status = 'active' and check_in_status = 'checked_in'
         and not exists (select from check_ins c where c.ticket_id = tickets.id and c.origin = 'local') limit 1`,
      [world.eventId],
    );
    const before = await gateColumns(id);
    expect(await letIn(id)).toMatchObject({ changed: false });
    const refused = await say('undo-check-in', id);
    expect(refused.json()).toMatchObject({ status: 409, code: 'ticket.checked-in-by-store' });
    expect(await gateColumns(id)).toEqual(before);
  });
});

describe('the gate does not open', () => {
  test.each([
    ['pending', 'ticket.pending'],
    ['inactive', 'ticket.unpaid'],
    ['cancelled', 'ticket.cancelled'],
    ['refunded', 'ticket.refunded'],
    ['orphaned', 'ticket.orphaned'],
  ])('for a ticket that is %s', async (status, code) => {
    // The demo store has each kind; their event does not matter.
    await world.sync(173921);
    const { id } = await world.one<Ticket>(
      'select id from tickets where status = $1 and removed_at is null limit 1',
      [status],
    );
    const before = await gateColumns(id);
    const reply = await say('check-in', id, { day: 1 });
    expect(reply.json()).toMatchObject({ status: 409, code });
    expect(await gateColumns(id)).toEqual(before);
    expect(await refusalsOf(id)).toMatchObject([
      { day: 1, reason: code.replace('ticket.', ''), made_by_name: 'operator@example.com' },
    ]);
  });

  test('for a ticket that the store does not publish, which does not depend on payment', async () => {
    const { id } = await freshTicket();
    const set = async (post: string, status: string): Promise<unknown> =>
      await world.backend.db.query('update tickets set status = $3, source_post_status = $2 where id = $1', [
        id,
        post,
        status,
      ]);
    await set('draft', 'inactive');
    expect((await say('check-in', id)).json()).toMatchObject({ status: 409, code: 'ticket.unpublished' });
    expect(await refusalsOf(id)).toMatchObject([{ reason: 'unpublished' }]);
    // No other test may use it as an open ticket.
    await set('draft', 'cancelled');
  });

  test('for a ticket that was removed from the store', async () => {
    const { id } = await world.one<Ticket>(`select id from tickets where removed_at is not null limit 1`);
    expect((await say('check-in', id, { day: 1 })).json()).toMatchObject({ code: 'ticket.removed' });
  });

  test('for viewers, without a sign-in, and for missing tickets', async () => {
    const { id } = await freshTicket();
    const path = `/api/v1/tickets/${id}/check-in/`;
    expect((await world.ask('viewer', 'POST', path)).statusCode).toBe(403);
    expect((await world.ask(null, 'POST', path)).statusCode).toBe(401);
    expect((await say('check-in', 'x')).statusCode).toBe(404);
    expect((await say('check-in', '01900000-0000-7000-8000-000000000000')).statusCode).toBe(404);
    for (const body of [{ day: 0 }, { day: '1' }, { day: 1.5 }, { who: 'me' }, [], '{']) {
      expect([body, (await say('check-in', id, body)).statusCode]).toEqual([body, 400]);
    }
    expect(await gateColumns(id)).toMatchObject({ words: 0 });
    // none of them was a scan of a ticket
    expect(await refusalsOf(id)).toEqual([]);
  });
});

test('the audit log shows who admitted whom', async () => {
  const { id } = await freshTicket();
  await letIn(id);
  const entry = await world.one(
    'select user_email, action from audit_entries where object_id = $1 order by created_at desc',
    [id],
  );
  expect(entry).toEqual({ user_email: 'operator@example.com', action: 'tickets.check-in' });
});
