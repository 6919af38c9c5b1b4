import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchShape } from '../../src/contract/search.ts';
import { newId } from '../../src/kernel/ids.ts';
import type { ApiWorld } from './api-world.ts';
import { openFoundWorld } from './found-world.ts';

let world: ApiWorld;

beforeAll(async () => {
  world = await openFoundWorld();
});
afterAll(async () => {
  await world.close();
});

type Reader = 'superuser' | 'operator' | 'viewer';

interface Named {
  readonly orders: readonly string[];
  readonly tickets: readonly string[];
  readonly events: readonly string[];
  readonly configurations: readonly string[];
}

const NOTHING: Named = { orders: [], tickets: [], events: [], configurations: [] };

const addressOf = (typed: string): string =>
  `/api/v1/search/?${new URLSearchParams({ q: typed }).toString()}`;

/** The results, under the names that a person would use, the best first. */
async function found(role: Reader, typed: string): Promise<Named> {
  const reply = await world.ask(role, 'GET', addressOf(typed));
  expect([typed, reply.statusCode]).toEqual([typed, 200]);
  const { orders, tickets, events, configurations } = searchShape.strict().parse(reply.json());
  return {
    orders: orders.results.map(({ number }) => number),
    tickets: tickets.results.map(({ ticket_number }) => ticket_number ?? ''),
    events: events.results.map(({ title }) => title),
    configurations: configurations.results.map(({ name }) => name),
  };
}

/** The results of this kind's list, in no particular order. */
async function listed(role: Reader, kind: 'orders' | 'tickets', typed: string): Promise<string[]> {
  const query = new URLSearchParams({ search: typed, removed: 'all' });
  const reply = await world.ask(role, 'GET', `/api/v1/${kind}/?${query.toString()}`);
  expect([typed, reply.statusCode]).toEqual([typed, 200]);
  const page = reply.json() as { results: Record<string, string>[]; count: number };
  expect(page.count).toBe(page.results.length);
  return page.results.map((row) => row[kind === 'orders' ? 'number' : 'ticket_number'] ?? '').sort();
}

const OF_MARIA = ['9001234567', '9001234568'];
const JAIVAS = ['Los Jaivas en Ñuñoa'];

/** Written by hand: the typed text, and the people that it finds. */
const BY_NUMBER: readonly (readonly [string, Partial<Named>])[] = [
  // An order's number also finds its tickets; the exact number comes before numbers that begin with it.
  ['1740', { orders: ['1740', '17401'], tickets: [...OF_MARIA, '9001234599'] }],
  ['#1740', { orders: ['1740', '17401'], tickets: [...OF_MARIA, '9001234599'] }],
  ['  17401 ', { orders: ['17401'], tickets: ['9001234599'] }],
  ['wc-88', { orders: ['WC-88'] }],
  // A ticket's number also finds its order.
  ['9001234568', { orders: ['1740'], tickets: ['9001234568'] }],
  ['90012345', { orders: ['17401', '1740'], tickets: ['9001234599', ...OF_MARIA] }],
  ['9007777777', { tickets: ['9007777777'] }],
  ['vip-7', { tickets: ['9007777777'] }],
  // Rows that the store removed are shown.
  ['8100', { orders: ['8100'], tickets: ['9005555555'] }],
  ['9005555555', { orders: ['8100'], tickets: ['9005555555'] }],
];

const BY_NAME: readonly (readonly [string, Partial<Named>])[] = [
  ['jaivas', { events: JAIVAS, configurations: ['Jaivas, noche'] }],
  ['NUNOA los', { events: JAIVAS, configurations: ['Jaivas, noche'] }],
  ['caupolican', { events: [...JAIVAS, 'Gala del año pasado'] }],
  ['ano pasado', { events: ['Gala del año pasado'] }],
  ['noche', { configurations: ['Jaivas, noche'] }],
];

