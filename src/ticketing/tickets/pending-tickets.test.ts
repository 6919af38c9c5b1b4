import { describe, expect, test } from 'vitest';
import {
  attendeeNamed,
  exampleEntry,
  exampleLine,
  exampleOrder,
  exampleTicket,
  RULES,
} from '../examples/example-order.ts';
import type { ExistingTicket } from '../model/event-order.ts';
import type { CheckoutTicket, StoreTicket } from '../model/store-order.ts';
import { pluginTickets } from './pending-tickets.ts';
import { anonymousUnits } from './unread-attendees.ts';

/** Attendees of the record, and the posts that are there: `Ana@1.1`, `Ana#501`. */
function record(text: string): readonly CheckoutTicket[] {
  return words(text).map((word) => {
    const [name = '', key = ''] = word.split('@');
    return exampleEntry(key, name);
  });
}

function posts(text: string, changes: Partial<StoreTicket> = {}): readonly StoreTicket[] {
  return words(text).map((word) => {
    const [name = '', id = ''] = word.split('#');
    return exampleTicket(Number(id), { attendee: attendeeNamed(name), ...changes });
  });
}

const words = (text: string) => text.split(' ').filter((word) => word !== '');

function row(id: string, name: string, of: Partial<ExistingTicket>): ExistingTicket {
  return {
    id,
    wooTicketId: null,
    pendingKey: null,
    productId: 100,
    variationId: 0,
    refunded: false,
    attendee: attendeeNamed(name),
    formData: [],
    localDays: [],
    ...of,
  };
}

/** Each ticket as `row: post or key`. */
function tickets(
  checkoutTickets: readonly CheckoutTicket[],
  issued: readonly StoreTicket[],
  kept: readonly ExistingTicket[] = [],
  { generated = false, status = 'paid' as const, rules = RULES } = {},
): readonly string[] {
  const order = exampleOrder({ ticketsGenerated: generated, checkoutTickets, tickets: issued });
  return pluginTickets(order, status, rules, kept).map(
    (ticket) => `${ticket.existingId ?? 'new'}: ${ticket.wooTicketId ?? 'owed'} ${ticket.pendingKey ?? '-'}`,
  );
}

describe('an order whose tickets were not made yet', () => {
  test('owes one to each attendee of its record, in their order', () => {
    const entries = record('Eva@2.1 Ida@1.10 Ana@1.1 Bea@1.9');
    expect(tickets(entries, [])).toEqual([
      'new: owed 1.1',
      'new: owed 1.9',
      'new: owed 1.10',
      'new: owed 2.1',
    ]);
  });

  test('owes none to attendees of another product or variation', () => {
    const entries = [
      ...record('Ana@1.1'),
      { ...exampleEntry('2.1'), productId: 200 },
      { ...exampleEntry('1.2'), variationId: 11 },
    ];
    expect(tickets(entries, [])).toEqual(['new: owed 1.1', 'new: owed 1.2']);
    expect(tickets(entries, [], [], { rules: { ...RULES, variationId: 11 } })).toEqual(['new: owed 1.2']);
  });

  test.each(['pending', 'on_hold', 'cancelled', 'refunded', 'failed', 'trashed'] as const)(
    'owes nothing while it is %s',
    (status) => {
      const order = exampleOrder({ ticketsGenerated: false, checkoutTickets: record('Ana@1.1') });
      expect(pluginTickets(order, status, RULES, [])).toEqual([]);
    },
  );

  test('keeps the rows of those that it owed before', () => {
    const kept = [row('r2', 'Bea', { pendingKey: '1.2' }), row('r1', 'Ana', { pendingKey: '1.1' })];
    expect(tickets(record('Ana@1.1 Bea@1.2'), [], kept)).toEqual(['r1: owed 1.1', 'r2: owed 1.2']);
  });

  test('takes an owed ticket’s data from the record', () => {
    const order = exampleOrder({ ticketsGenerated: false, checkoutTickets: record('Ana@1.1') });
    expect(pluginTickets(order, 'paid', RULES, [])).toMatchObject([
      { origin: 'checkout', wooOrderId: 1, productId: 100, attendee: { firstName: 'Ana' }, trashed: false },
    ]);
  });
});

describe('a record that cannot be read', () => {
  const unread = anonymousUnits([exampleLine(9, 2, '200'), exampleLine(8, 1, '90', { variationId: 11 })]);

  test('owes one ticket without a name to each unit that was bought', () => {
    expect(unread.map(({ key, variationId }) => [key, variationId])).toEqual([
      ['0.1', 11],
      ['0.2', 0],
      ['0.3', 0],
    ]);
    expect(tickets(unread, [])).toEqual(['new: owed 0.1', 'new: owed 0.2', 'new: owed 0.3']);
  });

  test('keeps the rows of attendees it named before, also after it is readable again', () => {
    const named = [
      row('r3', 'Eva', { pendingKey: '1.3' }),
      row('r1', 'Ana', { pendingKey: '1.1', variationId: 11 }),
      row('r2', 'Bea', { pendingKey: '1.2' }),
    ];
    expect(tickets(unread, [], named)).toEqual(['r1: owed 0.1', 'r2: owed 0.2', 'r3: owed 0.3']);
    const nameless = named.map((one) => ({
      ...one,
      pendingKey: one.pendingKey?.replace('1.', '0.') ?? null,
    }));
    const mended = [{ ...exampleEntry('1.1'), variationId: 11 }, ...record('Bea@1.2 Eva@1.3')];
    expect(tickets(mended, [], nameless)).toEqual(['r1: owed 1.1', 'r2: owed 1.2', 'r3: owed 1.3']);
  });

  test('owes no more than that when some posts exist, each on its row', () => {
    const kept = [
      row('r2', 'Bea', { pendingKey: '1.2' }),
      row('r3', 'Eva', { pendingKey: '1.3', wooTicketId: 501 }),
    ];
    expect(tickets(unread, posts('Eva#501'), kept)).toEqual(['r3: 501 0.3', 'new: owed 0.1', 'r2: owed 0.2']);
  });

  test('takes no row of a person whom a record still names', () => {
    const kept = [row('r9', 'Zoe', { pendingKey: '1.9' })];
    expect(tickets(record('Ana@1.1'), [], kept)).toEqual(['new: owed 1.1']);
  });
});

