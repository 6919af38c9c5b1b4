import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { retireEvent } from '../../../src/backend/check-ins/retire-event.ts';
import { queryRows } from '../../../src/backend/database.ts';
import { closeStatement } from '../../../src/backend/settlement/close-statement.ts';
import { deletePayout, recordPayout } from '../../../src/backend/settlement/payout-records.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { type Backend, freshBackend } from '../../pipe/sync-store.ts';
import { change, closedStatements, compareWithSums, draftOf, linesOf, refund, sell } from './account.ts';

let backend: Backend & { readonly url: string };
let organizer: string;
let event: string;
let number = 0;

beforeAll(async () => {
  backend = await freshBackend();
  organizer = newId();
  await queryRows(
    backend.db,
    `insert into organizers (id, name, slug, contact_email) values ($1, 'Tuki', 'tuki', 'o@example.com')`,
    [organizer],
  );
});
afterAll(async () => await backend.close());
beforeEach(async () => {
  event = await makeEvent();
});

/** An event in Santiago, three hours behind UTC in January, whose service fee is 10 %. */
async function makeEvent(): Promise<string> {
  const id = newId();
  number += 1;
  await queryRows(
    backend.db,
    `insert into events (id, organizer_id, title, slug, status, timezone, woo_product_id, store_url, content_digest)
     values ($1, $2, 'Noche', $3, 'published', 'America/Santiago', $4, 'https://store.example', '\\x')`,
    [id, organizer, `noche-${number}`, number],
  );
  return id;
}

async function close(lastDay: string, given: { readonly event?: string; readonly currency?: string } = {}) {
  const now = new Date('2026-06-01T00:00:00Z');
  const { currency = 'CLP' } = given;
  return await closeStatement(backend.db, {
    event: given.event ?? event,
    currency,
    lastDay,
    hash: null,
    confirmsUnproven: false,
    by: null,
    now,
  });
}

/** Kind, reason, order, and the four amounts of the lines of a new closing. */
async function closedLines(
  lastDay: string,
  given: { readonly event?: string; readonly currency?: string } = {},
) {
  const lines = await linesOf(backend.db, await close(lastDay, given));
  return lines.map(({ kind, reason, order_number: order, gross, refunded, service_fee: fee, amount }) =>
    [kind, reason ?? '', order ?? '', ...[gross, refunded, fee, amount].map(Number)].join(' '),
  );
}

test('a period has the orders that were paid in it, by the day in the event’s zone', async () => {
  const { db } = backend;
  await sell(db, { event, number: 1, total: 10_000, paidAt: '2026-01-05T12:00:00Z' });
  await sell(db, { event, number: 2, total: 5_555, paidAt: '2026-02-01T02:59:59Z' });
  await sell(db, { event, number: 3, total: 7_000, paidAt: '2026-02-01T03:00:00Z' });
  await sell(db, { event, number: 4, total: 900, paidAt: null });
  await sell(db, { event, number: 5, total: 400, status: 'pending' });
  expect(await closedLines('2026-01-31')).toEqual([
    'sale  N-1 10000 0 1000 9000',
    'sale  N-2 5555 0 556 4999',
    'sale  N-4 900 0 90 810',
  ]);
  expect(await closedStatements(db, event, 'CLP')).toMatchObject([
    { number: 1, start: null, end: '2026-02-01T03:00:00.000000Z', closing: '14809.00000000', line_count: 3 },
  ]);
  expect(await closedLines('2026-02-28')).toEqual(['sale  N-3 7000 0 700 6300']);
  await compareWithSums(db, event, 'CLP');
});

test('a refund belongs to the period of its date, and a late one is a correction', async () => {
  const { db } = backend;
  const [a, b] = [
    await sell(db, { event, number: 1, total: 10_000 }),
    await sell(db, { event, number: 2, total: 10_000 }),
  ];
  await refund(db, a, { amount: 4_000, at: '2026-02-10T12:00:00Z' });
  // The configuration is unknown, so the fee is that of the present refund.
  expect(await closedLines('2026-01-31')).toEqual([
    'sale  N-1 10000 0 600 9400',
    'sale  N-2 10000 0 1000 9000',
  ]);
  await refund(db, b, { amount: 1_000, at: '2026-01-20T12:00:00Z' });
  expect(await closedLines('2026-02-28')).toEqual([
    'refund  N-1 0 4000 0 -4000',
    'correction refunded N-2 0 1000 -100 -900',
  ]);
  await compareWithSums(db, event, 'CLP');
});

test('refunds whose rounded sum is one peso more than the rounded refunds are no correction', async () => {
  const { db } = backend;
  const id = await sell(db, { event, number: 1, total: 10_000 });
  await refund(db, id, { amount: 1000.4, at: '2026-01-10T12:00:00Z' });
  await change(db, id, { refunded: 1000 });
  await close('2026-01-31');
  await refund(db, id, { amount: 1000.4, at: '2026-02-10T12:00:00Z', number: 2 });
  await change(db, id, { refunded: 2001 });
  expect(await closedLines('2026-02-28')).toEqual(['refund  N-1 0 1001 -100 -901']);
});

