import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { createServer } from '../../src/http/server/server.ts';
import { eventIdOf, syncProduct } from '../pipe/sync-store.ts';
import { type BackendWorld, MAIN_PRODUCT, openBackendWorld, THREE_DAY_PRODUCT } from './backend-world.ts';
import { serverParts } from './server-parts.ts';
import { createSharedTickets, OTHER } from './shared-tickets.ts';

let world: BackendWorld;
/** Another process: a separate server and pool on the same database. */
let secondDb: Database;
let second: Awaited<ReturnType<typeof createServer>>;
let otherEventId: string;
let otherThreeDayId: string;

beforeAll(async () => {
  world = await openBackendWorld(300);
  const { backend, shop } = world;
  const sync = async (product: number) =>
    eventIdOf((await syncProduct(backend, { storeUrl: shop.url, product, ...OTHER })).report);
  otherEventId = await sync(MAIN_PRODUCT);
  otherThreeDayId = await sync(THREE_DAY_PRODUCT);
  secondDb = openDatabase({ connectionString: world.url }, backend.log, 8);
  second = await createServer(serverParts(secondDb, backend.log, { requestsPerMinute: 1_000_000 }));
});
afterAll(async () => {
  await second.close();
  await closeDatabase(secondDb);
  await world.close();
});

const { freshPair, gate, letIn, undo, admissions } = createSharedTickets(() => [world, otherEventId]);

/** As `letIn`, over the second server. */
async function letInThere(id: string) {
  const reply = await second.inject({
    method: 'POST',
    url: `/api/v1/tickets/${id}/check-in/`,
    headers: { authorization: `Token ${world.tokens.operator}`, 'content-type': 'application/json' },
    payload: '{}',
  });
  return { status: reply.statusCode, body: reply.json() };
}

