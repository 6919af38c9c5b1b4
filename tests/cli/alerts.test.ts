import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUser } from '../../src/backend/users/user-records.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { closedPort, type MailServer, startMailServer } from '../alerts/mail-server.ts';
import { AWAY } from '../tasks/quiet-store.ts';
import { audited, cellsOf, json, taquilla, useNightWorld, world } from './night-world.ts';

useNightWorld();
let mail: MailServer;
beforeAll(async () => {
  mail = await startMailServer();
});
afterAll(async () => await mail.close());

/** A webhook that gives this reply, and the calls that it received. */
async function startWebhook(status: number) {
  const calls: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        calls.push({ headers: request.headers, body });
        response.writeHead(status).end();
      },
      () => undefined,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    calls,
    close: () => void server.close(),
  };
}

test('an incident shows what is wrong, since when, and why its messages were not sent', async () => {
  expect((await taquilla(['alerts', 'list'])).stdout).toBe('No alert is open.\n');
  const alerts = {
    mail: {
      smtpUrl: mail.url,
      from: 'Taquilla <alerts@example.com>',
      recipients: ['ana@example.com', 'unknown@example.com'],
      language: 'en',
    },
    webhook: null,
    publicUrl: null,
    timezone: 'UTC',
  } as const;
  const configuration = await world.addConfiguration();
  await world.db.query(`update sync_configurations set name = 'Night Market' where id = $1`, [configuration]);
  world.store.failure = AWAY;
  await triggerSync({ ...world.control, maxRetries: 0 }, configuration, null);
  await world.settle(alerts);
  await world.settle(alerts);

  const { json: open } = await json('alerts', 'list');
  expect(open).toEqual([
    expect.objectContaining({
      kind: 'store_unreachable',
      error_code: 'store.unreachable',
      resolved_at: null,
    }),
  ]);
  await world.db.query(`update alert_incidents set opened_at = '2025-06-02T12:00:00Z'`);
  const [head = [], ...rows] = cellsOf((await taquilla(['alerts', 'list'])).stdout);
  expect(head[3]).toBe('since (America/Santiago)');
  expect(rows.map((row) => row.slice(1))).toEqual([
    ['store unreachable', 'Night Market', '2025-06-02 08:00', 'open', 'store.unreachable', '1 of 2 sent'],
    ['', '', '', '', '', '1 not sent: alert.mail-refused'],
  ]);

  const [id = ''] = rows[0] ?? [];
  const { stdout } = await taquilla(['alerts', 'show', id]);
  for (const line of [
    /^error +The store’s database cannot be reached\. \(store\.unreachable\)$/m,
    /^since +2025-06-02 08:00 \(America\/Santiago\)$/m,
    /^until +it is open$/m,
    /^concerns +Night Market \([\da-f-]{36}\)$/m,
    /^message +opened, to ana@example\.com: sent \d{4}-/m,
    /^message +opened, to unknown@example\.com: not sent yet: alert\.mail-refused, 1 attempt; next attempt \d{4}-/m,
  ]) {
    expect(stdout).toMatch(line);
  }
  expect((await json('alerts', 'show', open[0].id)).json.deliveries).toHaveLength(2);

  await world.db.query('update alert_incidents set resolved_at = now()');
  expect((await json('alerts', 'list')).json).toEqual([]);
  expect((await json('alerts', 'list', '--all')).json).toHaveLength(1);
  for (const name of ['0190b0b0', 'yesterday']) {
    const none = await taquilla(['alerts', 'show', name]);
    expect([none.exitCode, none.stderr]).toEqual([66, expect.stringContaining('alert.none')]);
  }
  expect((await taquilla(['alerts', 'list', '--limit', 'many'])).exitCode).toBe(64);
});

test('a test message goes to all recipients of alerts, and shows the result for each', async () => {
  mail.received.length = 0;
  await audited();
  const withoutRecipients = await taquilla(['alerts', 'test']);
  expect([withoutRecipients.exitCode, withoutRecipients.stderr]).toEqual([
    78,
    expect.stringContaining('alert.no-recipients'),
  ]);
  expect(await audited()).toEqual([]);

  await createUser(world.db, { email: 'boss@example.com', passwordHash: 'x', role: 'superuser' });
  await world.db.query(`update users set wants_alerts = true, language = 'es'`);
  const webhook = await startWebhook(204);
  const env = {
    SMTP_URL: mail.url,
    ALERT_EMAILS: 'night@example.com',
    ALERT_WEBHOOK_URL: webhook.url,
    ALERT_WEBHOOK_SECRET: 'a secret that is long enough',
  };
  const good = await taquilla(['alerts', 'test'], env);
  expect([good.exitCode, good.stderr]).toEqual([0, '']);
  expect(good.stdout).toBe(
    '✓ mail to boss@example.com: sent\n✓ mail to night@example.com: sent\n✓ webhook: sent\n',
  );
  expect(mail.received.map(({ to, raw }) => [to, /^Subject: (.*)$/m.exec(raw)?.[1]])).toEqual([
    [['boss@example.com'], '[Taquilla] Mensaje de prueba'],
    [['night@example.com'], '[Taquilla] Test message'],
  ]);
  expect(
    webhook.calls.map(({ headers, body }) => [headers['x-taquilla-signature'], JSON.parse(body)]),
  ).toEqual([
    [expect.stringMatching(/^sha256=/), expect.objectContaining({ event: 'test', incident: null })],
  ]);
  webhook.close();
  expect((await audited()).map(({ action }) => action)).toEqual(['management.test-alert']);

  const bad = await startWebhook(500);
  const failing = { ...env, ALERT_EMAILS: 'unknown@example.com', ALERT_WEBHOOK_URL: bad.url };
  const mixed = await taquilla(['alerts', 'test'], failing);
  expect(mixed.exitCode).toBe(75);
  expect(mixed.stdout).toMatch(/^✓ mail to boss@example\.com: sent$/m);
  expect(mixed.stdout).toMatch(
    /^✗ mail to unknown@example\.com: not sent\. .*550.* \(alert\.mail-refused\)$/m,
  );
  expect(mixed.stdout).toMatch(/^✗ webhook: not sent\. .*500 \(alert\.webhook-refused\)$/m);
  bad.close();

  const away = await taquilla(['alerts', 'test', '--json'], {
    SMTP_URL: `smtp://127.0.0.1:${await closedPort()}`,
    ALERT_EMAILS: 'night@example.com',
  });
  expect(away.exitCode).toBe(75);
  expect(JSON.parse(away.stdout)).toEqual([
    expect.objectContaining({ recipient: 'boss@example.com', error_code: 'alert.mail-server-away' }),
    expect.objectContaining({ recipient: 'night@example.com', error_code: 'alert.mail-server-away' }),
  ]);
});
