import type { LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isSigned } from '../../src/http/webhooks/delivery.ts';
import { newId } from '../../src/kernel/ids.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { type ApiWorld, openApiWorld } from './api-world.ts';
import { addConfiguration, deliver, WEBHOOK_SECRET as SECRET, setUpWebhooks, sign } from './webhook-world.ts';

const ORDER = '{"id":7,"line_items":[{"product_id":1,"variation_id":0}]}';
/** `printf '%s' "$ORDER" | openssl dgst -sha256 -hmac "$SECRET" -binary | base64` */
const SIGNATURE = 'QSrgpNRz6cZFpRex7CKUE7qDOFfN6CMWHI4WCkV+nOw=';

let world: ApiWorld;

beforeEach(async () => {
  world = await openApiWorld();
});
afterEach(async () => await world.close());

async function rows<T>(sql: string): Promise<readonly T[]> {
  return (await world.backend.db.query(sql)).rows as T[];
}

async function ping(path: string, body = 'webhook_id=2'): Promise<LightMyRequestResponse> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return await world.server.inject({ method: 'POST', url: path, payload: body, headers });
}

async function state() {
  return (await world.ask('operator', 'GET', `credentials/${world.credentialsId}/webhooks/`)).json();
}

async function hints(): Promise<readonly unknown[]> {
  return await rows(
    `select configuration_id as configuration, woo_order_id as order, waiting_since is not null as waits
     from sync_order_hints order by 2, 1`,
  );
}

