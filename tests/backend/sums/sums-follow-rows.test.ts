import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../../src/backend/database.ts';
import { createRandom } from '../../../src/demo/model/random.ts';
import { type Backend, freshBackend } from '../../pipe/sync-store.ts';
import { changeSomething, EVENTS, makeEvents } from './people.ts';
import { sumDifferences } from './rows-added-up.ts';

let backend: Backend & { readonly url: string };
const clients: pg.Client[] = [];

beforeAll(async () => {
  backend = await freshBackend();
  for (let at = 0; at < 4; at += 1) {
    const client = new pg.Client(backend.url);
    await client.connect();
    clients.push(client);
  }
  await makeEvents(first());
});
afterAll(async () => {
  for (const client of clients) await client.end();
  await backend.close();
});

function first(): pg.Client {
  const [client] = clients;
  if (client === undefined) throw new Error('no client');
  return client;
}

/** Refusals that a person may meet beside others: a deadlock, a row that another one refers to, an order that is there. */
const REFUSALS = new Set(['40P01', '23503', '23505']);

async function trySomething(client: pg.Client, random: ReturnType<typeof createRandom>): Promise<boolean> {
  try {
    await changeSomething(client, random);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && REFUSALS.has(error.code ?? '')) return false;
    throw error;
  }
}

test('after every statement of a random history, the sums of an event equal its rows', async () => {
  const random = createRandom(7, 1);
  for (let step = 0; step < 70; step += 1) {
    await trySomething(first(), random);
    expect([step, await sumDifferences(backend.db)]).toEqual([step, []]);
  }
  const rows = await queryRows<{ orders: number; tickets: number; slots: number }>(
    backend.db,
    `select (select count(*) from orders) as orders, (select count(*) from tickets) as tickets,
       (select count(*) from event_slot_sums) as slots`,
  );
  expect(rows.every(({ orders, tickets, slots }) => orders > 10 && tickets > 10 && slots > 5)).toBe(true);
});

test('transactions at the same time, of which many are rolled back, leave the sums equal to the rows', async () => {
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(
      clients.map(async (client, at) => {
        const random = createRandom(100 + round, at);
        for (let transactions = 0; transactions < 6; transactions += 1) {
          await client.query('begin');
          let alive = true;
          for (let step = random.between(1, 4); step > 0 && alive; step -= 1) {
            if (!random.chance(30)) alive = await trySomething(client, random);
            else {
              await client.query('savepoint one');
              const done = await trySomething(client, random);
              if (!done || random.chance(50)) await client.query('rollback to savepoint one');
            }
          }
          await client.query(alive && random.chance(75) ? 'commit' : 'rollback');
        }
      }),
    );
    expect([round, await sumDifferences(backend.db)]).toEqual([round, []]);
  }
});

test('many changes of the same groups leave few rows to add up', async () => {
  await first().query(`update tickets set check_in_status = 'not_checked_in', slot = null, seat_row = null`);
  const { rows: tickets } = await first().query<{ id: string }>('select id from tickets limit 20');
  await Promise.all(
    clients.map(async (client, at) => {
      for (let step = 0; step < 100; step += 1) {
        const id = tickets[(step * 4 + at) % tickets.length]?.id;
        await client.query(
          `update tickets set check_in_status = case check_in_status when 'checked_in' then 'not_checked_in' else 'checked_in' end
           where id = $1`,
          [id],
        );
      }
    }),
  );
  expect(await sumDifferences(backend.db)).toEqual([]);
  const { rows } = await first().query<{ n: number }>('select count(*)::int as n from event_ticket_sums');
  // 400 check-ins are 800 rows.
  expect(rows[0]?.n).toBeLessThan(400);
});

test('somebody who may only write tickets needs no right to the sums', async () => {
  await first().query(`create role gate_${process.pid}`);
  try {
    await first().query(`grant select, update on tickets to gate_${process.pid}`);
    await first().query('begin');
    await first().query(`set local role gate_${process.pid}`);
    const { rowCount } = await first().query(
      `update tickets set check_in_status = 'checked_in', status = 'active'`,
    );
    expect(rowCount).toBeGreaterThan(5);
    await first().query('commit');
    expect(await sumDifferences(backend.db)).toEqual([]);
  } finally {
    await first().query('rollback');
    await first().query(`drop owned by gate_${process.pid}; drop role gate_${process.pid}`);
  }
});

test('sums that were changed by hand are repaired, and the number of differing groups is known', async () => {
  const settle = async () =>
    await queryRows<{ found: object }>(
      backend.db,
      'select settle_event_sums(id) as found from events order by id',
    );
  expect((await settle()).map(({ found }) => found)).toEqual([{}, {}]);
  await first().query('delete from event_item_sums where event_id = $1', [EVENTS[0]]);
  await first().query(
    `update event_order_sums set total = total + 1 where id in (select min(id) from event_order_sums)`,
  );
  expect(await sumDifferences(backend.db)).not.toEqual([]);
  const found = (await settle()).flatMap((row) => Object.keys(row.found));
  expect(found.toSorted()).toEqual(['event_item_sums', 'event_order_sums']);
  expect(await sumDifferences(backend.db)).toEqual([]);
});

test('an event whose rows are deleted has no sums', async () => {
  await first().query('truncate tickets, check_ins, refused_check_ins');
  expect(await sumDifferences(backend.db)).toEqual([]);
  await first().query('delete from order_items');
  await first().query('delete from orders');
  expect(await sumDifferences(backend.db)).toEqual([]);
  await first().query('delete from ticket_tiers');
  await first().query('delete from events');
  for (const table of [
    'event_day_zones',
    'event_order_sums',
    'event_item_sums',
    'event_ticket_sums',
    'event_slot_sums',
  ]) {
    const { rowCount } = await first().query(`select from ${table}`);
    expect([table, rowCount]).toEqual([table, 0]);
  }
});
