import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventDetailShape } from '../../src/contract/ticketing/events.ts';
import { gateReplyShape, ticketPageShape } from '../../src/contract/ticketing/tickets.ts';
import { eventIdOf, syncProduct } from '../pipe/sync-store.ts';
import { freshBackendDatabase, freshStoreDatabase } from '../servers/databases.ts';
import {
  FIRST_TOUR,
  HALL,
  OTHER_VISIT,
  TOUR,
  TOUR_ZONE,
  tourStore,
  VISIT,
} from '../woocommerce/tour-store.ts';
import { type ApiWorld, openApiWorldOn } from './api-world.ts';

/** 9 January, 10:30 in Madrid, where it is winter. */
const FIRST = { slot: 'Tour (10:30)', slot_at: '2027-01-09T09:30:00.000000Z', slot_date: null };

const OF_TOUR = { woo_product_id: TOUR, product_name: 'General', slot_timezone: TOUR_ZONE };

let world: ApiWorld;
let tour: string;
let hall: string;
let visits: string;
let close: () => Promise<void>;

beforeAll(async () => {
  const [shop, database] = await Promise.all([freshStoreDatabase(), freshBackendDatabase()]);
  await shop.exec(tourStore());
  world = await openApiWorldOn(database, () => ({}));
  const sync = async (product: number, ...others: readonly number[]) => {
    const products = [product, ...others];
    return eventIdOf((await syncProduct(world.backend, { storeUrl: shop.url, product, products })).report);
  };
  tour = await sync(TOUR);
  hall = await sync(HALL);
  visits = await sync(VISIT, OTHER_VISIT);
  close = async () => {
    await world.close();
    await database.drop();
    await shop.drop();
  };
});
afterAll(async () => {
  await close();
});

async function tickets(query: Readonly<Record<string, string>>) {
  const reply = await world.ask(
    'operator',
    'GET',
    `/api/v1/tickets/?${new URLSearchParams(query).toString()}`,
  );
  expect([query, reply.statusCode]).toEqual([query, 200]);
  return ticketPageShape.parse(reply.json()).results;
}

async function eventOf(id: string) {
  return eventDetailShape.strict().parse((await world.ask('viewer', 'GET', `/api/v1/events/${id}/`)).json());
}

describe('the slots of an event', () => {
  it('are listed with their sales, tickets and admissions, the earliest first', async () => {
    const { slots, seat_rows } = await eventOf(tour);
    expect(slots).toHaveLength(20);
    const sold = (tickets: number, total: string, organizer_amount: string) => [
      { currency: 'CLP', tickets, refunded_tickets: 0, total, organizer_amount },
    ];
    expect(slots.slice(0, 2)).toEqual([
      {
        ...OF_TOUR,
        ...FIRST,
        tickets: 3,
        valid: 3,
        checked_in: 0,
        checked_in_valid: 0,
        pending: 0,
        sales: sold(3, '3000', '2700'),
      },
      {
        ...OF_TOUR,
        slot: 'Tour (12:00)',
        slot_at: '2027-01-09T11:00:00.000000Z',
        slot_date: null,
        tickets: 1,
        valid: 1,
        checked_in: 1,
        checked_in_valid: 1,
        pending: 0,
        sales: sold(1, '1000', '900'),
      },
    ]);
    expect(slots.at(-1)).toMatchObject({ slot: 'Tour (18:00)', slot_at: '2027-01-12T17:00:00.000000Z' });
    expect(seat_rows).toEqual([]);
  });

  it('are absent in an event with seats only, which lists its rows of seats', async () => {
    const { slots, seat_rows } = await eventOf(hall);
    expect(slots).toEqual([]);
    expect(seat_rows).toEqual([
      { woo_product_id: HALL, product_name: 'General', seat_row: 'Row A', tickets: 2 },
      { woo_product_id: HALL, product_name: 'General', seat_row: 'Row B', tickets: 1 },
    ]);
  });
});

