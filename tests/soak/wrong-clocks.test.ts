import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '../../src/backend/users/password-hash.ts';
import { createUser } from '../../src/backend/users/user-records.ts';
import { closedPort, type MailServer, startMailServer } from '../alerts/mail-server.ts';
import { readMail } from '../alerts/read-mail.ts';
import { waitFor } from '../tasks/wait-for.ts';
import type { ServiceProcess, ServiceRole } from './service-process.ts';
import { ServiceWorld } from './service-world.ts';

const ROLES = ['api', 'worker', 'scheduler'] as const;
const HOURS_MS = 3 * 3_600_000;
const PASSWORD = 'una clave bastante larga';
const SETTLED_MS = 180_000;

let world: ServiceWorld;
let mail: MailServer;
let configuration: string;

beforeAll(async () => {
  [world, mail] = await Promise.all([ServiceWorld.open(40, 2), startMailServer()]);
});
afterEach(async () => {
  await Promise.all(world.processes.map(async (running) => await running.stop()));
  world.processes.length = 0;
});
afterAll(async () => {
  await world.close();
  await mail.close();
});

async function startAll(wrong: ServiceRole, shiftMs: number): Promise<ServiceProcess> {
  const env = {
    SMTP_URL: mail.url,
    ALERT_EMAILS: 'ops@example.com',
    PUBLIC_URL: 'https://taquilla.example.com',
  };
  const started = await Promise.all(
    ROLES.map(async (role) => await world.start(role, role === wrong ? shiftMs : 0, env)),
  );
  for (const one of started) await one.untilReady();
  const found = started.find(({ role }) => role === wrong);
  if (found === undefined) throw new Error('no process has a wrong clock');
  return found;
}

async function one<T extends object>(sql: string, values: readonly unknown[] = []): Promise<T | undefined> {
  return (await world.rows<T>(sql, values))[0];
}

function subjectsSince(seen: number): readonly (string | undefined)[] {
  return mail.received.slice(seen).map(({ raw }) => readMail(raw).headers.get('subject'));
}

/** No more often than a user may ask. */
async function reasons(): Promise<unknown> {
  await sleep(500);
  return (await world.ask('GET', 'management/health/')).body['reasons'];
}

/**
 * Due five minutes ago, on a grid of quarters of an hour; the tick creates one execution, with the time of the
 * grid.
 */
/** Each case has its own time on the grid, even if two of them run within a minute. */
async function expectScheduledInTime(minutesAgo: number): Promise<void> {
  const due = await one<{ at: Date; next: Date }>(
    `update sync_configurations set frequency = 'every_15_minutes', scheduled_since = now() - interval '1 day',
       schedule_anchor = date_trunc('minute', now()) - make_interval(mins => 15 + $2),
       next_due_at = date_trunc('minute', now()) - make_interval(mins => $2)
     where id = $1 returning next_due_at as at, next_due_at + interval '15 minutes' as next`,
    [configuration, minutesAgo],
  );
  await world.db.query(`update timetables set next_at = now() where name = 'run_scheduled_syncs'`);
  const made = await waitFor(
    async () =>
      await world.rows<{ next: Date }>(
        `select c.next_due_at as next from sync_executions e join sync_configurations c on c.id = e.configuration_id
         where e.planned_at = $1 and e.status = 'success'`,
        [due?.at],
      ),
    (found) => found.length > 0,
    SETTLED_MS,
  );
  expect(made).toEqual([{ next: due?.next }]);
}

