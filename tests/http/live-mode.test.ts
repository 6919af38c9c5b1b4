import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { addCosts } from '../../src/backend/live/cost-records.ts';
import { type ApiWorld, BODY, openApiWorld } from './api-world.ts';

let world: ApiWorld;
let id: string;

beforeAll(async () => {
  world = await openApiWorld();
  id = (await world.ask('superuser', 'POST', 'configurations/', BODY)).json().id;
});
afterAll(async () => await world.close());

test('an operator switches live mode on for some hours, and leaves it to the event again', async () => {
  const path = `configurations/${id}/live/`;
  const before = (await world.ask('viewer', 'GET', `configurations/${id}/`)).json().live;
  expect(before).toMatchObject({ switch: 'auto', is_live: false, reason: 'not-read', watch: null });
  const on = await world.ask('operator', 'POST', path, { switch: 'on', hours: 6 });
  expect(on.json().live).toMatchObject({ switch: 'on', switched_until: expect.any(String) });
  const hours = (Date.parse(on.json().live.switched_until) - Date.now()) / 3_600_000;
  expect(hours).toBeCloseTo(6, 1);
  const off = await world.ask('operator', 'POST', path, { switch: 'auto' });
  expect(off.json().live).toMatchObject({ switch: 'auto', switched_until: null });
  const actions = await queryRows<{ action: string }>(
    world.backend.db,
    `select action from audit_entries where object_id = $1 and action = 'configurations.live'`,
    [id],
  );
  expect(actions).toHaveLength(2);
});

test('a choice without hours, with too many, or by a viewer is refused', async () => {
  const path = `configurations/${id}/live/`;
  for (const body of [{ switch: 'on' }, { switch: 'off', hours: 169 }, { switch: 'off', hours: 0 }, {}]) {
    expect((await world.ask('operator', 'POST', path, body)).statusCode).toBe(400);
  }
  expect((await world.ask('viewer', 'POST', path, { switch: 'auto' })).statusCode).toBe(403);
});

test('a set shows what its store was charged in the last hour, and whether that is above its ceiling', async () => {
  const { credentialsId, backend } = world;
  const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
  const cost = { credentialsId, statements: 10, rows: 100, bytes: 5_000, seconds: 1.5 };
  await addCosts(backend.db, [
    { ...cost, kind: 'watch', minute: minutesAgo(1) },
    { ...cost, kind: 'execution', minute: minutesAgo(59) },
    { ...cost, kind: 'execution', minute: minutesAgo(61) },
  ]);
  await addCosts(backend.db, [{ ...cost, kind: 'watch', minute: minutesAgo(2) }]);
  const ask = async () => (await world.ask('operator', 'GET', `credentials/${credentialsId}/cost/`)).json();
  expect(await ask()).toEqual({
    watch: { statements: 20, rows: 200, bytes: 10_000, seconds: 3 },
    execution: { statements: 10, rows: 100, bytes: 5_000, seconds: 1.5 },
    request: { statements: 0, rows: 0, bytes: 0, seconds: 0 },
    total: { statements: 30, rows: 300, bytes: 15_000, seconds: 4.5 },
    live_ceiling_seconds: null,
    is_above_ceiling: false,
  });
  const set = async (seconds: number | null) =>
    await world.ask('superuser', 'PATCH', `credentials/${credentialsId}/`, { live_ceiling_seconds: seconds });
  await set(5);
  expect(await ask()).toMatchObject({ live_ceiling_seconds: 5, is_above_ceiling: false });
  await set(4);
  expect(await ask()).toMatchObject({ live_ceiling_seconds: 4, is_above_ceiling: true });
  expect((await world.ask('viewer', 'GET', `credentials/${credentialsId}/cost/`)).statusCode).toBe(403);
});
