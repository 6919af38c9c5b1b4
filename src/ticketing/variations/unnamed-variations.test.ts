import { describe, expect, test } from 'vitest';
import {
  deriveExample,
  exampleEntry,
  exampleLine,
  exampleOrder,
  exampleRefund,
  exampleTicket,
  RULES,
  refundLine,
  ticketSummaries,
} from '../examples/example-order.ts';
import type { StoreLine, StoreTicket } from '../model/store-order.ts';
import { nameVariations, withAttributes } from './unnamed-variations.ts';

const FLOOR = exampleLine(1, 2, '20000', { variationId: 11, attributes: { pa_zona: 'cancha' } });
const BALCONY = exampleLine(2, 1, '30000', { variationId: 12, attributes: { pa_zona: 'galeria-alta' } });

/** Returns the variation of each of the tickets 501, 502 … */
function variations(
  lines: readonly StoreLine[],
  ...tickets: readonly Partial<StoreTicket>[]
): readonly number[] {
  const order = exampleOrder({ lines, tickets: tickets.map((of, at) => exampleTicket(501 + at, of)) });
  return nameVariations(order, 100).tickets.map(({ variationId }) => variationId);
}

describe('a ticket that names no variation', () => {
  test('gets the variation with its attributes, even if no unit of it is left', () => {
    const high = { attributes: { attribute_pa_zona: 'galeria-alta' } };
    expect(variations([FLOOR, BALCONY], {}, high, {}, high)).toEqual([11, 12, 11, 12]);
  });

  test.each([
    ['a name for a slug', { attribute_pa_zona: 'Galería Alta' }],
    ['an escaped slug', { attribute_pa_zona: 'galer%c3%ada-alta' }],
    ['no prefix', { pa_zona: 'galeria-alta' }],
    ['an empty attribute beside it', { attribute_pa_zona: 'galeria-alta', attribute_pa_dia: '' }],
  ])('is recognised by %s', (_what, attributes) => {
    expect(variations([FLOOR, BALCONY], { attributes })).toEqual([12]);
  });

  test('takes the variation with exactly its attribute before a similar one', () => {
    const plus = exampleLine(3, 1, '1', { variationId: 13, attributes: { zona: 'A+' } });
    const plain = exampleLine(4, 1, '1', { variationId: 14, attributes: { zona: 'A' } });
    const of = (zona: string) => ({ attributes: { attribute_zona: zona } });
    expect(variations([plus, plain], of('A'), of('A+'))).toEqual([14, 13]);
  });

  test('gets the order’s only variation, up to the bought units', () => {
    expect(variations([FLOOR], {}, {}, {})).toEqual([11, 11, 0]);
    const again = exampleLine(9, 1, '10000', { variationId: 11 });
    const emptied = exampleLine(8, 0, '0', { variationId: 12 });
    expect(variations([FLOOR, again, emptied], { attributes: { zona: 'unknown' } }, {}, {}, {})).toEqual([
      11, 11, 11, 0,
    ]);
  });

  test('gets no variation where the units belong to attendees whose tickets were not made yet', () => {
    const waiting = [exampleEntry('1.1', 'Ana'), exampleEntry('1.2', 'Eva')];
    const order = exampleOrder({ lines: [FLOOR], checkoutTickets: waiting, tickets: [exampleTicket(501)] });
    expect(nameVariations(order, 100).tickets.map(({ variationId }) => variationId)).toEqual([0]);
  });

  test('gets a free unit, by item id, after tickets whose variation is certain', () => {
    const named = { variationId: 11 };
    const low = { attributes: { attribute_pa_zona: 'cancha' } };
    expect(variations([BALCONY, FLOOR], {}, named, {}, {})).toEqual([11, 11, 12, 0]);
    expect(variations([BALCONY, FLOOR], {}, low, named)).toEqual([12, 11, 11]);
  });

  test('comes after the others while its post is in the trash', () => {
    const trashed = { sourcePostStatus: 'trash' };
    expect(variations([FLOOR, BALCONY], trashed, {}, {}, {})).toEqual([0, 11, 11, 12]);
    expect(variations([FLOOR, BALCONY], { ...trashed, variationId: 11 }, {}, {}, {})).toEqual([
      11, 11, 11, 12,
    ]);
  });

  test('gets the product’s current variation, if the order’s lines give none', () => {
    const silent = [FLOOR, BALCONY].map((line) => ({ ...line, attributes: {} }));
    expect(variations(silent, { offeredVariationId: 12 }, {}, {})).toEqual([12, 11, 11]);
    // The line is gone, or was never there.
    expect(variations([], { offeredVariationId: 12 }, {})).toEqual([12, 0]);
    // The product's variation was deleted and created again later: the order's own counts.
    expect(variations([FLOOR], { offeredVariationId: 99 })).toEqual([11]);
  });

  test('belongs to a line without variation first, if the product had none at the sale', () => {
    expect(variations([FLOOR, exampleLine(3, 1, '1000')], {}, {}, {})).toEqual([0, 11, 11]);
  });

  test('is unchanged where the product has no variations, and in other products', () => {
    expect(variations([exampleLine(1, 2, '1000')], {}, {})).toEqual([0, 0]);
    expect(variations([FLOOR], { productId: 200 })).toEqual([0]);
  });
});

test('attendees of the checkout record get a variation in the same way', () => {
  const attributes = { attribute_pa_zona: 'galeria-alta' };
  const checkoutTickets = [{ ...exampleEntry('1.1'), attributes }, exampleEntry('1.2'), exampleEntry('1.3')];
  const named = nameVariations(exampleOrder({ lines: [FLOOR, BALCONY], checkoutTickets }), 100);
  expect(named.checkoutTickets.map(({ variationId }) => variationId)).toEqual([12, 11, 11]);
});

test('item, price and refund of a unit go to its ticket', () => {
  const attributes = { attribute_pa_zona: 'galeria-alta' };
  const order = deriveExample({
    lines: [FLOOR, BALCONY],
    tickets: [exampleTicket(501), exampleTicket(502, { attributes }), exampleTicket(503)],
    refunds: [exampleRefund(90, '30000', [refundLine(2, 1, '30000')])],
  });
  expect(order.tickets.map(({ wooItemId }) => wooItemId)).toEqual([1, 2, 1]);
  expect(ticketSummaries(order)).toEqual([
    '10000/1000/9000 active',
    '30000/0/0 refunded',
    '10000/1000/9000 active',
  ]);
  expect(order.items.map(({ unticketedQuantity }) => unticketedQuantity)).toEqual([0, 0]);
});

test('an event of one variation has the tickets that got this variation', () => {
  const order = deriveExample(
    { lines: [FLOOR, BALCONY], tickets: [exampleTicket(501), exampleTicket(502), exampleTicket(503)] },
    { ...RULES, variationId: 12 },
  );
  expect(order.tickets.map(({ wooTicketId }) => wooTicketId)).toEqual([503]);
});

test('a variation that allows any value of an attribute matches it', () => {
  const any = { attributes: { attribute_pa_zona: '', attribute_pa_dia: 'sabado' } };
  const one = { attributes: { attribute_pa_zona: 'cancha', attribute_pa_dia: 'domingo' } };
  const wanted = { attribute_pa_zona: 'cancha', attribute_pa_dia: 'sabado' };
  expect(withAttributes(wanted, [any, one])).toEqual([any]);
  expect(withAttributes({}, [any, one])).toEqual([]);
  expect(withAttributes({ attribute_pa_zona: '' }, [any])).toEqual([]);
});