/** A session lasts two weeks, and the link in a mail half an hour. */
async function expectAccessInTime(email: string): Promise<void> {
  const user = await createUser(world.db, {
    email,
    passwordHash: await hashPassword(PASSWORD),
    role: 'viewer',
  });
  const post = async (path: string, body: object): Promise<number> => {
    const api = world.processes.find(({ role }) => role === 'api');
    const reply = await fetch(`http://127.0.0.1:${api?.port}/api/v1/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await reply.body?.cancel();
    return reply.status;
  };
  expect(await post('login/', { email, password: PASSWORD })).toBe(200);
  const session = await one<{ hours: number }>(
    'select (extract(epoch from expires_at - now()) / 3600)::float8 as hours from user_sessions where user_id = $1',
    [user.id],
  );
  expect(session?.hours).toBeGreaterThan(14 * 24 - 1);
  expect(session?.hours).toBeLessThanOrEqual(14 * 24);
  expect(await post('password-reset/', { email })).toBe(202);
  await waitFor(
    () => mail.received.some(({ to }) => to[0] === email),
    (came) => came,
    SETTLED_MS,
  );
  const link = await one<{ minutes: number }>(
    'select (extract(epoch from expires_at - now()) / 60)::float8 as minutes from password_resets where user_id = $1',
    [user.id],
  );
  expect(link?.minutes).toBeGreaterThan(25);
  expect(link?.minutes).toBeLessThanOrEqual(30);
}

/** The first retry waits half a minute, plus or minus a tenth. */
async function expectRetryInTime(): Promise<void> {
  const [store] = await world.rows<{ port: number }>('select port from sync_credentials');
  await world.db.query('update sync_credentials set port = $1', [await closedPort()]);
  await world.ask('POST', `configurations/${configuration}/trigger/`);
  const waits = await waitFor(
    async () =>
      await one<{ seconds: number; away: number }>(
        `select extract(epoch from e.next_attempt_at - a.finished_at)::float8 as seconds,
           extract(epoch from now() - o.started_at)::float8 as away
         from sync_executions e join sync_attempts a on a.execution_id = e.id, sync_store_outages o
         where e.status = 'pending' and e.failed_attempts = 1 and a.outcome = 'failed'`,
      ),
    (found) => found !== undefined,
    SETTLED_MS,
  );
  expect(waits?.seconds).toBeGreaterThan(25);
  expect(waits?.seconds).toBeLessThan(35);
  expect(Math.abs((waits?.away ?? 0) - 60)).toBeLessThan(90);
  await world.db.query('update sync_credentials set port = $1', [store?.port]);
  await world.db.query(`update sync_executions set status = 'cancelled', finished_at = now(), judged_at = now(),
    next_attempt_at = null where status in ('pending', 'running')`);
  await world.db.query('delete from sync_store_outages');
}

async function expectAlarm(shiftMs: number, seen: number): Promise<void> {
  const found = await waitFor(
    async () =>
      await one<{ late: number; message: string }>(
        `select extract(epoch from now() - opened_at)::float8 as late, error_message as message
         from alert_incidents where kind = 'clock_skewed' and resolved_at is null`,
      ),
    (incident) => incident !== undefined,
    SETTLED_MS,
  );
  expect(Math.abs(found?.late ?? Number.NaN)).toBeLessThan(SETTLED_MS / 1000);
  const side = shiftMs > 0 ? 'ahead of' : 'behind';
  expect(found?.message).toMatch(
    new RegExp(`^The clock of ${hostname()} is 10(799|800) seconds ${side} that of PostgreSQL\\.$`),
  );
  await waitFor(
    () => subjectsSince(seen),
    (all) => all.includes('[Taquilla] The clock of a machine is wrong'),
    SETTLED_MS,
  );
}

const CASES = ROLES.flatMap((role) => [
  [role, '3 hours ahead', HOURS_MS] as const,
  [role, '3 hours behind', -HOURS_MS] as const,
]).map((one, at, { length }) => [...one, length - at] as const);

test.each(CASES)(
  '%s on a machine whose clock is %s does everything in time',
  async (role, what, shiftMs, minutesAgo) => {
    const seen = mail.received.length;
    const wrong = await startAll(role, shiftMs);
    configuration ??= await world.addConfiguration(1);
    await expectScheduledInTime(minutesAgo);
    await expectAccessInTime(`${role}.${what.replaceAll(' ', '.')}@example.com`);
    await expectAlarm(shiftMs, seen);
    expect(await reasons()).toEqual(['clock-skewed', 'incident-open']);
    const skew = /^taquilla_clock_skew_seconds (\S+)$/m.exec(await wrong.figures())?.[1];
    expect(Math.round(Number(skew) / 60)).toBe(shiftMs / 60_000);
    await expectRetryInTime();

    wrong.setClockRight();
    await waitFor(reasons, (found) => JSON.stringify(found) === '[]', SETTLED_MS);
    await waitFor(
      () => subjectsSince(seen),
      (all) => all.includes('[Taquilla] The clock of a machine is right again'),
      SETTLED_MS,
    );
    // no other alert was sent, above all no false "stale"
    expect(
      await world.rows('select distinct kind, resolved_at is null as open from alert_incidents'),
    ).toEqual([{ kind: 'clock_skewed', open: false }]);
    const nowMs = (await one<{ at: Date }>('select now() as at'))?.at.getTime() ?? 0;
    for (const { raw } of mail.received.slice(seen)) {
      const datedMs = Date.parse(readMail(raw).headers.get('date') ?? '');
      expect(Math.abs(datedMs - nowMs)).toBeLessThan(15 * 60_000);
    }
  },
);
