import { afterEach, beforeEach, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { readEventPlaces } from '../../src/backend/ticketing-queries/event-slots.ts';
import { findTicket } from '../../src/backend/ticketing-queries/ticket-list.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { eventProduct } from '../woocommerce/tiny-store.ts';
import { booked, choice, MORNING, made, OPTIONS, SAVED, STORE, TOUR, waiting } from './booked-store.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const LIMA_TOUR = 760;

let store: StoreDatabase;
let backend: Backend;

beforeEach(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
  await store.exec(
    [
      STORE,
      eventProduct(LIMA_TOUR, 'Tour in Lima', {
        WooCommerceEventsTimeZone: 'America/Lima',
        [OPTIONS]: SAVED,
      }),
      made(906, LIMA_TOUR, [[9061, booked(MORNING, '09/01/2027', '2027-01-09 10:30:00')]]),
      waiting(907, LIMA_TOUR, [choice('late', 'Afternoon', 'day2', '10/01/2027')]),
    ].join('\n'),
  );
});
afterEach(async () => {
  await backend.close();
  await store.drop();
});

/** After a verified execution: the slots of the second product, and the slot of a ticket of the first. */
async function slotsAfter(depth: Depth) {
  const products = [TOUR, LIMA_TOUR];
  const { report } = await syncProduct(backend, {
    storeUrl: store.url,
    product: TOUR,
    products,
    eventName: 'Tours',
    depth,
  });
  expect(report).toMatchObject({ status: 'success', verification: 'verified', depth, rejects: [] });
  const rows = await queryRows<{ id: number; slot: string; slot_at: Date }>(
    backend.db,
    `select coalesce(woo_ticket_id, woo_order_id)::integer as id, slot, slot_at from tickets
     where woo_ticket_id in (9011, 9061) or woo_order_id = 907 order by 1`,
  );
  return rows.map(({ id, slot, slot_at }) => [id, slot, slot_at.toISOString()]);
}

it('has each product’s slots by the clock of that product, and a change of them is read by the next quick execution', async () => {
  const madrid = [9011, MORNING, '2027-01-09T09:30:00.000Z'];
  expect(await slotsAfter('full')).toEqual([
    [907, 'Afternoon (4:00 p.m.)', '2027-01-10T21:00:00.000Z'],
    madrid,
    [9061, MORNING, '2027-01-09T15:30:00.000Z'],
  ]);

  const renamed = SAVED.replace('Afternoon', 'Evening').replace('"late_hour":"4"', '"late_hour":"6"');
  await store.exec(
    `update wp_postmeta set meta_value = '${renamed}' where meta_key = '${OPTIONS}' and post_id = ${LIMA_TOUR}`,
  );
  expect(await slotsAfter('quick')).toEqual([
    [907, 'Evening (6:00 p.m.)', '2027-01-10T23:00:00.000Z'],
    madrid,
    [9061, MORNING, '2027-01-09T15:30:00.000Z'],
  ]);

  await store.exec(
    `update wp_postmeta set meta_value = 'Asia/Tokyo'
     where meta_key = 'WooCommerceEventsTimeZone' and post_id = ${LIMA_TOUR}`,
  );
  const inTokyo = [
    [907, 'Evening (6:00 p.m.)', '2027-01-10T09:00:00.000Z'],
    madrid,
    [9061, MORNING, '2027-01-09T01:30:00.000Z'],
  ];
  expect(await slotsAfter('quick')).toEqual(inTokyo);
  expect(await slotsAfter('sweep')).toEqual(inTokyo);
});

it('shows each slot by the clock of its product, whatever people correct and the event’s first product says', async () => {
  const zones = async () => {
    const [event] = await queryRows<{ id: string }>(backend.db, 'select id from events', []);
    const has = { slots: true, seats: false };
    const { slots, slotTimezone } = await readEventPlaces(backend.db, event?.id ?? '', has);
    const tickets = await queryRows<{ id: string; post: number }>(
      backend.db,
      'select id, woo_ticket_id::integer as post from tickets where woo_ticket_id in (9011, 9061) order by 2',
      [],
    );
    const shown = [];
    for (const { id, post } of tickets) {
      const ticket = await findTicket(backend.db, id);
      shown.push([post, ticket?.slot_timezone, ticket?.event_timezone]);
    }
    const ofSlots = new Set(slots.map((slot) => `${slot.woo_product_id} ${slot.slot_timezone}`));
    return { event: slotTimezone, slots: [...ofSlots].toSorted(), tickets: shown };
  };
  await slotsAfter('full');
  const expected = {
    event: 'Europe/Madrid',
    slots: [`${TOUR} Europe/Madrid`, `${LIMA_TOUR} America/Lima`],
    tickets: [
      [9011, 'Europe/Madrid', 'Europe/Madrid'],
      [9061, 'America/Lima', 'Europe/Madrid'],
    ],
  };
  expect(await zones()).toEqual(expected);
  await queryRows(backend.db, `update events set timezone = 'Asia/Tokyo' returning id`, []);
  expect(await zones()).toEqual(expected);

  await store.exec(
    `update wp_postmeta set meta_value = 'Europe/Madrid'
     where meta_key = 'WooCommerceEventsTimeZone' and post_id = ${LIMA_TOUR}`,
  );
  await slotsAfter('quick');
  expect((await zones()).tickets[1]).toEqual([9061, 'Europe/Madrid', 'Europe/Madrid']);
  const events = await queryRows<{ zones: null }>(
    backend.db,
    'select product_zones as zones from events',
    [],
  );
  expect(events).toEqual([{ zones: null }]);
});
