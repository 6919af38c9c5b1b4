import { afterAll, beforeAll, expect, test } from 'vitest';
import { numberChanges } from '../../src/backend/feed/number-changes.ts';
import { queueChanges } from '../../src/backend/outbound/delivery-records.ts';
import { type ApiWorld, openApiWorld } from './api-world.ts';

const PATH = '/api/v1/outbound-endpoints/';
const BODY = {
  name: 'accounting',
  url: 'https://erp.example.com/hook?key=1',
  kinds: ['order.*', 'alert.opened'],
};

let world: ApiWorld;
let id: string;
let secret: string;

beforeAll(async () => {
  world = await openApiWorld();
  const reply = await world.ask('superuser', 'POST', PATH, BODY);
  expect([reply.statusCode, reply.headers['location']]).toEqual([201, expect.stringContaining(PATH)]);
  ({ id, secret } = reply.json());
});
afterAll(async () => await world.close());

const ask = async (method: string, path: string, body?: unknown) =>
  await world.ask('superuser', method, `${PATH}${id}/${path}`, body);

test('the secret is shown when it is made, and never again', async () => {
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const shown = await ask('GET', '');
  expect(shown.json()).toMatchObject({
    name: 'accounting',
    state: 'active',
    kinds: [
      'order.created',
      'order.updated',
      'order.cancelled',
      'order.refunded',
      'order.removed',
      'alert.opened',
    ],
    old_secret_until: null,
  });
  const list = await world.ask('operator', 'GET', PATH);
  // The path of an address may contain a secret.
  expect(list.json().results[0].url).toBe('https://erp.example.com');
  const { rows } = await world.backend.db.query<{ sent: object }>('select * from audit_entries');
  for (const text of [shown.body, list.body, JSON.stringify(rows)]) expect(text).not.toContain(secret);
  expect(JSON.stringify(rows)).not.toContain('key=1');
  const rotated = await ask('POST', 'rotate-secret/', { overlap_hours: 2 });
  expect(rotated.json().secret).not.toBe(secret);
  const until = Date.parse(rotated.json().old_secret_until) - Date.now();
  expect(until).toBeGreaterThan(1.9 * 3_600_000);
  expect(until).toBeLessThan(2.1 * 3_600_000);
});

test('a field that is not given stays, and an endpoint can be paused and switched on again', async () => {
  expect((await ask('PATCH', '', { state: 'paused' })).json()).toMatchObject({
    state: 'paused',
    name: 'accounting',
  });
  expect((await ask('PATCH', '', { state: 'active', kinds: [] })).json()).toMatchObject({
    state: 'active',
    kinds: [],
    url: BODY.url,
  });
});

test.each([
  [{ ...BODY, name: 'b', url: 'ftp://erp.example.com' }, 'url'],
  [{ ...BODY, name: 'b', url: 'https://user:pass@erp.example.com' }, 'url'],
  [{ ...BODY, name: 'b', kinds: ['order.sold'] }, 'kinds.0'],
  [{ ...BODY, name: 'b', event_ids: ['x'] }, 'event_ids.0'],
  [{ url: BODY.url }, 'name'],
])('%j is refused by the name of its field', async (body, field) => {
  const reply = await world.ask('superuser', 'POST', PATH, body);
  expect([reply.statusCode, Object.keys(reply.json().errors)]).toEqual([400, [field]]);
});

test('two endpoints cannot have one name', async () => {
  const reply = await world.ask('superuser', 'POST', PATH, BODY);
  expect([reply.statusCode, reply.json().code]).toEqual([409, 'outbound.name-taken']);
});

test('the log shows the messages of an endpoint, and a replay needs to know which', async () => {
  const { db } = world.backend;
  await db.query(
    `insert into alert_incidents (id, kind, cause_key, opened_at, last_seen_at)
     values (gen_random_uuid(), 'sync_failed', 'x', now(), now())`,
  );
  await numberChanges(db, new AbortController().signal);
  await queueChanges(db, new Date());
  const log = (await ask('GET', 'deliveries/?status=waiting')).json();
  expect(log).toMatchObject({
    count: 1,
    results: [{ kind: 'alert.opened', status: 'waiting', attempts: 0 }],
  });
  expect(log.results[0].message_id).toBe(log.results[0].change.cursor);
  await db.query(`update outbound_deliveries set status = 'given_up'`);
  const deliveries = [log.results[0].id];
  expect((await ask('POST', 'replay/', { deliveries })).json()).toEqual({ replayed: 1 });
  expect((await ask('POST', 'replay/', { deliveries })).json()).toEqual({ replayed: 0 });
  const unnamed = await ask('POST', 'replay/', {});
  expect([unnamed.statusCode, Object.keys(unnamed.json().errors)]).toEqual([400, ['deliveries']]);
});

test('an endpoint that does not exist is not found, and a removed one is gone with its log', async () => {
  const other = await world.ask('superuser', 'GET', `${PATH}01980000-0000-7000-8000-000000000000/`);
  expect([other.statusCode, other.json().code]).toEqual([404, 'outbound.none']);
  expect((await ask('DELETE', '')).statusCode).toBe(204);
  expect((await ask('GET', '')).statusCode).toBe(404);
  expect((await world.backend.db.query('select from outbound_deliveries')).rowCount).toBe(0);
});
