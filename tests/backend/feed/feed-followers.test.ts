import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { numberChanges } from '../../../src/backend/feed/number-changes.ts';
import { type FeedChange, readFeed } from '../../../src/backend/feed/read-changes.ts';
import { removeOldChanges } from '../../../src/backend/feed/remove-old-changes.ts';
import { createRandom } from '../../../src/demo/model/random.ts';
import { AppError } from '../../../src/kernel/errors.ts';
import { type Backend, freshBackend } from '../../pipe/sync-store.ts';
import { EVENTS, makeEvents } from '../sums/people.ts';

const WRITERS = 8;
const TRANSACTIONS = 25;
const ORDERS = 12;
const ALL = { kinds: null, organizers: null, events: null };
const NEVER = new AbortController().signal;

let backend: Backend & { readonly url: string };
let admin: pg.Client;

beforeAll(async () => {
  backend = await freshBackend();
  admin = new pg.Client(backend.url);
  await admin.connect();
  await makeEvents(admin);
  await admin.query(
    `insert into orders (id, event_id, woo_order_id, number, status, source_status, currency, subtotal, discount, tax,
       total, refunded_by_lines, refunded_apportioned, refunded, net, service_fee, organizer_amount, rounding,
       order_total, order_refunded, content_digest)
     select gen_random_uuid(), $1, n, 'N', 'paid', 'wc-completed', 'CLP', 0, 0, 0, 10, 0, 0, 0, 10, 0, 10, 0, 10, 0, '\\x'
     from generate_series(1, ${ORDERS}) n`,
    [EVENTS[0]],
  );
  // What each transaction changed, in the order in which it held the order's lock.
  await admin.query('create table ledger (tick bigserial, transaction_id text, order_id uuid)');
});
afterAll(async () => {
  await admin.end();
  await backend.close();
});

/** Transactions that change some orders, wait, and commit or roll back. */
async function write(seed: number): Promise<void> {
  const random = createRandom(seed, 1);
  const client = new pg.Client(backend.url);
  await client.connect();
  for (let done = 0; done < TRANSACTIONS; done += 1) {
    await client.query('begin');
    // Some take their transaction id long before they change an order.
    if (random.chance(40)) await client.query('select pg_current_xact_id()');
    await pause(random.between(0, 15));
    const numbers = new Set(Array.from({ length: random.between(1, 4) }, () => random.between(1, ORDERS)));
    // In the order of their numbers, so that no two wait for each other.
    for (const number of [...numbers].sort((a, b) => a - b)) {
      await client.query(
        `with changed as (update orders set phone = $2 where woo_order_id = $1 returning id)
         insert into ledger (transaction_id, order_id) select pg_current_xact_id()::text, id from changed`,
        [number, randomUUID()],
      );
      await pause(random.between(0, 8));
    }
    await client.query(random.chance(85) ? 'commit' : 'rollback');
  }
  await client.end();
}

/** Keeps what it has read with its cursor. It dies at random: between reading and keeping, or in the midst of a query. */
async function follow(
  isOver: () => boolean,
): Promise<{ readonly seen: readonly FeedChange[]; readonly deaths: number }> {
  const random = createRandom(99, 1);
  const seen: FeedChange[] = [];
  let kept: string | null = null;
  let deaths = 0;
  for (;;) {
    const last = isOver();
    try {
      if (random.chance(15)) void killSessions(random.between(0, 3));
      const page = await readFeed(backend.db, kept, random.between(1, 7), ALL);
      if (random.chance(25)) throw new Error('the follower dies');
      kept = page.cursor;
      seen.push(...page.changes);
      if (last && !page.more) return { seen, deaths };
    } catch (error) {
      if (error instanceof AppError && error.kind !== 'unavailable') throw error;
      deaths += 1;
    }
    await pause(random.between(0, 4));
  }
}

