import { afterEach, beforeEach, expect, it } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { cleanupOldExecutions, listOldExecutions } from '../../src/tasks/cleanup-old-executions.ts';
import { TaskWorld } from './task-world.ts';

const DAY_MS = 24 * 3_600_000;

let world: TaskWorld;

beforeEach(async () => {
  world = await TaskWorld.open();
});
afterEach(async () => {
  await world.close();
});

const deps = () => ({
  db: world.db,
  log: world.backend.log,
  now: world.now,
  carrier: world.carrier,
  settings: { olderThanDays: 90, keepNewest: 3, changesOlderThanDays: 30 },
});

/** An execution with one row of each kind that is stored with it. */
async function ended(configurationId: string, ageDays: number, status = 'failed'): Promise<string> {
  const id = newId();
  const at = new Date(world.nowMs - ageDays * DAY_MS);
  const over = status === 'running' || status === 'pending' ? null : at;
  await world.db.query(
    `insert into sync_executions (id, configuration_id, trigger, depth, status, finished_at, judged_at, created_at,
       next_attempt_at)
     values ($1, $2, 'schedule', 'full', $3, $4, $4, $5, case when $3 = 'pending' then $5::timestamptz end)`,
    [id, configurationId, status, over, at],
  );
  await world.db.query(`insert into sync_attempts (id, execution_id, number) values ($1, $2, 1)`, [
    newId(),
    id,
  ]);
  await world.db.query(`insert into sync_log_lines (execution_id, level, message) values ($1, 'info', 'x')`, [
    id,
  ]);
  await world.db.query(
    `insert into sync_changes (execution_id, table_name, row_id, operation) values ($1, 'orders', $2, 'created')`,
    [id, newId()],
  );
  return id;
}

const present = async (): Promise<ReadonlySet<string>> =>
  new Set((await world.rows<{ id: string }>('select id from sync_executions')).map((row) => row.id));

it('removes executions that are both old and beyond the newest ones, with all their rows', async () => {
  const busy = await world.addConfiguration();
  const seldom = await world.addConfiguration();
  const old: string[] = [];
  for (const days of [200, 150, 120, 95]) old.push(await ended(busy, days));
  const fresh = [await ended(busy, 80), await ended(busy, 70), await ended(busy, 60), await ended(busy, 50)];
  // only three executions: the newest three are kept, however old
  const rare = [await ended(seldom, 400), await ended(seldom, 300), await ended(seldom, 200)];
  expect(await listOldExecutions(deps())).toEqual(old);
  expect((await cleanupOldExecutions(deps(), world.stopping.signal)).executions).toBe(4);
  expect(await present()).toEqual(new Set([...fresh, ...rare]));
  for (const table of ['sync_attempts', 'sync_log_lines', 'sync_changes']) {
    expect(await world.rows(`select distinct execution_id from ${table}`)).toHaveLength(7);
  }
});

it('removes quick executions without changes after eight days if a configuration syncs every minute', async () => {
  const frequent = await world.addConfiguration({ frequency: 'every_minute' });
  const hourly = await world.addConfiguration({ frequency: 'hourly' });
  const idle = async (configurationId: string, ageDays: number, over: Record<string, string> = {}) => {
    const id = await ended(configurationId, ageDays, 'success');
    await world.db.query(`delete from sync_changes where execution_id = $1`, [id]);
    const kept = { depth: 'quick', trigger: 'schedule', verification: 'verified', ...over };
    await world.db.query(
      `update sync_executions set depth = $2, trigger = $3, verification = $4 where id = $1`,
      [id, kept.depth, kept.trigger, kept.verification],
    );
    return id;
  };
  const old = [await idle(frequent, 10), await idle(frequent, 9)];
  const changed = await ended(frequent, 9, 'success');
  await world.db.query(
    `update sync_executions set depth = 'quick', verification = 'verified' where id = $1`,
    [changed],
  );
  await idle(frequent, 7);
  await idle(frequent, 9, { depth: 'sweep' });
  await idle(frequent, 9, { trigger: 'manual' });
  await idle(frequent, 9, { verification: 'unverified' });
  const checkedIn = await idle(frequent, 9);
  await world.db.query(`update sync_executions set counts = '{"check_ins": {"created": 1}}' where id = $1`, [
    checkedIn,
  ]);
  const rejecting = await idle(frequent, 9);
  await world.db.query(
    `insert into sync_rejects (id, configuration_id, execution_id, kind, woo_id, code, message, raw, settled_at)
     values ($1, $2, $3, 'order', 1, 'money.malformed', 'x', '{}', $4)`,
    [newId(), frequent, rejecting, world.now()],
  );
  const conflicting = await idle(frequent, 9);
  await world.db.query(
    `insert into conflicts (id, configuration_id, execution_id, kind, table_name, row_id, field, settled_at,
       settled_as)
     values ($1, $2, $3, 'edited', 'tickets', $4, 'email', $5, 'ours')`,
    [newId(), frequent, conflicting, newId(), world.now()],
  );
  for (let n = 0; n < 4; n += 1) await idle(hourly, 9);
  for (let n = 0; n < 3; n += 1) await idle(frequent, 1);
  expect(await listOldExecutions(deps())).toEqual(old);
});

