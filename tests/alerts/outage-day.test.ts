import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AlertSettings } from '../../src/alerts/channels/alert-settings.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { changeStatus, triggerSync } from '../../src/tasks/control.ts';
import { AWAY } from '../tasks/quiet-store.ts';
import { NO_ALERTS, TaskWorld } from '../tasks/task-world.ts';
import { closedPort, type MailServer, startMailServer } from './mail-server.ts';
import { readMail } from './read-mail.ts';

const MINUTE_MS = 60_000;

let world: TaskWorld;
let mails: MailServer;
let settings: AlertSettings;

beforeEach(async () => {
  world = await TaskWorld.open();
  mails = await startMailServer();
  settings = mailedBy(mails.url);
});
afterEach(async () => {
  await mails.close();
  await world.close();
});

function mailedBy(smtpUrl: string): AlertSettings {
  const mail = {
    smtpUrl,
    from: 'Taquilla <taquilla@example.com>',
    recipients: ['ops@example.com'],
    language: 'en' as const,
  };
  return { ...NO_ALERTS, mail };
}

const subjects = () => mails.received.map(({ raw }) => readMail(raw).headers.get('subject'));

/** A quarter of an hour of the service: one tick, and rounds until nothing is left to start. */
async function quarter(stepMinutes = 1): Promise<void> {
  await world.onTime('run_scheduled_syncs', world.handler(settings));
  for (let minute = 0; minute < 15; minute += stepMinutes) {
    await world.settle(settings);
    world.pass(stepMinutes * MINUTE_MS);
  }
}

it('a store that is down for a day causes four attempts, one incident, one mail, and one when it is back', async () => {
  const store = await world.addCredentials(1);
  const anchor = world.now();
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    ids.push(
      await world.addConfiguration({ credentialsId: store, frequency: 'hourly', anchor, nextDueAt: anchor }),
    );
  }
  world.store.failure = AWAY;
  // each minute while attempts follow one another, then as often as the tests
  for (let n = 0; n < 24 * 4; n += 1) await quarter(n < 2 ? 1 : 5);
  // the execution that found the outage had its four attempts; the others were held back
  expect(await world.rows('select outcome from sync_attempts')).toHaveLength(4);
  const tests = await world.one<{ n: number }>(
    `select count(*)::integer as n from background_tasks where name = 'test_woocommerce_connection'`,
  );
  // every quarter of an hour after the last attempt
  expect(tests.n).toBeGreaterThanOrEqual(94);
  expect(tests.n).toBeLessThanOrEqual(96);
  expect(subjects()).toEqual([expect.stringMatching(/^\[Taquilla\] Store out of reach: store /)]);
  expect(await world.rows('select id from alert_incidents')).toHaveLength(1);
  // the first attempt of the first tick, not the last one, after which the incident opened
  const { text } = readMail(mails.received[0]?.raw ?? '');
  expect(text).toContain('Since: 2 June 2025, 08:00 (America/Santiago)');
  expect(text).toContain('Server: db.example.com:3306');
  expect(text).toContain(
    'Step by step: https://taquilla.example.com/admin/sync_woocommerce/operations/store-unreachable',
  );

  world.store.failure = null;
  for (let n = 0; n < 8; n += 1) await quarter();
  expect(subjects()).toHaveLength(2);
  expect(subjects()[1]).toMatch(/^\[Taquilla\] Store in reach again: store /);
  expect(await world.rows('select id from alert_incidents where resolved_at is null')).toEqual([]);
  const states = await world.rows('select distinct status, last_sync_status from sync_configurations');
  expect(states).toEqual([{ status: 'active', last_sync_status: 'success' }]);
});