describe('one store ticket in the rows of two events', () => {
  test('admits once in 20 simultaneous scans, over two servers', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { woo, here, there } = await freshPair();
      const replies = await Promise.all(
        Array.from({ length: 20 }, async (_, at) => {
          const id = at % 2 === 0 ? here : there;
          return at % 4 < 2 ? await letIn(id) : await letInThere(id);
        }),
      );
      const accepted = replies.filter(({ status, body }) => status === 200 && body.changed === true);
      expect(accepted).toHaveLength(1);
      const winner = accepted[0]?.body.id;
      for (const { status, body } of replies.filter((one) => !accepted.includes(one))) {
        // For the same row nothing changes; the other one is refused.
        if (status === 200) expect(body).toMatchObject({ id: winner, changed: false });
        else expect(body).toMatchObject({ status: 409, code: 'ticket.checked-in-elsewhere' });
      }
      expect(replies.filter(({ status }) => status === 409)).toHaveLength(10);
      expect(await admissions(woo)).toBe(1);
    }
  });

  test('says in which event, when and by whom it was admitted, in either language', async () => {
    const { here, there } = await freshPair();
    const first = await letIn(here);
    expect(first.body).toMatchObject({ changed: true });
    const refused = await letIn(there);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'ticket.checked-in-elsewhere',
        admission: {
          ticket_id: here,
          event_id: world.eventId,
          event_name: `Event ${MAIN_PRODUCT}`,
          origin: 'local',
          made_by_name: 'operator@example.com',
        },
      },
    });
    const { at } = refused.body.admission;
    expect(Date.parse(at)).toBe(Date.parse(first.body.checked_in_at));
    expect(refused.body.detail).toBe(
      `This ticket is already checked in: “Event ${MAIN_PRODUCT}”, ${at}, operator@example.com.`,
    );
    expect((await gate('check-in', there, {}, 'es')).body.detail).toBe(
      `Con esta entrada ya se ingresó: “Event ${MAIN_PRODUCT}”, ${at}, operator@example.com.`,
    );
    expect((await letIn(here)).body).toMatchObject({ changed: false });
  });

  test('opens again on every row when the admission is undone on either', async () => {
    for (const side of ['same', 'other'] as const) {
      const { woo, here, there } = await freshPair();
      await letIn(here);
      const undone = await undo(side === 'same' ? here : there);
      expect(undone).toMatchObject({ status: 200, body: { changed: true } });
      expect(await admissions(woo)).toBe(0);
      expect((await undo(there)).body).toMatchObject({ changed: false });
      expect((await letIn(there)).body).toMatchObject({ changed: true });
      expect((await letIn(here)).status).toBe(409);
    }
  });

  test('counts as admitted by the store’s gate for both, as soon as one row has the check-in', async () => {
    const { woo, here, there } = await freshPair();
    await world.shop.exec(
      `update wp_postmeta set meta_value = 'Checked In' where post_id = ${woo} and meta_key = 'WooCommerceEventsStatus'`,
    );
    await world.sync();
    const refused = await letIn(there);
    expect(refused.body).toMatchObject({
      code: 'ticket.checked-in-elsewhere',
      admission: { ticket_id: here, origin: 'woocommerce', made_by_name: null },
    });
    expect((await undo(there)).body.code).toBe('ticket.checked-in-by-store');
    expect(await admissions(woo)).toBe(0);
  });

  test('is one admission a day for an event of several days', async () => {
    const { here, there } = await freshPair([world.threeDayEventId, otherThreeDayId]);
    expect((await letIn(here, { day: 1 })).body).toMatchObject({ changed: true });
    expect((await letIn(there, { day: 1 })).body.code).toBe('ticket.checked-in-elsewhere');
    expect((await letIn(there, { day: 2 })).body).toMatchObject({ changed: true });
    expect((await letIn(here, { day: 2 })).body.code).toBe('ticket.checked-in-elsewhere');
    expect((await undo(here, { day: 2 })).body).toMatchObject({ changed: true });
    expect((await letIn(here, { day: 2 })).body).toMatchObject({ changed: true });
  });

  test('without a ticket post is identified by its order and unit', async () => {
    const [one, next] = [await freshPair(), await freshPair()];
    await world.backend.db.query(
      `update tickets t set woo_ticket_id = null, origin = 'line_item', woo_order_id = 777,
         pending_key = case when woo_ticket_id = $1 then 'line:5:1' else 'line:5:2' end
       where woo_ticket_id in ($1, $2) and event_id in ($3, $4)`,
      [one.woo, next.woo, world.eventId, otherEventId],
    );
    expect((await letIn(one.here)).body).toMatchObject({ changed: true });
    expect((await letIn(one.there)).body.code).toBe('ticket.checked-in-elsewhere');
    // The next unit of the same line is another ticket.
    expect((await letIn(next.there)).body).toMatchObject({ changed: true });
  });

  test("is another ticket in another store, and the same under another form of the store's address", async () => {
    const { db } = world.backend;
    const { store_url: url } = await world.one<{ store_url: string }>(
      'select store_url from events where id = $1',
      [otherEventId],
    );
    const moveTo = async (to: string) =>
      await db.query('update events set store_url = $2 where id = $1', [otherEventId, to]);
    try {
      const [same, foreign] = [await freshPair(), await freshPair()];
      await moveTo(url.replace('https://', 'http://www.'));
      await letIn(same.here);
      expect((await letIn(same.there)).status).toBe(409);
      await moveTo('https://another-store.example');
      await letIn(foreign.here);
      expect((await letIn(foreign.there)).body).toMatchObject({ changed: true });
    } finally {
      await moveTo(url);
    }
  });

  test('counts no row that was removed from its event', async () => {
    const { here, there } = await freshPair();
    await letIn(here);
    await world.backend.db.query(
      `update tickets set removed_at = now(), removed_reason = 'left_event' where id = $1`,
      [here],
    );
    expect((await letIn(there)).body).toMatchObject({ changed: true });
  });

  test('shows on both rows that its holder is inside, and where', async () => {
    const { woo, here, there } = await freshPair();
    await letIn(there);
    const { ticket_number: number } = await world.one<{ ticket_number: string }>(
      'select ticket_number from tickets where id = $1',
      [here],
    );
    const list = await world.ask('viewer', 'GET', `/api/v1/tickets/?ticket_number=${number}`);
    const rows: Record<string, unknown>[] = list.json().results;
    const row = (id: string) => rows.find((one) => one['id'] === id);
    expect(rows.filter((one) => one['woo_ticket_id'] === woo)).toHaveLength(2);
    expect(row(here)).toMatchObject({
      event_name: `Event ${MAIN_PRODUCT}`,
      check_in_status: 'not_checked_in',
      also_in: [
        {
          ticket_id: there,
          event_id: otherEventId,
          event_name: 'The other event',
          check_in_status: 'checked_in',
          day_status: { 1: 'checked_in' },
        },
      ],
    });
    expect(row(there)).toMatchObject({ also_in: [{ ticket_id: here, check_in_status: 'not_checked_in' }] });
    await world.backend.db.query(
      `update tickets set removed_at = now(), removed_reason = 'left_event' where id = $1`,
      [there],
    );
    expect((await world.ask('viewer', 'GET', `/api/v1/tickets/${here}/`)).json().also_in).toEqual([]);
  });
});

test('scans and undos on both rows while both events are synced: none fails, and no ticket is admitted twice', async () => {
  const pairs = [];
  for (let count = 0; count < 12; count += 1) pairs.push(await freshPair());
  const { backend, shop } = world;
  const syncs = Promise.all([
    syncProduct(backend, { storeUrl: shop.url, product: MAIN_PRODUCT, depth: 'full' }),
    syncProduct(backend, { storeUrl: shop.url, product: MAIN_PRODUCT, depth: 'full', ...OTHER }),
  ]);
  const scans = await Promise.all(
    pairs.flatMap(({ here, there }) => [
      letIn(here),
      letInThere(there),
      undo(there),
      letInThere(here),
      undo(here),
      letIn(there),
    ]),
  );
  for (const { report } of await syncs) expect(report.verification).toBe('verified');
  expect(scans.filter(({ status }) => ![200, 409].includes(status))).toEqual([]);
  for (const { woo } of pairs) expect([0, 1]).toContain(await admissions(woo));
  const before = await versions();
  for (const more of [{}, OTHER]) {
    await syncProduct(backend, { storeUrl: shop.url, product: MAIN_PRODUCT, depth: 'full', ...more });
  }
  expect(await versions()).toEqual(before);
});

/** Every ticket and check-in with its physical version: equal results mean that nothing was written in between. */
async function versions() {
  const { rows } = await world.backend.db.query(
    `select id, xmin::text, ctid::text from tickets union all select id, xmin::text, ctid::text from check_ins
     order by 1`,
  );
  return rows;
}
