import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../src/backend/database.ts';
import { requestAll } from '../../src/backend/executions/execution-records.ts';
import { startExecution } from '../../src/backend/executions/execution-start-records.ts';
import { removeOldAccess } from '../../src/backend/operation/cleanup-records.ts';
import { savePreview } from '../../src/backend/previews/preview-records.ts';
import { retryExecution, triggerSync } from '../../src/tasks/control.ts';
import { runPreview } from '../../src/tasks/run-preview.ts';
import { AWAY } from './quiet-store.ts';
import { TaskWorld } from './task-world.ts';

/** The digest of no differences, and another one. */
const [SAME, MOVED] = ['0'.repeat(64), 'f'.repeat(64)];

let world: TaskWorld;
let configuration: string;

beforeEach(async () => {
  world = await TaskWorld.open();
  configuration = await world.addConfiguration();
  await triggerSync(world.control, configuration, null);
  await world.settle();
});
afterEach(async () => await world.close());

async function keep(digest: string = SAME, orderIds: readonly number[] | null = null): Promise<string> {
  const shown = { configurationId: configuration, requestedBy: null, orderIds, settings: {}, digest };
  return await savePreview(world.db, { ...shown, report: {}, shownRows: [] });
}

async function run(preview: string): Promise<string> {
  return (await runPreview(world.control, preview, null)).executionId;
}

async function row(id: string) {
  return await world.one<Record<string, unknown>>(
    `select status, error_code, retry_of, preview_id, to_jsonb(order_ids) as orders, requested_depth as depth
     from sync_executions where id = $1`,
    [id],
  );
}

describe('a retry of an execution whose preview has moved', () => {
  it.each([null, [7]])('writes no more than the preview showed (orders %j)', async (orders) => {
    const preview = await keep(MOVED, orders);
    const id = await run(preview);
    await world.settle();
    expect(await row(id)).toMatchObject({ status: 'cancelled', error_code: 'preview.moved' });
    const { executionId } = await retryExecution(world.control, id, null);
    expect(await row(executionId)).toMatchObject({ retry_of: id, preview_id: preview, orders });
    await world.settle();
    expect(await row(executionId)).toMatchObject({ status: 'cancelled', error_code: 'preview.moved' });
  });
});

it('a second attempt finishes what the first one began to write, and does not compare again', async () => {
  const preview = await keep();
  const id = await run(preview);
  world.store.pages = 1;
  let readings = 0;
  world.store.gate = async () => {
    readings += 1;
    if (readings !== 2) return;
    // From here on a comparison would differ, as it does once a page is written.
    await world.db.query('update sync_previews set digest = $1', [MOVED]);
    throw AWAY;
  };
  await world.settle();
  expect(await world.outcomes(id)).toEqual(['failed']);
  world.pass(60_000);
  await world.settle();
  expect(await world.outcomes(id)).toEqual(['failed', 'success']);
});

it('a second attempt compares if the first one ended before it wrote anything', async () => {
  const id = await run(await keep());
  world.store.failure = AWAY;
  await world.settle();
  world.store.failure = null;
  await world.db.query('update sync_previews set digest = $1', [MOVED]);
  world.pass(60_000);
  await world.settle();
  expect(await row(id)).toMatchObject({ status: 'cancelled', error_code: 'preview.moved' });
});

describe('a preview', () => {
  it('joins no pending execution but its own', async () => {
    const { executionId } = await triggerSync(world.control, configuration, null);
    const [one, other] = [await keep(), await keep()];
    const refused = { code: 'execution.already-running', details: { executionId } };
    await expect(run(one)).rejects.toMatchObject(refused);
    const asked = ['me', 'full', world.now(), one] as const;
    await expect(startExecution(world.db, configuration, ...asked)).rejects.toMatchObject(refused);
    expect(await row(executionId)).toMatchObject({ preview_id: null, depth: null });
    await world.settle();
    const own = await run(one);
    expect(await run(one)).toBe(own);
    await expect(run(other)).rejects.toMatchObject({ details: { executionId: own } });
    expect(await row(own)).toMatchObject({ preview_id: one });
  });

  it.each([
    ['a person', async () => await triggerSync(world.control, configuration, null)],
    [
      'a request for all events',
      async () =>
        await inTransaction(world.db, async (tx) => {
          return await requestAll(tx, { requestedBy: null, maxRetries: 3, now: world.now() });
        }),
    ],
    ['the command line', async () => await startExecution(world.db, configuration, 'me', null, world.now())],
  ])('sets no condition once %s requests a sync without it', async (_, ask) => {
    const id = await run(await keep(MOVED));
    await ask();
    expect(await row(id)).toMatchObject({ preview_id: null });
  });

  it('is kept as long as its execution has not ended', async () => {
    const preview = await keep(MOVED);
    const id = await run(preview);
    const inTwoYears = new Date(Date.now() + 730 * 24 * 3600 * 1000);
    await removeOldAccess(world.db, inTwoYears);
    expect(await row(id)).toMatchObject({ preview_id: preview });
    await world.settle();
    await removeOldAccess(world.db, inTwoYears);
    expect(await row(id)).toMatchObject({ preview_id: null });
  });
});