it('never removes running executions, a last success, or those that an open reject, conflict or checkpoint refers to', async () => {
  const configuration = await world.addConfiguration();
  const other = await world.addConfiguration();
  const success = await ended(configuration, 400, 'success');
  const rejecting = await ended(configuration, 399);
  const conflicting = await ended(configuration, 398);
  const reading = await ended(configuration, 397);
  const settled = await ended(configuration, 396);
  const running = await ended(other, 395, 'running');
  for (let n = 0; n < 4; n += 1) await ended(configuration, 10);
  const reject = `insert into sync_rejects
      (id, configuration_id, execution_id, kind, woo_id, code, message, raw, settled_at)
    values ($1, $2, $3, 'order', $4, 'money.malformed', 'x', '{}', $5)`;
  await world.db.query(reject, [newId(), configuration, rejecting, 1, null]);
  await world.db.query(reject, [newId(), configuration, settled, 2, world.now()]);
  await world.db.query(
    `insert into conflicts (id, configuration_id, execution_id, kind, table_name, row_id, field)
     values ($1, $2, $3, 'edited', 'tickets', $4, 'email')`,
    [newId(), configuration, conflicting, newId()],
  );
  await world.db.query(
    `insert into sync_checkpoints (configuration_id, execution_id, phase, position, snapshot_taken_at)
     values ($1, $2, 'done', 1, $3)`,
    [configuration, reading, world.now()],
  );
  await cleanupOldExecutions(deps(), world.stopping.signal);
  const left = await present();
  expect([success, rejecting, conflicting, reading, running].map((id) => left.has(id))).toEqual(
    Array.from({ length: 5 }, () => true),
  );
  expect(left.has(settled)).toBe(false);
});

it('is requested by its timetable, and runs once', async () => {
  await Promise.all([1, 2, 3].map(async () => await world.onTime('cleanup_old_executions')));
  expect(await world.rows('select status, result from background_tasks')).toEqual([
    {
      status: 'success',
      result: { executions: 0, tasks: 0, incidents: 0, access: 0, queueJobs: 0, changes: 0 },
    },
  ]);
});

it('removes refusals sooner than changes, and unused addresses of sign-ins', async () => {
  const user = newId();
  await world.db.query(
    `insert into users (id, email, password_hash, role) values ($1, 'a@example.com', 'x', 'viewer')`,
    [user],
  );
  const at = (days: number): Date => new Date(world.nowMs - days * DAY_MS);
  const refusal = `insert into audit_entries (id, action, merge_key, created_at) values ($1, $2, $3, $4)`;
  await world.db.query(refusal, [newId(), 'access.denied', Buffer.from('a'), at(91)]);
  await world.db.query(refusal, [newId(), 'access.denied', Buffer.from('b'), at(89)]);
  await world.db.query(refusal, [newId(), 'trigger', null, at(91)]);
  const place = 'insert into sign_in_origins (user_id, origin, last_login_at) values ($1, $2, $3)';
  await world.db.query(place, [user, 'address:203.0.113.1', at(181)]);
  await world.db.query(place, [user, 'address:203.0.113.2', at(179)]);
  const attempt = `insert into login_attempts (subject, origin, attempted_at) values ('account:x', '', $1)`;
  await world.db.query(attempt, [at(8)]);
  await world.db.query(attempt, [at(6)]);
  expect((await cleanupOldExecutions(deps(), world.stopping.signal)).access).toBe(3);
  expect(await world.rows('select action from audit_entries order by action')).toEqual([
    { action: 'access.denied' },
    { action: 'trigger' },
  ]);
  expect(await world.rows('select origin from sign_in_origins')).toEqual([{ origin: 'address:203.0.113.2' }]);
  expect(await world.rows('select from login_attempts')).toHaveLength(1);
});

it('removes ended sessions and old records, and leaves the others', async () => {
  const user = newId();
  await world.db.query(
    `insert into users (id, email, password_hash, role) values ($1, 'a@example.com', 'x', 'viewer')`,
    [user],
  );
  const session = `insert into user_sessions
      (id, user_id, token_digest, csrf_digest, last_seen_at, expires_at) values ($1, $2, $3, '', $4, $5)`;
  const at = (days: number): Date => new Date(world.nowMs + days * DAY_MS);
  await world.db.query(session, [newId(), user, Buffer.from('a'), at(-9), at(-1)]);
  await world.db.query(session, [newId(), user, Buffer.from('b'), at(-9), at(1)]);
  const audit = `insert into audit_entries (id, action, created_at) values ($1, 'trigger', $2)`;
  await world.db.query(audit, [newId(), at(-366)]);
  await world.db.query(audit, [newId(), at(-360)]);
  expect((await cleanupOldExecutions(deps(), world.stopping.signal)).access).toBe(2);
  expect(await world.rows('select id from user_sessions')).toHaveLength(1);
  expect(await world.rows('select id from audit_entries')).toHaveLength(1);
});
