import { expect, test } from 'vitest';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import { PLUGIN_TICKETS } from '../../vocabulary/ticketing.ts';
import { productChanges, productMarks } from './product-marks.ts';

test('a product that is new, or is translated by something else now, is read; one that is missing has left', () => {
  expect(productChanges({ 1: 'a', 2: 'b', 3: 'c' }, { 2: 'b', 3: 'd', 4: 'e' })).toEqual({
    read: [3, 4],
    left: [1],
  });
  expect(productChanges({ 1: 'a' }, { 1: 'a' })).toEqual({ read: [], left: [] });
});

const SHIRT: StoreEvent = {
  wooProductId: 5,
  title: 'Shirt',
  description: null,
  sourceStatus: 'publish',
  ticketSource: PLUGIN_TICKETS,
  issuingStatuses: ['completed'],
  startsAtUtc: null,
  endsAtUtc: null,
  timezone: 'Europe/Madrid',
  venue: null,
  numDays: 1,
  keepsDays: false,
  createdAtUtc: null,
  currency: 'CLP',
  tiers: [],
  form: null,
  slots: [],
};
const SITE = 'Europe/Madrid';
const TOUR = { ...SHIRT, slots: [{ key: 'a', text: 'Tour (10:30)', clock: '10:30:00', dates: [] }] };

test('the mark of a product follows its slots, and their zone', () => {
  const markOf = (product: StoreEvent) => productMarks([product], SITE)['5'];
  const moved = TOUR.slots.map((slot) => ({ ...slot, clock: '11:30:00' }));
  const marks = [SHIRT, TOUR, { ...TOUR, slots: moved }, { ...TOUR, timezone: 'America/Lima' }].map(markOf);
  expect(new Set(marks).size).toBe(4);
  expect(markOf({ ...TOUR })).toBe(marks[1]);
});

test('the mark of a product without slots follows its zone, because sold tickets keep the slots of a list that is empty now', () => {
  const inZone = (timezone: string) => productMarks([{ ...SHIRT, timezone }], SITE)['5'];
  const marks = [SITE, 'America/Lima', 'Asia/Tokyo'].map(inZone);
  expect(new Set(marks).size).toBe(3);
});

test("a product without slots and with the site's zone keeps the mark that earlier versions gave it", () => {
  // The start of the SHA-256 of [PLUGIN_TICKETS,1,false,[]].
  expect(productMarks([SHIRT], SITE)).toEqual({
    5: 'f438ca866dd81cdf385b7768ab630c8a',
  });
});
