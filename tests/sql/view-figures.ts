import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, queryRows } from '../../src/backend/database.ts';
import { type EventDetail, eventDetailShape } from '../../src/contract/ticketing/events.ts';
import { type Money, parseMoney, sum } from '../../src/kernel/money/money.ts';
import { type ApiWorld, openApiWorldOn } from '../http/api-world.ts';
import { syncedSampleBackend } from '../pipe/synced-sample-store.ts';

type Row = Readonly<Record<string, string>>;

/** Rows as texts, in the digits that PostgreSQL shows. */
async function rowsOf(db: Database, sql: string, eventId: string): Promise<readonly Row[]> {
  const rows = await queryRows<{ row: Row }>(
    db,
    `select (select jsonb_object_agg(key, value) from jsonb_each_text(to_jsonb(r))) as row from (${sql}) r`,
    [eventId],
  );
  return rows.map(({ row }) => row);
}

const PAYOUT = [
  'currency',
  'orders',
  'quantity',
  'refunded_quantity',
  'total',
  'rounding',
  'refunded',
  'refunded_by_lines',
  'refunded_apportioned',
  'refunded_rounding',
  'net',
  'service_fee',
  'organizer_amount',
] as const;
const DAY_AMOUNTS = ['total', 'refunded', 'net'] as const;

const texts = (row: object, names: readonly string[]): readonly string[] =>
  names.map((name) => String((row as Record<string, unknown>)[name]));
const added = (rows: readonly Row[], name: string): Money =>
  sum(rows.map((row) => parseMoney(row[name] ?? '')));
const grouped = (rows: readonly Row[], ...names: readonly string[]): ReadonlyMap<string, readonly Row[]> =>
  new Map(
    [...new Set(rows.map((row) => texts(row, names).join(' ')))].map((key) => [
      key,
      rows.filter((row) => texts(row, names).join(' ') === key),
    ]),
  );

/** Compares the views with the API on each event of these sample stores. */
export function compareStores(names: readonly string[]): void {
  describe.each(names)('the sample store %s', (name) => {
    let synced: Awaited<ReturnType<typeof syncedSampleBackend>>;
    let world: ApiWorld;
    beforeAll(async () => {
      synced = await syncedSampleBackend(name);
      world = await openApiWorldOn({ url: synced.backend.url, drop: async () => undefined }, () => ({}));
    });
    afterAll(async () => {
      await world.close();
      await synced.backend.close();
    });

    test('every view agrees with the API on each event and currency', async () => {
      let orders = 0;
      for (const eventId of synced.events.values()) orders += await expectApiFigures(world, eventId);
      expect(orders).toBeGreaterThan(20);
    });
  });
}

/** What the views say of an event must equal what the API says of it. @returns how many orders were compared */
async function expectApiFigures(world: ApiWorld, eventId: string): Promise<number> {
  const { db } = world.backend;
  const reply = await world.ask('superuser', 'GET', `/api/v1/events/${eventId}/`);
  const event = eventDetailShape.parse(reply.json());

  const payouts = await rowsOf(
    db,
    'select * from reporting_payouts where event_id = $1 order by currency collate "C"',
    eventId,
  );
  expect(payouts.map((row) => texts(row, PAYOUT))).toEqual(event.payouts.map((row) => texts(row, PAYOUT)));

  await expectSales(db, event);
  await expectRefunds(world, event);
  await expectDoors(db, event);
  return event.payouts.reduce((all, { orders }) => all + orders, 0);
}

async function expectSales(db: Database, event: EventDetail): Promise<void> {
  const sales = await rowsOf(
    db,
    'select * from reporting_sales_by_tier_and_day where event_id = $1',
    event.id,
  );
  const days = grouped(sales, 'day', 'currency');
  const ofDays = event.sales_by_day.filter((day) => DAY_AMOUNTS.some((name) => parseMoney(day[name]) !== 0n));
  for (const day of ofDays) {
    const rows = days.get(`${day.day} ${day.currency}`) ?? [];
    expect([day.day, ...DAY_AMOUNTS.map((name) => added(rows, name))]).toEqual([
      day.day,
      ...DAY_AMOUNTS.map((name) => parseMoney(day[name])),
    ]);
    expect(added(rows, 'quantity')).toBe(parseMoney(String(day.quantity)));
  }
  const tiers = grouped(
    sales.filter(({ part }) => part === 'tier'),
    'ticket_tier_id',
    'currency',
  );
  expect(tiers.size).toBe(event.sales_by_tier.length);
  for (const tier of event.sales_by_tier) {
    const rows = tiers.get(`${tier.ticket_tier_id} ${tier.currency}`) ?? [];
    const names = ['quantity', 'refunded_quantity', 'total', 'refunded'] as const;
    expect([tier.name, ...names.map((name) => added(rows, name))]).toEqual([
      tier.name,
      ...names.map((name) => parseMoney(String(tier[name]))),
    ]);
  }
  for (const payout of event.payouts) {
    const rows = sales.filter(({ currency }) => currency === payout.currency);
    expect(added(rows, 'net')).toBe(parseMoney(payout.net));
    const without = rows.filter(({ part }) => part === 'refunds_without_line');
    expect(added(without, 'refunded')).toBe(parseMoney(payout.refunded_apportioned));
  }
}

