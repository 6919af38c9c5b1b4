import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putWebhookSecret } from '../../src/backend/credentials/webhook-records.ts';
import { inTransaction } from '../../src/backend/database.ts';
import { keepArrivals } from '../../src/backend/webhooks/announcement-records.ts';
import { noteFollowed, removeOldHints } from '../../src/backend/webhooks/hint-records.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { cancel, changeStatus, triggerSync } from '../../src/tasks/control.ts';
import { requestAllAnnounced } from '../../src/tasks/read-announced.ts';
import { claimed, finish } from './claimed.ts';
import { AWAY } from './quiet-store.ts';
import { TaskWorld } from './task-world.ts';

let world: TaskWorld;
let configuration: string;
let credentials: string;

beforeEach(async () => {
  world = await TaskWorld.open();
  credentials = await world.addCredentials();
  configuration = await world.addConfiguration({ credentialsId: credentials });
  const key = new Secret('a secret key of the tests, long enough');
  await putWebhookSecret(world.db, key, credentials, 'a secret');
  await triggerSync(world.control, configuration, null);
  await world.settle();
});
afterEach(async () => await world.close());

/** As if deliveries about these orders of the configuration's product came more than two seconds ago. */
async function announce(...orderIds: number[]): Promise<void> {
  await announceNow(...orderIds);
  await world.db.query(
    `update sync_order_hints set waiting_since = waiting_since - interval '1 minute' where waiting_since is not null`,
  );
}

async function announceNow(...orderIds: number[]): Promise<void> {
  const of = { credentialsId: credentials, wooProductIds: [1], deliveries: 1 };
  const counts = { deliveries: orderIds.length, refused: 0, pings: 0, topic: 'order.updated' };
  await keepArrivals(
    world.db,
    orderIds.map((wooOrderId) => ({ ...of, wooOrderId })),
    [{ credentialsId: credentials, ...counts, isOfOrder: true, isTooMuch: false }],
  );
}

async function plan(): Promise<number> {
  return (await requestAllAnnounced({ db: world.db, now: world.now, maxRetries: 3 })).requested;
}

interface Requested {
  readonly id: string;
  readonly status: string;
  readonly queue: string;
  readonly depth: string | null;
  readonly orders: readonly number[] | null;
}

/** The executions that announcements caused, the oldest first. */
async function requested(): Promise<readonly Requested[]> {
  return await world.rows<Requested>(
    `select id, status, queue, requested_depth as depth, to_jsonb(order_ids) as orders from sync_executions
     where trigger = 'webhook' order by created_at, id`,
  );
}

async function waiting(): Promise<readonly number[]> {
  const rows = await world.rows<{ id: number }>(
    'select woo_order_id as id from sync_order_hints where waiting_since is not null order by 1',
  );
  return rows.map(({ id }) => id);
}

