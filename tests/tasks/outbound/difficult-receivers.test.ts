import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { numberChanges } from '../../../src/backend/feed/number-changes.ts';
import { removeOldChanges } from '../../../src/backend/feed/remove-old-changes.ts';
import { listDeliveries } from '../../../src/backend/outbound/delivery-log.ts';
import {
  claimDeliveries,
  noteFailed,
  queueChanges,
  removeOldDeliveries,
  replayDeliveries,
} from '../../../src/backend/outbound/delivery-records.ts';
import { changeEndpoint } from '../../../src/backend/outbound/endpoint-records.ts';
import { EVENTS } from '../../backend/sums/people.ts';
import { waitFor } from '../wait-for.ts';
import { type OutboundWorld, openOutboundWorld } from './outbound-world.ts';
import { type Received, type Receiver, startReceiver } from './receiver.ts';

const NEVER = new AbortController().signal;
const NOWHERE = 'http://127.0.0.1:9/hook';

let world: OutboundWorld;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  world = await openOutboundWorld();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await world.client.query('delete from outbound_endpoints');
});
afterAll(async () => await world.close());

async function receiver(...behaviour: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...behaviour);
  ends.push(async () => await started.close());
  return started;
}

function start(): void {
  const running = world.start();
  ends.push(async () => await running.stop());
}

async function deliveries(id: string) {
  return await listDeliveries(world.backend.db, { endpointId: id, status: null }, 100, 0);
}

/** Queues what has changed, without a process that sends it. */
async function queue(): Promise<void> {
  await numberChanges(world.backend.db, NEVER);
  while (await queueChanges(world.backend.db, world.deps.now()));
}

const claim = async (most: number) =>
  await claimDeliveries(world.backend.db, world.deps.now(), new Map(), most);
const orderOf = ({ body }: Received): string => JSON.parse(body).data.order_id;

test('messages that fail together count as one failure of the receiver', async () => {
  const to = await receiver(() => 503);
  const { id } = await world.add('accounting', to.url);
  for (let number = 1; number <= 6; number += 1) await world.change(number);
  await queue();
  start();
  const all = await waitFor(
    async () => await deliveries(id),
    (list) => list.length === 6 && list.every(({ last_status }) => last_status === 503),
  );
  expect(all.every(({ attempts }) => attempts === 1)).toBe(true);
  expect((await world.endpoint(id)).failures).toBe(1);
});

test('a message that its receiver can never accept holds up no other order', async () => {
  let poison = '';
  const to = await receiver((message) => (orderOf(message) === poison ? 504 : 204));
  const { id } = await world.add('accounting', to.url);
  poison = await world.change(1);
  start();
  await waitFor(
    async () => (await world.endpoint(id)).failures,
    (failures) => failures === 1,
  );
  for (let number = 2; number <= 6; number += 1) await world.change(number);
  await waitFor(
    () => {
      world.passHours(0.1);
      return to.accepted().length;
    },
    (count) => count === 5,
  );
});

test('a message that is answered slowly does not delay other orders of its endpoint', async () => {
  let slow = '';
  const to = await receiver((message) => (orderOf(message) === slow ? null : 204));
  await world.add('accounting', to.url);
  slow = await world.change(1);
  for (let number = 2; number <= 6; number += 1) await world.change(number);
  await queue();
  start();
  for (const expected of [5, 10]) {
    await waitFor(
      () => to.accepted().length,
      (count) => count >= expected,
    );
    for (let number = 2; number <= 6; number += 1) await world.change(number);
  }
  expect(to.received.filter((message) => orderOf(message) === slow)).toHaveLength(1);
});

test('after a pause of four days, a message that failed before is tried for three days again', async () => {
  const to = await receiver(() => 500);
  const { id } = await world.add('accounting', to.url);
  start();
  await world.change(1);
  const tried = async (attempts: number) =>
    await waitFor(
      async () => (await deliveries(id))[0],
      (one) => one?.attempts === attempts && one.last_error !== null && to.received.length >= attempts,
    );
  await tried(1);
  await changeEndpoint(world.backend.db, id, { state: 'paused' }, world.deps.now());
  world.passHours(96);
  await changeEndpoint(world.backend.db, id, { state: 'active' }, world.deps.now());
  expect((await tried(2))?.status).toBe('waiting');
  world.passHours(2);
  expect((await tried(3))?.status).toBe('waiting');
  world.passHours(73);
  expect(
    (
      await waitFor(
        async () => await deliveries(id),
        ([one]) => one?.status !== 'waiting',
      )
    )[0],
  ).toMatchObject({
    status: 'given_up',
  });
});

