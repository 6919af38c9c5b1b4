import { afterEach, beforeEach, expect, it } from 'vitest';
import { listOpenIncidents } from '../../src/backend/incidents/find-incidents.ts';
import { readFailingExecutions, readStoreLags } from '../../src/backend/operation/statistics-records.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { requestConnectionTest, triggerSync } from '../../src/tasks/control.ts';
import { readOperation } from '../../src/tasks/operation.ts';
import { AWAY } from './quiet-store.ts';
import { TaskWorld } from './task-world.ts';

const MINUTE_MS = 60_000;

let world: TaskWorld;

beforeEach(async () => {
  world = await TaskWorld.open();
});
afterEach(async () => {
  await world.close();
});

async function outages(): Promise<Readonly<Record<string, string | null>>> {
  const lags = await readStoreLags(world.db);
  return Object.fromEntries(lags.map((store) => [store.credentials, store.unreachable_since]));
}

async function sync(configuration: string): Promise<void> {
  await triggerSync(world.control, configuration, null);
  await world.settle();
}

it('a store is unreachable from its first failed attempt on, long before an incident opens', async () => {
  const store = await world.addCredentials();
  const configuration = await world.addConfiguration({ credentialsId: store });
  await sync(configuration);
  expect(await outages()).toEqual({ [store]: null });
  expect(await readFailingExecutions(world.db)).toEqual([]);

  world.store.failure = AWAY;
  world.pass(MINUTE_MS);
  await sync(configuration);
  // 12:01 by the world's clock
  const first = '2025-06-02T12:01:00.000000Z';
  expect(await outages()).toEqual({ [store]: first });
  expect(await world.rows('select id from alert_incidents')).toEqual([]);
  expect(await readFailingExecutions(world.db)).toMatchObject([
    { configuration, since: first, failed_attempts: 1, error_code: 'store.unreachable' },
  ]);

  for (let n = 0; n < 16; n += 1) {
    world.pass(MINUTE_MS);
    await world.settle();
  }
  const incident = await world.one<{ started_at: Date; opened_at: Date }>(
    'select started_at, opened_at from alert_incidents',
  );
  expect(incident.started_at).toEqual(new Date(first));
  // 30 s, 2 min and 8 min, each plus or minus a tenth
  expect(incident.opened_at.getTime() - incident.started_at.getTime()).toBeGreaterThan(9 * MINUTE_MS);
  expect(await outages()).toEqual({ [store]: first });
  expect(await readFailingExecutions(world.db)).toEqual([]);
});

it('attempts that fail for a reason other than the connection to the store are counted from the first on', async () => {
  const configuration = await world.addConfiguration();
  world.store.failure = new AppError({
    code: 'store.connection-lost',
    message: 'The connection was lost.',
  });
  await sync(configuration);
  expect(Object.values(await outages())).toEqual([null]);
  expect(await readFailingExecutions(world.db)).toMatchObject([
    { configuration, since: '2025-06-02T12:00:00.000000Z', error_code: 'store.connection-lost' },
  ]);
  for (let n = 0; n < 16; n += 1) {
    world.pass(MINUTE_MS);
    await world.settle();
  }
  const { started_at } = await world.one<{ started_at: Date }>('select started_at from alert_incidents');
  expect(started_at).toEqual(new Date('2025-06-02T12:00:00Z'));
});

