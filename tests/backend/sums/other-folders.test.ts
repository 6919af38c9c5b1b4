import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldEvent, foldMarked } from '../../../src/backend/sums/fold-sums.ts';
import { columnsOf, ORDER_SUMS } from '../../../src/backend/sums/sum-kinds.ts';
import { createRandom } from '../../../src/demo/model/random.ts';
import { type Backend, freshBackend } from '../../pipe/sync-store.ts';
import { changeSomething, EVENTS, makeEvents } from './people.ts';
import { sumDifferences } from './rows-added-up.ts';

let backend: Backend & { readonly url: string };
let client: pg.Client;

beforeAll(async () => {
  backend = await freshBackend();
  client = new pg.Client(backend.url);
  await client.connect();
  await makeEvents(client);
  const random = createRandom(9, 1);
  for (let step = 0; step < 60; step += 1) await changeSomething(client, random, true).catch(() => undefined);
});
afterAll(async () => {
  await client.end();
  await backend.close();
});

async function foldAll(): Promise<void> {
  for (const event of EVENTS) await foldEvent(backend.db, event, new AbortController().signal);
}

async function countMarks(): Promise<number> {
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from event_sum_marks');
  return rows[0]?.n ?? -1;
}

test('the sums equal the rows after a process that knows no spans folded a bucket', async () => {
  await foldAll();
  await client.query(`update orders set total = total + 1, net = net + 1`);
  const { rows } = await client.query<{ event_id: string; buckets: string[] }>(
    'select event_id, array_agg(distinct bucket) as buckets from event_sum_marks group by event_id',
  );
  expect(rows.length).toBeGreaterThan(0);
  await client.query('begin');
  for (const { event_id, buckets } of rows) {
    await client.query('delete from event_sum_marks where event_id = $1', [event_id]);
    await client.query('delete from event_order_sums where event_id = $1', [event_id]);
    const columns = columnsOf(ORDER_SUMS);
    await client.query(
      `with buckets as (
         select $1::uuid as event_id, unnest($2::bigint[]) as bucket, event_zone(timezone) as zone from events where id = $1
       ) insert into event_order_sums (event_id, bucket, ${columns})
       select event_id, bucket, ${columns} from (${ORDER_SUMS.fromRows}) r`,
      [event_id, buckets],
    );
  }
  await client.query('commit');
  expect(await sumDifferences(backend.db)).toEqual([]);
  await foldAll();
  expect(await countMarks()).toBe(0);
  expect(await sumDifferences(backend.db)).toEqual([]);
});

test('an event that cannot be folded holds up no other one', async () => {
  await foldAll();
  await client.query(
    `create function refuse() returns trigger language plpgsql as $$ begin raise 'not this one'; end $$`,
  );
  await client.query(
    `create trigger refused before delete on event_order_sums for each row when (old.event_id = '${EVENTS[0]}')
     execute function refuse()`,
  );
  try {
    for (const event of EVENTS)
      await client.query('update orders set total = total where event_id = $1', [event]);
    await expect(foldMarked(backend.db, new AbortController().signal)).rejects.toThrow();
    const { rows } = await client.query('select distinct event_id from event_sum_marks');
    expect(rows).toEqual([{ event_id: EVENTS[0] }]);
  } finally {
    await client.query('drop function refuse() cascade');
  }
});
