import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '../../src/backend/database.ts';
import { newId } from '../../src/kernel/ids.ts';
import { addExecution } from './api-world.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';

const SYNC = '/api/v1/sync-woocommerce/';

interface Row {
  readonly id: string;
  readonly updated_at: string;
}

interface List {
  readonly path: string;
  readonly table: string;
  /** A column with a value that is not its present one, in SQL. */
  readonly change: string;
}

const LISTS: readonly List[] = [
  { path: '/api/v1/organizers/?', table: 'organizers', change: `name = name || '.'` },
  { path: '/api/v1/events/?removed=all&', table: 'events', change: `venue = coalesce(venue, '') || '.'` },
  { path: '/api/v1/ticket-tiers/?removed=all&', table: 'ticket_tiers', change: `name = name || '.'` },
  { path: '/api/v1/orders/?removed=all&', table: 'orders', change: `customer_note = 'x' || random()` },
  { path: '/api/v1/tickets/?removed=all&', table: 'tickets', change: `company = 'x' || random()` },
  { path: '/api/v1/refunds/?removed=all&', table: 'refunds', change: `reason = 'x' || random()` },
  {
    path: `${SYNC}configurations/?`,
    table: 'sync_configurations',
    change: `store_timezone = 'x' || random()`,
  },
  { path: `${SYNC}executions/?`, table: 'sync_executions', change: 'judged_at = clock_timestamp()' },
  { path: `${SYNC}rejects/?state=all&`, table: 'sync_rejects', change: `message = 'x' || random()` },
  { path: `${SYNC}conflicts/?state=all&`, table: 'conflicts', change: `note = 'x' || random()` },
  { path: `${SYNC}removals/?state=all&`, table: 'held_removals', change: `note = 'x' || random()` },
  {
    path: `${SYNC}configurations/{configuration}/notes/?`,
    table: 'sync_notes',
    change: `raw = 'x' || random()`,
  },
  { path: `${SYNC}alerts/?`, table: 'alert_incidents', change: 'occurrences = occurrences + 1' },
];

let world: BackendWorld;
let executionId: string;

beforeAll(async () => {
  world = await openBackendWorld(60);
  const { db } = world.backend;
  const configuration = world.configurationId;
  executionId = await addExecution(world, configuration);
  await addExecution(world, configuration);
  const ticket = await world.one<{ id: string }>('select id from tickets limit 1');
  for (const [at, wooId] of [5, 6].entries()) {
    const id = newId();
    await db.query(
      `insert into sync_rejects (id, configuration_id, execution_id, kind, woo_id, code, message, raw)
       values ($1, $2, $3, 'order', $4, 'store.row-unreadable', 'x', '{}')`,
      [id, configuration, executionId, wooId],
    );
    await db.query('insert into sync_execution_rejects (execution_id, reject_id) values ($1, $2)', [
      executionId,
      id,
    ]);
    await db.query(
      `insert into sync_notes (id, configuration_id, execution_id, kind, woo_id, field, reason)
       values ($1, $2, $3, 'order', $4, 'total', 'amount_unreadable')`,
      [newId(), configuration, executionId, wooId],
    );
    await db.query(
      `insert into conflicts (id, configuration_id, execution_id, kind, table_name, row_id, field, base, ours, theirs)
       values ($1, $2, $3, 'edited', 'tickets', $4, $5, '"a"', '"b"', '"c"')`,
      [newId(), configuration, executionId, ticket.id, at === 0 ? 'company' : 'designation'],
    );
    await db.query(
      `insert into held_removals (id, configuration_id, execution_id, digest, state, valid_tickets, lost_before,
         max_removal_percent, ended_at) values ($1, $2, $3, $4, 'expired', 1, 0, 20, now())`,
      [newId(), configuration, executionId, String(at).repeat(64)],
    );
    await db.query(
      `insert into alert_incidents (id, cause_key, kind, opened_at, last_seen_at) values ($1, $2, 'sync_failed', now(), now())`,
      [newId(), `cause ${at}`],
    );
  }
  await db.query(
    `insert into organizers (id, name, slug, contact_email)
     select gen_random_uuid(), 'Organizer ' || n, 'organizer-' || n, n || '@example.com' from generate_series(1, 10050) n`,
  );
});
afterAll(async () => await world.close());