describe('tickets', () => {
  it('are filtered by one slot: other days have the same text, and its time says which is meant', async () => {
    const ofText = await tickets({ event: tour, slot: FIRST.slot });
    expect(ofText).toHaveLength(6);
    const ofSlot = await tickets({ event: tour, slot: FIRST.slot, slot_at: FIRST.slot_at });
    expect(ofSlot.map((one) => `${one.first_name} ${one.last_name}`).toSorted()).toEqual(FIRST_TOUR);
    expect(ofSlot[0]).toMatchObject({
      ...FIRST,
      event_timezone: TOUR_ZONE,
      seat_row: null,
      seat_number: null,
    });
    expect(await tickets({ event: tour, slot_at: '2027-01-09T10:30:00+01:00' })).toHaveLength(3);
    expect(await tickets({ event: tour, slot_date: '09/01/2027' })).toEqual([]);
  });

  it('are filtered by a row, and by a seat of it', async () => {
    const seats = async (query: Readonly<Record<string, string>>) =>
      (await tickets(query)).map(({ seat_row, seat_number }) => `${seat_row} ${seat_number}`).toSorted();
    expect(await seats({ event: hall, seat_row: 'Row A' })).toEqual(['Row A 1', 'Row A 2']);
    expect(await seats({ event: hall, seat_number: '1' })).toEqual(['Row A 1', 'Row B 1']);
    expect(await seats({ event: hall, seat_row: 'Row A', seat_number: '1' })).toEqual(['Row A 1']);
  });

  it.each([
    ['10:30', 6],
    ['tour 18', 4],
    ['row b', 1],
  ])('are found by slot and seat: %s finds %i', async (search, found) => {
    expect(await tickets({ search })).toHaveLength(found);
  });

  it('show slot and seat to users who may not see personal data, who can also search by them', async () => {
    const reply = await world.ask('viewer', 'GET', '/api/v1/tickets/?search=row+a');
    const shown = ticketPageShape.parse(reply.json()).results;
    expect(shown.map(({ seat_row, seat_number }) => `${seat_row} ${seat_number}`).toSorted()).toEqual([
      'Row A 1',
      'Row A 2',
    ]);
    expect(JSON.stringify(shown)).not.toContain('Seated');
  });

  it.each([
    ['woo_product_id', String(TOUR)],
    ['slot', FIRST.slot],
    ['slot_at', FIRST.slot_at],
    ['slot_date', '09/01/2027'],
    ['seat_row', 'Row A'],
    ['seat_number', '1'],
  ])('refuse %s without an event, and name the missing field', async (name, value) => {
    const query = new URLSearchParams({ [name]: value }).toString();
    const reply = await world.ask('operator', 'GET', `/api/v1/tickets/?${query}`);
    expect([reply.statusCode, reply.json().errors]).toEqual([400, { event: ['This field is required.'] }]);
  });

  it('refuse an invalid time', async () => {
    const reply = await world.ask('operator', 'GET', `/api/v1/tickets/?event=${tour}&slot_at=soon`);
    expect(reply.statusCode).toBe(400);
    expect(Object.keys(reply.json().errors)).toEqual(['slot_at']);
  });
});

describe('an event of two products', () => {
  const ONE = { woo_product_id: VISIT, product_name: 'General' };
  const OTHER = { woo_product_id: OTHER_VISIT, product_name: 'Visit in English' };
  const SLOT = { slot: 'Visit (09:15)', slot_at: '2027-01-09T08:15:00.000000Z' };

  it('has the slot and the row of each, although their texts and times are the same', async () => {
    const { slots, seat_rows } = await eventOf(visits);
    expect(slots).toHaveLength(2);
    expect(slots[0]).toMatchObject({ ...ONE, ...SLOT, tickets: 1, sales: [{ tickets: 1, total: '1000' }] });
    expect(slots[1]).toMatchObject({ ...OTHER, ...SLOT, tickets: 2, sales: [{ tickets: 2, total: '2000' }] });
    expect(seat_rows).toEqual([
      { ...ONE, seat_row: 'Balcony', tickets: 1 },
      { ...OTHER, seat_row: 'Balcony', tickets: 2 },
    ]);
  });

  it('lists the tickets of one product', async () => {
    const found = async (query: Readonly<Record<string, string>>) =>
      (await tickets({ event: visits, ...query })).map((one) => String(one.woo_product_id)).toSorted();
    const [first, woo_product_id] = [String(VISIT), String(OTHER_VISIT)];
    expect(await found(SLOT)).toEqual([first, woo_product_id, woo_product_id]);
    expect(await found({ ...SLOT, woo_product_id })).toEqual([woo_product_id, woo_product_id]);
    expect(await found({ seat_row: 'Balcony', woo_product_id })).toEqual([woo_product_id, woo_product_id]);
  });
});

describe('a correction of the event’s zone', () => {
  it('moves no slot to another time of day', async () => {
    const [list, { version }] = [await tickets({ event: tour }), await eventOf(tour)];
    const edit = { version, timezone: 'America/Lima' };
    const reply = await world.ask('operator', 'PATCH', `/api/v1/events/${tour}/`, edit);
    expect([reply.statusCode, reply.json().timezone]).toEqual([200, 'America/Lima']);
    expect(await eventOf(tour)).toMatchObject({ timezone: 'America/Lima', slot_timezone: TOUR_ZONE });
    const after = await tickets({ event: tour });
    expect(after.map(({ slot, slot_at, event_timezone }) => [slot, slot_at, event_timezone])).toEqual(
      list.map(({ slot, slot_at }) => [slot, slot_at, TOUR_ZONE]),
    );
  });
});

describe('a check-in', () => {
  it('answers with the slot and the seat', async () => {
    const check = async (id: string | undefined) =>
      gateReplyShape.parse((await world.ask('operator', 'POST', `/api/v1/tickets/${id}/check-in/`)).json());
    const [guest] = await tickets({ event: tour, slot_at: FIRST.slot_at });
    expect(await check(guest?.id)).toMatchObject({ changed: true, ...FIRST });
    const [seated] = await tickets({ event: hall, seat_row: 'Row B' });
    expect(await check(seated?.id)).toMatchObject({ changed: true, seat_row: 'Row B', seat_number: '1' });
    expect((await eventOf(tour)).slots[0]).toMatchObject({ checked_in: 1, checked_in_valid: 1 });
  });
});
