import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWatch } from '../../src/alerts/watch.ts';
import { newId } from '../../src/kernel/ids.ts';
import { createLog } from '../../src/kernel/log.ts';
import { NO_ALERTS, TaskWorld } from '../tasks/task-world.ts';

let world: TaskWorld;

beforeEach(async () => {
  world = await TaskWorld.open();
});
afterEach(async () => await world.close());

/** Incidents after a test of the hour, which nobody asked for, ended with this error. */
async function incidentsAfter(code: string): Promise<readonly unknown[]> {
  await world.db.query(
    `insert into background_tasks (id, name, queue, subject_id, status, run_after, result, error_code, error_message, finished_at)
     values ($1, 'test_woocommerce_connection', 'maintenance', $2, 'failed', now(), '{"kind": "config"}', $3, 'no', now())`,
    [newId(), await world.addCredentials(), code],
  );
  const log = createLog('silent', process.stderr);
  await createWatch({ db: world.db, log, now: () => world.now(), settings: NO_ALERTS, staleAfterMs: {} })();
  return await world.rows('select kind, error_code from alert_incidents');
}

it.each(['store.host-key-unknown', 'store.server-key-unknown'])(
  'a set that somebody is still setting up is no incident: %s',
  async (code) => {
    expect(await incidentsAfter(code)).toEqual([]);
  },
);

it.each(['store.access-denied', 'store.host-key-changed'])('a set that worked is one: %s', async (code) => {
  expect(await incidentsAfter(code)).toMatchObject([{ kind: 'credentials_failing', error_code: code }]);
});