it('no message is lost or sent twice when the mail server is down for a day', async () => {
  const configuration = await world.addConfiguration();
  settings = mailedBy(`smtp://127.0.0.1:${await closedPort()}`);
  world.store.failure = new AppError({ code: 'store.access-denied', message: 'Refused.' });
  await triggerSync(world.control, configuration, null);
  await world.settle(settings);
  world.store.failure = null;
  await triggerSync(world.control, configuration, null);
  await world.settle(settings);
  for (let n = 0; n < 24 * 4; n += 1) {
    world.pass(15 * MINUTE_MS);
    await world.settle(settings);
  }
  const unsent = await world.rows<{ attempts: number }>(
    'select attempts from alert_messages where sent_at is null',
  );
  expect(unsent).toHaveLength(2);
  // the attempts are further and further apart, up to an hour
  expect(Math.max(...unsent.map((row) => row.attempts))).toBeGreaterThan(10);
  expect(Math.max(...unsent.map((row) => row.attempts))).toBeLessThan(40);
  settings = mailedBy(mails.url);
  for (let n = 0; n < 8; n += 1) {
    world.pass(15 * MINUTE_MS);
    await world.settle(settings);
  }
  expect(subjects()).toHaveLength(2);
  expect(subjects()[0]).toMatch(/Store cannot be read/);
  expect(subjects()[1]).toMatch(/Store can be read again/);
  const ids = mails.received.map(({ raw }) => readMail(raw).headers.get('message-id'));
  expect(new Set(ids).size).toBe(2);
});

it('fifty events of one store whose password changed cause one mail', async () => {
  const store = await world.addCredentials(10);
  world.store.failure = new AppError({ code: 'store.access-denied', message: 'Refused.' });
  for (let n = 0; n < 50; n += 1) {
    await world.addConfiguration({ credentialsId: store, frequency: 'daily', nextDueAt: world.now() });
  }
  await quarter();
  expect(subjects()).toEqual([expect.stringContaining('Store cannot be read')]);
  const { text } = readMail(mails.received[0]?.raw ?? '');
  expect(text).toContain('Event 1\n');
});

it('a proof that is not verified sends a mail at once, and another when both sides agree', async () => {
  const configuration = await world.addConfiguration();
  await triggerSync(world.control, configuration, null);
  await world.settle(settings);
  await triggerSync(world.control, configuration, null);
  // the error that an execution would have reported
  await world.rounds(settings).round();
  await world.carrier.bring(world.handler(settings));
  await world.db.query(
    `update sync_executions set verification = 'unverified', judged_at = null
     where id = (select id from sync_executions order by created_at desc limit 1)`,
  );
  await world.settle(settings);
  expect(subjects()).toEqual(['[Taquilla] Both sides differ: Event 1']);
  await triggerSync(world.control, configuration, null);
  await world.settle(settings);
  expect(subjects()[1]).toBe('[Taquilla] Both sides agree again: Event 1');
});

it('a configuration without a success for three periods sends one mail, though nothing failed', async () => {
  const configuration = await world.addConfiguration({
    frequency: 'hourly',
    anchor: world.now(),
    nextDueAt: world.now(),
  });
  // no scheduler runs
  world.pass(3 * 60 * MINUTE_MS + MINUTE_MS);
  await world.settle(settings);
  world.pass(60 * MINUTE_MS);
  await world.settle(settings);
  expect(subjects()).toEqual(['[Taquilla] Not synced for too long: Event 1']);
  await triggerSync(world.control, configuration, null);
  await world.settle(settings);
  expect(subjects()[1]).toBe('[Taquilla] Synced again: Event 1');
});

it('a user who disables a failing configuration gets no more messages about it', async () => {
  const configuration = await world.addConfiguration();
  world.store.failure = new AppError({ code: 'internal.unclassified', message: 'A defect.' });
  await triggerSync(world.control, configuration, null);
  await world.settle(settings);
  await changeStatus(world.control, configuration, 'disable');
  await world.settle(settings);
  expect(subjects()).toEqual(['[Taquilla] Sync failed: Event 1']);
  expect(await world.rows('select id from alert_incidents where resolved_at is null')).toEqual([]);
});

it('without a mail server incidents are recorded, and no message waits to be sent', async () => {
  const configuration = await world.addConfiguration();
  world.store.failure = new AppError({ code: 'internal.unclassified', message: 'A defect.' });
  await triggerSync(world.control, configuration, null);
  await world.settle(NO_ALERTS);
  expect(await world.rows('select kind from alert_incidents')).toEqual([{ kind: 'sync_failed' }]);
  expect(await world.rows('select id from alert_messages')).toEqual([]);
});
