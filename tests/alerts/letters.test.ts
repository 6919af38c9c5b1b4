import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AlertSettings } from '../../src/alerts/channels/alert-settings.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { newId } from '../../src/kernel/ids.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { NO_ALERTS, TaskWorld } from '../tasks/task-world.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { readMail } from './read-mail.ts';

const REFUSED = new AppError({
  code: 'store.access-denied',
  message: 'The store refuses the user or the password.',
});

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

function settings(recipients: readonly string[]): AlertSettings {
  const from = 'Taquilla <taquilla@example.com>';
  return { ...NO_ALERTS, mail: { smtpUrl: mails.url, from, recipients, language: 'es' } };
}

async function failAndRecover(alerts: AlertSettings): Promise<string> {
  const configuration = await world.addConfiguration();
  await world.db.query(`update sync_configurations set name = $2 where id = $1`, [
    configuration,
    'Noche <b>Vieja</b> & "Ñandú"\r\nBcc: victim@example.com',
  ]);
  world.store.failure = REFUSED;
  await triggerSync(world.control, configuration, null);
  await world.settle(alerts);
  world.store.failure = null;
  await triggerSync(world.control, configuration, null);
  await world.settle(alerts);
  return configuration;
}

it('a mail says what happened, since when, what to do and where to look, in the reader’s language', async () => {
  await world.db.query(
    `insert into users (id, email, password_hash, role, wants_alerts, language)
     values ($1, 'ada@example.com', 'x', 'superuser', true, 'en'),
       ($2, 'quiet@example.com', 'x', 'superuser', false, 'en'),
       ($3, 'viewer@example.com', 'x', 'viewer', true, 'en')`,
    [newId(), newId(), newId()],
  );
  await failAndRecover(settings(['operaciones@example.com', 'ADA@example.com']));
  const byRecipient = new Map<string, ReturnType<typeof readMail>[]>();
  for (const { to, raw } of mails.received) {
    const [address = ''] = to;
    byRecipient.set(address, [...(byRecipient.get(address) ?? []), readMail(raw)]);
  }
  expect([...byRecipient.keys()].toSorted()).toEqual(['ada@example.com', 'operaciones@example.com']);
  const [opened, recovered] = byRecipient.get('operaciones@example.com') ?? [];
  expect(opened?.headers.get('subject')).toMatch(/^\[Taquilla\] No se puede leer la tienda: store /);
  expect(opened?.headers.get('auto-submitted')).toBe('auto-generated');
  for (const form of [opened?.text, opened?.html]) {
    expect(form).toContain('La tienda responde, pero Taquilla no puede leerla con estas credenciales.');
    expect(form).toContain('Desde: 2 de junio de 2025, 08:00 (America/Santiago)');
    expect(form).toContain('store.access-denied');
    expect(form).toContain('Corrija las credenciales en el panel');
    expect(form).toContain('https://taquilla.example.com/admin/sync_woocommerce/credentials/');
  }
  // a name is text, never markup or a header
  expect(opened?.html).toContain(
    'Noche &lt;b&gt;Vieja&lt;/b&gt; &amp; &quot;Ñandú&quot; Bcc: victim@example.com',
  );
  expect(opened?.text).toContain('Noche <b>Vieja</b> & "Ñandú" Bcc: victim@example.com');
  expect(opened?.headers.has('bcc')).toBe(false);
  expect(recovered?.headers.get('subject')).toMatch(/La tienda se puede leer de nuevo/);
  expect(recovered?.text).toContain('Resuelto desde: 2 de junio de 2025, 08:00');
  const [english] = byRecipient.get('ada@example.com') ?? [];
  expect(english?.headers.get('subject')).toMatch(/^\[Taquilla\] Store cannot be read: store /);
  expect(english?.text).toContain('Since: 2 June 2025, 08:00 (America/Santiago)');
});

it('a missing mailbox does not keep the mail from the other recipients', async () => {
  await failAndRecover(settings(['unknown@example.com', 'operaciones@example.com']));
  expect(mails.received.map(({ to }) => to)).toEqual([
    ['operaciones@example.com'],
    ['operaciones@example.com'],
  ]);
  const waiting = await world.rows('select last_error from alert_messages where sent_at is null');
  expect(waiting).toEqual([{ last_error: 'alert.mail-refused' }, { last_error: 'alert.mail-refused' }]);
});