test('a secret that cannot be opened stops its endpoint alone, which says so', async () => {
  const [good, bad] = [await receiver(), await receiver()];
  const { id: goodId } = await world.add('good', good.url);
  const { id: badId } = await world.add('bad', bad.url);
  await world.client.query(
    `update outbound_endpoints set secret_sealed = (select secret_sealed from outbound_endpoints where id = $1)
     where id = $2`,
    [goodId, badId],
  );
  start();
  await world.change(1);
  await waitFor(
    () => good.accepted().length,
    (count) => count === 1,
  );
  await waitFor(
    async () => (await world.endpoint(badId)).last_error,
    (error) => error === 'secret.cannot-open',
  );
  expect(bad.received).toEqual([]);
});

test('a change of a ticket waits for its change from before its order was there', async () => {
  await world.add('accounting', NOWHERE, { kinds: ['ticket.created', 'ticket.updated'] });
  const ticket = randomUUID();
  await world.client.query(
    `insert into tickets (id, event_id, origin, woo_ticket_id, woo_product_id, woo_variation_id, ticket_number, status,
       check_in_status, price, service_fee, organizer_amount, content_digest)
     values ($1, $2, 'fooevents', 77, 1, 0, '77', 'orphaned', 'not_checked_in', 0, 0, 0, '\\x')`,
    [ticket, EVENTS[0]],
  );
  await queue();
  await world.client.query(
    'update tickets set order_id = (select id from orders where woo_order_id = 1), woo_order_id = 1 where id = $1',
    [ticket],
  );
  await queue();
  expect((await claim(8)).map(({ kind }) => kind)).toEqual(['ticket.created']);
});

test('an endpoint shows the changes that it did not get because they were no longer kept', async () => {
  const { id } = await world.add('accounting', NOWHERE);
  await changeEndpoint(world.backend.db, id, { state: 'paused' }, world.deps.now());
  await world.change(1);
  await numberChanges(world.backend.db, NEVER);
  await removeOldChanges(world.backend.db, new Date(Date.now() + 3_600_000), NEVER);
  await changeEndpoint(world.backend.db, id, { state: 'active' }, world.deps.now());
  await world.change(2);
  await queue();
  const { rows } = await world.client.query<{ last: string }>(
    'select base_position as last from feed_position',
  );
  const last = rows[0]?.last;
  expect((await world.endpoint(id)).skipped).toBe(`${last}–${last}`);
  expect(await deliveries(id)).toHaveLength(1);
});

test('new changes go before a replay, and a replay has a limit', async () => {
  const { db } = world.backend;
  const { id } = await world.add('accounting', NOWHERE);
  await world.change(1);
  await queue();
  await world.client.query(`update outbound_deliveries set status = 'delivered'`);
  const all = { ids: null, from: null, until: null };
  expect(await replayDeliveries(db, id, all, world.deps.now())).toBe(1);
  const second = await world.change(2);
  await queue();
  expect((await claim(1)).map(({ change }) => change.subject_id)).toEqual([second]);
  await world.client.query(
    `insert into outbound_deliveries (id, endpoint_id, position, message_id, kind, subject_id, change, changed_at, status,
       waiting_since, next_attempt_at)
     select gen_random_uuid(), $1, 1000000 + n, 'm', 'order.updated', gen_random_uuid(), '{}', now(), 'delivered', now(),
       now()
     from generate_series(1, 10001) n`,
    [id],
  );
  await expect(replayDeliveries(db, id, all, world.deps.now())).rejects.toMatchObject({
    code: 'outbound.replay-too-large',
  });
});

test('cleanup removes what is older than 30 days, also what still waits', async () => {
  const { id } = await world.add('accounting', NOWHERE);
  await world.change(1);
  await queue();
  const inDays = (days: number): Date => new Date(Date.now() + days * 24 * 3_600_000);
  await removeOldDeliveries(world.backend.db, inDays(29), NEVER);
  expect(await deliveries(id)).toHaveLength(1);
  await removeOldDeliveries(world.backend.db, inDays(31), NEVER);
  expect(await deliveries(id)).toEqual([]);
});

test('an answer of an address that was replaced does not end the endpoint, and the message goes to the new one', async () => {
  const { db } = world.backend;
  const { id } = await world.add('accounting', NOWHERE);
  await world.change(1);
  await queue();
  const [claimed] = await claim(1);
  if (claimed === undefined) throw new Error('nothing is claimed');
  await changeEndpoint(db, id, { url: 'http://127.0.0.1:9/other' }, world.deps.now());
  const gone = {
    code: 'outbound.gone',
    status: 410,
    reply: null,
    nextAttemptAt: null,
    heldUntil: null,
    ends: true,
  };
  await noteFailed(db, claimed, gone);
  expect((await world.endpoint(id)).state).toBe('active');
  expect((await deliveries(id))[0]).toMatchObject({ status: 'waiting', attempts: 0 });
});