async function rowsOf(place: string): Promise<readonly Row[]> {
  const path = place.replace('{configuration}', world.configurationId);
  const reply = await world.ask('superuser', 'GET', path);
  if (reply.statusCode !== 200) throw new Error(`${path}: ${reply.body}`);
  return reply.json().results;
}

/** The list under the places where its rows are shown as well. */
function placesOf({ path, table }: List): readonly string[] {
  const ofConfiguration = `${SYNC}configurations/${world.configurationId}/`;
  if (table === 'sync_executions') return [path, `${ofConfiguration}executions/?`];
  if (table !== 'sync_rejects') return [path];
  return [path, `${ofConfiguration}rejects/?`, `${SYNC}executions/${executionId}/rejects/?`];
}

describe.each(LISTS)('$table', (list) => {
  test('a row that changes is found after the time of all rows before, and not after its own', async () => {
    const { db } = world.backend;
    const { newest } = await world.one<{ newest: string }>(
      `select to_char(max(updated_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as newest from ${list.table}`,
    );
    const rowOf = `select id from ${list.table} ${list.table === 'sync_executions' ? 'where id = $1' : ''} order by id limit 1`;
    const { rows } = await db.query<{ id: string }>(
      `update ${list.table} set ${list.change} where id = (${rowOf}) returning id`,
      list.table === 'sync_executions' ? [executionId] : [],
    );
    expect(rows).toHaveLength(1);
    for (const place of placesOf(list)) {
      expect([place, await rowsOf(`${place}updated_after=${newest}`)]).toMatchObject([
        place,
        [{ id: rows[0]?.id }],
      ]);
      const [changed] = await rowsOf(`${place}updated_after=${newest}`);
      // The last digit of six counts.
      expect(String(changed?.updated_at) > newest).toBe(true);
      expect(await rowsOf(`${place}updated_after=${changed?.updated_at}`)).toEqual([]);
    }
  });

  test('rows that one transaction changes have one time, and are found together', async () => {
    const { db } = world.backend;
    const { newest } = await world.one<{ newest: string }>(
      `select to_char(max(updated_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as newest from ${list.table}`,
    );
    const ids = await inTransaction(db, async (tx) => {
      const two = await tx.query<{ id: string }>(
        `select id from ${list.table} order by created_at desc, id limit 2`,
      );
      for (const { id } of two.rows) {
        await tx.query(`update ${list.table} set ${list.change} where id = $1`, [id]);
      }
      return two.rows.map(({ id }) => id);
    });
    expect(ids).toHaveLength(2);
    const found = await rowsOf(`${list.path}updated_after=${newest}`);
    expect(found.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(new Set(found.map((row) => row.updated_at)).size).toBe(1);
  });

  test('a time that is none is refused, and one of any year is not', async () => {
    const place = (query: string) => `${list.path}${query}`.replace('{configuration}', world.configurationId);
    for (const wrong of ['yesterday', '2026-02-30T00:00:00Z', '2026-01-01']) {
      const reply = await world.ask('viewer', 'GET', place(`updated_after=${wrong}`));
      expect([wrong, reply.statusCode, Object.keys(reply.json().errors ?? {})]).toEqual([
        wrong,
        400,
        ['updated_after'],
      ]);
    }
    for (const far of [
      '0001-01-01T00:00:00%2B10:00',
      '9999-12-31T23:59:59-10:00',
      '2026-01-01 10:00',
      '2026-01-01T00:00:00%2B48:00',
    ]) {
      const reply = await world.ask('viewer', 'GET', place(`updated_after=${far}`));
      expect([far, reply.statusCode]).toEqual([far, 200]);
    }
  });
});

test('a removed row is found only with the removed rows', async () => {
  const { at } = await world.one<{ at: string }>(
    `update tickets set removed_at = now(), removed_reason = 'gone' where id = (select id from tickets
       where removed_at is null order by id limit 1)
     returning to_char((updated_at - interval '1 microsecond') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`,
  );
  expect(await rowsOf(`/api/v1/tickets/?updated_after=${at}`)).toEqual([]);
  expect(await rowsOf(`/api/v1/tickets/?updated_after=${at}&removed=all`)).toHaveLength(1);
});

test('lists of the backend can be ordered by the time of the last change', async () => {
  for (const name of ['organizers', 'events', 'ticket-tiers', 'orders', 'tickets', 'refunds']) {
    const ids: string[] = [];
    const times: string[] = [];
    let next: string | null =
      `/api/v1/${name}/?ordering=updated_at&page_size=200&updated_after=2000-01-01T00:00:00`;
    for (let pages = 0; next !== null && pages < 4; pages += 1) {
      const reply = await world.ask('viewer', 'GET', next.replace(/^https?:\/\/[^/]+/, ''));
      const page = reply.json() as { readonly results: readonly Row[]; readonly next: string | null };
      ids.push(...page.results.map((row) => row.id));
      times.push(...page.results.map((row) => row.updated_at));
      next = page.next;
    }
    expect([name, new Set(ids).size]).toEqual([name, ids.length]);
    expect(times).toEqual(times.toSorted());
  }
});

describe('limit and offset', () => {
  const page = async (path: string) =>
    (await world.ask('viewer', 'GET', path.replace(/^https?:\/\/[^/]+/, ''))).json();
  const all = async (path: string) => {
    const results: Row[] = [];
    let next: string | null = path;
    while (next !== null) {
      const found = await page(next);
      results.push(...found.results);
      next = found.next;
    }
    return results;
  };

  test.each(['/api/v1/tickets/?', `${SYNC}executions/?`, '/api/v1/refunds/?'])(
    'select in %s what pages select, with links in their own dialect',
    async (path) => {
      const byPage = await page(`${path}page_size=2`);
      expect(byPage.count).toBeGreaterThan(3);
      const first = await page(`${path}limit=2`);
      expect({ ...first, next: null }).toEqual({ ...byPage, next: null });
      expect(new URL(first.next).search.replace(/.*\?/, '?')).toBe('?limit=2&offset=2');
      const second = await page(first.next);
      expect(second.results).toEqual((await page(`${path}page_size=2&page=2`)).results);
      expect(new URL(second.previous).search).toBe('?limit=2');
      expect((await page(second.previous)).results).toEqual(first.results);
      const between = await page(`${path}limit=2&offset=1`);
      expect(new URL(between.previous).search).toBe('?limit=2');
      expect(new URL(between.next).search).toBe('?limit=2&offset=3');
      expect(between.results[1]).toEqual(second.results[0]);
      expect((await page(`${path}offset=1`)).results[0]).toEqual(between.results[0]);
    },
  );

  test('past the end there are no rows, and the way back', async () => {
    for (const path of ['/api/v1/tickets/?', `${SYNC}executions/?`]) {
      const { count, next, previous, results } = await page(`${path}limit=5&offset=9000`);
      expect([results, next]).toEqual([[], null]);
      expect(count).toBeGreaterThan(3);
      expect(new URL(previous).search).toBe('?limit=5&offset=8995');
    }
  });

  test('are refused beside pages, in words of their own, and where they are no numbers', async () => {
    for (const [query, field] of [
      ['limit=2&page=2', 'limit'],
      ['offset=2&page_size=5', 'offset'],
      ['limit=0', 'limit'],
      ['limit=-1', 'limit'],
      ['offset=-1', 'offset'],
      ['offset=x', 'offset'],
      ['offset=10001', 'offset'],
    ]) {
      const reply = await world.ask('viewer', 'GET', `/api/v1/tickets/?${query}`);
      expect([query, reply.statusCode, Object.keys(reply.json().errors)]).toEqual([query, 400, [field]]);
    }
    const both = await world.ask('viewer', 'GET', '/api/v1/tickets/?limit=2&page=2', undefined, {
      'accept-language': 'es',
    });
    expect(both.json().errors.limit).toEqual([
      'Indique la parte de la lista con page y page_size o con limit y offset: no ambas cosas.',
    ]);
  });

  test('a client that follows next reaches rows past the 10,000th, each once', async () => {
    const rows = await all('/api/v1/organizers/?limit=20&offset=9950&ordering=created_at');
    const { count } = await world.one<{ count: number }>('select count(*)::int as count from organizers');
    expect(count).toBeGreaterThan(10_050);
    expect(rows).toHaveLength(count - 9950);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    const edge = await page('/api/v1/organizers/?limit=20&offset=9990&ordering=created_at');
    expect(edge.next).toContain('cursor=');
  });
});
