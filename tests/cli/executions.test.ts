import { afterEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { AWAY } from '../tasks/quiet-store.ts';
import { audited, cellsOf, json, taquilla, useNightWorld, world } from './night-world.ts';

useNightWorld();
afterEach(async () => {
  world.store.failure = null;
  world.store.gate = null;
  world.store.pages = 0;
  await audited();
});

async function ended(configuration: string): Promise<string> {
  const { executionId } = await triggerSync({ ...world.control, maxRetries: 0 }, configuration, null);
  await world.settle();
  return executionId;
}

describe('executions list', () => {
  test('shows the newest first, filtered by configuration and status, up to a number', async () => {
    const [one, other] = [await world.addConfiguration(), await world.addConfiguration()];
    const first = await ended(one);
    world.store.failure = AWAY;
    const failed = await ended(one);
    world.store.failure = null;
    const third = await ended(other);
    const ids = async (...args: string[]) =>
      (await json('executions', 'list', ...args)).json.map(({ id }: { id: string }) => id);
    expect(await ids()).toEqual([third, failed, first]);
    expect(await ids('--limit', '1')).toEqual([third]);
    expect(await ids('--configuration', one)).toEqual([failed, first]);
    expect(await ids('--configuration', one, '--status', 'failed')).toEqual([failed]);
    expect(await ids('--status', 'cancelled')).toEqual([]);

    await world.db.query(`update sync_executions set created_at = '2025-06-02T12:00:00Z'`);
    const table = await taquilla(['executions', 'list', '--status', 'failed']);
    const [head = [], row = []] = cellsOf(table.stdout);
    expect(head).toContain('asked for (America/Santiago)');
    expect(row.slice(1, 4)).toEqual(['Event 1', 'failed', 'manual']);
    expect([row[5], row[7]]).toEqual(['2025-06-02 08:00', 'store.unreachable']);
    expect((await json('executions', 'show', row[0] ?? '')).json.id).toBe(failed);
    expect((await taquilla(['executions', 'list', '--status', 'cancelled'])).stdout).toBe(
      'There is no execution with the status cancelled yet.\n',
    );
    // The names of the API, and no internal ones.
    const [shown] = (await json('executions', 'list', '--limit', '1')).json;
    expect(shown).toMatchObject({ configuration: other, status: 'success', verification: 'verified' });
    expect(shown).toHaveProperty('duration_formatted');
    expect(shown).not.toHaveProperty('changed_at_micros');
  });

  test('refuses unknown values', async () => {
    for (const [options, code] of [
      [['--status', 'done'], 64],
      [['--limit', '0'], 64],
      [['--limit', '1001'], 64],
      [['--configuration', 'nowhere'], 66],
    ] as const) {
      const { exitCode } = await taquilla(['executions', 'list', ...options]);
      expect([options, exitCode]).toEqual([options, code]);
    }
  });
});

describe('executions show', () => {
  test('shows the attempts and the error of a failed execution', async () => {
    const configuration = await world.addConfiguration();
    world.store.failure = AWAY;
    const id = await ended(configuration);
    const { exitCode, stdout } = await taquilla(['executions', 'show', id.slice(0, 30)]);
    expect(exitCode).toBe(0);
    for (const line of [
      /^execution +[\da-f-]{36}$/m,
      /^result +failed$/m,
      /^asked for +\d{4}-\d\d-\d\d \d\d:\d\d \(America\/Santiago\)$/m,
      /^attempt 1 +failed, store\.unreachable, \d{4}-/m,
      /^error +The store’s database cannot be reached\. \(store\.unreachable\)$/m,
      /^Not finished: no proof was made/m,
    ]) {
      expect(stdout).toMatch(line);
    }
    const { json: shown } = await json('executions', 'show', id);
    expect(shown.attempts).toEqual([
      expect.objectContaining({ number: 1, outcome: 'failed', error_code: 'store.unreachable' }),
    ]);
  });

  test('and shows that a waiting one waits', async () => {
    const configuration = await world.addConfiguration();
    const { executionId } = await triggerSync(world.control, configuration, null);
    const { stdout } = await taquilla(['executions', 'show', executionId]);
    expect(stdout).toMatch(/^result +waiting$/m);
    expect(stdout).not.toContain('What was synced');
    await world.settle();
    expect((await taquilla(['executions', 'show', executionId])).stdout).toContain('What was synced');
  });
});

test('the verdict of a quick execution names the time of the last proof of the whole event, in TIME_ZONE', async () => {
  const id = await ended(await world.addConfiguration());
  await world.db.query(
    `update sync_executions set proof_scope = 'touched', whole_proved_at = '2025-06-02T12:00:00Z' where id = $1`,
    [id],
  );
  const { stdout } = await taquilla(['executions', 'show', id]);
  expect(stdout).toContain('the whole event was last proved at 2025-06-02 08:00 (America/Santiago).\n');
});

describe('executions log', () => {
  test('prints its log in TIME_ZONE, or only its errors', async () => {
    const configuration = await world.addConfiguration();
    world.store.failure = AWAY;
    const id = await ended(configuration);
    const { stdout } = await taquilla(['executions', 'log', id]);
    const lines = stdout.trimEnd().split('\n');
    const { json: all } = await json('executions', 'log', id);
    expect(all.length).toBeGreaterThan(1);
    expect(lines.map((line) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d -0[34]:00 {2}(\w+)/.exec(line)?.[1])).toEqual(
      all.map(({ level }: { level: string }) => level),
    );
    const { json: errors } = await json('executions', 'log', id, '--level', 'error');
    expect(errors.length).toBeGreaterThan(0);
    expect(errors).toEqual(all.filter(({ level }: { level: string }) => level === 'error'));
    expect((await taquilla(['executions', 'log', id, '--level', 'loud'])).exitCode).toBe(64);
    expect((await taquilla(['executions', 'log', id, '--follow', '--json'])).exitCode).toBe(64);
  });

  test('follows a running one to its end, and prints each line once', async () => {
    const configuration = await world.addConfiguration();
    world.store.pages = 1;
    let following: Promise<Awaited<ReturnType<typeof taquilla>>> | null = null;
    const { executionId: id } = await triggerSync(world.control, configuration, null);
    world.store.gate = async () => {
      following ??= taquilla(['executions', 'log', id, '--follow']);
    };
    await world.settle();
    const followed = await (following as unknown as Promise<Awaited<ReturnType<typeof taquilla>>>);
    const whole = await taquilla(['executions', 'log', id]);
    expect(followed).toEqual(whole);
    expect(followed.stdout.split('\n').length).toBeGreaterThan(2);
  });
});

describe('executions cancel and retry', () => {
  test('cancel ends a waiting one and stops a running one; a finished one is refused', async () => {
    const configuration = await world.addConfiguration();
    const { executionId } = await triggerSync(world.control, configuration, null);
    const cancelled = await taquilla(['executions', 'cancel', executionId]);
    expect([cancelled.exitCode, cancelled.stdout]).toEqual([0, 'Cancelled.\n']);
    expect(await world.execution(executionId)).toMatchObject({
      status: 'cancelled',
      stop_reason: 'cancelled',
    });
    const again = await taquilla(['executions', 'cancel', executionId]);
    expect([again.exitCode, again.stderr]).toEqual([75, expect.stringContaining('execution.was-over')]);

    world.store.pages = 1;
    const { executionId: running } = await triggerSync(world.control, configuration, null);
    const stopping: unknown[] = [];
    world.store.gate = async () => void stopping.push((await json('executions', 'cancel', running)).json);
    await world.settle();
    expect(stopping).toEqual([{ status: 'stopping', detail: 'It stops at its next page.' }]);
    expect(await audited()).toEqual(
      [executionId, running].map((id) => ({
        action: 'executions.cancel',
        object_id: id,
        sent: {},
        user_id: null,
        address: 'command line',
      })),
    );
  });

  test('retry requests another one, with the attempts of SYNC_MAX_RETRIES', async () => {
    const configuration = await world.addConfiguration();
    world.store.failure = AWAY;
    const failed = await ended(configuration);
    world.store.failure = null;
    const retried = await json('executions', 'retry', failed);
    expect(retried.json).toMatchObject({ promoted: false, execution_id: retried.json.task_id });
    const id = retried.json.execution_id;
    const early = await taquilla(['executions', 'retry', id]);
    expect([early.exitCode, early.stderr]).toEqual([75, expect.stringContaining('execution.not-over')]);
    await world.settle();
    expect((await json('executions', 'show', id)).json).toMatchObject({
      status: 'success',
      trigger: 'retry',
      retry_of: failed,
      max_retries: 5,
    });
    expect((await audited()).map(({ action, object_id }) => [action, object_id])).toEqual([
      ['executions.retry', failed],
    ]);
  });

  test('an unknown id is refused', async () => {
    for (const verb of ['show', 'log', 'cancel', 'retry']) {
      for (const name of [newId(), 'abc', 'yesterday', '%']) {
        const refused = await taquilla(['executions', verb, name]);
        expect([verb, name, refused.exitCode]).toEqual([verb, name, 66]);
        expect(refused.stderr).toContain(`There is no execution "${name}". (execution.none)`);
      }
    }
  });

  test('an ambiguous beginning of an id is refused with all its matches', async () => {
    const configuration = await world.addConfiguration();
    const [one, other] = [await ended(configuration), await ended(configuration)];
    const refused = await taquilla(['executions', 'retry', one.slice(0, 6)]);
    expect(refused.exitCode).toBe(64);
    for (const part of ['cli.ambiguous', one, other]) expect(refused.stderr).toContain(part);
    expect(await audited()).toEqual([]);
  });
});
