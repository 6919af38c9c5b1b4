import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AlertSettings } from '../../src/alerts/channels/alert-settings.ts';
import { newId } from '../../src/kernel/ids.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { TaskWorld } from '../tasks/task-world.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { mailedBy, subjectsOf } from './mailed.ts';
import { readMail } from './read-mail.ts';

let world: TaskWorld;
let mails: MailServer;
let settings: AlertSettings;

beforeEach(async () => {
  world = await TaskWorld.open();
  mails = await startMailServer();
  settings = mailedBy(mails);
});
afterEach(async () => {
  await mails.close();
  await world.close();
});

async function newestExecution(): Promise<string> {
  const { rows } = await world.db.query<{ id: string }>(
    'select id from sync_executions order by created_at desc, id desc limit 1',
  );
  return rows[0]?.id ?? '';
}

/** What an execution would have left: a list that waits, and a proof that differs by it, and by more if asked. */
async function hold(configuration: string, differsOtherwise: boolean): Promise<string> {
  const [execution, id] = [await newestExecution(), newId()];
  await world.db.query(
    `insert into held_removals (id, configuration_id, execution_id, last_execution_id, digest, state,
       max_removal_percent, valid_tickets, lost_before) values ($1, $2, $3, $3, '', 'waiting', 20, 100, 0)`,
    [id, configuration, execution],
  );
  for (const subject of ['held_removals', ...(differsOtherwise ? ['orders'] : [])]) {
    await world.db.query(
      `insert into sync_proofs (id, execution_id, scope, subject, group_name, measure, store_value, backend_value, equal)
       values ($1, $2, 'whole', $3, 'tickets', 'count', '0', '40', false)`,
      [newId(), execution, subject],
    );
  }
  await world.db.query(
    `update sync_executions set verification = 'unverified', judged_at = null where id = $1`,
    [execution],
  );
  return id;
}

it('held removals send a mail that links to their list, and none about a difference', async () => {
  const configuration = await world.addConfiguration();
  await triggerSync(world.control, configuration, null);
  await world.settle(settings);
  const list = await hold(configuration, false);
  await world.settle(settings);
  expect(subjectsOf(mails)).toEqual(['[Taquilla] Removals held: Event 1']);
  const { text } = readMail(mails.received[0]?.raw ?? '');
  expect(text).toContain(`https://taquilla.example.com/admin/sync_woocommerce/removals/${list}/show`);
  expect(text).toContain('/operations/removals-held');

  await world.db.query(`update held_removals set state = 'expired', ended_at = now()`);
  await triggerSync(world.control, configuration, null);
  await world.settle(settings);
  expect(subjectsOf(mails)[1]).toBe('[Taquilla] No removals held any more: Event 1');
});

it('another difference beside held removals sends a mail of its own', async () => {
  const configuration = await world.addConfiguration();
  await triggerSync(world.control, configuration, null);
  await world.settle(settings);
  await hold(configuration, true);
  await world.settle(settings);
  expect(subjectsOf(mails).toSorted()).toEqual([
    '[Taquilla] Both sides differ: Event 1',
    '[Taquilla] Removals held: Event 1',
  ]);
});

it('an open difference stays open while removals are held, and a decision ends the alert about them', async () => {
  const configuration = await world.addConfiguration();
  await triggerSync(world.control, configuration, null);
  await world.settle(settings);
  await hold(configuration, true);
  await world.settle(settings);
  expect(subjectsOf(mails)).toHaveLength(2);
  await world.db.query(`delete from sync_proofs where subject = 'orders' and not equal`);
  await world.db.query('update sync_executions set judged_at = null');
  await world.settle(settings);
  expect(subjectsOf(mails)).toHaveLength(2);
  await world.db.query(
    `update held_removals set state = 'rejected', decided_at = now(), keeps_until = now() + interval '7 days'`,
  );
  await world.settle(settings);
  expect(subjectsOf(mails).slice(2)).toEqual(['[Taquilla] No removals held any more: Event 1']);
});
