import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventIdOf, syncProduct } from '../pipe/sync-store.ts';
import { type BackendWorld, MAIN_PRODUCT, openBackendWorld } from './backend-world.ts';
import { createSharedTickets, OTHER } from './shared-tickets.ts';

let world: BackendWorld;
let otherEventId: string;

beforeAll(async () => {
  world = await openBackendWorld(300);
  const { backend, shop } = world;
  const synced = await syncProduct(backend, { storeUrl: shop.url, product: MAIN_PRODUCT, ...OTHER });
  otherEventId = eventIdOf(synced.report);
});
afterAll(async () => await world.close());

const { freshPair, gate, letIn, admissions } = createSharedTickets(() => [world, otherEventId]);

describe('a row of a store ticket whose event no configuration syncs any more', () => {
  const sync = async (eventId: string, configurationId: string | null): Promise<void> => {
    await world.backend.db.query('update events set configuration_id = $2 where id = $1', [
      eventId,
      configurationId,
    ]);
  };
  let configurationId: string;
  beforeAll(async () => {
    const sql = 'select configuration_id as id from events where id = $1';
    configurationId = (await world.one<{ id: string }>(sql, [otherEventId])).id;
    await sync(otherEventId, null);
  });
  afterAll(async () => await sync(otherEventId, configurationId));

  test.each([
    ['status', 'inactive', 'ticket.unpaid'],
    ['status', 'cancelled', 'ticket.cancelled'],
    ['status', 'refunded', 'ticket.refunded'],
    ['status', 'orphaned', 'ticket.orphaned'],
    ['removed_reason', 'gone', 'ticket.removed'],
    ['removed_reason', 'left_event', 'ticket.removed'],
  ])('does not open the gate if the synced row has %s %s', async (column, value, code) => {
    const { woo, here, there } = await freshPair();
    const removed = column === 'removed_reason' ? ', removed_at = now()' : '';
    await world.backend.db.query(`update tickets set ${column} = $2 ${removed} where id = $1`, [here, value]);
    expect((await letIn(here)).body.code).toBe(code);
    expect(await letIn(there)).toMatchObject({
      status: 409,
      body: {
        code,
        decided_by: { ticket_id: here, event_id: world.eventId, event_name: `Event ${MAIN_PRODUCT}` },
      },
    });
    expect(await admissions(woo)).toBe(0);
    // Only the synced row kept it out.
    await sync(otherEventId, configurationId);
    expect((await letIn(there)).body).toMatchObject({ changed: true });
    await sync(otherEventId, null);
    // A second scan of an admitted person does not report success either.
    expect((await letIn(there)).body.code).toBe(code);
  });

  test('names the event that decides, in either language', async () => {
    const { here, there } = await freshPair();
    await world.backend.db.query(`update tickets set status = 'refunded' where id = $1`, [here]);
    const detailIn = async (id: string, language: string) =>
      (await gate('check-in', id, {}, language)).body.detail;
    expect(await detailIn(there, 'en')).toBe(`This ticket was refunded (“Event ${MAIN_PRODUCT}”).`);
    expect(await detailIn(there, 'es')).toBe(`Esta entrada fue reembolsada (“Event ${MAIN_PRODUCT}”).`);
    expect(await detailIn(here, 'en')).toBe('This ticket was refunded.');
    expect(await detailIn(here, 'es')).toBe('Esta entrada fue reembolsada.');
  });

  test('is one admission, as usual, if the synced row opens the gate', async () => {
    const { woo, here, there } = await freshPair();
    expect((await letIn(there)).body).toMatchObject({ changed: true });
    expect((await letIn(there)).body).toMatchObject({ changed: false });
    expect((await letIn(here)).body.code).toBe('ticket.checked-in-elsewhere');
    expect(await admissions(woo)).toBe(1);
  });

  test('stays closed itself, whatever the synced row says', async () => {
    const { there } = await freshPair();
    await world.backend.db.query(`update tickets set status = 'cancelled' where id = $1`, [there]);
    const { body } = await letIn(there);
    expect([body.code, body.decided_by]).toEqual(['ticket.cancelled', undefined]);
  });

  test('decides itself when no configuration syncs the other event either', async () => {
    const { here, there } = await freshPair();
    await world.backend.db.query(`update tickets set status = 'refunded' where id = $1`, [here]);
    const sql = 'select configuration_id as id from events where id = $1';
    const { id } = await world.one<{ id: string }>(sql, [world.eventId]);
    await sync(world.eventId, null);
    try {
      expect((await letIn(there)).body).toMatchObject({ changed: true });
    } finally {
      await sync(world.eventId, id);
    }
  });
});

test('an event without a configuration is removed completely: it no longer counts, opens no gate, and comes back with its sync', async () => {
  const { db } = world.backend;
  const retire = async (role: 'superuser' | 'operator') =>
    await world.ask(role, 'POST', `/api/v1/events/${otherEventId}/retire/`);
  const { there } = await freshPair();
  const left = async () =>
    await world.one(
      `select (select count(*)::int from orders where event_id = $1 and removed_at is null) as orders,
         (select count(*)::int from tickets where event_id = $1 and removed_at is null) as tickets,
         (select removed_reason::text from events where id = $1) as reason`,
      [otherEventId],
    );
  const before = await left();
  expect((await retire('superuser')).json()).toMatchObject({ status: 409, code: 'event.synced' });
  expect(await left()).toEqual(before);

  const sql = 'select configuration_id as id from events where id = $1';
  const configuration = (await world.one<{ id: string }>(sql, [otherEventId])).id;
  await db.query('update events set configuration_id = null where id = $1', [otherEventId]);
  expect((await retire('operator')).statusCode).toBe(403);
  const done = await retire('superuser');
  expect(done.statusCode).toBe(200);
  expect(done.json()).toMatchObject({ id: otherEventId, removed_reason: 'left_event' });
  expect(await left()).toEqual({ orders: 0, tickets: 0, reason: 'left_event' });
  expect((await letIn(there)).body.code).toBe('ticket.removed');
  expect((await retire('superuser')).statusCode).toBe(200);

  await db.query('update events set configuration_id = $2 where id = $1', [otherEventId, configuration]);
  const { backend, shop } = world;
  await syncProduct(backend, { storeUrl: shop.url, product: MAIN_PRODUCT, ...OTHER, depth: 'full' });
  expect(await left()).toEqual(before);
});