test('an order that was removed without a reason is a correction', async () => {
  const id = await sell(backend.db, { event, number: 1, total: 10_000 });
  await close('2026-01-31');
  await backend.db.query('update orders set removed_at = now() where id = $1', [id]);
  expect(await closedLines('2026-02-28')).toEqual(['correction gone N-1 -10000 0 -1000 -9000']);
});

test('an event with a closed statement cannot be taken out', async () => {
  await sell(backend.db, { event, number: 1, total: 10_000 });
  await close('2026-01-31');
  const retires = retireEvent(backend.db, event, new Date('2026-06-01T00:00:00Z'));
  await expect(retires).rejects.toMatchObject({ code: 'event.settled' });
  expect((await draftOf(backend.db, event)).corrections).toBe('0.00000000');
});

describe('an order that was stated', () => {
  const CASES = [
    ['is gone from the store', 'gone', { removed: 'gone' }, '-10000 0 -1000 -9000'],
    ['is in the trash', 'trashed', { removed: 'trashed', status: 'trashed' }, '-10000 0 -1000 -9000'],
    ['left the event', 'left_event', { removed: 'left_event' }, '-10000 0 -1000 -9000'],
    ['is no longer paid', 'status_changed', { status: 'cancelled' }, '-10000 0 -1000 -9000'],
    ['costs something else', 'amount_changed', { total: 12_001 }, '2001 0 201 1800'],
    ['has another service fee', 'fee_changed', { percentage: 8 }, '0 0 -200 200'],
    ['was refunded without a date', 'refunded', { refunded: 1_000 }, '0 1000 -100 -900'],
  ] as const;

  test.each(CASES)('and %s is corrected in the next period', async (_name, reason, given, amounts) => {
    const id = await sell(backend.db, { event, number: 1, total: 10_000 });
    await close('2026-01-31');
    await change(backend.db, id, given);
    expect(await closedLines('2026-02-28')).toEqual([`correction ${reason} N-1 ${amounts}`]);
    await change(backend.db, id, { removed: null, status: 'paid', total: 10_000, refunded: 0 });
    const [line] = await linesOf(backend.db, await close('2026-03-31'));
    expect(Number(line?.amount)).toBe(-Number(amounts.split(' ').at(-1)));
    expect(line?.reason).toBe(
      reason === 'fee_changed' || reason === 'amount_changed'
        ? reason
        : reason === 'refunded'
          ? 'refund_withdrawn'
          : 'restored',
    );
    await compareWithSums(backend.db, event, 'CLP');
  });

  test('and changes its currency leaves one account for the other', async () => {
    const id = await sell(backend.db, { event, number: 1, total: 10_000 });
    await close('2026-01-31');
    await change(backend.db, id, { currency: 'USD' });
    expect(await closedLines('2026-02-28')).toEqual(['correction currency_changed N-1 -10000 0 -1000 -9000']);
    expect(await closedLines('2026-02-28', { currency: 'USD' })).toEqual([
      'correction currency_changed N-1 10000 0 1000 9000',
    ]);
    await compareWithSums(backend.db, event, 'CLP');
    await compareWithSums(backend.db, event, 'USD');
  });

  test('and moves to another event is corrected here and stated there', async () => {
    const other = await makeEvent();
    const id = await sell(backend.db, { event, number: 1, total: 10_000 });
    await sell(backend.db, { event: other, number: 2, total: 100 });
    await close('2026-01-31');
    await close('2026-01-31', { event: other });
    await change(backend.db, id, { event: other });
    expect(await closedLines('2026-02-28')).toEqual(['correction left_event N-1 -10000 0 -1000 -9000']);
    expect(await closedLines('2026-02-28', { event: other })).toEqual([
      'correction found_later N-1 10000 0 1000 9000',
    ]);
    await compareWithSums(backend.db, event, 'CLP');
    await compareWithSums(backend.db, other, 'CLP');
  });
});

test('an order that is found after its period was closed is a correction', async () => {
  await sell(backend.db, { event, number: 1, total: 10_000 });
  await close('2026-01-31');
  await sell(backend.db, { event, number: 2, total: 500, paidAt: '2026-01-31T12:00:00Z' });
  expect(await closedLines('2026-02-28')).toEqual(['correction found_later N-2 500 0 50 450']);
});

