import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { changesShape } from '../../src/contract/changes.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';

let world: BackendWorld;

beforeAll(async () => {
  world = await openBackendWorld(12);
});
afterAll(async () => await world.close());

async function follow(query: string): Promise<z.infer<typeof changesShape>> {
  const reply = await world.ask('viewer', 'GET', `/api/v1/changes/${query}`);
  if (reply.statusCode !== 200) throw new Error(reply.body);
  return z.strictObject(changesShape.shape).parse(reply.json());
}

/** All changes, page after page. */
async function all(query = ''): Promise<readonly z.infer<typeof changesShape>['results'][number][]> {
  const found = [];
  for (let after = ''; ; ) {
    const page = await follow(`?limit=50${query}${after}`);
    found.push(...page.results);
    if (!page.more) return found;
    after = `&after=${page.cursor}`;
  }
}

async function idsOf(table: string, event: string): Promise<readonly string[]> {
  const { rows } = await world.backend.db.query<{ id: string }>(
    `select id from ${table} where event_id = $1 order by id`,
    [event],
  );
  return rows.map(({ id }) => id);
}

test('the first syncs of two events are changes of each of their orders and tickets, and of the executions', async () => {
  const changes = await all();
  const created = (kind: string, event: string) =>
    changes
      .filter((change) => change.kind === `${kind}.created` && change.event_id === event)
      .map(({ subject_id }) => subject_id)
      .sort();
  for (const event of [world.eventId, world.threeDayEventId]) {
    expect(created('order', event)).toEqual(await idsOf('orders', event));
    expect(created('ticket', event)).toEqual(await idsOf('tickets', event));
    expect(created('event', event)).toEqual([event]);
  }
  expect(created('order', world.eventId).length).toBeGreaterThan(5);
  // The pages of a first sync write each order with its lines and refunds in one transaction.
  expect(changes.filter(({ kind }) => kind === 'order.updated')).toEqual([]);
  expect(changes.filter(({ kind }) => kind === 'execution.succeeded')).toHaveLength(2);
});

test('a sync without a change in the store changes no order and no ticket', async () => {
  const { cursor } = await follow('?after=latest');
  await world.sync();
  const { results } = await follow(`?after=${cursor}`);
  expect(results.map(({ kind }) => kind)).toEqual(['execution.succeeded']);
});

test('a check-in is seen by the next request, and names no person', async () => {
  const { cursor, results } = await follow('?after=latest');
  expect(results).toEqual([]);
  const { id, order_id } = await world.one<{ id: string; order_id: string }>(
    `select id, order_id from tickets where event_id = $1 and status = 'active' and check_in_status = 'not_checked_in'
       and removed_at is null limit 1`,
    [world.eventId],
  );
  const checked = await world.ask('operator', 'POST', `/api/v1/tickets/${id}/check-in/`, {});
  expect(checked.statusCode).toBe(200);
  const page = await follow(`?after=${cursor}`);
  const ofTicket = { ticket_id: id, order_id, event_id: world.eventId };
  expect(page.results).toMatchObject([
    { kind: 'check_in.created', fields: [], ...ofTicket },
    { kind: 'ticket.updated', fields: ['check_in_status', 'checked_in_at', 'day_status'], ...ofTicket },
  ]);
  expect(page.results[0]?.transaction_id).toBe(page.results[1]?.transaction_id);
  const { results: ofGate } = await follow(`?after=${cursor}&kind=check_in.*&event=${world.eventId}`);
  expect(ofGate).toHaveLength(1);
  const { results: others } = await follow(`?after=${cursor}&event=${world.threeDayEventId}`);
  expect(others).toEqual([]);
});

test.each([
  ['?after=yesterday', 'after'],
  ['?limit=0', 'limit'],
  ['?kind=order', 'kind'],
  ['?kind=order.created,order.sold', 'kind'],
  ['?organizer=tuki', 'organizer'],
  ['?events=x', 'events'],
])('%s is refused by the name of its parameter', async (query, name) => {
  const reply = await world.ask('viewer', 'GET', `/api/v1/changes/${query}`);
  expect([reply.statusCode, Object.keys(reply.json().errors)]).toEqual([400, [name]]);
});

test('a cursor that this backend did not give is gone, and the reply says what to do', async () => {
  const reply = await world.ask('viewer', 'GET', '/api/v1/changes/?after=999999.1764532800000000');
  expect([reply.statusCode, reply.json().code]).toEqual([410, 'changes.cursor-unknown']);
  const inSpanish = await world.ask('viewer', 'GET', '/api/v1/changes/?after=999999.1', undefined, {
    'accept-language': 'es',
  });
  expect(inSpanish.json().detail).toContain('respaldo');
});

test('a request without a token is refused', async () => {
  expect((await world.ask(null, 'GET', '/api/v1/changes/')).statusCode).toBe(401);
});