describe('a delivery', () => {
  test('is checked against the bytes as they came: openssl computes the same signature', () => {
    const secret = new Secret(SECRET);
    expect(isSigned(secret, Buffer.from(ORDER), SIGNATURE)).toBe(true);
    expect(isSigned(secret, Buffer.from(`${ORDER} `), SIGNATURE)).toBe(false);
    expect(isSigned(new Secret(`${SECRET}!`), Buffer.from(ORDER), SIGNATURE)).toBe(false);
    for (const given of ['', 'x', SIGNATURE.slice(0, -4), `${SIGNATURE}AAAA`]) {
      expect(isSigned(secret, Buffer.from(ORDER), given), given).toBe(false);
    }
  });

  test('is answered when its order is kept for each event that may have it', async () => {
    const [path, first, , again] = [
      await setUpWebhooks(world),
      await addConfiguration(world, 1),
      await addConfiguration(world, 2),
      await addConfiguration(world, 1),
    ];
    const reply = await deliver(world, path, ORDER, { 'x-wc-webhook-signature': SIGNATURE });
    expect([reply.statusCode, reply.body]).toEqual([200, '']);
    const expected = [first, again].toSorted().map((configuration) => {
      return { configuration, order: 7, waits: true };
    });
    expect(await hints()).toEqual(expected);
    expect(await state()).toMatchObject({
      last_topic: 'order.updated',
      waiting_orders: 2,
      last_24_hours: { deliveries: 1, announcing: 1, refused: 0 },
    });
  });

  test('that comes twice, late or after a newer one leaves one row of its order', async () => {
    const [path] = [await setUpWebhooks(world), await addConfiguration(world, 1)];
    const older = ORDER.replace('{"id":7', '{"id":7,"status":"pending"');
    await Promise.all([
      deliver(world, path, ORDER),
      deliver(world, path, older),
      deliver(world, path, ORDER),
    ]);
    await deliver(world, path, older);
    expect(await hints()).toHaveLength(1);
    expect((await state()).last_24_hours).toMatchObject({ deliveries: 4, announcing: 4 });
  });

  test('about an order that no configured event has is counted, and leaves no row', async () => {
    const [path] = [await setUpWebhooks(world), await addConfiguration(world, 2)];
    expect((await deliver(world, path, ORDER)).statusCode).toBe(200);
    expect(await hints()).toEqual([]);
    expect((await state()).last_24_hours).toMatchObject({ deliveries: 1, announcing: 0 });
  });

  test('names further products, variations and counted translations as well', async () => {
    const path = await setUpWebhooks(world);
    const { db } = world.backend;
    const [further, variation, translated] = [
      await addConfiguration(world, 10),
      await addConfiguration(world, 20),
      await addConfiguration(world, 30),
    ];
    await db.query(
      `insert into sync_configuration_products (configuration_id, woo_product_id, position) values ($1, 11, 1)`,
      [further],
    );
    await db.query('update sync_configurations set woo_variation_id = 21 where id = $1', [variation]);
    await db.query(`update sync_configurations set woo_translations = '{"31": 30}' where id = $1`, [
      translated,
    ]);
    const lines = [{ product_id: 11 }, { product_id: 99, variation_id: 21 }, { product_id: '31' }];
    await deliver(world, path, JSON.stringify({ id: 8, line_items: lines }));
    expect(await hints()).toHaveLength(3);
  });

  test('of an order that was moved to the trash names no product: the events that hold the order read it', async () => {
    const [path, configuration] = [await setUpWebhooks(world), await addConfiguration(world, 1)];
    const { db } = world.backend;
    const event = newId();
    await db.query(
      `insert into events (id, configuration_id, organizer_id, title, slug, status, timezone, woo_product_id, store_url,
         content_digest)
       select $1, c.id, c.organizer_id, 'Event', 'event', 'published', 'UTC', 1, c.pinned_site_url, ''
       from sync_configurations c where c.id = $2`,
      [event, configuration],
    );
    await db.query(
      `insert into orders (id, event_id, woo_order_id, number, status, source_status, currency, subtotal, discount,
         tax, total, refunded_by_lines, refunded_apportioned, refunded, net, service_fee, organizer_amount, rounding,
         order_total, order_refunded, content_digest)
       values ($1, $2, 9, '9', 'paid', 'completed', 'CLP', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '')`,
      [newId(), event],
    );
    await deliver(world, path, '{"id":9}', { 'x-wc-webhook-topic': 'order.deleted' });
    await deliver(world, path, '{"id":10}', { 'x-wc-webhook-topic': 'order.deleted' });
    expect(await hints()).toEqual([{ configuration, order: 9, waits: true }]);
  });

  test('about anything else is answered and counted, because a refused one would disable its webhook', async () => {
    const [path] = [await setUpWebhooks(world), await addConfiguration(world, 1)];
    const product = { 'x-wc-webhook-topic': 'product.updated' };
    expect((await deliver(world, path, '{"id":1}', product)).statusCode).toBe(200);
    for (const body of [
      '{',
      '[]',
      'null',
      '"x"',
      '{"id":-7}',
      '{"id":"7e3"}',
      '{"id":7.5}',
      `{"id":${2 ** 60}}`,
      '',
    ]) {
      expect((await deliver(world, path, body)).statusCode, body).toBe(200);
    }
    expect(await hints()).toEqual([]);
    await waitFor(
      async () => (await state()).last_24_hours.deliveries,
      (value) => value === 10,
    );
  });

  test('waits for nothing: a paused configuration reads at its next execution', async () => {
    const [path, configuration] = [await setUpWebhooks(world), await addConfiguration(world, 1)];
    await world.backend.db.query(`update sync_configurations set status = 'paused' where id = $1`, [
      configuration,
    ]);
    await deliver(world, path, ORDER);
    expect(await hints()).toEqual([]);
  });
});