/** Ends the sessions of the follower. */
async function killSessions(afterMs: number): Promise<void> {
  await pause(afterMs);
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name like 'taquilla%'`,
  );
}

test('a follower that dies at random sees each change of eight writers once, and those of an order in their order', async () => {
  let over = false;
  const following = follow(() => over);
  await Promise.all(Array.from({ length: WRITERS }, async (_, at) => await write(at + 1)));
  over = true;
  const { seen, deaths } = await following;
  const { rows } = await admin.query<{ transaction_id: string; order_id: string }>(
    'select transaction_id, order_id from ledger order by tick',
  );
  const ofOrders = seen.filter(({ kind }) => kind === 'order.updated');
  const byOrder = (
    changes: readonly { readonly order_id: string | null; readonly transaction_id: string }[],
  ) => {
    const lists = new Map<string, string[]>();
    for (const { order_id, transaction_id } of changes) {
      lists.set(order_id ?? '', [...(lists.get(order_id ?? '') ?? []), transaction_id]);
    }
    return Object.fromEntries([...lists].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  expect(rows.length).toBeGreaterThan(200);
  expect(deaths).toBeGreaterThan(10);
  expect(byOrder(ofOrders)).toEqual(byOrder(rows));
  const positions = seen.map(({ cursor }) => Number(cursor.split('.')[0]));
  expect(positions).toEqual(positions.map((_, at) => at + 1));
});

test('a transaction that stays open holds up no reader, and its change comes after those that were read', async () => {
  const { cursor } = await readFeed(backend.db, 'latest', 1, ALL);
  const slow = new pg.Client(backend.url);
  await slow.connect();
  await slow.query('begin');
  await slow.query(`update orders set phone = 'slow' where woo_order_id = 1`);
  await admin.query(`update orders set phone = 'quick' where woo_order_id = 2`);
  const first = await readFeed(backend.db, cursor, 10, ALL);
  expect(first.changes).toHaveLength(1);
  await slow.query('commit');
  await slow.end();
  const second = await readFeed(backend.db, first.cursor, 10, ALL);
  expect(second.changes).toHaveLength(1);
  expect(second.changes[0]?.order_id).not.toBe(first.changes[0]?.order_id);
});

async function codeOf(read: Promise<unknown>): Promise<string | null> {
  try {
    await read;
    return null;
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

test('a cursor from before the oldest kept change has expired, and that of the last removed change goes on', async () => {
  const { changes } = await readFeed(backend.db, null, 3, ALL);
  const third = changes[2];
  const boundary = new Date(Date.now() - 3_600_000);
  await admin.query(
    `update feed_changes set created_at = created_at - interval '2 hours' where position <= 2`,
  );
  const { rows } = await admin.query<{ cursor: string }>(
    `select position || '.' || (extract(epoch from created_at) * 1000000)::bigint as cursor from feed_changes
     where position <= 2 order by position`,
  );
  expect(await removeOldChanges(backend.db, boundary, NEVER)).toBe(2);
  expect(await codeOf(readFeed(backend.db, rows[0]?.cursor ?? '', 1, ALL))).toBe('changes.cursor-expired');
  const next = await readFeed(backend.db, rows[1]?.cursor ?? '', 1, ALL);
  expect(next.changes[0]?.cursor).toBe(third?.cursor);
  expect((await readFeed(backend.db, null, 1, ALL)).changes[0]?.cursor).toBe(third?.cursor);
});

test('a cursor that a restored backend never gave is refused, even when its position is used again', async () => {
  await admin.query(`update orders set phone = 'lost' where woo_order_id = 3`);
  const { cursor } = await readFeed(backend.db, 'latest', 1, ALL);
  const position = Number(cursor.split('.')[0]);
  // As after a restore of an older backup: the newest change is not there.
  await admin.query('delete from feed_changes where position = $1', [position]);
  await admin.query('update feed_position set last_position = $1', [position - 1]);
  expect(await codeOf(readFeed(backend.db, cursor, 1, ALL))).toBe('changes.cursor-unknown');
  await admin.query(`update orders set phone = 'other' where woo_order_id = 4`);
  await numberChanges(backend.db, NEVER);
  const present = await readFeed(backend.db, 'latest', 1, ALL);
  expect(Number(present.cursor.split('.')[0])).toBe(position);
  expect(await codeOf(readFeed(backend.db, cursor, 1, ALL))).toBe('changes.cursor-unknown');
});

test('a feed of which nothing is left still has an end, from which it goes on', async () => {
  await removeOldChanges(backend.db, new Date(Date.now() + 3_600_000), NEVER);
  const end = await readFeed(backend.db, 'latest', 10, ALL);
  expect(end).toMatchObject({ changes: [], more: false });
  await admin.query(`update orders set phone = 'after' where woo_order_id = 5`);
  expect((await readFeed(backend.db, end.cursor, 10, ALL)).changes).toHaveLength(1);
});

test('a transaction of more changes than one step numbers is one change for each order', async () => {
  await numberChanges(backend.db, NEVER);
  const { cursor } = await readFeed(backend.db, 'latest', 1, ALL);
  await admin.query('begin');
  await admin.query(
    `insert into orders (id, event_id, woo_order_id, number, status, source_status, currency, subtotal, discount, tax,
       total, refunded_by_lines, refunded_apportioned, refunded, net, service_fee, organizer_amount, rounding,
       order_total, order_refunded, content_digest)
     select gen_random_uuid(), $1, n, 'N', 'paid', 'wc-completed', 'CLP', 0, 0, 0, 10, 0, 0, 0, 10, 0, 10, 0, 10, 0, '\\x'
     from generate_series(10001, 14000) n`,
    [EVENTS[0]],
  );
  await admin.query(`update orders set phone = 'x' where woo_order_id > 10000`);
  await admin.query('commit');
  await numberChanges(backend.db, NEVER);
  const { rows } = await admin.query<{ kind: string; count: number }>(
    'select kind, count(*)::integer as count from feed_changes where position > $1 group by kind',
    [cursor.split('.')[0]],
  );
  expect(rows).toEqual([{ kind: 'order.created', count: 4000 }]);
});

test('a change of the removal alone is a change', async () => {
  const { cursor } = await readFeed(backend.db, 'latest', 1, ALL);
  const change = async (removed: string) => {
    await admin.query(`update orders set removed_at = ${removed} where woo_order_id = 1`);
    return (await readFeed(backend.db, cursor, 10, ALL)).changes.at(-1)?.kind;
  };
  expect([await change('now()'), await change('null')]).toEqual(['order.removed', 'order.updated']);
});
