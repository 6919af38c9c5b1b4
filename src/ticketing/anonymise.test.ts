import { describe, expect, test } from 'vitest';
import { anonymiseOrder, EMPTY_ATTENDEE, eraseBuyers } from './anonymise.ts';
import { exampleEntry, exampleOrder, exampleTicket } from './examples/example-order.ts';

const buyer = {
  firstName: 'Isidora',
  lastName: 'Zúñiga',
  email: 'isi@example.com',
  phone: '+56 9 1430 9977',
};
const attendee = (changes: Partial<typeof EMPTY_ATTENDEE>) => ({ ...EMPTY_ATTENDEE, ...changes });
const erased = (changes: Partial<typeof EMPTY_ATTENDEE>) =>
  eraseBuyers(attendee(changes), [], [buyer]).attendee;

describe('an order that the store anonymised', () => {
  const order = exampleOrder({
    anonymised: true,
    firstName: '[deleted]',
    lastName: '[deleted]',
    email: 'deleted@site.invalid',
    phone: '+00000000000',
    customerNote: 'Llámame, Isi',
    checkoutTickets: [
      { ...exampleEntry('1.1', 'Isidora'), formData: [{ key: 'k', label: null, value: '1' }] },
    ],
    tickets: [
      exampleTicket(5, { purchaser: buyer, attendee: attendee({ ...buyer, company: 'Sur' }) }),
      exampleTicket(6, {
        purchaser: buyer,
        attendee: attendee({ firstName: 'Ema', email: 'ema@example.com' }),
      }),
      exampleTicket(7, {
        purchaser: buyer,
        attendee: attendee({ firstName: '[deleted]', lastName: '[deleted]' }),
      }),
    ],
  });

  test('has no buyer, not even placeholders', () => {
    expect(anonymiseOrder(order)).toMatchObject({
      email: null,
      firstName: null,
      lastName: null,
      phone: null,
      billing: null,
      transactionId: null,
      customerNote: null,
    });
  });

  test('loses the buyer on its tickets, and keeps other attendees', () => {
    const tickets = anonymiseOrder(order).tickets;
    expect(tickets.map((ticket) => ticket.purchaser)).toEqual([null, null, null]);
    expect(tickets.map((ticket) => ticket.attendee)).toEqual([
      attendee({ company: 'Sur' }),
      attendee({ firstName: 'Ema', email: 'ema@example.com' }),
      EMPTY_ATTENDEE,
    ]);
  });

  test('loses all attendees in its checkout record', () => {
    expect(anonymiseOrder(order).checkoutTickets).toMatchObject([
      { key: '1.1', attendee: EMPTY_ATTENDEE, formData: [] },
    ]);
  });

  test('contains nothing that the buyer wrote', () => {
    const text = JSON.stringify(anonymiseOrder(order), (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(text).not.toMatch(/Isi|Zúñiga|14309977|1430 9977|deleted|TX-1|Soto/);
  });

  test('is not changed by doing it again', () => {
    expect(anonymiseOrder(anonymiseOrder(order))).toEqual(anonymiseOrder(order));
  });
});

test('any other order is unchanged', () => {
  const order = exampleOrder({ tickets: [exampleTicket(5, { purchaser: buyer })] });
  expect(anonymiseOrder(order)).toBe(order);
});

describe('the buyer is known', () => {
  test.each([
    [
      'in another spelling',
      { firstName: ' isidora ', lastName: 'ZÚÑIGA', email: 'ISI@example.com' },
      EMPTY_ATTENDEE,
    ],
    ['by a phone written otherwise', { phone: '(56) 914309977' }, EMPTY_ATTENDEE],
    ['by the whole name in one field', { firstName: 'Isidora Zúñiga' }, EMPTY_ATTENDEE],
    ['in decomposed letters', { firstName: 'Isidora', lastName: 'Zúñiga'.normalize('NFD') }, EMPTY_ATTENDEE],
    [
      'by the e-mail, which takes nothing but itself',
      { firstName: 'Ema', lastName: 'Soto', email: 'isi@example.com' },
      attendee({ firstName: 'Ema', lastName: 'Soto' }),
    ],
    [
      'and no one who has the same first name',
      { firstName: 'Isidora', lastName: 'Pérez', email: 'ip@example.com', phone: '+56 9 2222 3333' },
      attendee({
        firstName: 'Isidora',
        lastName: 'Pérez',
        email: 'ip@example.com',
        phone: '+56 9 2222 3333',
      }),
    ],
    [
      'nor the same last name',
      { firstName: 'Ema', lastName: 'Zúñiga' },
      attendee({ firstName: 'Ema', lastName: 'Zúñiga' }),
    ],
    ['nor by a first name alone', { firstName: 'Isidora' }, attendee({ firstName: 'Isidora' })],
    [
      'but not another person',
      { firstName: 'Ema', lastName: 'Soto' },
      attendee({ firstName: 'Ema', lastName: 'Soto' }),
    ],
  ])('%s', (_, found, expected) => {
    expect(erased(found)).toEqual(expected);
  });

  test('by the display name that an administrator’s ticket has as first name', () => {
    const shown = { ...buyer, firstName: 'Isidora Zúñiga', lastName: null };
    expect(eraseBuyers(attendee({ firstName: 'Isidora', lastName: 'Zúñiga' }), [], [shown]).attendee).toEqual(
      EMPTY_ATTENDEE,
    );
  });

  test('not by a first name alone, where the other attendee has a last name', () => {
    const short = { firstName: 'María José', lastName: null, email: null, phone: null };
    const companion = attendee({ firstName: 'María José', lastName: 'Soto' });
    expect(eraseBuyers(companion, [], [short]).attendee).toEqual(companion);
    expect(eraseBuyers(attendee({ firstName: 'maría josé' }), [], [short]).attendee).toEqual(EMPTY_ATTENDEE);
  });

  test('in the answers of the form', () => {
    const answer = (value: string) => ({ key: 'k', label: null, value });
    const kept = ['L', '', 'Vegana', '9977'].map(answer);
    const given = [...kept, ...['isi@example.com', '+56914309977', 'ISIDORA  ZÚÑIGA'].map(answer)];
    expect(eraseBuyers(EMPTY_ATTENDEE, given, [buyer]).formData).toEqual(kept);
  });

  test('not by having left a field empty', () => {
    const nameless = { firstName: null, lastName: null, email: null, phone: null };
    const known = attendee({ firstName: 'Ema', phone: '123' });
    expect(eraseBuyers(known, [{ key: 'k', label: null, value: '' }], [nameless])).toEqual({
      attendee: known,
      formData: [{ key: 'k', label: null, value: '' }],
    });
  });
});
