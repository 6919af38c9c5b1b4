import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Configuration, configurationShape } from '../../src/contract/configuration.ts';
import { type ApiWorld, BODY, openApiWorld } from './api-world.ts';
import { FIXED_ANSWERS, FIXED_STORE } from './fixed-store.ts';

let world: ApiWorld;
/** The time zone of the store; null if it names none. */
let storeSays: string | null = null;
let products = 1000;

beforeAll(async () => {
  world = await openApiWorld({
    timezone: 'America/Lima',
    stores: {
      ...FIXED_STORE,
      ask: async (_credentialsId, _product, _signal, use) =>
        await use({ ...FIXED_ANSWERS, ownTimezone: storeSays }),
    },
  });
});
afterAll(async () => await world.close());

async function create(more: object, says: string | null): Promise<Configuration> {
  storeSays = says;
  products += 1;
  const body = { ...BODY, woocommerce_product_id: products, event_name: `Evento ${products}`, ...more };
  const reply = await world.ask('superuser', 'POST', 'configurations/', body);
  expect([reply.statusCode, reply.body]).toEqual([201, expect.any(String)]);
  return configurationShape.strict().parse(reply.json());
}

test.each([
  [{ timezone: 'Europe/Madrid' }, 'America/Santiago', ['Europe/Madrid', 'given', 'America/Santiago', true]],
  [{}, 'America/Santiago', ['America/Santiago', 'store', 'America/Santiago', false]],
  [{}, 'Etc/GMT+3', ['Etc/GMT+3', 'store', 'Etc/GMT+3', false]],
  [{}, '+05:30', ['+05:30', 'store', '+05:30', false]],
  [{}, null, ['America/Lima', 'installation', null, false]],
  [{ timezone: '+05:30' }, 'Asia/Kolkata', ['+05:30', 'given', 'Asia/Kolkata', true]],
] as const)('%j in a store of %j: %j', async (given, says, expected) => {
  const made = await create(given, says);
  expect([made.timezone, made.timezone_source, made.store_timezone, made.timezone_differs]).toEqual(expected);
});

test('dates without an offset and the schedule are in the chosen zone, even if it is an offset', async () => {
  const dates = { event_start_date: '2026-03-01T20:00', frequency: 'daily', run_at: '03:00' };
  const behind = await create(dates, 'Etc/GMT+3');
  expect(behind.event_start_date).toBe('2026-03-01T23:00:00.000000Z');
  expect(behind.next_sync_at).toMatch(/T06:00:00\.000000Z$/);
  const ahead = await create(dates, '+05:30');
  expect(ahead.event_start_date).toBe('2026-03-01T14:30:00.000000Z');
  expect(ahead.next_sync_at).toMatch(/T21:30:00\.000000Z$/);
});

test("a person's change is marked as given; sending back a received value changes nothing", async () => {
  const made = await create({}, '+05:30');
  const put = await world.ask('superuser', 'PUT', `configurations/${made.id}/`, made);
  expect([put.statusCode, put.json()]).toMatchObject([200, { timezone: '+05:30', timezone_source: 'store' }]);
  const changed = await world.ask('superuser', 'PATCH', `configurations/${made.id}/`, {
    timezone: 'America/Bogota',
  });
  expect([changed.statusCode, changed.json()]).toMatchObject([
    200,
    {
      timezone: 'America/Bogota',
      timezone_source: 'given',
      store_timezone: '+05:30',
      timezone_differs: true,
    },
  ]);
  const refused = await world.ask('superuser', 'PATCH', `configurations/${made.id}/`, { timezone: '+25:00' });
  expect([refused.statusCode, Object.keys(refused.json().errors)]).toEqual([400, ['timezone']]);
});