describe('a stranger', () => {
  test('gets the same answer for every wrong signature, and nothing is kept', async () => {
    const [path] = [await setUpWebhooks(world), await addConfiguration(world, 1)];
    const wrong = [sign(ORDER, 'another secret'), 'AAAA', 'no base64 at all', sign(`${ORDER} `)];
    const replies = await Promise.all(
      wrong.map(async (given) => await deliver(world, path, ORDER, { 'x-wc-webhook-signature': given })),
    );
    const unsigned = await world.server.inject({
      method: 'POST',
      url: path,
      payload: ORDER,
      headers: { 'content-type': 'application/json' },
    });
    const said = [...replies, unsigned].map((reply) => {
      const { request_id: _, ...problem } = reply.json();
      return [reply.statusCode, problem];
    });
    expect(new Set(said.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(said[0]).toMatchObject([401, { code: 'webhook.bad-signature' }]);
    expect(await hints()).toEqual([]);
    await waitFor(
      async () => (await state()).last_24_hours.refused,
      (value) => value === 5,
    );
    expect(await state()).toMatchObject({ last_delivery_at: null, last_24_hours: { deliveries: 0 } });
  });

  test('learns nothing from an address that does not exist, and none can be guessed', async () => {
    const path = await setUpWebhooks(world);
    const unknown = path.replace(/[^/]+\/$/, `${world.credentialsId}/`);
    for (const address of [unknown, path.replace(/[^/]+\/$/, 'x/'), path.replace(/.\/$/, '_/')]) {
      const reply = await deliver(world, address, ORDER);
      expect([reply.statusCode, reply.json().code], address).toEqual([404, 'http.no-such-path']);
    }
    expect(path).not.toContain(world.credentialsId);
  });

  test('sends no large body, and no unsigned one but a ping', async () => {
    const path = await setUpWebhooks(world);
    const large = JSON.stringify({ id: 7, note: 'x'.repeat(2 * 1024 * 1024) });
    expect((await deliver(world, path, large)).statusCode).toBe(413);
    for (const body of ['webhook_id=', 'webhook_id=2&x=1', 'x', `webhook_id=${'2'.repeat(90)}`]) {
      expect((await ping(path, body)).statusCode, body).toBe(401);
    }
  });

  test('is refused for a while after many wrong deliveries, while a store that sent a right one from the same address is not', async () => {
    const strict = await openApiWorld({ requestsPerMinuteByAddress: 5 });
    await world.close();
    world = strict;
    const path = await setUpWebhooks(world);
    const wrong = async () =>
      (await deliver(world, path, ORDER, { 'x-wc-webhook-signature': sign(ORDER, 'x') })).statusCode;
    expect((await deliver(world, path, ORDER)).statusCode).toBe(200);
    const statuses: number[] = [];
    for (let at = 0; at < 7; at += 1) statuses.push(await wrong());
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await deliver(world, path, ORDER)).statusCode).toBe(200);
    const pings: number[] = [];
    for (let at = 0; at < 7; at += 1) pings.push((await ping(path)).statusCode);
    expect(pings).toEqual([200, 200, 200, 200, 200, 429, 429]);
  });

  test('finds no order that breaks the service: bodies at random, signed and not', async () => {
    const path = await setUpWebhooks(world);
    let seed = 42;
    const chance = (most: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % most;
    };
    const parts = [
      '{',
      '}',
      '[',
      ']',
      '"id"',
      ':',
      '7',
      ',',
      '"line_items"',
      '"order"',
      'null',
      '\u0000',
      'é',
      '-1',
    ];
    for (let at = 0; at < 300; at += 1) {
      const body = Array.from({ length: chance(30) }, () => parts[chance(parts.length)]).join('');
      const signed = chance(2) === 0;
      const reply = await deliver(
        world,
        path,
        body,
        signed ? {} : { 'x-wc-webhook-signature': sign(body, 'other') },
      );
      expect([reply.statusCode, body]).toEqual([signed ? 200 : 401, body]);
    }
    const deep = `{"id":7,"line_items":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect((await deliver(world, path, deep)).statusCode).toBe(200);
  });
});

describe('a ping', () => {
  test('has no signature, is answered with 200 and is shown', async () => {
    const path = await setUpWebhooks(world);
    expect((await ping(path)).statusCode).toBe(200);
    await waitFor(
      async () => (await state()).last_ping_at,
      (value) => value !== null,
    );
    expect(await state()).toMatchObject({ last_delivery_at: null, last_24_hours: { deliveries: 0 } });
  });
});
