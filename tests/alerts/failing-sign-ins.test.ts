import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AlertSettings } from '../../src/alerts/channels/alert-settings.ts';
import { beginAttempt } from '../../src/http/auth/sign-in-attempt.ts';
import { newId } from '../../src/kernel/ids.ts';
import { NO_ALERTS, TaskWorld } from '../tasks/task-world.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { readMail } from './read-mail.ts';

const MINUTE_MS = 60_000;

let world: TaskWorld;
let mails: MailServer;
let settings: AlertSettings;

beforeEach(async () => {
  world = await TaskWorld.open();
  mails = await startMailServer();
  const from = 'Taquilla <taquilla@example.com>';
  const mail = { smtpUrl: mails.url, from, recipients: ['ops@example.com'], language: 'es' as const };
  settings = { ...NO_ALERTS, mail };
  await world.db.query(
    `insert into users (id, email, password_hash, role, wants_alerts, language)
     values ($1, 'ada@example.com', 'x', 'superuser', true, 'en')`,
    [newId()],
  );
});
afterEach(async () => {
  await mails.close();
  await world.close();
});

/** Unfinished attempts, as the service counts them. */
async function fail(count: number, source: (n: number) => { email: string; address: string }): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await beginAttempt({ db: world.db, now: world.now }, source(n));
  }
}

const letters = (to: string) =>
  mails.received.filter((mail) => mail.to.includes(to)).map(({ raw }) => readMail(raw));
const subjects = (to: string) => letters(to).map(({ headers }) => headers.get('subject'));

/** Evaluates once a minute, as the service does. */
async function minutes(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await world.settle(settings);
    world.pass(MINUTE_MS);
  }
}

it('failed sign-ins of twenty accounts send one mail to each administrator, and one at the end', async () => {
  await fail(20, (n) => ({ email: `user${n}@example.com`, address: `203.0.113.${n}` }));
  await minutes(10);
  expect(subjects('ada@example.com')).toEqual(['[Taquilla] Many sign-ins fail']);
  expect(subjects('ops@example.com')).toEqual(['[Taquilla] Fallan muchos inicios de sesión']);
  const [english] = letters('ada@example.com');
  expect(english?.text).toContain(
    'Somebody is probably guessing passwords, or a program is using an old one.',
  );
  expect(english?.text).toMatch(/https:\/\/taquilla\.example\.com\/admin\/sync_woocommerce\/\S*audit/);
  // Fewer failures do not end the incident yet: it does not open and close from minute to minute.
  await fail(12, (n) => ({ email: `user${n}@example.com`, address: `203.0.113.${n}` }));
  await minutes(10);
  expect(subjects('ada@example.com')).toHaveLength(1);
  await minutes(10);
  expect(subjects('ada@example.com')[1]).toBe('[Taquilla] Failed sign-ins are back to normal');
  expect(subjects('ops@example.com')[1]).toBe(
    '[Taquilla] Los inicios de sesión fallidos volvieron a lo normal',
  );
  expect(await world.rows('select kind, resolved_at is not null as over from alert_incidents')).toEqual([
    { kind: 'sign_ins_failing', over: true },
  ]);
});

it('a hundred failures of few accounts are an incident, and ordinary typing errors are not', async () => {
  const few = (n: number) => ({ email: `user${n % 19}@example.com`, address: `203.0.113.${n}` });
  await fail(95, few);
  await minutes(1);
  expect(subjects('ada@example.com')).toEqual([]);
  await fail(5, few);
  await minutes(1);
  expect(subjects('ada@example.com')).toEqual(['[Taquilla] Many sign-ins fail']);
});
