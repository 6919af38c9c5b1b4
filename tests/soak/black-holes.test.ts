import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { waitFor } from '../tasks/wait-for.ts';
import type { ServiceProcess, ServiceRole } from './service-process.ts';
import { ServiceWorld } from './service-world.ts';

const WITHIN_MS = 90_000;

/** The statements of each role to PostgreSQL or Redis: the answer to each is lost once. */
const SAID: readonly (readonly [ServiceRole, 'postgres' | 'redis', string])[] = [
  ['scheduler', 'postgres', 'select e.configuration_id from sync_executions e where'],
  ['scheduler', 'postgres', 'select pg_try_advisory_xact_lock'],
  ['scheduler', 'postgres', 'account_mails'],
  ['scheduler', 'postgres', 'insert into service_processes'],
  ['scheduler', 'postgres', 'listen taquilla_work'],
  ['scheduler', 'postgres', 'schema_migrations'],
  ['scheduler', 'redis', 'evalsha'],
  ['worker', 'postgres', 'insert into sync_leases'],
  ['worker', 'postgres', 'update sync_leases l set heartbeat_at'],
  ['worker', 'postgres', 'copy '],
  ['worker', 'postgres', 'delete from sync_leases'],
  ['worker', 'redis', 'bzpopmin'],
  ['worker', 'redis', 'evalsha'],
  ['api', 'postgres', 'insert into service_processes'],
  ['api', 'postgres', 'insert into sync_executions'],
];

let world: ServiceWorld;
const lines = new Map<string, TcpProxy>();
const processes = new Map<ServiceRole, ServiceProcess>();
let number = 0;

async function behind(url: string, name: string): Promise<string> {
  const place = new URL(url);
  const line = await startProxy(Number(place.port));
  lines.set(name, line);
  place.port = String(line.port);
  return place.href;
}

beforeAll(async () => {
  world = await ServiceWorld.open(200, 4);
  for (const role of ['api', 'scheduler', 'worker'] as const) {
    const started = await world.start(role, 0, {
      DATABASE_URL: await behind(world.postgres.url, `${role} postgres`),
      REDIS_URL: await behind(world.redis.url, `${role} redis`),
    });
    processes.set(role, started);
    await started.untilReady();
  }
});
afterAll(async () => {
  await world.close();
  for (const line of lines.values()) await line.close();
});

async function trigger(): Promise<string> {
  number += 1;
  const id = await world.addConfiguration(number);
  const { status, body } = await world.ask('POST', `configurations/${id}/trigger/`, {});
  if (status !== 202) throw new Error(`not triggered: ${status} ${JSON.stringify(body)}`);
  return id;
}

async function untilSynced(configuration: string): Promise<void> {
  const sql = 'select status from sync_executions where configuration_id = $1';
  await waitFor(
    async () => (await world.rows<{ status: string }>(sql, [configuration]))[0]?.status,
    (status) => status === 'success',
    WITHIN_MS,
  );
}

async function untilSeen(role: ServiceRole, sinceMs: number): Promise<void> {
  const sql = 'select max(last_seen_at) as at from service_processes where role = $1';
  await waitFor(
    async () => (await world.rows<{ at: Date }>(sql, [role]))[0]?.at.getTime() ?? 0,
    (atMs) => atMs > sinceMs,
    WITHIN_MS,
  );
}

/** The figures are the purpose of a run. */
function write(what: string): void {
  process.stderr.write(`${what}\n`);
}

describe('each process whose statement gets no answer is back at work in time', () => {
  it.each(SAID)('%s, %s: %s', async (role, server, text) => {
    const line = lines.get(`${role} ${server}`);
    const running = processes.get(role);
    if (line === undefined || running === undefined) throw new Error('no process');
    let lost = false;
    void line.loseAnswerTo(text).then(() => {
      lost = true;
    });
    const during = trigger().catch(() => undefined);
    // A probe asks, too.
    await waitFor(async () => lost || ((await running.isReady()) && lost), Boolean, WITHIN_MS);
    line.takeAsked();
    const sinceMs = Date.now();
    await during;
    // The lost answer may be that of a request: the next one is answered.
    await untilSynced(await trigger());
    await untilSeen(role, sinceMs);
    await running.untilReady();
    // The same process repeats it: other processes did not only take over its work.
    await waitFor(
      () => line.takeAsked(),
      (asked) => asked.includes(text),
      WITHIN_MS,
    );
    const tookMs = Date.now() - sinceMs;
    write(`${role} ${server} ${text}: ${(tookMs / 1000).toFixed(1)} s`);
    expect(tookMs).toBeLessThan(WITHIN_MS);
    expect(running.exitCode).toBeNull();
  });
});

describe.each(['postgres', 'redis'] as const)('while nothing gets through to %s', (server) => {
  it.each(['scheduler', 'worker', 'api'] as const)(
    '%s reports it, and recovers when the connection does',
    async (role) => {
      const line = lines.get(`${role} ${server}`);
      const running = processes.get(role);
      if (line === undefined || running === undefined) throw new Error('no process');
      // The API accepts requests without the queue.
      const saysSo = !(role === 'api' && server === 'redis');
      line.stall();
      const sinceMs = Date.now();
      if (saysSo) await waitFor(running.isReady, (ready) => !ready, WITHIN_MS);
      const unreadyMs = Date.now() - sinceMs;
      await waitFor(
        () => Date.now() - sinceMs,
        (passedMs) => passedMs > 30_000,
        WITHIN_MS,
      );
      line.resume();
      const backMs = Date.now();
      await running.untilReady();
      await untilSynced(await trigger());
      await untilSeen(role, backMs);
      const unready = saysSo ? `unready after ${(unreadyMs / 1000).toFixed(1)} s, ` : '';
      write(
        `${role} without ${server}: ${unready}back ${((Date.now() - backMs) / 1000).toFixed(1)} s after it`,
      );
      expect(Date.now() - backMs).toBeLessThan(WITHIN_MS);
      expect(running.exitCode).toBeNull();
    },
  );
});
