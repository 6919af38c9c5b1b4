import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rotateSecrets } from '../../../src/backend/credentials/sealed-secrets.ts';
import { readFeed } from '../../../src/backend/feed/read-changes.ts';
import { listDeliveries } from '../../../src/backend/outbound/delivery-log.ts';
import { replayDeliveries } from '../../../src/backend/outbound/delivery-records.ts';
import { changeEndpoint } from '../../../src/backend/outbound/endpoint-records.ts';
import { Secret } from '../../../src/kernel/secrets/secret.ts';
import { rotateEndpointSecret } from '../../../src/tasks/outbound/endpoints.ts';
import { blocksOf } from '../../house/read-docs.ts';
import { waitFor } from '../wait-for.ts';
import { type OutboundWorld, openOutboundWorld, SECRET_KEY } from './outbound-world.ts';
import { type Received, type Receiver, startReceiver } from './receiver.ts';

let world: OutboundWorld;
const ends: (() => Promise<void>)[] = [];

beforeEach(async () => {
  world = await openOutboundWorld();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await world.close();
});

async function receiver(...behaviour: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...behaviour);
  ends.push(async () => await started.close());
  return started;
}

function start(): { stop(): Promise<void> } {
  const running = world.start();
  ends.push(async () => await running.stop());
  return running;
}

const received = async (of: Receiver, count: number): Promise<readonly Received[]> =>
  await waitFor(
    () => of.received.length,
    (length) => length >= count,
  ).then(() => of.received);
const accepted = async (of: Receiver, count: number): Promise<readonly string[]> =>
  await waitFor(
    () => of.accepted(),
    (ids) => ids.length >= count,
  );

async function deliveries(id: string, status: 'waiting' | 'delivered' | 'given_up' | null = null) {
  return await listDeliveries(world.backend.db, { endpointId: id, status }, 100, 0);
}

/** Verifies with the code that docs/outbound-events.md shows. */
async function verifiedByPython(secret: string, { headers, body }: Received): Promise<boolean> {
  const [shown = ''] = blocksOf('docs/outbound-events.md', 'python');
  const script = `${shown}\nimport json, sys\nsecret, headers, body = json.load(sys.stdin)\nprint(verify(secret, headers, body.encode()))`;
  const running = promisify(execFile)('python3', ['-c', script]);
  running.child.stdin?.end(JSON.stringify([secret, headers, body]));
  return (await running).stdout.trim() === 'True';
}

test('messages name a change, and both secrets of a rotation verify them', async () => {
  const to = await receiver();
  const { id, secret } = await world.add('accounting', to.url, { kinds: ['order.updated'] });
  start();
  const orderId = await world.change(1);
  const [first] = await received(to, 1);
  if (first === undefined) throw new Error('no message');
  const message = new Webhook(secret).verify(first.body, first.headers as Record<string, string>);
  expect(message).toMatchObject({
    type: 'order.updated',
    data: {
      id: orderId,
      order_id: orderId,
      fields: ['phone'],
      url: `https://tickets.example.com/api/v1/orders/${orderId}/`,
    },
  });
  expect(await verifiedByPython(secret, first)).toBe(true);
  expect(await verifiedByPython(secret, { ...first, body: `${first.body} ` })).toBe(false);
  expect(first.id).toBe(
    (await readFeed(world.backend.db, 'latest', 1, { kinds: null, organizers: null, events: null })).cursor,
  );

  const rotated = await rotateEndpointSecret(world.deps, id, 24);
  // A rotation of the keys of the backend leaves the secrets of receivers as they are.
  await rotateSecrets(world.backend.db, new Secret(SECRET_KEY), null);
  await world.change(1);
  const second = (await received(to, 2))[1];
  if (second === undefined) throw new Error('no second message');
  for (const each of [secret, rotated.secret]) {
    expect(() =>
      new Webhook(each).verify(second.body, second.headers as Record<string, string>),
    ).not.toThrow();
    expect(await verifiedByPython(each, second)).toBe(true);
  }
  world.passHours(25);
  await world.change(1);
  const third = (await received(to, 3))[2];
  expect(String(third?.headers['webhook-signature']).split(' ')).toHaveLength(1);
});

test('an endpoint gets only the kinds that its filter names', async () => {
  const [some, all] = [await receiver(), await receiver()];
  await world.add('some', some.url, { kinds: ['order.cancelled'] });
  await world.add('all', all.url);
  start();
  await world.change(1);
  await world.client.query(`update orders set status = 'cancelled' where woo_order_id = 2`);
  await received(all, 2);
  const [cancelled] = await received(some, 1);
  expect([JSON.parse(cancelled?.body ?? '{}').type, some.received.length]).toEqual(['order.cancelled', 1]);
});