/** The days of refunds are counted here, in the event's zone. */
async function expectRefunds(world: ApiWorld, event: EventDetail): Promise<void> {
  const days = new Intl.DateTimeFormat('sv-SE', { timeZone: event.timezone, dateStyle: 'short' });
  const expected = new Map<string, Money>();
  const status = new Map<string, string>();
  for await (const order of everyRow(world, `/api/v1/orders/?event=${event.id}`)) {
    status.set(String(order['id']), String(order['status']));
  }
  for await (const refund of everyRow(world, `/api/v1/refunds/?event=${event.id}`)) {
    const isSold = ['paid', 'refunded'].includes(status.get(String(refund['order_id'])) ?? '');
    const amount = parseMoney(String(refund['amount']));
    if (!isSold || amount === 0n) continue;
    const at = refund['refunded_at'];
    const day = typeof at === 'string' ? days.format(new Date(at)) : null;
    const key = `${day} ${String(refund['currency'])}`;
    expected.set(key, (expected.get(key) ?? 0n) + amount);
  }
  const rows = await rowsOf(
    world.backend.db,
    'select * from reporting_refunds_by_day where event_id = $1',
    event.id,
  );
  const found = rows.map(
    (row) => [texts(row, ['day', 'currency']).join(' '), parseMoney(row['amount'] ?? '')] as const,
  );
  expect(new Map(found)).toEqual(expected);
  for (const payout of event.payouts) {
    const own = rows.filter(({ currency }) => currency === payout.currency);
    expect(added(own, 'amount')).toBe(
      parseMoney(payout.refunded_by_lines) + parseMoney(payout.refunded_apportioned),
    );
  }
}

async function expectDoors(db: Database, event: EventDetail): Promise<void> {
  const doors = await rowsOf(db, 'select * from reporting_doors where event_id = $1', event.id);
  const all = (name: string, rows = doors): number =>
    rows.reduce((count, row) => count + Number(row[name] ?? 0), 0);
  const counted = (keep: (row: EventDetail['tickets'][number]) => boolean): number =>
    event.tickets.filter(keep).reduce((count, { tickets }) => count + tickets, 0);
  expect({
    tickets: all('tickets'),
    valid: all('valid'),
    pending: all('pending'),
    partly: all('partly_checked_in'),
    notArrived: all('not_arrived'),
    checkedIn: all('checked_in'),
    stillValid: all('checked_in_valid'),
    days: all('days_checked_in'),
  }).toEqual({
    tickets: counted(() => true),
    valid: counted(({ status }) => status === 'active'),
    pending: counted(({ status }) => status === 'pending'),
    partly: counted(({ check_in_status }) => check_in_status === 'partly_checked_in'),
    notArrived: counted(
      ({ status, check_in_status }) => status === 'active' && check_in_status === 'not_checked_in',
    ),
    checkedIn: event.check_ins.tickets,
    stillValid: event.check_ins.valid,
    days: event.check_ins.days,
  });
  const attendees = await queryRows<{ tickets: number; arrived: number; days: number }>(
    db,
    `select count(*) as tickets, count(*) filter (where has_arrived) as arrived,
       coalesce(sum(days_checked_in), 0)::integer as days
     from reporting_attendees where event_id = $1`,
    [event.id],
  );
  expect(attendees).toEqual([
    { tickets: counted(() => true), arrived: event.check_ins.tickets, days: event.check_ins.days },
  ]);
  for (const slot of event.slots) {
    const at = slot.slot_at === null ? null : Date.parse(slot.slot_at);
    const rows = doors.filter(
      (row) =>
        row['slot'] === slot.slot &&
        row['woo_product_id'] === String(slot.woo_product_id) &&
        (at === null ? row['slot_at'] === null : Date.parse(row['slot_at'] ?? '') === at) &&
        (row['slot_date'] ?? null) === slot.slot_date,
    );
    expect([slot.slot, all('tickets', rows), all('valid', rows), all('checked_in', rows)]).toEqual([
      slot.slot,
      slot.tickets,
      slot.valid,
      slot.checked_in,
    ]);
  }
}

async function* everyRow(world: ApiWorld, path: string): AsyncGenerator<Readonly<Record<string, unknown>>> {
  let next: string | null = `${path}&page_size=200`;
  while (next !== null) {
    const reply = await world.ask('superuser', 'GET', next.replace(/^https?:\/\/[^/]+/, ''));
    const page: { results: Record<string, unknown>[]; next: string | null } = reply.json();
    yield* page.results;
    next = page.next;
  }
}
