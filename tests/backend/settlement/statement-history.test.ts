import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../../src/backend/database.ts';
import { closeStatement } from '../../../src/backend/settlement/close-statement.ts';
import { deletePayout, recordPayout } from '../../../src/backend/settlement/payout-records.ts';
import { createRandom } from '../../../src/demo/model/random.ts';
import { AppError } from '../../../src/kernel/errors.ts';
import { type Backend, freshBackend } from '../../pipe/sync-store.ts';
import { EVENTS, makeEvents } from '../sums/people.ts';
import { change, compareWithSums, refund, sell } from './account.ts';

const CURRENCIES = ['CLP', 'USD'] as const;
const REMOVALS = ['gone', 'trashed', 'left_event', null] as const;
const STATUSES = ['paid', 'paid', 'refunded', 'cancelled', 'pending'] as const;
const STEPS = 160;

let backend: Backend & { readonly url: string };

beforeAll(async () => {
  backend = await freshBackend();
  const client = new pg.Client(backend.url);
  await client.connect();
  await makeEvents(client);
  await client.end();
});
afterAll(async () => await backend.close());

test('after any history, closed and open statements add up to the event, and closed ones never change', async () => {
  const { db } = backend;
  const random = createRandom(22, 1);
  const orders: string[] = [];
  const payouts: string[] = [];
  const counts = { closed: 0, refused: 0 };
  /** The days since 1 January 2026. */
  let today = 10;
  const day = (days: number): string => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10);
  const time = (): string | null =>
    random.chance(10) ? null : `${day(random.between(Math.max(0, today - 20), today + 1))}T12:34:56Z`;
  const some = async (act: (order: string) => Promise<void>): Promise<void> => {
    if (orders.length > 0) await act(random.pick(orders as [string, ...string[]]));
  };
  const steps: readonly (() => Promise<unknown>)[] = [
    async () => {
      const sold = {
        event: random.pick(EVENTS),
        currency: random.pick(CURRENCIES),
        number: orders.length + 1,
      };
      const total = random.between(0, 90_000);
      orders.push(await sell(db, { ...sold, total, status: random.pick(STATUSES), paidAt: time() }));
    },
    async () =>
      await some(async (id) => {
        const [row] = await queryRows<{ number: number }>(
          db,
          'select count(*)::integer + 1 as number from refunds where order_id = $1',
          [id],
        );
        await refund(db, id, { amount: random.between(1, 20_000), at: time(), number: row?.number ?? 1 });
      }),
    async () => await some(async (id) => await change(db, id, { status: random.pick(STATUSES) })),
    async () => await some(async (id) => await change(db, id, { removed: random.pick(REMOVALS) })),
    async () => await some(async (id) => await change(db, id, { total: random.between(0, 90_000) })),
    async () => await some(async (id) => await change(db, id, { currency: random.pick(CURRENCIES) })),
    async () => await some(async (id) => await change(db, id, { event: random.pick(EVENTS) })),
    async () => {
      const percentage = random.between(0, 30);
      for (const id of orders) if (random.chance(50)) await change(db, id, { percentage });
    },
    async () =>
      await queryRows(db, 'update events set timezone = $2 where id = $1', [
        random.pick(EVENTS),
        random.pick(['America/Santiago', 'Asia/Tokyo', '+05:30', 'Pacific/Kiritimati']),
      ]),
    async () => {
      const paid = {
        event: random.pick(EVENTS),
        currency: random.pick(CURRENCIES),
        reference: null,
        by: null,
        now: new Date('2099-01-01T00:00:00Z'),
      };
      const amount = String(random.between(1, 50_000) * (random.chance(20) ? -1 : 1));
      payouts.push(await recordPayout(db, { ...paid, amount, paidOn: day(today - random.between(0, 15)) }));
    },
    async () => {
      if (payouts.length > 0) await deletePayout(db, random.pick(payouts as [string, ...string[]]));
    },
  ];
  const close = async (): Promise<void> => {
    today += random.between(0, 6);
    await closeStatement(db, {
      event: random.pick(EVENTS),
      currency: random.pick(CURRENCIES),
      lastDay: day(today - random.between(1, 8)),
      hash: null,
      confirmsUnproven: false,
      by: null,
      now: new Date(`${day(today)}T23:00:00Z`),
    });
    counts.closed += 1;
  };
  const [sale, ...others] = steps as [() => Promise<unknown>, ...(() => Promise<unknown>)[]];
  let frozen = '';
  for (let step = 0; step < STEPS; step += 1) {
    const closes = step % 5 === 4;
    try {
      await (closes ? close : random.pick([sale, sale, ...others]))();
    } catch (error) {
      // A payout that was stated or deleted, a period that is closed or not over, an account without orders.
      if (!(error instanceof AppError) || !/^(payouts|statements)\./.test(error.code)) throw error;
      counts.refused += 1;
    }
    const now = await frozenRows();
    if (!closes) expect([step, now]).toEqual([step, frozen]);
    expect(now.startsWith(frozen)).toBe(true);
    frozen = now;
    if (step % 5 < 3) continue;
    for (const event of EVENTS) for (const currency of CURRENCIES) await compareWithSums(db, event, currency);
  }
  expect(counts.closed).toBeGreaterThan(12);
  const reasons = await queryRows<{ reason: string | null }>(
    db,
    `select distinct coalesce(reason, kind) as reason from settlement_lines`,
  );
  expect(reasons.length).toBeGreaterThanOrEqual(8);
});

/** Every closed row, in the order of its closing. */
async function frozenRows(): Promise<string> {
  const [row] = await queryRows<{ rows: string | null }>(
    backend.db,
    `select string_agg(s::text || (select string_agg(l::text, '' order by l.position) from settlement_lines l
       where l.statement_id = s.id), '' order by s.id) as rows from settlement_statements s`,
  );
  return row?.rows ?? '';
}