interface Delivery {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function startHook(status: () => number) {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      deliveries.push({ headers: request.headers, body });
      response.writeHead(status(), { location: 'http://127.0.0.1:1/elsewhere' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${port}/hook`, deliveries, close };
}

it('a webhook call is signed over time and body, follows no redirect, and is repeated after a failure', async () => {
  let status = 307;
  const hook = await startHook(() => status);
  const alerts: AlertSettings = { ...NO_ALERTS, webhook: { url: hook.url, secret: 'quite secret' } };
  const configuration = await failAndRecover(alerts);
  expect(await world.rows('select id from alert_messages where sent_at is not null')).toEqual([]);
  status = 204;
  hook.deliveries.length = 0;
  world.pass(2 * 3_600_000);
  await world.settle(alerts);
  const bodies = hook.deliveries.map(({ body }) => JSON.parse(body));
  expect(bodies).toMatchObject([
    {
      event: 'opened',
      incident: {
        kind: 'credentials_failing',
        error: { code: 'store.access-denied' },
        configurations: [{ id: configuration }],
      },
    },
    { event: 'recovered', incident: { resolved_at: '2025-06-02T12:00:00.000Z' } },
  ]);
  for (const { headers, body } of hook.deliveries) {
    const time = headers['x-taquilla-timestamp'];
    const expected = createHmac('sha256', 'quite secret')
      .update(`${String(time)}.${body}`)
      .digest('hex');
    expect(headers['x-taquilla-signature']).toBe(`sha256=${expected}`);
    expect(Number(time)).toBe(Math.floor(world.nowMs / 1000));
  }
  await hook.close();
});

it('messages about a failed sync state in figures what unreadable rows leave out', async () => {
  const hook = await startHook(() => 204);
  const webhook = { url: hook.url, secret: 'a secret of sixteen or more' };
  const alerts: AlertSettings = { ...settings(['operaciones@example.com']), webhook };
  const configuration = await world.addConfiguration();
  await triggerSync(world.control, configuration, null);
  await world.settle(alerts);
  await world.rows(
    `insert into sync_rejects (id, configuration_id, execution_id, kind, woo_id, code, message, raw,
       left_out_currency, left_out_total, left_out_tickets, left_out_checked_in)
     select gen_random_uuid(), configuration_id, id, kind, woo_id, 'money.malformed', 'This is not an amount.', 'null',
       currency, total, tickets, checked_in
     from sync_executions, (values ('order', 7, 'CLP', 45000, 2, 0), ('ticket', 8, null, 0.00, 1, 1))
       as found (kind, woo_id, currency, total, tickets, checked_in)`,
  );
  world.store.failure = new AppError({
    code: 'sync.removal-brake',
    message: 'Too many tickets would be removed.',
  });
  await triggerSync(world.control, configuration, null);
  await world.settle(alerts);
  expect(mails.received).toHaveLength(1);
  const { text: plain, html } = readMail(mails.received[0]?.raw ?? '');
  for (const form of [plain, html]) {
    expect(form).toContain('2 filas quedaron fuera: CLP 45.000, 3 entradas, 1 persona que ya ingresó.');
  }
  const incidents = hook.deliveries.map(({ body }) => JSON.parse(body).incident);
  expect(incidents).toMatchObject([
    {
      kind: 'sync_failed',
      left_out: {
        rows: 2,
        money: [{ currency: 'CLP', total: '45000', is_partial: false }],
        unknown_money: 0,
        tickets: 3,
        unknown_tickets: 0,
        checked_in: 1,
        earlier_versions: 0,
      },
    },
  ]);
  await hook.close();
});

it('without PUBLIC_URL neither a mail nor a webhook call contains a link', async () => {
  const bodies: string[] = [];
  const hook = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      response.end();
    });
  });
  hook.listen(0, '127.0.0.1');
  await once(hook, 'listening');
  const { port } = hook.address() as AddressInfo;
  const webhook = { url: `http://127.0.0.1:${port}/`, secret: 'a secret of sixteen or more' };
  await failAndRecover({ ...settings(['operaciones@example.com']), webhook, publicUrl: null });
  hook.close();
  expect(mails.received).toHaveLength(2);
  for (const { raw } of mails.received) {
    const { text: plain, html } = readMail(raw);
    expect(plain).toContain('Taquilla');
    expect(`${plain}${html}`).not.toMatch(/https?:|href|null/);
  }
  expect(bodies.map((body) => JSON.parse(body).incident.url)).toEqual([null, null]);
});