describe('when the posts appear', () => {
  const entries = record('Ana@1.1 Bea@1.2');
  const kept = [row('r1', 'Ana', { pendingKey: '1.1' }), row('r2', 'Bea', { pendingKey: '1.2' })];

  test('they continue the rows of their attendees', () => {
    const made = posts('Bea#501 Ana#502');
    expect(tickets(entries, made, kept, { generated: true })).toEqual(['r2: 501 1.2', 'r1: 502 1.1']);
  });

  test('the record gives a row’s attendee, even if the row was edited here', () => {
    const edited = [row('r1', 'Bea', { pendingKey: '1.1' }), row('r2', 'Ana', { pendingKey: '1.2' })];
    const made = posts('Bea#501 Ana#502');
    expect(tickets(entries, made, edited, { generated: true })).toEqual(['r2: 501 1.2', 'r1: 502 1.1']);
  });

  test('the row itself gives its attendee where the record is gone', () => {
    const made = posts('Bea#501 Ana#502');
    expect(tickets([], made, kept, { generated: true })).toEqual(['r2: 501 1.2', 'r1: 502 1.1']);
  });

  test('unpaired posts are new, and unpaired pending tickets end', () => {
    expect(tickets(entries, posts('Ana#501 Bea#502 Eva#503'), kept, { generated: true })).toEqual([
      'r1: 501 1.1',
      'r2: 502 1.2',
      'new: 503 -',
    ]);
    expect(tickets(entries, posts('Bea#501'), kept, { generated: true })).toEqual(['r2: 501 1.2']);
  });

  test('an imported post does not continue an existing row', () => {
    const imported = posts('Ana#501', { createType: 'CSV' });
    expect(tickets(entries, imported, kept, { generated: true })).toEqual(['new: 501 -']);
  });

  test('a post of another variation does not continue an existing row', () => {
    const other = posts('Ana#501', { variationId: 11 });
    expect(tickets(entries, other, kept, { generated: true })).toEqual(['new: 501 -']);
  });

  test('a known post stays on its row, also after its attendee is renamed', () => {
    const known = [
      row('r1', 'Ana', { wooTicketId: 501, pendingKey: '1.1' }),
      kept[1] ?? row('r2', 'Bea', {}),
    ];
    expect(tickets(entries, posts('Bea#501 Zoe#502'), known, { generated: true })).toEqual([
      'r1: 501 1.1',
      'r2: 502 1.2',
    ]);
  });
});

describe('while only some posts exist', () => {
  const entries = record('Ana@1.1 Bea@1.2 Eva@1.3');

  test('no attendee is counted twice on a first sync', () => {
    expect(tickets(entries, posts('Bea#501'))).toEqual(['new: 501 1.2', 'new: owed 1.1', 'new: owed 1.3']);
  });

  test('no attendee is counted twice when their tickets were owed before', () => {
    const kept = [1, 2, 3].map((n) => row(`r${n}`, '', { pendingKey: `1.${n}` }));
    expect(tickets(entries, posts('Bea#501'), kept)).toEqual(['r2: 501 1.2', 'r1: owed 1.1', 'r3: owed 1.3']);
  });

  test('no attendee is counted twice when the post was read without its attendee', () => {
    const kept = [row('r', 'Bea', { wooTicketId: 501 })];
    expect(tickets(entries, posts('Bea#501'), kept)).toEqual([
      'r: 501 1.2',
      'new: owed 1.1',
      'new: owed 1.3',
    ]);
  });

  test('a post in the trash has served its attendee', () => {
    const trashed = posts('Bea#501', { sourcePostStatus: 'trash' });
    expect(tickets(entries, trashed)).toEqual(['new: 501 1.2', 'new: owed 1.1', 'new: owed 1.3']);
  });

  test('an imported post is the ticket of no attendee in the record', () => {
    expect(tickets(record('Ana@1.1'), posts('Ana#501', { createType: 'CSV' }))).toEqual([
      'new: 501 -',
      'new: owed 1.1',
    ]);
  });

  test('one whose post was deleted is owed again, on the same row', () => {
    const kept = [row('r', 'Bea', { wooTicketId: 501, pendingKey: '1.2' })];
    expect(tickets(record('Bea@1.2'), [], kept)).toEqual(['r: owed 1.2']);
  });

  test('two rows never share a key', () => {
    const kept = [row('r', 'Bea', { wooTicketId: 501, pendingKey: '1.1' })];
    expect(tickets(record('Bea@1.1'), posts('Bea#502'), kept)).toEqual(['new: 502 -']);
  });

  test('rows of units bought in a store without the plugin are no candidates', () => {
    const kept = [row('r', 'Ana', { pendingKey: 'line:7:1' })];
    expect(tickets([], posts('Ana#501'), kept, { generated: true })).toEqual(['new: 501 -']);
  });
});
