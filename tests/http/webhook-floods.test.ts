import { type ClientRequest, request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { listen } from '../../src/http/server/listen.ts';
import { startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { type ApiWorld, openApiWorld, openApiWorldOn } from './api-world.ts';
import { addConfiguration, deliver, setUpWebhooks, sign } from './webhook-world.ts';

let close: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of close.toReversed()) await one();
  close = [];
});

function orderOf(id: number, note = ''): string {
  return JSON.stringify({ id, line_items: [{ product_id: 1 }], note });
}

async function waiting(world: ApiWorld): Promise<number> {
  const { body } = await world.ask('operator', 'GET', `credentials/${world.credentialsId}/webhooks/`);
  return JSON.parse(body).waiting_orders;
}

test('the room for bodies is free again after each delivery, whether it was right, wrong or cut off', async () => {
  const world = await openApiWorld();
  close.push(async () => await world.close());
  const [path] = [await setUpWebhooks(world), await addConfiguration(world, 1)];
  const address = `${await listen(world.server, { host: '127.0.0.1', port: 0 })}${path}`;
  const post = async (body: string, signature: string, signal?: AbortSignal): Promise<number> => {
    const headers = {
      'content-type': 'application/json',
      'x-wc-webhook-topic': 'order.updated',
      'x-wc-webhook-signature': signature,
    };
    const reply = await fetch(address, {
      method: 'POST',
      body,
      headers,
      ...(signal === undefined ? {} : { signal }),
    });
    await reply.arrayBuffer();
    return reply.status;
  };
  const large = orderOf(7, 'x'.repeat(2_000_000));
  for (let at = 0; at < 20; at += 1) {
    const right = at % 2 === 0;
    expect(await post(large, sign(large, right ? undefined : 'wrong'))).toBe(right ? 200 : 401);
  }
  const cut = AbortSignal.timeout(5);
  await Promise.all(
    Array.from({ length: 30 }, async () => await post(large, sign(large), cut).catch(() => null)),
  );
  await waitFor(
    async () => await post(large, sign(large)),
    (status) => status === 200,
  );
  expect(await waiting(world)).toBe(1);
});

test('a stranger with a delivery URL gets no room for a wrong signature, and cannot take that of others', async () => {
  const world = await openApiWorld();
  close.push(async () => await world.close());
  const [path] = [await setUpWebhooks(world), await addConfiguration(world, 1)];
  const address = `${await listen(world.server, { host: '127.0.0.1', port: 0 })}${path}`;
  const sent: ClientRequest[] = [];
  close.push(async () => {
    for (const one of sent) one.destroy();
  });
  /** Sends the headers of a delivery, and never its body. Resolves to the status, if one comes. */
  const begin = async (signature: string): Promise<number | undefined> => {
    const headers = { 'content-length': '2000000', 'x-wc-webhook-signature': signature };
    const one = request(address, { method: 'POST', headers });
    sent.push(one);
    return await new Promise((resolve, reject) => {
      one.on('response', (reply) => resolve(reply.resume().statusCode)).on('error', reject);
      one.flushHeaders();
    });
  };
  expect(await begin('short')).toBe(401);
  const waits = Array.from(
    { length: 20 },
    async () => await begin(sign('another body')).catch(() => undefined),
  );
  expect(await Promise.race(waits)).toBe(503);
  const body = orderOf(7);
  const reply = await world.server.inject({
    method: 'POST',
    url: path,
    payload: body,
    remoteAddress: '192.0.2.9',
    headers: { 'x-wc-webhook-topic': 'order.updated', 'x-wc-webhook-signature': sign(body) },
  });
  expect(reply.statusCode).toBe(200);
});

test('a stranger who was refused too often has no further body read, and the store at another address is', async () => {
  const world = await openApiWorld({ requestsPerMinuteByAddress: 3 });
  close.push(async () => await world.close());
  const [path] = [await setUpWebhooks(world), await addConfiguration(world, 1)];
  const address = `${await listen(world.server, { host: '127.0.0.1', port: 0 })}${path}`;
  const wrong = async () =>
    await deliver(world, path, orderOf(7), { 'x-wc-webhook-signature': sign('other') });
  for (let at = 0; at < 3; at += 1) expect((await wrong()).statusCode).toBe(401);
  // The headers of a delivery are answered, although its body never comes.
  const begun = request(address, {
    method: 'POST',
    headers: { 'content-length': '2000000', 'x-wc-webhook-signature': sign(orderOf(7)) },
  });
  close.push(async () => {
    begun.destroy();
  });
  const [status, retryAfter] = await new Promise<readonly unknown[]>((resolve, reject) => {
    begun
      .on('response', (reply) => resolve([reply.resume().statusCode, Number(reply.headers['retry-after'])]))
      .on('error', reject);
    begun.flushHeaders();
  });
  expect(status).toBe(429);
  expect(retryAfter).toBeGreaterThan(0);
  const right = await world.server.inject({
    method: 'POST',
    url: path,
    payload: orderOf(7),
    remoteAddress: '192.0.2.9',
    headers: { 'x-wc-webhook-topic': 'order.updated', 'x-wc-webhook-signature': sign(orderOf(7)) },
  });
  expect(right.statusCode).toBe(200);
});

test('thousands of deliveries at once are all kept, and the service answers meanwhile', async () => {
  const world = await openApiWorld();
  close.push(async () => await world.close());
  const [path] = [await setUpWebhooks(world), await addConfiguration(world, 1)];
  const bodies = Array.from({ length: 2_000 }, (_, at) => orderOf(1 + (at % 900)));
  const all = Promise.all(
    bodies.map(async (body) => {
      const reply = await deliver(world, path, body);
      return reply.statusCode;
    }),
  );
  expect((await world.ask('viewer', 'GET', '/api/v1/auth/me/')).statusCode).toBe(200);
  expect(new Set(await all)).toEqual(new Set([200]));
  expect(await waiting(world)).toBe(900);
});

/** An API whose connections to the backend go through a proxy that can be cut. */
async function behindProxy(): Promise<{ readonly world: ApiWorld; readonly line: TcpProxy }> {
  const server = await startPrivatePostgres();
  close.push(async () => await server.stop());
  const direct = openDatabase({ connectionString: server.url }, testLog, 1);
  await migrate(direct, testLog);
  await direct.end();
  const url = new URL(server.url);
  const line = await startProxy(Number(url.port));
  url.port = String(line.port);
  const world = await openApiWorldOn({ url: url.href, drop: async () => undefined }, () => ({}));
  close.push(
    async () => await line.close(),
    async () => await world.close(),
  );
  return { world, line };
}

test('while the backend is away, deliveries are answered, and their orders are kept when it is back', async () => {
  const { world, line } = await behindProxy();
  const [path] = [await setUpWebhooks(world), await addConfiguration(world, 1)];
  expect((await deliver(world, path, orderOf(1))).statusCode).toBe(200);
  line.drop();
  const statuses = await Promise.all(
    [2, 3, 2].map(async (id) => (await deliver(world, path, orderOf(id))).statusCode),
  );
  expect(statuses).toEqual([200, 200, 200]);
  line.mend();
  await waitFor(
    async () => await waiting(world).catch(() => null),
    (orders) => orders === 3,
  );
});
