import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimExecution, startExecution } from '../../src/backend/executions/execution-start-records.ts';
import { type OpenStore, runConfiguration } from '../../src/sync/attempt/run-configuration.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { AWAY } from './quiet-store.ts';
import { TaskWorld } from './task-world.ts';

let world: TaskWorld;

beforeEach(async () => {
  world = await TaskWorld.open();
});
afterEach(async () => {
  await world.close();
});

/** Configurations of one store that are all due now, with one execution each. */
async function dueTogether(credentialsId: string, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    ids.push(await world.addConfiguration({ credentialsId, frequency: 'hourly', nextDueAt: world.now() }));
  }
  await world.onTime('run_scheduled_syncs');
  return ids;
}

const handedOver = () => world.carrier.handed.filter((job) => job.name === 'sync_woocommerce_event');

describe('the slots of a store', () => {
  it('limit what is dispatched, however much is due', async () => {
    const narrow = await world.addCredentials(1);
    const wide = await world.addCredentials(3);
    await dueTogether(narrow, 6);
    await dueTogether(wide, 6);
    await world.rounds().round();
    await world.rounds().round();
    expect(handedOver()).toHaveLength(4);
    await world.settle();
    const ended = await world.one(
      `select count(*)::integer as n from sync_executions where status = 'success'`,
    );
    expect(ended).toEqual({ n: 12 });
    expect(handedOver()).toHaveLength(12);
  });

  it('include an extra one for a person, who goes before all scheduled executions', async () => {
    const store = await world.addCredentials(1);
    await dueTogether(store, 5);
    await world.rounds().round();
    const mine = await world.addConfiguration({ credentialsId: store });
    const also = await world.addConfiguration({ credentialsId: store });
    const { executionId } = await triggerSync(world.control, mine, null);
    await triggerSync(world.control, also, null);
    await world.rounds().round();
    expect(handedOver().map((job) => [job.queue, job.subjectId])[1]).toEqual(['critical', executionId]);
    expect(handedOver()).toHaveLength(2);
  });

  it('are no more for a person while the watch of the store holds a connection', async () => {
    const store = await world.addCredentials(1);
    await dueTogether(store, 1);
    await world.rounds().round();
    await world.db.query(
      `insert into sync_live_watches (credentials_id, holder, since, is_connected) values ($1, 'one', now(), true)`,
      [store],
    );
    const mine = await world.addConfiguration({ credentialsId: store });
    const { executionId } = await triggerSync(world.control, mine, null);
    await world.rounds().round();
    expect(handedOver()).toHaveLength(1);
    await world.db.query('update sync_live_watches set is_connected = false');
    await world.rounds().round();
    expect(handedOver().map((job) => job.subjectId)[1]).toBe(executionId);
    // A watch that has lapsed holds nothing up either.
    const also = await world.addConfiguration({ credentialsId: await world.addCredentials(1) });
    await world.db.query(
      `insert into sync_live_watches (credentials_id, holder, since, is_connected, renewed_at)
       select credentials_id, 'two', now(), true, now() - interval '21 seconds' from sync_configurations where id = $1`,
      [also],
    );
    await triggerSync(world.control, also, null);
    await world.rounds().round();
    expect(handedOver()).toHaveLength(3);
  });

  it('are counted by the database: a claim beyond the limit is refused, even of two at the same time', async () => {
    const store = await world.addCredentials(2);
    await dueTogether(store, 6);
    const ids = await world.rows<{ id: string }>('select id from sync_executions order by id');
    const claims = await Promise.all(ids.map(async ({ id }) => await claimExecution(world.db, id, 'test')));
    expect(claims.filter((claim) => typeof claim !== 'string')).toHaveLength(2);
    expect(claims.filter((claim) => claim === 'no-slot')).toHaveLength(4);
    // a command counts as a person, and takes only the extra slot
    const [one, other] = [
      await world.addConfiguration({ credentialsId: store }),
      await world.addConfiguration({ credentialsId: store }),
    ];
    await startExecution(world.db, one, 'test', null, world.now());
    await expect(startExecution(world.db, other, 'test', null, world.now())).rejects.toMatchObject({
      kind: 'conflict',
      code: 'execution.no-slot',
    });
  });

  it('a job that two workers get runs once', async () => {
    const store = await world.addCredentials(5);
    await dueTogether(store, 1);
    const { id } = await world.one<{ id: string }>('select id from sync_executions');
    const claims = await Promise.all([1, 2, 3].map(async () => await claimExecution(world.db, id, 'test')));
    expect(claims.filter((claim) => claim === 'not-pending')).toHaveLength(2);
  });
});

