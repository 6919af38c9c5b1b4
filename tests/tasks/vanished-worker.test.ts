import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Transaction } from '../../src/backend/database.ts';
import { requireLease } from '../../src/backend/executions/lease-records.ts';
import { endSession, type TransactionSession } from '../../src/backend/executions/silent-sessions.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { createTakeBack } from '../../src/tasks/take-back.ts';
import { freshBackend } from '../pipe/sync-store.ts';
import { TaskWorld } from './task-world.ts';
import { waitFor } from './wait-for.ts';

let world: TaskWorld;

beforeEach(async () => {
  world = await TaskWorld.open();
});
afterEach(async () => {
  await world.close();
});

async function trigger(configurationId: string): Promise<string> {
  return (await triggerSync(world.control, configurationId, null)).executionId;
}

describe('a worker that vanishes', () => {
  async function vanish(id: string, seconds: number): Promise<void> {
    await world.db.query(
      `update sync_leases set heartbeat_at = now() - make_interval(secs => $2) where execution_id = $1`,
      [id, seconds],
    );
  }

  const frozen: { readonly done: Promise<unknown>; readonly thaw: () => void }[] = [];

  afterEach(async () => {
    for (const { done, thaw } of frozen.splice(0)) {
      thaw();
      await done;
    }
  });

  /** Starts an attempt that is silent from its first page on, until the test ends. */
  async function startAndVanish(id: string, seconds = 21): Promise<void> {
    let entered = false;
    let thaw: () => void = () => undefined;
    const ice = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    world.store.pages = 1;
    world.store.gate = async () => {
      entered = true;
      await ice;
    };
    await world.rounds().round();
    frozen.push({ done: world.carrier.bring(world.handler()), thaw });
    await waitFor(
      () => entered,
      (there) => there,
    );
    await vanish(id, seconds);
  }

  it('is not a failed attempt: its execution is taken over at once', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    await startAndVanish(id);
    world.store.gate = null;
    await world.settle();
    expect(await world.outcomes(id)).toEqual(['worker_lost', 'success']);
    expect(await world.execution(id)).toMatchObject({ status: 'success', failed_attempts: 0, takeovers: 1 });
  });

  it('is replaced three times; the fourth time the execution has failed', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    for (let n = 0; n < 4; n += 1) await startAndVanish(id);
    await world.settle();
    expect(await world.outcomes(id)).toEqual(['worker_lost', 'worker_lost', 'worker_lost', 'worker_lost']);
    expect(await world.execution(id)).toMatchObject({
      status: 'failed',
      error_code: 'execution.worker-lost',
      takeovers: 3,
    });
    expect(await world.configuration(configuration)).toMatchObject({ status: 'error', failed_executions: 1 });
  });

  /** A page's transaction of the execution's worker, in the returned session. */
  async function openPage(id: string): Promise<Transaction> {
    const { fencing_token: fencingToken } = await world.one<{ fencing_token: number }>(
      'select fencing_token from sync_leases where execution_id = $1',
      [id],
    );
    const page = await world.db.connect();
    await page.query('begin');
    await requireLease(page, { executionId: id, fencingToken });
    return page;
  }

  const sessionOf = async (tx: Transaction): Promise<TransactionSession> => {
    const { rows } = await tx.query<TransactionSession>(
      `select pid, backend_start::text as "backendStart", xact_start::text as "xactStart"
       from pg_stat_activity where pid = pg_backend_pid()`,
    );
    return rows[0] ?? { pid: 0, backendStart: null, xactStart: null };
  };

  const linesOf = async (id: string) =>
    await world.rows<{ level: string; message: string; details: unknown }>(
      'select level, message, details from sync_log_lines where execution_id = $1 order by id',
      [id],
    );

  it('does not count as vanished while it writes a page', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    await startAndVanish(id);
    const page = await openPage(id);
    await world.rounds().round();
    expect(await world.execution(id)).toMatchObject({ status: 'running' });
    await page.query('rollback');
    page.release();
    await world.rounds().round();
    expect(await world.execution(id)).toMatchObject({ status: 'pending', takeovers: 1 });
  });

  it('in the middle of a page loses its session after 30 s, its execution continues, and its log says so', async () => {
    const configuration = await world.addConfiguration();
    const id = await trigger(configuration);
    await startAndVanish(id, 31);
    const page = await openPage(id);
    const session = await sessionOf(page);
    await world.rounds().round();
    expect(await world.execution(id)).toMatchObject({ status: 'pending', takeovers: 1 });
    await expect(page.query('select 1')).rejects.toThrow();
    page.release(true);
    expect(await linesOf(id)).toContainEqual({
      level: 'warn',
      message: 'the worker froze in the middle of a page: its database session was ended',
      details: session,
    });
  });

  it('loses no session that has another transaction by now', async () => {
    const [one, other] = [await world.db.connect(), await world.db.connect()];
    await one.query('begin');
    const before = await sessionOf(one);
    await one.query('rollback');
    await one.query('begin');
    expect(await endSession(world.db, before)).toBe('gone');
    const now = await sessionOf(one);
    expect(await endSession(world.db, { ...now, backendStart: before.xactStart })).toBe('gone');
    expect(await endSession(world.db, { ...now, pid: (await sessionOf(other)).pid })).toBe('gone');
    expect((await one.query('select 1 as alive')).rows).toEqual([{ alive: 1 }]);
    await one.query('rollback');
    for (const session of [one, other]) session.release();
  });

  it('keeps its session if our role may not end it, and the execution’s log says so once', async () => {
    await world.close();
    const backend = await freshBackend();
    world = await TaskWorld.over(backend);
    const id = await trigger(await world.addConfiguration());
    await startAndVanish(id, 31);
    const role = `other_${randomBytes(6).toString('hex')}`;
    await world.db.query(
      `create role ${role}; grant usage on schema public to ${role}; grant all on all tables in schema public to ${role}`,
    );
    const asRole = `options=${encodeURIComponent(`-c role=${role}`)}`;
    const connectionString = `${backend.url}${backend.url.includes('?') ? '&' : '?'}${asRole}`;
    const restricted = openDatabase({ connectionString }, world.backend.log, 2);
    const page = await openPage(id);
    try {
      const takeBack = createTakeBack({ db: restricted, log: world.backend.log, now: world.now });
      await takeBack();
      await takeBack();
      expect((await page.query('select 1 as alive')).rows).toEqual([{ alive: 1 }]);
      expect(await world.execution(id)).toMatchObject({ status: 'running' });
      const warnings = (await linesOf(id)).filter(({ level }) => level === 'warn');
      expect(warnings).toEqual([
        expect.objectContaining({ message: expect.stringContaining('may not be ended') }),
      ]);
    } finally {
      await page.query('rollback');
      page.release();
      await restricted.end();
      await world.db.query(`drop owned by ${role}; drop role ${role}`);
    }
  });
});
