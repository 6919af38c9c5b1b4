import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { waitFor } from '../tasks/wait-for.ts';
import { type ApiWorld, openApiWorld } from './api-world.ts';
import { addConfiguration, setUpWebhooks } from './webhook-world.ts';

/** Deliveries of two versions of WooCommerce as they were received. They are beside the checkout like sample stores. */
const RECORDED = new URL('../../../shared/stores/webhooks/', import.meta.url);
const present = existsSync(RECORDED);

/** The test's own connection has others. */
const OF_CONNECTION: ReadonlySet<string> = new Set(['host', 'connection', 'content-length']);

interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function recorded(file: string): readonly Delivery[] {
  const lines = readFileSync(new URL(file, RECORDED), 'utf8').split('\n');
  return lines
    .filter((line) => line.includes('"headers"'))
    .map((line) => JSON.parse(line) as Delivery)
    .map(({ headers, body }) => ({
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name))),
      body,
    }));
}

let world: ApiWorld;

beforeEach(async () => {
  world = await openApiWorld();
});
afterEach(async () => await world.close());

test.runIf(!present)('recorded deliveries are not beside this checkout: only small ones are tested', () => {
  expect(present).toBe(false);
});

describe.runIf(present)('recorded deliveries', () => {
  /** The numbers of deliveries, of pings, and of orders with a line of the product were counted by hand. */
  test.each([
    { file: 'deliveries.ndjson', product: 173911, signed: 9, pings: 5, orders: 1 },
    { file: 'deliveries-10.5.ndjson', product: 205002, signed: 141, pings: 5, orders: 61 },
    { file: 'deliveries-10.5.ndjson', product: 205010, signed: 141, pings: 5, orders: 2 },
  ])('of $file: every signature is right, each order of $product waits once', async (given) => {
    const path = await setUpWebhooks(world, 'lab-webhook-secret');
    await addConfiguration(world, given.product);
    const deliveries = recorded(given.file);
    const send = async ({ headers, body }: Delivery): Promise<number> =>
      (await world.server.inject({ method: 'POST', url: path, payload: body, headers })).statusCode;
    const statuses = new Set(await Promise.all(deliveries.map(send)));
    expect([...statuses]).toEqual([200]);
    expect(deliveries).toHaveLength(given.signed + given.pings);
    const state = async () =>
      (await world.ask('operator', 'GET', `credentials/${world.credentialsId}/webhooks/`)).json();
    await waitFor(
      async () => (await state()).last_24_hours.deliveries,
      (value) => value === given.signed,
    );
    expect(await state()).toMatchObject({ waiting_orders: given.orders, last_24_hours: { refused: 0 } });
    expect((await state()).last_ping_at).not.toBeNull();
    // One byte less, or another secret, and none counts.
    const signed = deliveries.filter(({ headers }) => 'x-wc-webhook-signature' in headers);
    const shortened = signed.map(({ headers, body }) => ({ headers, body: body.slice(0, -1) }));
    expect(new Set(await Promise.all(shortened.map(send)))).toEqual(new Set([401]));
  });
});