const BY_PERSON: readonly (readonly [string, Partial<Named>])[] = [
  // Phones: digits only, at least six, with and without the country code.
  ...['+56 9 8765 4321', '56987654321', '0056-9-8765-4321', '09 8765 4321', '987654321', '(9) 8765.4321'].map(
    (typed) => [typed, { orders: ['1740'], tickets: OF_MARIA }] as const,
  ),
  ['87651111', { orders: ['17401'], tickets: ['9001234599'] }],
  ['+56 9 8765 1111', { orders: ['17401'], tickets: ['9001234599'] }],
  ['56223456789', { orders: ['WC-88'] }],
  ['000001', {}],
  ['7000 0001', { tickets: ['9001234568'] }],
  ['65432', { orders: ['654321'] }],
  // An order's number comes before phones that end in it, the newest order first.
  ['654321', { orders: ['654321', '7000', '1740'], tickets: OF_MARIA }],
  ['+56 32 777888', { orders: ['8300'] }],
  // Any part of an e-mail address.
  ['perez@exa', { orders: ['1740'], tickets: OF_MARIA }],
  ['EXAMPLE.CL', { orders: ['1740'], tickets: OF_MARIA }],
  ['orreo', { orders: ['17401'], tickets: ['9001234599'] }],
  ['otro.org', { tickets: ['9001234568'] }],
  ['a100%@', { orders: ['WC-88'] }],
  ['e_nandu', { orders: ['17401'], tickets: ['9001234599'] }],
  ['exnandu', {}],
  // Names: in any order, regardless of case and accents.
  ['soto maria', { orders: ['1740'], tickets: OF_MARIA }],
  ['PÉREZ, jose', { orders: ['1740'], tickets: OF_MARIA }],
  ['Pe\u0301rez', { orders: ['1740'], tickets: OF_MARIA }],
  ['nandu', { orders: ['17401'], tickets: ['9001234599'] }],
  ['higgins', { orders: ['WC-88'] }],
  ['luis', { tickets: ['9001234568'] }],
  ['cafe', { tickets: ['9001234599'] }],
  ['gloria', { orders: ['8100'], tickets: ['9005555555'] }],
];

describe('queries and their results', () => {
  test.each([...BY_NUMBER, ...BY_NAME])('%s, by every role', async (typed, expected) => {
    for (const role of ['superuser', 'operator', 'viewer'] as const) {
      expect([role, await found(role, typed)]).toEqual([role, { ...NOTHING, ...expected }]);
    }
  });

  test.each(BY_PERSON)('%s, by users who may see personal data', async (typed, expected) => {
    expect(await found('operator', typed)).toEqual({ ...NOTHING, ...expected });
  });

  test.each(BY_PERSON)('%s reveals no personal data to a user who may not see it', async (typed) => {
    const expected = typed.startsWith('6543') ? ['654321'] : [];
    expect(await found('viewer', typed)).toEqual({ ...NOTHING, orders: expected });
    expect(await listed('viewer', 'orders', typed)).toEqual(expected);
    expect(await listed('viewer', 'tickets', typed)).toEqual([]);
  });

  test.each([...BY_NUMBER, ...BY_PERSON])(
    '%s finds the same orders and tickets in their lists',
    async (typed, expected) => {
      expect(await listed('operator', 'orders', typed)).toEqual([...(expected.orders ?? [])].sort());
      expect(await listed('operator', 'tickets', typed)).toEqual([...(expected.tickets ?? [])].sort());
    },
  );

  test.each(BY_NAME)(
    '%s finds the same events and configurations in their lists',
    async (typed, expected) => {
      const query = new URLSearchParams({ search: typed });
      const events = await world.ask('viewer', 'GET', `/api/v1/events/?removed=all&${query.toString()}`);
      const titles = events.json().results.map((row: { title: string }) => row.title);
      expect(titles.toSorted()).toEqual([...(expected.events ?? [])].sort());
      const configurations = await world.ask('viewer', 'GET', `configurations/?${query.toString()}`);
      expect(configurations.json().results.map((row: { name: string }) => row.name)).toEqual(
        expected.configurations ?? [],
      );
    },
  );
});

test('a user who may not see personal data gets it masked', async () => {
  const seen = (await world.ask('operator', 'GET', addressOf('1740'))).json();
  expect(seen.orders.results[0]).toMatchObject({ email: 'mj.perez@example.cl', first_name: 'María José' });
  const masked = await world.ask('viewer', 'GET', addressOf('1740'));
  expect(masked.body).not.toMatch(/perez|Pérez|María|8765/i);
  expect(masked.json().orders.results[0]).toMatchObject({ number: '1740', email: '***', last_name: '***' });
  expect(masked.json().tickets.results[0]).toMatchObject({ order_number: '1740', first_name: '***' });
});

test('a row that the store removed is marked and comes after the others', async () => {
  const { orders, events } = (await world.ask('operator', 'GET', addressOf('8'))).json();
  expect(orders.results.map((row: { number: string }) => row.number)).toEqual(['8300', '8200', '8100']);
  expect(orders.results.map((row: { removed_at: string | null }) => row.removed_at === null)).toEqual([
    true,
    true,
    false,
  ]);
  expect(events.results).toEqual([]);
});

