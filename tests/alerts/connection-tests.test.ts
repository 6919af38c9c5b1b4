import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/kernel/error-catalogue.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { newId } from '../../src/kernel/ids.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { TaskWorld } from '../tasks/task-world.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { mailedBy, subjectsOf } from './mailed.ts';

let world: TaskWorld;
let mails: MailServer;

beforeEach(async () => {
  world = await TaskWorld.open();
  mails = await startMailServer();
});
afterEach(async () => {
  await mails.close();
  await world.close();
});

async function settle(): Promise<void> {
  await world.settle(mailedBy(mails));
}

/** A scheduled daily test with this result. */
async function tested(credentials: string, error: AppError | null): Promise<void> {
  world.pass(1_000);
  await world.db.query(
    `insert into background_tasks (id, name, queue, subject_id, status, run_after, result, error_code, error_message, finished_at)
     values ($1, 'test_woocommerce_connection', 'maintenance', $2, $3, now(), $4, $5, $6, $7)`,
    [
      newId(),
      credentials,
      error === null ? 'success' : 'failed',
      error === null ? null : { kind: error.kind },
      error?.code ?? null,
      error?.message ?? null,
      world.now(),
    ],
  );
  await settle();
}

async function synced(configuration: string, error: AppError | null): Promise<void> {
  world.pass(1_000);
  world.store.failure = error;
  await triggerSync(world.control, configuration, null);
  for (let n = 0; n < 10; n += 1) {
    await settle();
    world.pass(3_600_000);
  }
}

const incidents = async () =>
  await world.rows<{ kind: string; code: string; over: boolean }>(
    'select kind, error_code as code, resolved_at is not null as over from alert_incidents order by opened_at, id',
  );

const failure = (code: ErrorCode) => new AppError({ code, message: 'No.' });
const SLOW = failure('store.statement-timeout');
const DEFECT = failure('internal.unclassified');
const REFUSED = failure('store.access-denied');

it.each(['store.host-key-unknown', 'store.server-key-unknown'] as const)(
  'a set that is still being set up causes no incident: %s',
  async (code) => {
    await tested(await world.addCredentials(), failure(code));
    expect(await incidents()).toEqual([]);
  },
);

it.each([REFUSED, failure('store.host-key-changed')])(
  'a set that worked before causes one: $code',
  async (error) => {
    await tested(await world.addCredentials(), error);
    expect(await incidents()).toEqual([{ kind: 'credentials_failing', code: error.code, over: false }]);
  },
);

it.each([SLOW, DEFECT])(
  'a failed test with $code is not a failed sync, and its next success ends its incident',
  async (error) => {
    const [set, other] = [await world.addCredentials(), await world.addCredentials()];
    await tested(set, error);
    await tested(set, error);
    await tested(other, null);
    expect(await incidents()).toEqual([{ kind: 'test_failed', code: error.code, over: false }]);
    await tested(set, null);
    expect(await incidents()).toEqual([{ kind: 'test_failed', code: error.code, over: true }]);
    expect(subjectsOf(mails)).toEqual([
      expect.stringContaining('Connection test failed: store'),
      expect.stringContaining('Connection test passed again: store'),
    ]);
  },
);

it.each([SLOW, DEFECT])(
  'a sync that fails with $code after a failed test sends a separate mail',
  async (error) => {
    const set = await world.addCredentials();
    const configuration = await world.addConfiguration({ credentialsId: set });
    await tested(set, error);
    await synced(configuration, error);
    expect(await incidents()).toEqual([
      { kind: 'test_failed', code: error.code, over: false },
      { kind: 'sync_failed', code: error.code, over: false },
    ]);
    expect(subjectsOf(mails)).toHaveLength(2);
    expect(subjectsOf(mails)[1]).toContain('Sync failed: Event 1');
    // the connection test alone says nothing about the sync
    await tested(set, null);
    expect((await incidents()).map(({ over }) => over)).toEqual([true, false]);
    await synced(configuration, null);
    expect((await incidents()).map(({ over }) => over)).toEqual([true, true]);
    expect(subjectsOf(mails)).toHaveLength(4);
  },
);

it.each([SLOW, REFUSED])('a successful sync ends what only a test found: $code', async (error) => {
  const [set, other] = [await world.addCredentials(), await world.addCredentials()];
  await tested(set, error);
  await synced(await world.addConfiguration({ credentialsId: other }), null);
  expect((await incidents()).map(({ over }) => over)).toEqual([false]);
  await synced(await world.addConfiguration({ credentialsId: set }), null);
  expect((await incidents()).map(({ over }) => over)).toEqual([true]);
});

it('a successful sync does not end the incident of another event of the store', async () => {
  const set = await world.addCredentials();
  await synced(await world.addConfiguration({ credentialsId: set }), REFUSED);
  await synced(await world.addConfiguration({ credentialsId: set }), null);
  expect(await incidents()).toEqual([{ kind: 'credentials_failing', code: REFUSED.code, over: false }]);
});