test('a receiver that fails now and then gets every change, those of an order in their order, with the same ids', async () => {
  const failed = new Set<string>();
  const to = await receiver(({ id }, count) => {
    if (count % 3 !== 0 || failed.has(id)) return 204;
    failed.add(id);
    return 500;
  });
  await world.add('accounting', to.url);
  start();
  const changed: string[] = [];
  for (let step = 0; step < 12; step += 1) changed.push(await world.change((step % 3) + 1));
  await waitFor(
    () => to.received.length,
    (length) => length >= 6,
  );
  // Waits after a failure pass by the clock.
  await waitFor(
    () => {
      world.passHours(0.1);
      return to.accepted().length;
    },
    (count) => count === 12,
  );
  const orderOf = (id: string): string =>
    JSON.parse(to.received.find((message) => message.id === id)?.body ?? '{}').data.order_id;
  const positions = new Map<string, number[]>();
  for (const id of to.accepted()) {
    const order = orderOf(id);
    positions.set(order, [...(positions.get(order) ?? []), Number(id.split('.')[0])]);
  }
  expect(positions.size).toBe(3);
  for (const list of positions.values()) expect(list).toEqual(list.toSorted((a, b) => a - b));
  expect([...positions.keys()].sort()).toEqual([...new Set(changed)].sort());
  expect(failed.size).toBeGreaterThan(0);
});

test('a receiver that is down for a day is left alone, and gets everything when it is back', async () => {
  let isDown = true;
  const to = await receiver(() => (isDown ? 503 : 204));
  const { id } = await world.add('accounting', to.url);
  start();
  for (let number = 1; number <= 5; number += 1) await world.change(number);
  await received(to, 1);
  const held = await waitFor(
    async () => await world.endpoint(id),
    ({ failures, waiting }) => failures > 0 && waiting === 5,
  );
  expect(held).toMatchObject({ state: 'active', last_error: 'outbound.refused', last_reply: 'not now' });
  for (let hours = 0; hours < 24; hours += 6) {
    const before = to.received.length;
    world.passHours(6);
    await received(to, before + 1);
  }
  isDown = false;
  world.passHours(2);
  expect(await accepted(to, 5)).toHaveLength(5);
  await waitFor(
    async () => await world.endpoint(id),
    ({ failures, waiting }) => failures === 0 && waiting === 0,
  );
});

test('a message is given up after three days, later ones follow, and a replay sends it with the same id', async () => {
  let refuses = true;
  const to = await receiver(() => (refuses ? 400 : 204));
  const { id } = await world.add('accounting', to.url);
  start();
  await world.change(1);
  const [first] = await received(to, 1);
  world.passHours(73);
  await waitFor(
    async () => await world.endpoint(id),
    ({ given_up }) => given_up === 1,
  );
  refuses = false;
  await world.change(1);
  expect(await accepted(to, 1)).not.toContain(first?.id);
  const [lost] = await deliveries(id, 'given_up');
  expect(lost).toMatchObject({ message_id: first?.id, last_status: 400, last_error: 'outbound.refused' });
  const ids = [lost?.id ?? ''];
  expect(
    await replayDeliveries(world.backend.db, id, { ids, from: null, until: null }, world.deps.now()),
  ).toBe(1);
  expect(await accepted(to, 2)).toContain(first?.id);
  await waitFor(
    async () => await world.endpoint(id),
    ({ waiting }) => waiting === 0,
  );
  // All changes of a span of time.
  const span = { ids: null, from: new Date(Date.now() - 3_600_000), until: null };
  expect(await replayDeliveries(world.backend.db, id, span, world.deps.now())).toBe(2);
  const before = to.received.length;
  await received(to, before + 2);
});

test('an answer of 410 ends the endpoint until a person switches it on again', async () => {
  let isGone = true;
  const to = await receiver(() => (isGone ? 410 : 204));
  const { id } = await world.add('accounting', to.url);
  start();
  await world.change(1);
  await waitFor(
    async () => await world.endpoint(id),
    ({ state }) => state === 'ended',
  );
  await world.change(2);
  isGone = false;
  await changeEndpoint(world.backend.db, id, { state: 'active' }, world.deps.now());
  const [second] = await accepted(to, 1);
  expect(to.received.map((message) => message.id).indexOf(second ?? '')).toBe(1);
});

test('redirects are not followed, endless answers are cut, and forbidden addresses get nothing', async () => {
  const elsewhere = await receiver();
  const redirecting = await receiver((_message, _count, response) => {
    response.writeHead(307, { location: elsewhere.url }).end();
    return null;
  });
  const endless = await receiver((_message, _count, response) => {
    response.writeHead(200);
    const write = (): void => {
      while (!response.destroyed && response.write('x'.repeat(4096)));
    };
    response.on('drain', write);
    write();
    return null;
  });
  const { id: redirected } = await world.add('redirecting', redirecting.url);
  const { id: cut } = await world.add('endless', endless.url);
  const { id: forbidden } = await world.add('metadata', 'http://169.254.169.254/latest/');
  start();
  await world.change(1);
  await waitFor(
    async () => (await deliveries(cut, 'delivered')).length,
    (count) => count === 1,
  );
  const refused = await waitFor(
    async () => await world.endpoint(forbidden),
    ({ failures }) => failures > 0,
  );
  expect(refused.last_error).toBe('outbound.address-refused');
  const [delivery] = await waitFor(
    async () => await deliveries(redirected),
    ([one]) => (one?.last_status ?? null) !== null,
  );
  expect(delivery).toMatchObject({ status: 'waiting', last_status: 307 });
  expect(elsewhere.received).toEqual([]);
});

test('a receiver that answers slowly delays no other one', async () => {
  const slow = await receiver(() => null);
  const quick = await receiver();
  await world.add('a slow one', slow.url);
  await world.add('quick', quick.url);
  start();
  for (let number = 1; number <= 6; number += 1) await world.change(number);
  expect(await accepted(quick, 6)).toHaveLength(6);
  expect(slow.accepted()).toEqual([]);
});
