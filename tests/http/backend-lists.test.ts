import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventPageShape } from '../../src/contract/ticketing/events.ts';
import { orderDetailShape, orderPageShape } from '../../src/contract/ticketing/orders.ts';
import { organizerPageShape, organizerShape } from '../../src/contract/ticketing/organizers.ts';
import { refundDetailShape, refundPageShape } from '../../src/contract/ticketing/refunds.ts';
import { tierDetailShape, tierPageShape } from '../../src/contract/ticketing/ticket-tiers.ts';
import { ticketDetailShape, ticketPageShape } from '../../src/contract/ticketing/tickets.ts';
import { toCursor } from '../../src/http/replies/key-paging.ts';
import { type BackendWorld, openBackendWorld, pageOf } from './backend-world.ts';

let world: BackendWorld;

beforeAll(async () => {
  world = await openBackendWorld(300);
});
afterAll(async () => {
  await world.close();
});

const LISTS = [
  ['organizers', organizerPageShape, organizerShape],
  ['events', eventPageShape, null],
  ['ticket-tiers', tierPageShape, tierDetailShape],
  ['orders', orderPageShape, orderDetailShape],
  ['tickets', ticketPageShape, ticketDetailShape],
  ['refunds', refundPageShape, refundDetailShape],
] as const;