describe('announced orders', () => {
  it('are collected for two seconds and read by one execution, of the queue of the schedule', async () => {
    await announceNow(7, 9);
    expect(await plan()).toBe(0);
    await announce(8, 7);
    expect(await plan()).toBe(1);
    expect(await requested()).toMatchObject([
      { status: 'pending', queue: 'default', depth: 'targeted', orders: [7, 8, 9] },
    ]);
    await world.settle();
    expect(await requested()).toMatchObject([{ status: 'success' }]);
    expect(await waiting()).toEqual([]);
    expect(await plan()).toBe(0);
  });

  it('that the store has nothing of are no failure', async () => {
    await announce(7);
    await plan();
    await world.settle();
    expect(await requested()).toMatchObject([{ status: 'success', orders: [7] }]);
  });

  it('wait while an execution of the configuration runs, and are read after it', async () => {
    const running = await claimed(world, (await triggerSync(world.control, configuration, null)).executionId);
    await announce(7);
    expect(await plan()).toBe(0);
    await finish(world, running);
    expect(await waiting()).toEqual([7]);
    expect(await plan()).toBe(1);
    await world.settle();
    expect(await waiting()).toEqual([]);
  });

  it('that are announced again while they are read are read again', async () => {
    await announce(7, 8);
    await plan();
    const [first] = await requested();
    const running = await claimed(world, first?.id ?? '');
    await announceNow(8);
    expect(await plan()).toBe(0);
    await finish(world, running);
    expect(await waiting()).toEqual([8]);
    await announce(8);
    expect(await plan()).toBe(1);
    expect((await requested()).at(-1)).toMatchObject({ orders: [8] });
  });

  it('of a configuration come in turn, although a hundred others wait for executions that cannot start', async () => {
    const stuck: string[] = [];
    while (stuck.length < 100) stuck.push(await world.addConfiguration({ credentialsId: credentials }));
    const last = await world.addConfiguration({ credentialsId: credentials });
    for (const id of stuck) await triggerSync(world.control, id, null);
    await world.db.query('update sync_configurations set last_success_at = now()');
    // Of so many orders an execution of the event is requested, and that one waits already.
    await world.db.query(
      `insert into sync_order_hints (configuration_id, woo_order_id, announced_at, waiting_since)
       select c, o, now(), now() - interval '1 minute' from unnest($1::uuid[]) c, generate_series(1, 201) o
       union all select $2, 7, now(), now() - interval '1 minute'`,
      [stuck, last],
    );
    const deps = { db: world.db, now: world.now, maxRetries: 3 };
    const first = await requestAllAnnounced(deps);
    const second = await requestAllAnnounced(deps, first.last);
    expect([first.requested, second.requested]).toEqual([0, 1]);
    expect(await requested()).toMatchObject([{ orders: [7] }]);
  });

  it('make one execution at a time, however many processes look', async () => {
    await announce(7);
    const made = await Promise.all([plan(), plan(), plan()]);
    expect(made.toSorted((a, b) => a - b)).toEqual([0, 0, 1]);
    await announce(9);
    expect(await plan()).toBe(0);
    expect(await requested()).toHaveLength(1);
  });

  it('that are more than a targeted execution takes are read with the event, and what that leaves by name', async () => {
    const many = Array.from({ length: 201 }, (_, at) => at + 1);
    await announce(...many);
    await plan();
    expect(await requested()).toMatchObject([{ depth: 'quick', orders: null, status: 'pending' }]);
    await world.settle();
    expect(await waiting()).toHaveLength(201);
    await plan();
    await world.settle();
    await plan();
    await world.settle();
    expect(await waiting()).toEqual([]);
    expect((await requested()).map(({ orders }) => orders?.length ?? null)).toEqual([null, 200, 1]);
    expect(await plan()).toBe(0);
  });

  it('leave few rows and few executions, though thousands of them come at once', async () => {
    for (let from = 1; from <= 4_801; from += 200) {
      await announce(...Array.from({ length: 200 }, (_, at) => from + at));
      await plan();
    }
    expect(await waiting()).toHaveLength(1_000);
    expect(await world.rows('select configuration_id from sync_hint_overflows')).toHaveLength(1);
    for (let round = 0; round < 20; round += 1) {
      await world.settle();
      await plan();
    }
    expect(await waiting()).toEqual([]);
    expect(await world.rows('select configuration_id from sync_hint_overflows')).toEqual([]);
    expect((await requested()).length).toBeLessThan(10);
  });

  it('are not lost with the worker that reads them', async () => {
    await announce(7);
    await plan();
    const [first] = await requested();
    await claimed(world, first?.id ?? '');
    await world.db.query(`update sync_leases set heartbeat_at = heartbeat_at - interval '1 hour'`);
    expect(await waiting()).toEqual([7]);
    await world.settle();
    expect(await requested()).toMatchObject([{ status: 'success', orders: [7] }]);
    expect(await waiting()).toEqual([]);
  });

  it('of a store that cannot be reached wait, and do not ask it more often than the schedule does', async () => {
    world.store.failure = AWAY;
    await announce(7);
    await plan();
    for (let round = 0; round < 6; round += 1) {
      await world.settle();
      await plan();
      world.pass(10 * 60_000);
    }
    const { length: before } = await requested();
    expect(before).toBeLessThanOrEqual(2);
    world.store.failure = null;
    for (let round = 0; round < 4; round += 1) {
      await world.settle();
      await plan();
      world.pass(10 * 60_000);
    }
    expect(await waiting()).toEqual([]);
  });

  it('that a person cancels are not requested again at once', async () => {
    await announce(7);
    await plan();
    const [first] = await requested();
    await cancel(world.control, first?.id ?? '');
    expect(await plan()).toBe(0);
    world.pass(6 * 60_000);
    expect(await plan()).toBe(1);
  });

  it('of a paused configuration wait until it is resumed', async () => {
    await announce(7);
    await changeStatus(world.control, configuration, 'pause');
    expect(await plan()).toBe(0);
    await changeStatus(world.control, configuration, 'resume');
    expect(await plan()).toBe(1);
  });

  it('that were too many wait for a reading that began after them as a whole', async () => {
    await world.db.query(
      `insert into sync_hint_overflows (configuration_id, announced_at) values ($1, now() - interval '1 minute')`,
      [configuration],
    );
    const running = await claimed(world, (await triggerSync(world.control, configuration, null)).executionId);
    const left = async (isContinued: boolean): Promise<number> => {
      await inTransaction(world.db, async (tx) => {
        await noteFollowed(tx, running, { depth: 'full', isContinued });
      });
      return (await world.rows('select configuration_id from sync_hint_overflows')).length;
    };
    expect(await left(true)).toBe(1);
    expect(await left(false)).toBe(0);
  });

  it('that wait longer than a day are read with the event, unless an execution has read it since', async () => {
    const hoursPass = async (): Promise<void> => {
      await world.db.query(`update sync_order_hints set announced_at = announced_at - interval '25 hours',
        waiting_since = waiting_since - interval '25 hours'`);
      await removeOldHints(world.db);
    };
    await announce(7);
    await hoursPass();
    expect(await waiting()).toEqual([]);
    expect(await plan()).toBe(0);
    await announce(8);
    await changeStatus(world.control, configuration, 'pause');
    await world.db.query(`update sync_executions set started_at = started_at - interval '26 hours'`);
    await hoursPass();
    expect(await waiting()).toEqual([]);
    await changeStatus(world.control, configuration, 'resume');
    expect(await plan()).toBe(1);
    expect(await requested()).toMatchObject([{ depth: 'quick', orders: null }]);
    await world.settle();
    expect(await plan()).toBe(0);
  });

  it('of an event that was never read wait for its first execution', async () => {
    await world.db.query('update sync_configurations set last_success_at = null');
    await announce(7);
    expect(await plan()).toBe(0);
    await triggerSync(world.control, configuration, null);
    await world.settle();
    expect(await plan()).toBe(1);
  });
});