describe('what was dispatched', () => {
  it('is dispatched again, under another number, when the carrier has lost it', async () => {
    const configuration = await world.addConfiguration();
    const { executionId } = await triggerSync(world.control, configuration, null);
    await world.rounds().round();
    world.carrier.waiting.length = 0;
    await world.rounds().round();
    expect(handedOver()).toHaveLength(1);
    await world.db.query(`update sync_executions set dispatched_at = dispatched_at - interval '16 seconds'`);
    await world.rounds().round();
    await world.rounds().round();
    expect(handedOver().map((job) => job.id)).toEqual([`${executionId}-1`, `${executionId}-2`]);
  });

  it('keeps waiting while the carrier still has it', async () => {
    const configuration = await world.addConfiguration();
    await triggerSync(world.control, configuration, null);
    await world.rounds().round();
    await world.db.query(`update sync_executions set dispatched_at = dispatched_at - interval '16 seconds'`);
    await world.rounds().round();
    await world.rounds().round();
    expect(handedOver()).toHaveLength(1);
  });

  it('is recorded although the carrier is unreachable, and dispatched when it is back', async () => {
    const configuration = await world.addConfiguration();
    world.carrier.down = true;
    const { executionId } = await triggerSync(world.control, configuration, null);
    await world.rounds().round();
    expect(await world.execution(executionId)).toMatchObject({ status: 'pending' });
    world.carrier.down = false;
    await world.settle();
    expect(await world.execution(executionId)).toMatchObject({ status: 'success' });
  });
});

describe('an unreachable store', () => {
  it('holds back its other executions until one connection test succeeds, and others continue', async () => {
    const store = await world.addCredentials(1);
    const dead = await dueTogether(store, 5);
    world.store.failure = AWAY;
    await world.settle();
    // the first one found the outage; the others wait without an attempt
    expect(await world.rows('select distinct execution_id from sync_attempts')).toHaveLength(1);
    const elsewhere = await world.addConfiguration();
    world.store.failure = null;
    const { executionId } = await triggerSync(world.control, elsewhere, null);
    await world.settle();
    expect(await world.execution(executionId)).toMatchObject({ status: 'success' });
    expect(await world.rows('select distinct execution_id from sync_attempts')).toHaveLength(2);
    // a quarter of an hour later, the connection test succeeds
    world.pass(15 * 60_000);
    await world.settle();
    await world.settle();
    const ended = await world.rows(
      `select c.id from sync_executions e join sync_configurations c on c.id = e.configuration_id
       where e.status = 'success' and c.id = any($1)`,
      [dead],
    );
    expect(ended).toHaveLength(5);
  });

  it('does not keep a person from trying it', async () => {
    const store = await world.addCredentials(1);
    await dueTogether(store, 2);
    world.store.failure = AWAY;
    await world.settle();
    world.store.failure = null;
    const mine = await world.addConfiguration({ credentialsId: store });
    await triggerSync(world.control, mine, null);
    await world.settle();
    // that was the connection test: no execution is held back any more
    expect(await world.rows('select credentials_id from sync_store_outages')).toEqual([]);
  });
});

it('an attempt uses the credentials whose slot it took, even if its configuration has others by then', async () => {
  const [one, other] = [await world.addCredentials(), await world.addCredentials()];
  const configuration = await world.addConfiguration({ credentialsId: one });
  const { executionId } = await triggerSync(world.control, configuration, null);
  const started = await claimExecution(world.db, executionId, 'worker');
  if (typeof started === 'string') throw new Error(started);
  await world.db.query('update sync_configurations set credentials_id = $1', [other]);
  const opened: string[] = [];
  const openStore: OpenStore = async (credentialsId, signal) => {
    opened.push(credentialsId);
    return await world.openStore(credentialsId, signal);
  };
  await runConfiguration({ ...world.handlerDeps(), openStore }, started, {
    signal: new AbortController().signal,
    onSignal: 'give-back',
    onProgress: () => undefined,
  });
  expect(opened).toEqual([one]);
});