test('a payout in a closed period belongs to the open one, and then never changes', async () => {
  const { db } = backend;
  await sell(db, { event, number: 1, total: 10_000 });
  const payout = { event, currency: 'CLP', by: null, now: new Date('2026-06-01T02:00:00Z') } as const;
  await recordPayout(db, { ...payout, amount: '3000', paidOn: '2026-01-31', reference: 'T-1' });
  await recordPayout(db, { ...payout, amount: '100', paidOn: '2026-02-01', reference: null });
  expect(await closedLines('2026-01-31')).toEqual(['sale  N-1 10000 0 1000 9000', 'payout   0 0 0 -3000']);
  const late = await recordPayout(db, { ...payout, amount: '50', paidOn: '2026-01-15', reference: null });
  const mistaken = await recordPayout(db, { ...payout, amount: '7', paidOn: '2026-01-15', reference: null });
  await deletePayout(db, mistaken);
  expect(await closedLines('2026-02-28')).toEqual(['payout   0 0 0 -50', 'payout   0 0 0 -100']);
  await expect(deletePayout(db, late)).rejects.toMatchObject({ code: 'payouts.stated' });
  await expect(deletePayout(db, mistaken)).rejects.toMatchObject({ code: 'payouts.none' });
  // In Santiago it is still the last day of May.
  const future = { ...payout, amount: '1', paidOn: '2026-06-02', reference: null };
  await expect(recordPayout(db, future)).rejects.toMatchObject({ code: 'payouts.future' });
  const sql = ['update payouts set amount = 1 where id = $1', 'delete from payouts where id = $1'];
  for (const one of sql) await expect(db.query(one, [late])).rejects.toMatchObject({ code: '23001' });
  expect((await draftOf(db, event)).closing).toBe('5850.00000000');
  await compareWithSums(db, event, 'CLP');
});

test('two closings at once make one statement, and periods neither overlap nor begin before their end', async () => {
  await sell(backend.db, { event, number: 1, total: 10_000 });
  const both = await Promise.allSettled([close('2026-01-31'), close('2026-01-31')]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'statements.period-closed' },
  });
  await expect(close('2026-01-15')).rejects.toMatchObject({ code: 'statements.period-closed' });
  await expect(close('2026-05-31')).rejects.toMatchObject({ code: 'statements.period-not-over' });
  await expect(close('2026-02-28', { currency: 'USD' })).rejects.toMatchObject({
    code: 'statements.no-account',
  });
  await close('2026-02-01');
  expect(await closedStatements(backend.db, event, 'CLP')).toHaveLength(2);
});

test('the database refuses every change of closed rows, also by SQL', async () => {
  await sell(backend.db, { event, number: 1, total: 10_000 });
  const statement = await close('2026-01-31');
  const client = new pg.Client(backend.url);
  await client.connect();
  const same = (
    start: string,
    amount: string,
  ) => `insert into settlement_statements (id, event_id, currency, number,
      organizer_id, organizer_name, event_title, timezone, last_day, period_start, period_end, opening, sales, refunds,
      service_fees, corrections, payouts, closing, line_count, content_hash, closed_at)
    select gen_random_uuid(), event_id, currency, 2, organizer_id, organizer_name, event_title, timezone, '2026-02-02',
      ${start}, '2026-02-03', closing, ${amount}, 0, 0, 0, 0, closing + ${amount}, 0, content_hash, now()
    from settlement_statements where id = '${statement}'`;
  try {
    for (const sql of [
      `update settlement_statements set closing = closing where id = '${statement}'`,
      `delete from settlement_statements where id = '${statement}'`,
      'truncate settlement_statements cascade',
      `update settlement_lines set order_number = 'x' where statement_id = '${statement}'`,
      `delete from settlement_lines where statement_id = '${statement}'`,
      'truncate settlement_lines',
      'truncate events cascade',
      `insert into settlement_lines (statement_id, position, kind, order_id, gross, refunded, service_fee, amount)
       values ('${statement}', 99, 'sale', gen_random_uuid(), 1, 0, 0, 1)`,
      // A gap, and figures without lines.
      same(`'2026-02-02'`, '0'),
      same('period_end', '1'),
    ]) {
      await expect(client.query(sql), sql).rejects.toMatchObject({ code: '23001' });
    }
    await client.query(same('period_end', '0'));
    // A session that adds a line before it can see the statement.
    const next = newId();
    const line = (
      place: number,
    ) => `insert into settlement_lines (statement_id, position, kind, order_id, gross,
        refunded, service_fee, amount) values ('${next}', ${place}, 'sale', gen_random_uuid(), 0, 0, 0, 0)`;
    const adds = await new pg.Pool({ connectionString: backend.url, max: 1 }).connect();
    try {
      for (const one of [client, adds]) await one.query('begin');
      await client.query(line(1));
      await client.query(
        `insert into settlement_statements (id, event_id, currency, number, organizer_id, organizer_name, event_title,
           timezone, last_day, period_start, period_end, opening, sales, refunds, service_fees, corrections, payouts,
           closing, line_count, content_hash, closed_at)
         select $1, event_id, currency, 3, organizer_id, organizer_name, event_title, timezone, '2026-02-03', period_end,
           '2026-02-04', closing, 0, 0, 0, 0, 0, closing, 1, content_hash, now()
         from settlement_statements where event_id = $2 and number = 2`,
        [next, event],
      );
      await adds.query(line(2));
      await client.query('commit');
      await expect(adds.query('commit')).rejects.toMatchObject({ code: '23001' });
    } finally {
      adds.release(true);
    }
  } finally {
    await client.end();
  }
});