it('two sets of one server agree, until the other one has reached it; another transport is another server', async () => {
  const [one, same, other, tunnelled, onSocket] = [
    await world.addCredentials(),
    await world.addCredentials(),
    await world.addCredentials(),
    await world.addCredentials(),
    await world.addCredentials(),
  ];
  await world.db.query(`update sync_credentials set host = 'LOCALHOST' where id = $1`, [same]);
  await world.db.query(`update sync_credentials set host = 'localhost' where id = any($1)`, [[one, other]]);
  await world.db.query(`update sync_credentials set database_name = 'another' where id = $1`, [same]);
  await world.db.query('update sync_credentials set port = 3307 where id = $1', [other]);
  await world.db.query(
    `update sync_credentials set transport = 'ssh_tunnel', ssh_host = 'ssh.example.com', ssh_port = 22,
       ssh_username = 'deploy' where id = $1`,
    [tunnelled],
  );
  await world.db.query(
    `update sync_credentials set host = 'localhost', port = 3306, socket = '/tmp/a.sock' where id = $1`,
    [onSocket],
  );
  const configurations = new Map<string, string>();
  for (const set of [one, same, other, tunnelled, onSocket]) {
    const id = await world.addConfiguration({ credentialsId: set });
    configurations.set(set, id);
    await sync(id);
  }
  world.pass(MINUTE_MS);
  world.store.failure = AWAY;
  // with a connection test, because an attempt would be repeated automatically
  await requestConnectionTest(world.control, one);
  await world.settle();
  const since = '2025-06-02T12:01:00.000000Z';
  expect(await outages()).toEqual({
    [one]: since,
    [same]: since,
    [other]: null,
    [tunnelled]: null,
    [onSocket]: null,
  });

  world.pass(MINUTE_MS);
  world.store.failure = null;
  await sync(configurations.get(same) ?? '');
  expect(await outages()).toEqual({
    [one]: since,
    [same]: null,
    [other]: null,
    [tunnelled]: null,
    [onSocket]: null,
  });

  // the first set fails again, later than the second one's success
  world.pass(MINUTE_MS);
  world.store.failure = AWAY;
  await requestConnectionTest(world.control, one);
  await world.settle();
  expect(await outages()).toEqual({
    [one]: since,
    [same]: since,
    [other]: null,
    [tunnelled]: null,
    [onSocket]: null,
  });
  // one successful test of the second set is enough
  world.pass(MINUTE_MS);
  world.store.failure = null;
  await requestConnectionTest(world.control, same);
  await world.settle();
  expect((await outages())[same]).toBeNull();
});

it('two sets of one dead server are one incident that names both, and over once both are reachable', async () => {
  const [one, same, other] = [
    await world.addCredentials(),
    await world.addCredentials(),
    await world.addCredentials(),
  ];
  await world.db.query(
    `update sync_credentials set name = 'first', database_name = 'another' where id = $1`,
    [one],
  );
  await world.db.query(`update sync_credentials set name = 'second' where id = $1`, [same]);
  await world.db.query(`update sync_credentials set host = 'other.example.com' where id = $1`, [other]);
  const configurations: string[] = [];
  for (const set of [one, same, other]) {
    configurations.push(await world.addConfiguration({ credentialsId: set }));
  }
  const untried = await world.addConfiguration({ credentialsId: same });
  const control = { ...world.control, maxRetries: 0 };
  world.store.failure = AWAY;
  for (const configuration of configurations.slice(0, 2)) {
    await triggerSync(control, configuration, null);
    await world.settle();
    world.pass(MINUTE_MS);
  }
  const [incident, ...rest] = await listOpenIncidents(world.db);
  expect(rest).toEqual([]);
  expect(incident?.stores).toEqual([
    { id: one, name: 'first' },
    { id: same, name: 'second' },
  ]);
  // executions that have not tried the store are held back as well
  expect(new Set(incident?.configurations.map(({ id }) => id))).toEqual(
    new Set([configurations[0], configurations[1], untried]),
  );
  const { occurrences } = await world.one<{ occurrences: number }>('select occurrences from alert_incidents');
  expect(occurrences).toBe(2);
  const operation = await readOperation({ db: world.db, now: world.now, carrier: null });
  expect(operation.work.stores_unreachable).toBe(2);
  expect(operation.stores.map(({ name, unreachableSince }) => [name, unreachableSince !== null])).toEqual([
    ['first', true],
    ['second', true],
    [expect.stringMatching(/^store /), false],
  ]);

  world.store.failure = null;
  await sync(configurations[0] ?? '');
  expect(await listOpenIncidents(world.db)).toHaveLength(1);
  await sync(configurations[1] ?? '');
  expect(await listOpenIncidents(world.db)).toEqual([]);
});

it('a set of a dead server that has not failed itself is named by the incident, and no alert calls it stale', async () => {
  const [one, same] = [await world.addCredentials(), await world.addCredentials()];
  const failing = await world.addConfiguration({ credentialsId: one });
  const due = new Date(world.now().getTime() + 30 * MINUTE_MS);
  const held = await world.addConfiguration({ credentialsId: same, frequency: 'hourly', nextDueAt: due });
  world.store.failure = AWAY;
  await triggerSync({ ...world.control, maxRetries: 0 }, failing, null);
  await world.settle();
  const [incident] = await listOpenIncidents(world.db);
  expect(incident?.stores.map(({ id }) => id)).toEqual([one, same]);
  expect(incident?.configurations.map(({ id }) => id).toSorted()).toEqual([failing, held].toSorted());
  for (let n = 0; n < 8; n += 1) {
    world.pass(30 * MINUTE_MS);
    await world.settle();
  }
  expect((await listOpenIncidents(world.db)).map(({ kind }) => kind)).toEqual(['store_unreachable']);
});
