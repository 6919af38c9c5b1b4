import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AlertSettings } from '../../src/alerts/channels/alert-settings.ts';
import { sendAccountMails } from '../../src/alerts/send-account-mails.ts';
import { sendMessages } from '../../src/alerts/send-messages.ts';
import { listAlerts } from '../../src/backend/incidents/alert-list.ts';
import type { Delivery } from '../../src/backend/incidents/delivery-list.ts';
import { putAccountMail } from '../../src/backend/users/account-mail-records.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { newId } from '../../src/kernel/ids.ts';
import { createAlertOperations } from '../../src/tasks/alert-operations.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { NO_ALERTS, TaskWorld } from '../tasks/task-world.ts';
import { closedPort, type MailServer, startMailServer } from './mail-server.ts';
import { readMail } from './read-mail.ts';

const REFUSED = new AppError({ code: 'store.access-denied', message: 'Refused.' });
const FROM = 'Taquilla <taquilla@example.com>';

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

function mailed(smtpUrl: string, recipients: readonly string[] = ['ops@example.com']): AlertSettings {
  return { ...NO_ALERTS, mail: { smtpUrl, from: FROM, recipients, language: 'en' } };
}

async function fail(alerts: AlertSettings): Promise<void> {
  const configuration = await world.addConfiguration();
  world.store.failure = REFUSED;
  await triggerSync(world.control, configuration, null);
  await world.settle(alerts);
}

async function deliveries(): Promise<readonly Delivery[]> {
  const alerts = await listAlerts(world.db, { kind: null, open: null, acknowledged: null }, 10, 0);
  return alerts.flatMap((alert) => alert.deliveries);
}

it("an alert shows its recipients and times, and each refusal of the mail server in the server's words", async () => {
  await fail(mailed(mails.url, ['ops@example.com', 'unknown@example.com']));
  const byAddress = new Map((await deliveries()).map((one) => [one.recipient, one]));
  expect(byAddress.get('ops@example.com')).toMatchObject({
    status: 'sent',
    event: 'opened',
    sent_at: '2025-06-02T12:00:00.000000Z',
    attempts: 1,
    next_attempt_at: null,
    error_code: null,
    reply: null,
  });
  expect(byAddress.get('unknown@example.com')).toMatchObject({
    status: 'waiting',
    sent_at: null,
    attempts: 1,
    last_attempt_at: '2025-06-02T12:00:00.000000Z',
    error_code: 'alert.mail-refused',
    // its code, and the text that the tests' mail server sends with it
    reply: '550 550 no such mailbox',
  });
  const next = byAddress.get('unknown@example.com')?.next_attempt_at ?? '';
  expect(Date.parse(next)).toBeGreaterThan(world.nowMs);
});

it('every message names an unreachable mail server, even a message that was not tried', async () => {
  const port = await closedPort();
  await fail(mailed(`smtp://127.0.0.1:${port}`, ['one@example.com', 'two@example.com']));
  const all = await deliveries();
  expect(all).toHaveLength(2);
  for (const one of all) {
    expect(one).toMatchObject({ status: 'waiting', error_code: 'alert.mail-server-away' });
    expect(one.reply).toContain(`ECONNREFUSED 127.0.0.1:${port}`);
  }
  expect(all.map((one) => one.attempts).toSorted((a, b) => a - b)).toEqual([0, 1]);
});

it('if the backend is lost after the mail server accepted a mail, the mail is recorded later and sent once', async () => {
  const { db, log } = world.backend;
  const deps = { db, log, now: world.now, settings: mailed(mails.url), taken: new Set<string>() };
  const { signal } = new AbortController();

  await createAlertOperations(db, deps.settings, world.now).sendTest('mail');
  mails.onReceived = async () => {
    await db.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'`);
  };
  await expect(sendMessages(deps, signal)).rejects.toMatchObject({ code: 'backend.unreachable' });
  expect(await sendMessages(deps, signal)).toBe(1);

  await world.db.query(
    `insert into users (id, email, password_hash, role) values ($1, 'ada@example.com', 'x', 'viewer')`,
    [newId()],
  );
  await putAccountMail(
    db,
    { kind: 'password_changed', email: 'ada@example.com', publicUrl: null },
    world.now(),
  );
  mails.onReceived = async () => void (await db.query('alter table account_mails rename to elsewhere'));
  await expect(sendAccountMails(deps, signal)).rejects.toMatchObject({ code: 'backend.not-migrated' });
  await db.query('alter table elsewhere rename to account_mails');
  world.pass(60_000);
  expect(await sendAccountMails(deps, signal)).toBe(1);

  expect(mails.received.map(({ to }) => to)).toEqual([['ops@example.com'], ['ada@example.com']]);
  expect(await world.rows('select id from alert_messages where sent_at is null')).toEqual([]);
  expect(await world.rows('select id from account_mails where sent_at is null')).toEqual([]);
});