describe.each(LISTS)('%s', (name, pageShape, shape) => {
  test('a list and each of its rows have the shape of the contract, for every role', async () => {
    for (const role of ['superuser', 'operator', 'viewer'] as const) {
      const reply = await world.ask(role, 'GET', `/api/v1/${name}/`);
      expect(reply.statusCode).toBe(200);
      const page = pageShape.strict().parse(reply.json());
      expect(page.results.length).toBeGreaterThan(0);
      expect(page.count_exact).toBe(true);
      const id = page.results[0]?.id;
      const one = await world.ask(role, 'GET', `/api/v1/${name}/${id}/`);
      expect(one.statusCode).toBe(200);
      if (shape !== null) shape.strict().parse(one.json());
      expect(one.json()).toMatchObject({ id });
    }
  });

  test('it needs a sign-in, and a malformed or unknown id is not found', async () => {
    expect((await world.ask(null, 'GET', `/api/v1/${name}/`)).statusCode).toBe(401);
    for (const id of ['7', 'x', '%00', '01900000-0000-7000-8000-000000000000', "'; drop table orders; --"]) {
      const reply = await world.ask('viewer', 'GET', `/api/v1/${name}/${encodeURIComponent(id)}/`);
      expect(reply.statusCode).toBe(404);
    }
  });

  test('every row appears once, forwards by next and backwards by previous', async () => {
    const path = `/api/v1/${name}/?page_size=7&removed=all`.replace(
      name === 'organizers' ? '&removed=all' : '^',
      '',
    );
    const all: unknown[] = [];
    let page = await pageOf(world, path);
    expect(page.previous).toBeNull();
    for (;;) {
      all.push(...page.results.map((row) => row.id));
      if (page.next === null) break;
      page = await pageOf(world, page.next);
    }
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe(page.count);
    const back: unknown[] = [];
    for (;;) {
      back.unshift(...page.results.map((row) => row.id));
      if (page.previous === null) break;
      page = await pageOf(world, page.previous);
    }
    expect(back).toEqual(all);
  });

  test('a page by number equals the page by key, and the last one has the rest', async () => {
    const path = `/api/v1/${name}/?page_size=3`;
    const first = await pageOf(world, path);
    const pages = Math.ceil(first.count / 3);
    const second = first.next === null ? null : await pageOf(world, first.next);
    if (second !== null) {
      const byNumber = await pageOf(world, `${path}&page=2`);
      expect(byNumber.results).toEqual(second.results);
      expect(byNumber.previous).not.toBeNull();
    }
    const last = await pageOf(world, `${path}&page=last`);
    expect(last.results).toEqual((await pageOf(world, `${path}&page=${pages}`)).results);
    expect(last.next).toBeNull();
    const past = await world.ask('viewer', 'GET', `${path}&page=${pages + 1}`);
    expect(past.statusCode).toBe(404);
    expect(past.json()).toMatchObject({ detail: 'Invalid page.' });
  });

  test('unknown parameters are refused, empty ones are ignored', async () => {
    for (const query of ['colour=red', 'ordering=password_hash', 'page_size=x', 'event=x&organizer=x']) {
      const reply = await world.ask('viewer', 'GET', `/api/v1/${name}/?${query}`);
      expect([query, reply.statusCode]).toEqual([query, 400]);
    }
    const empty = await world.ask('viewer', 'GET', `/api/v1/${name}/?search=&ordering=&format=json`);
    expect(empty.statusCode).toBe(200);
  });

  test('an invented position is refused, and is never a server error', async () => {
    const day = fc.integer({ min: 0, max: 99 }).map((n) => `2025-${n}-${n} ${n}:59:60+00`);
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), day, fc.constant('9'.repeat(400)));
    const forged = fc
      .tuple(
        fc.constantFrom('after', 'before'),
        fc.oneof(text, fc.constantFrom('-ordered_at', '-starts_at', '-refunded_at', '-created_at', 'name')),
        text,
      )
      .map(([way, ordering, key]) =>
        toCursor([way as 'after', ordering, key, '01900000-0000-7000-8000-000000000000']),
      );
    await fc.assert(
      fc.asyncProperty(fc.oneof(forged, text), text, async (cursor, search) => {
        for (const query of [{ cursor }, { search }]) {
          const reply = await world.ask(
            'viewer',
            'GET',
            `/api/v1/${name}/?${new URLSearchParams(query).toString()}`,
          );
          expect([200, 400]).toContain(reply.statusCode);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('filters of lists', () => {
  const ids = async (path: string) => (await pageOf(world, path)).results.map((row) => row.id);

  test('orders by event, status, number and day', async () => {
    const { eventId } = world;
    const facts = await world.one<{ paid: number; early: number }>(
      `select count(*) filter (where status = 'paid') as paid, count(*) filter (where ordered_at < '2025-10-01T03:00:00Z') as early
       from orders where event_id = $1 and removed_at is null`,
      [eventId],
    );
    const counted = async (query: string) =>
      (await pageOf(world, `/api/v1/orders/?event=${eventId}&${query}`)).count;
    expect(await counted('status=paid')).toBe(facts.paid);
    expect(await counted('ordered_before=2025-10-01T00:00:00-03:00')).toBe(facts.early);
    const order = await world.one<{ id: string; woo: number }>(
      'select id, woo_order_id as woo from orders where event_id = $1 limit 1',
      [eventId],
    );
    expect(await ids(`/api/v1/orders/?event=${eventId}&removed=all&woo_order_id=${order.woo}`)).toEqual([
      order.id,
    ]);
    for (const odd of [
      '0001-01-01T00:00:00+99:59',
      '9999-12-31 23:59:59.999999-99:59',
      '2025-02-29',
      '-infinity',
    ]) {
      const query = new URLSearchParams({ ordered_after: odd });
      const reply = await world.ask('viewer', 'GET', `/api/v1/orders/?${query.toString()}`);
      expect([200, 400]).toContain(reply.statusCode);
    }
  });

  test('tickets by order, tier, state and the number that is scanned', async () => {
    const ticket = await world.one<{ id: string; order_id: string; tier: string; number: string }>(
      `select id, order_id, ticket_tier_id as tier, ticket_number as number from tickets
       where ticket_number is not null and order_id is not null and removed_at is null limit 1`,
    );
    expect(await ids(`/api/v1/tickets/?ticket_number=${ticket.number}`)).toEqual([ticket.id]);
    expect(await ids(`/api/v1/tickets/?order=${ticket.order_id}`)).toContain(ticket.id);
    const inTier = await world.one<{ n: number }>(
      `select count(*) as n from tickets
       where ticket_tier_id = $1 and status = 'active' and check_in_status = 'checked_in' and removed_at is null`,
      [ticket.tier],
    );
    const query = `ticket_tier=${ticket.tier}&status=active&check_in_status=checked_in`;
    expect((await pageOf(world, `/api/v1/tickets/?${query}`)).count).toBe(inTier.n);
  });

  test('removed rows are left out unless requested', async () => {
    const { gone, present } = await world.one<{ gone: number; present: number }>(
      `select count(*) filter (where removed_at is not null) as gone,
         count(*) filter (where removed_at is null) as present from orders`,
    );
    expect(gone).toBeGreaterThan(0);
    expect((await pageOf(world, '/api/v1/orders/')).count).toBe(present);
    expect((await pageOf(world, '/api/v1/orders/?removed=true')).count).toBe(gone);
    expect((await pageOf(world, '/api/v1/orders/?removed=all')).count).toBe(gone + present);
  });

  test('a search finds people by the beginnings of their names, without accents, by address and by number', async () => {
    const order = await world.one<{ id: string; number: string; email: string; first: string; last: string }>(
      `select id, number, email, first_name as first, last_name as last from orders
       where removed_at is null and email is not null and first_name ~ '[áéíóúñ]' and last_name is not null
       limit 1`,
    );
    const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    const { number, email, first, last } = order;
    for (const typed of [
      number,
      email.slice(0, -4).toUpperCase(),
      `${plain(first).slice(0, 3)} ${plain(last)}`,
    ]) {
      const found = await ids(`/api/v1/orders/?page_size=200&search=${encodeURIComponent(typed)}`);
      expect([typed, found.includes(order.id)]).toEqual([typed, true]);
    }
    expect(await ids(`/api/v1/orders/?search=${encodeURIComponent('a name that does not exist')}`)).toEqual(
      [],
    );
    expect(await ids('/api/v1/orders/?search=%25')).toEqual([]);
  });

  test('orders are sorted as requested', async () => {
    const page = await pageOf(world, '/api/v1/orders/?ordering=ordered_at&page_size=200');
    const times = page.results.map((row) => row['ordered_at'] as string | null);
    expect(times).toEqual(times.toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1)));
    const two = await world.ask('viewer', 'GET', '/api/v1/orders/?ordering=ordered_at,created_at');
    expect(two.statusCode).toBe(400);
  });
});

test('beyond 10,000 rows the count is an estimate, next still continues, and pages have no numbers', async () => {
  await world.backend.db.query(
    `insert into orders (id, event_id, woo_order_id, number, status, source_status, currency, subtotal, discount,
       tax, total, refunded_by_lines, refunded_apportioned, refunded, net, service_fee, organizer_amount,
       rounding, order_total, order_refunded, content_digest)
     select gen_random_uuid(), $1, 9000000 + n, n::text, 'paid', 'completed', 'CLP', 0, 0, 0, 0, 0, 0, 0, 0, 0,
       0, 0, 0, 0, '' from generate_series(1, 10300) n`,
    [world.threeDayEventId],
  );
  await world.backend.db.query('analyze orders');
  const page = await pageOf(world, '/api/v1/orders/?page=50&page_size=200');
  expect(page.count_exact).toBe(false);
  expect(page.count).toBeGreaterThan(10_000);
  expect(page.results).toHaveLength(200);
  const next = await pageOf(world, String(page.next));
  expect(next.results).toHaveLength(200);
  const numbered = await world.ask('viewer', 'GET', '/api/v1/orders/?page=60&page_size=200');
  expect(numbered.statusCode).toBe(404);
  const last = await pageOf(world, '/api/v1/orders/?page=last&page_size=200');
  expect(last).toMatchObject({ next: null });
  expect(last.results).toHaveLength(200);
});
