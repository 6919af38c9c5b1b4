import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../../src/backend/database.ts';
import { foldEvent, foldMarked } from '../../../src/backend/sums/fold-sums.ts';
import { markDifferingSums } from '../../../src/backend/sums/prove-sums.ts';
import { createRandom } from '../../../src/demo/model/random.ts';
import { createLog } from '../../../src/kernel/log/log.ts';
import { createLoops } from '../../../src/kernel/time/loops.ts';
import { startFoldingSums } from '../../../src/tasks/fold-sums.ts';
import { type Backend, freshBackend } from '../../pipe/sync-store.ts';
import { waitFor } from '../../tasks/wait-for.ts';
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

/**
 * Refusals that concurrent writers may get: a deadlock, a row that another one refers to, an order that exists
 * already.
 */
const REFUSALS = new Set(['40P01', '23503', '23505']);

async function trySomething(
  client: pg.Client,
  random: ReturnType<typeof createRandom>,
  isAlone = false,
): Promise<boolean> {
  try {
    await changeSomething(client, random, isAlone);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && REFUSALS.has(error.code ?? '')) return false;
    throw error;
  }
}

test('after every statement of a random history, the sums of an event equal its rows', async () => {
  const random = createRandom(7, 1);
  for (let step = 0; step < 120; step += 1) {
    await trySomething(first(), random, true);
    if (random.chance(20)) await foldMarked(backend.db, new AbortController().signal);
    expect([step, await sumDifferences(backend.db)]).toEqual([step, []]);
  }
  await foldAll();
  const rows = await queryRows<{ orders: number; tickets: number; slots: number }>(
    backend.db,
    `select (select count(*) from orders) as orders, (select count(*) from tickets) as tickets,
       (select count(*) from tickets where slot is not null) as slots`,
  );
  expect(await sumDifferences(backend.db)).toEqual([]);
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

/** Three processes that loop until they are stopped. */
function foldMeanwhile(): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const folding = Array.from({ length: 3 }, async () => {
    while (!stopping.signal.aborted) {
      await foldMarked(backend.db, stopping.signal);
      await setImmediate();
    }
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(folding);
    },
  };
}

async function foldAll(): Promise<void> {
  for (const event of EVENTS) await foldEvent(backend.db, event, new AbortController().signal);
}

async function countRows(table: string): Promise<number> {
  const { rows } = await first().query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return rows[0]?.n ?? -1;
}

test('while three processes fold, the sums equal the rows after every transaction', async () => {
  const folding = foldMeanwhile();
  let changing = true;
  const changes = Promise.all(
    clients.slice(1).map(async (client, at) => {
      const random = createRandom(500, at);
      for (let transactions = 0; transactions < 25; transactions += 1) {
        await client.query('begin');
        let alive = true;
        for (let step = random.between(1, 3); step > 0 && alive; step -= 1) {
          alive = await trySomething(client, random);
        }
        await client.query(alive && random.chance(80) ? 'commit' : 'rollback');
      }
    }),
  ).finally(() => {
    changing = false;
  });
  const found: string[] = [];
  while (changing) found.push(...(await sumDifferences(backend.db)));
  await folding.stop();
  await changes;
  expect(found).toEqual([]);
  await foldAll();
  expect(await countRows('event_sum_marks')).toBe(0);
  expect(await sumDifferences(backend.db)).toEqual([]);
});

test('a row that is committed while its bucket is folded keeps its mark', async () => {
  const { rows } = await first().query<{ id: string }>(
    'select id from tickets where removed_at is null limit 1',
  );
  const [writer] = clients.slice(1);
  if (writer === undefined) throw new Error('no client');
  await first().query('update tickets set price = price where id = $1', [rows[0]?.id]);
  await writer.query('begin');
  await writer.query(
    `update tickets set status = case status when 'active' then 'pending' else 'active' end where id = $1`,
    [rows[0]?.id],
  );
  await foldAll();
  expect(await countRows('event_sum_marks')).toBe(0);
  await writer.query('commit');
  expect(await countRows('event_sum_marks')).toBe(1);
  expect(await sumDifferences(backend.db)).toEqual([]);
  await foldAll();
  expect(await sumDifferences(backend.db)).toEqual([]);
});

test('a check-in adds one mark, and a fold in another process does not hold it up', async () => {
  await foldAll();
  const { rows } = await first().query<{ id: string; event_id: string }>(
    'select id, event_id from tickets limit 1',
  );
  const [folder] = clients.slice(1);
  if (folder === undefined) throw new Error('no client');
  await folder.query('begin');
  await folder.query('select from events where id = $1 for no key update', [rows[0]?.event_id]);
  await first().query(`update tickets set check_in_status = 'partly_checked_in' where id = $1`, [
    rows[0]?.id,
  ]);
  expect(await countRows('event_sum_marks')).toBe(1);
  // The other process has locked the event, so this one skips it.
  await foldAll();
  expect(await countRows('event_sum_marks')).toBe(1);
  await folder.query('commit');
  await foldAll();
  expect(await countRows('event_sum_marks')).toBe(0);
});

test('a worker adds up marked buckets by itself', async () => {
  await first().query('update tickets set price = price + 1');
  expect(await countRows('event_sum_marks')).toBeGreaterThan(0);
  const loop = startFoldingSums({ db: backend.db, loops: createLoops(createLog('fatal', process.stderr)) });
  await waitFor(
    async () => await countRows('event_sum_marks'),
    (marks) => marks === 0,
  );
  await loop.stop();
  expect(await sumDifferences(backend.db)).toEqual([]);
});

test('a role that may only write tickets needs no right to the sums', async () => {
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

test('sums that were changed by hand are detected, and folding repairs them', async () => {
  const find = async () => {
    const found = [];
    for (const event of EVENTS) found.push(...Object.keys(await markDifferingSums(backend.db, event)));
    return found.toSorted();
  };
  await foldAll();
  expect(await find()).toEqual([]);
  // As if triggers were disabled, which would mark the spans.
  await first().query("set taquilla.folds_spans = 'on'");
  await first().query('delete from event_item_sums where event_id = $1', [EVENTS[0]]);
  await first().query('reset taquilla.folds_spans');
  await first().query(
    `update event_order_sums set total = total + 1
     where id in (select min(id) from event_order_sums)`,
  );
  await first().query('update event_ticket_span_sums set tickets = tickets + 1');
  expect(await sumDifferences(backend.db)).not.toEqual([]);
  expect(new Set(await find())).toEqual(
    new Set(['event_item_sums', 'event_order_sums', 'event_ticket_sums']),
  );
  expect(await sumDifferences(backend.db)).toEqual([]);
  await foldAll();
  expect(await find()).toEqual([]);
  expect(await sumDifferences(backend.db)).toEqual([]);
});

test('an event whose rows are deleted has no sums', async () => {
  await foldAll();
  await first().query('truncate tickets, check_ins, refused_check_ins');
  expect(await sumDifferences(backend.db)).toEqual([]);
  await foldAll();
  await first().query('delete from order_items');
  await first().query('delete from orders');
  expect(await sumDifferences(backend.db)).toEqual([]);
  await first().query('delete from ticket_tiers');
  await first().query('delete from events');
  for (const table of [
    'event_sum_marks',
    'event_order_sums',
    'event_item_sums',
    'event_ticket_sums',
    'event_slot_sums',
    'event_order_span_sums',
    'event_item_span_sums',
    'event_ticket_span_sums',
    'event_slot_span_sums',
  ]) {
    const { rowCount } = await first().query(`select from ${table}`);
    expect([table, rowCount]).toEqual([table, 0]);
  }
});