it('a message expires after a week, and says so', async () => {
  const away = mailed(`smtp://127.0.0.1:${await closedPort()}`);
  await fail(away);
  await world.db.query(`update alert_messages set created_at = $1`, [world.now()]);
  world.pass(7 * 24 * 3_600_000 + 1);
  await world.settle(away);
  expect(await deliveries()).toMatchObject([
    { status: 'given_up', error_code: 'alert.mail-server-away', next_attempt_at: null },
  ]);
});

it('a test message goes to the recipients of alerts by the same channel, each in their language', async () => {
  await world.db.query(
    `insert into users (id, email, password_hash, role, wants_alerts, language)
     values ($1, 'ada@example.com', 'x', 'superuser', true, 'es')`,
    [newId()],
  );
  const settings = mailed(mails.url);
  const operations = createAlertOperations(world.db, settings, world.now);
  expect(await operations.channels()).toEqual({
    mail: { from: FROM, recipients: ['ada@example.com', 'ops@example.com'] },
    webhook: null,
  });
  await operations.sendTest('mail');
  expect((await operations.listTests(10)).map((one) => one.status)).toEqual(['waiting', 'waiting']);
  await world.settle(settings);
  expect(await operations.listTests(10)).toMatchObject([
    { event: 'test', recipient: 'ada@example.com', status: 'sent' },
    { event: 'test', recipient: 'ops@example.com', status: 'sent' },
  ]);
  const subjects = mails.received.map(({ raw }) => readMail(raw).headers.get('subject') ?? '');
  expect(subjects.toSorted()).toEqual(['[Taquilla] Mensaje de prueba', '[Taquilla] Test message']);
  // no incident records it
  expect(await world.rows('select id from alert_incidents')).toEqual([]);
  await expect(operations.sendTest('webhook')).rejects.toMatchObject({
    code: 'alert.channel-off',
    details: { setting: 'ALERT_WEBHOOK_URL' },
  });
  const withoutRecipients = createAlertOperations(world.db, mailed(mails.url, []), world.now);
  await world.db.query('update users set wants_alerts = false');
  await expect(withoutRecipients.sendTest('mail')).rejects.toMatchObject({ code: 'alert.no-recipients' });
});

it('a delivered test message releases the messages that wait for its channel, and a newer test ends an older one', async () => {
  const away = mailed(`smtp://127.0.0.1:${await closedPort()}`);
  await fail(away);
  const operations = createAlertOperations(world.db, away, world.now);
  await operations.sendTest('mail');
  await world.settle(away);
  expect(mails.received).toEqual([]);
  world.pass(1_000);
  await operations.sendTest('mail');
  expect((await operations.listTests(10)).map((one) => one.status)).toEqual(['waiting', 'given_up']);
  // the address of the mail server is corrected; the alert's own next attempt comes later
  await world.settle(mailed(mails.url));
  const subjects = mails.received.map(({ raw }) => readMail(raw).headers.get('subject') ?? '');
  expect(subjects.toSorted()).toEqual([
    expect.stringContaining('Store cannot be read'),
    '[Taquilla] Test message',
  ]);
  expect((await deliveries()).map((one) => one.status)).toEqual(['sent']);
});

it('a test call of the webhook has the same headers and no incident; its refusal names the status', async () => {
  let status = 503;
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const webhook = { url: `http://127.0.0.1:${port}/secret-path`, secret: 'a secret of the tests' };
  const settings = { ...NO_ALERTS, webhook };
  const operations = createAlertOperations(world.db, settings, world.now);
  expect((await operations.channels()).webhook).toEqual({ host: `127.0.0.1:${port}` });
  await operations.sendTest('webhook');
  await world.settle(settings);
  const [refused] = await operations.listTests(1);
  expect(refused).toMatchObject({
    status: 'waiting',
    error_code: 'alert.webhook-refused',
    reply: 'HTTP 503',
  });
  status = 204;
  world.pass(1_000);
  await operations.sendTest('webhook');
  await world.settle(settings);
  const [sent] = await operations.listTests(1);
  expect(sent).toMatchObject({ status: 'sent', reply: null });
  expect(JSON.parse(bodies.at(-1) ?? '')).toEqual({
    delivery_id: sent?.id,
    event: 'test',
    incident: null,
    url: 'https://taquilla.example.com/admin/sync_woocommerce/alerts/delivery',
  });
  server.close();
});