describe('hostile texts', () => {
  test.each([
    ['', 400],
    ['   ', 400],
    ['\u0000', 400],
    ['a\u0000b', 400],
    ['x'.repeat(201), 400],
    ['x'.repeat(10_000), 400],
    ['x'.repeat(200), 200],
    ['%', 200],
    ['%%%', 200],
    ['_', 200],
    ['___', 200],
    ['\\', 200],
    ['\\\\\\', 200],
    ["'; drop table orders; --", 200],
    ["' | zz:* & !", 200],
    ['🎫', 200],
    ['🎫🎫🎫🎫', 200],
    ['@', 200],
    ['@@@', 200],
    ['#', 200],
    ['+', 200],
    ['......', 200],
    ['\u202e', 200],
    ['ab cd ef gh ij kl mn op qr st uv wx yz ba dc fe', 200],
  ])('%j is answered with %i, and finds nothing', async (typed, status) => {
    for (const role of ['operator', 'viewer'] as const) {
      const reply = await world.ask(role, 'GET', addressOf(typed));
      expect(reply.statusCode).toBe(status);
      if (status === 200) expect(await found(role, typed)).toEqual(NOTHING);
      else
        expect(reply.json()).toMatchObject({
          code: 'http.invalid-request',
          errors: { q: [expect.any(String)] },
        });
      for (const list of ['orders', 'tickets', 'events', 'organizers', 'ticket-tiers']) {
        const query = new URLSearchParams({ search: typed });
        const page = await world.ask(role, 'GET', `/api/v1/${list}/?${query.toString()}`);
        expect([list, page.statusCode]).toEqual([list, typed === '' ? 200 : status]);
        if (status === 200) expect([list, page.json().count]).toEqual([list, 0]);
      }
    }
  });
});

describe("an order with the number of a store's plugin", () => {
  const NUMBERED = [
    [90_001, 'ENT 0007-CL', 'Orders'],
    // Another order has this order's id as its number, and two have the same number.
    [90_002, '90001', 'Other'],
    [90_003, 'TWICE-1', 'First'],
    [90_004, 'TWICE-1', 'Second'],
  ] as const;

  beforeAll(async () => {
    for (const [id, number, name] of NUMBERED) {
      await world.backend.db.query(
        `insert into orders select (jsonb_populate_record(o, $1)).* from orders o where o.number = '8200'`,
        [
          {
            id: newId(),
            woo_order_id: id,
            number,
            first_name: name,
            ordered_at: `2026-02-0${id - 90_000}T12:00:00Z`,
          },
        ],
      );
    }
  });

  test.each([
    ['ent 0007', ['ENT 0007-CL']],
    ['ENT 0007-CL', ['ENT 0007-CL']],
    ['#ENT  0007', ['ENT 0007-CL']],
    ['90001', ['90001', 'ENT 0007-CL']],
    // Only a complete id is found.
    ['9000', ['90001']],
    ['90004', ['TWICE-1']],
    ['TWICE-1', ['TWICE-1', 'TWICE-1']],
  ])('is found by its number and by the id of WooCommerce: %s', async (typed, orders) => {
    expect((await found('viewer', typed)).orders).toEqual(orders);
    expect(await listed('viewer', 'orders', typed)).toEqual(orders.toSorted());
  });

  test('shows both', async () => {
    const { orders } = (await world.ask('viewer', 'GET', addressOf('TWICE-1'))).json();
    expect(orders.results).toMatchObject([
      { number: 'TWICE-1', woo_order_id: 90_004 },
      { number: 'TWICE-1', woo_order_id: 90_003 },
    ]);
    const filtered = async (filter: string) =>
      (await world.ask('viewer', 'GET', `/api/v1/orders/?${filter}`)).json().results;
    expect(await filtered('woo_order_id=90001')).toMatchObject([{ number: 'ENT 0007-CL' }]);
    expect(await filtered('number=90001')).toMatchObject([{ woo_order_id: 90_002 }]);
    expect(await filtered('number=TWICE-1')).toHaveLength(2);
  });
});

test('if more are found than shown, the reply says so', async () => {
  const { db } = world.backend;
  await db.query(
    `insert into orders select (o).* from (
       select jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'woo_order_id', 1000 + n,
         'number', '5' || lpad(n::text, 3, '0'))) as o from orders o, generate_series(1, 250) n where o.number = '8200'
     ) copies`,
  );
  const { orders } = (await world.ask('viewer', 'GET', addressOf('5'))).json();
  expect(orders).toMatchObject({ has_more: true });
  expect(orders.results).toHaveLength(8);
  // Even among more results than are ranked, the exact number comes first.
  await db.query(`update orders set number = '5' where number = '5250'`);
  const { orders: again } = (await world.ask('viewer', 'GET', addressOf('5'))).json();
  expect(again.results[0]).toMatchObject({ number: '5' });
});

test('a deleted configuration is not found, but its event is', async () => {
  const { configurations } = (await world.ask('viewer', 'GET', addressOf('jaivas'))).json();
  const gone = await world.ask('superuser', 'DELETE', `configurations/${configurations.results[0].id}/`);
  expect(gone.statusCode).toBe(204);
  expect(await found('viewer', 'jaivas')).toEqual({ ...NOTHING, events: JAIVAS });
});
