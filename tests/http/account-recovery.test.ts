import { afterEach, beforeEach, expect, test } from 'vitest';
import { accountKey } from '../../src/backend/sign-in/login-attempt-records.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import { startDispatcher } from '../../src/tasks/dispatcher.ts';
import { closedPort, startMailServer } from '../alerts/mail-server.ts';
import { readMail } from '../alerts/read-mail.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { AccountWorld, AUTH, type Browser, tokenIn } from './account-world.ts';
import { openApiWorld, PASSWORD } from './api-world.ts';

const NEW_PASSWORD = 'cinco focas felices';
const MINUTE_MS = 60_000;
let world: AccountWorld;

beforeEach(async () => {
  world = await AccountWorld.open();
});
afterEach(async () => await world.close());

const ask = async (email: string, headers: object = {}, address?: string) =>
  await world.post('password-reset/', { email }, headers, address);
const confirm = async (token: string, password = NEW_PASSWORD) =>
  await world.post('password-reset/confirm/', { token, password });
const linkFor = async (email: string): Promise<string> => {
  await ask(email);
  return tokenIn((await world.receive()).at(-1));
};

test('a link by mail sets a new password, once, and ends all sessions and tokens', async () => {
  const id = await world.addUser('ana', 'operator', 'es');
  const browsers: Browser[] = [await world.signIn('ana@example.com'), await world.signIn('ana@example.com')];
  const [first = browsers[0]] = browsers;
  const made = await world.post('tokens/', { name: 'gate' }, first);
  const bearer = { authorization: `Token ${made.json().token}` };
  expect(await world.statusOf('/api/v1/events/', bearer)).toBe(200);

  const asked = await ask('ANA@example.com', { 'accept-language': 'es' });
  expect([asked.statusCode, asked.json()]).toEqual([
    202,
    {
      detail:
        'Si hay una cuenta con esta dirección, va en camino un correo con un enlace. El enlace sirve durante 30 minutos.',
    },
  ]);
  const [mail, ...others] = await world.receive();
  expect([mail?.to, others]).toEqual(['ana@example.com', []]);
  expect(mail?.headers.get('subject')).toBe('[Taquilla] Cree una contraseña nueva');
  for (const form of [mail?.text, mail?.html]) {
    expect(form).toContain('El enlace de abajo sirve una sola vez, durante 30 minutos.');
    expect(form).toContain('Ignore este correo. Su contraseña no cambia.');
  }
  const token = tokenIn(mail);
  // Existing sessions continue until the link is used.
  expect(await world.statusOf(`${AUTH}me/`, browsers[0] as Browser)).toBe(200);

  expect((await confirm(token)).statusCode).toBe(204);
  for (const browser of browsers) expect(await world.statusOf(`${AUTH}me/`, browser)).toBe(401);
  expect(await world.statusOf('/api/v1/events/', bearer)).toBe(401);
  expect((await world.login('ana@example.com')).json().code).toBe('auth.wrong-login');
  expect((await world.login('ana@example.com', { password: NEW_PASSWORD })).statusCode).toBe(200);
  const again = await confirm(token, 'seis gatos grises');
  expect([again.statusCode, again.json().code]).toEqual([400, 'auth.bad-reset-link']);

  const [notice] = await world.receive();
  expect(notice?.headers.get('subject')).toBe('[Taquilla] Su contraseña cambió');
  expect(notice?.text).toContain('Todas sus sesiones y tokens de API terminaron');
  expect(notice?.text).not.toContain('#');
  const entries = await world.rows(
    `select action, user_email, object_id, sent from audit_entries where action like 'account.%' order by id`,
  );
  expect(entries).toEqual([
    {
      action: 'account.password-reset-requested',
      user_email: null,
      object_id: null,
      sent: { email: 'ANA@example.com' },
    },
    {
      action: 'account.password-reset',
      user_email: 'ana@example.com',
      object_id: id,
      sent: { token: '***', password: '***' },
    },
  ]);
});

test('a new password from a superuser does the same: mail, ended access, forgotten failures', async () => {
  const id = await world.addUser('ana', 'operator', 'es');
  const browser = await world.signIn('ana@example.com');
  for (let failures = 0; failures < 3; failures += 1)
    await world.login('ana@example.com', { password: 'no' });
  const set = async (body: object) =>
    (await world.api.ask('superuser', 'PATCH', `${AUTH}users/${id}/`, body)).statusCode;
  expect(await set({ name: 'Ana' })).toBe(200);
  expect(await world.receive()).toEqual([]);

  expect(await set({ password: NEW_PASSWORD })).toBe(200);
  const mails = await world.receive();
  expect(mails.map(({ to, headers }) => [to, headers.get('subject')])).toEqual([
    ['ana@example.com', '[Taquilla] Su contraseña cambió'],
  ]);
  expect(await world.statusOf(`${AUTH}me/`, browser)).toBe(401);
  const failed = await world.rows('select from login_attempts where subject = $1', [
    accountKey('ana@example.com'),
  ]);
  expect(failed).toHaveLength(0);
  expect((await world.login('ana@example.com', { password: NEW_PASSWORD })).statusCode).toBe(200);
});

test('a token of a user who gets a new password and is deactivated ended because of the latter', async () => {
  const id = await world.addUser('ana', 'operator');
  await world.post('tokens/', { name: 'gate' }, await world.signIn('ana@example.com'));
  const body = { password: NEW_PASSWORD, is_active: false };
  expect((await world.api.ask('superuser', 'PATCH', `${AUTH}users/${id}/`, body)).statusCode).toBe(200);
  const tokens = await world.rows('select revoked_reason from api_tokens where user_id = $1', [id]);
  expect(tokens).toEqual([{ revoked_reason: 'deactivated' }]);
});

test('a service sends a mail at once, without waiting for a round of the dispatcher', async () => {
  await world.addUser('ana', 'viewer');
  const { db, carrier, now } = world.tasks;
  const { log } = world.api.backend;
  let rounds = 0;
  const watch = async (): Promise<void> => {
    rounds += 1;
  };
  const dispatcher = startDispatcher(
    { db, carrier, loops: createLoops(log), now, maxRetries: 3, watch, log, onHandOver: () => undefined },
    3_600_000,
  );
  // It begins with a round, and runs another one once it listens.
  await waitFor(
    () => rounds,
    (seen) => seen >= 2,
  );
  await ask('ana@example.com');
  await waitFor(
    () => carrier.waiting.length,
    (seen) => seen > 0,
  );
  await dispatcher.stop();
  await carrier.bring(world.tasks.handler(world.alerts));
  expect(world.mails.received.map(({ to }) => to)).toEqual([['ana@example.com']]);
});

test('a caller cannot learn who has an account: same answer, same records, and no mail to anybody else', async () => {
  await world.addUser('ana', 'viewer');
  const gone = await world.addUser('gone', 'viewer');
  await world.rows('update users set disabled_at = now() where id = $1', [gone]);
  const replies = [];
  for (const name of ['ana', 'gone', 'stranger']) replies.push(await ask(`${name}@example.com`));
  expect(new Set(replies.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
  expect(
    await world.rows(
      `select split_part(email, '@', 1) as email, kind, attempts, sent_at, given_up_at from account_mails order by id`,
    ),
  ).toEqual(
    ['ana', 'gone', 'stranger'].map((email) => ({
      email,
      kind: 'password_reset',
      attempts: 0,
      sent_at: null,
      given_up_at: null,
    })),
  );
  expect((await world.rows(`select from password_resets`)).length).toBe(0);
  const entries = await world.rows(
    `select user_id, object_id from audit_entries where action = 'account.password-reset-requested'`,
  );
  expect(entries).toEqual([1, 2, 3].map(() => ({ user_id: null, object_id: null })));
  expect((await world.receive()).map(({ to }) => to)).toEqual(['ana@example.com']);
  expect(await world.receive()).toEqual([]);
});

test('the request runs the same statements for everybody', async () => {
  await world.addUser('ana', 'viewer');
  const texts: string[] = [];
  const { db } = world;
  const connect = db.connect.bind(db);
  Object.assign(db, {
    connect: async () => {
      const client = await connect();
      const query = client.query.bind(client);
      const noted = (...args: Parameters<typeof query>) => {
        const [first] = args as unknown as [string | { text: string }];
        texts.push(typeof first === 'string' ? first : first.text);
        return query(...args);
      };
      return Object.assign(Object.create(client), { query: noted, release: client.release.bind(client) });
    },
  });
  await ask('ana@example.com');
  const ofSomebody = texts.splice(0);
  await ask('stranger@example.com');
  expect(ofSomebody.length).toBeGreaterThan(4);
  expect(texts).toEqual(ofSomebody);
  expect(ofSomebody.filter((text) => /\busers\b/.test(text))).toEqual([]);
});

test('no link can be read in any table of the database', async () => {
  await world.addUser('ana', 'viewer');
  await ask('ana@example.com');
  const token = tokenIn((await world.receive())[0]);
  const tables = await world.rows<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  expect(tables.length).toBeGreaterThan(30);
  for (const { name } of tables) {
    const found = await world.rows(`select from ${name} t where t::text like '%' || $1 || '%'`, [token]);
    expect([name, found.length]).toEqual([name, 0]);
  }
});

test('an unreachable mail server is tried for half an hour, and not for days', async () => {
  await world.addUser('ana', 'viewer');
  const port = await closedPort();
  const away = { ...world.alerts, mail: { ...world.alerts.mail, smtpUrl: `smtp://127.0.0.1:${port}` } };
  const settings = away as typeof world.alerts;
  await ask('ana@example.com');
  await world.tasks.settle(settings);
  const state = async () =>
    (
      await world.rows(
        'select attempts, last_error, sent_at, given_up_at is not null as over from account_mails',
      )
    )[0];
  expect(await state()).toEqual({
    attempts: 1,
    last_error: 'alert.mail-server-away',
    sent_at: null,
    over: false,
  });
  world.tasks.pass(MINUTE_MS);
  const back = await startMailServer(port);
  await world.tasks.settle(settings);
  expect(tokenIn(readMail(back.received[0]?.raw ?? ''))).toHaveLength(43);
  await back.close();

  await ask('ana@example.com');
  for (let minutes = 0; minutes < 40; minutes += 1) {
    await world.tasks.settle(settings);
    world.tasks.pass(MINUTE_MS);
  }
  const rows = await world.rows(
    'select given_up_at is not null as over, attempts from account_mails order by id',
  );
  // 0, 30 s, 2 min 30, 10 min 30, 20 min 30: the next attempt would be too late.
  expect(rows.at(-1)).toEqual({ over: true, attempts: 5 });
});

test('without PUBLIC_URL or SMTP_URL nothing is offered, stored or promised, whatever the address', async () => {
  expect((await world.api.server.inject(`${AUTH}options/`)).json()).toEqual({ password_reset: true });
  for (const given of [
    { publicUrl: null, sendsMail: true },
    { publicUrl: 'https://taquilla.example.com', sendsMail: false },
  ]) {
    const other = await openApiWorld(given);
    expect((await other.server.inject(`${AUTH}options/`)).json()).toEqual({ password_reset: false });
    for (const email of ['viewer@example.com', 'stranger@example.com']) {
      const reply = await other.ask(null, 'POST', `${AUTH}password-reset/`, { email });
      expect([reply.statusCode, reply.json()]).toEqual([
        202,
        { detail: 'This service sends no e-mail. Ask an administrator for a new password.' },
      ]);
    }
    expect((await other.backend.db.query('select from account_mails')).rowCount).toBe(0);
    await other.close();
  }
});

test('a reset lets a user sign in again who guessed their own password too often', async () => {
  await world.addUser('ana', 'viewer');
  for (let at = 0; at < 10; at += 1) await world.login('ana@example.com', { password: 'another' });
  expect((await world.login('ana@example.com')).statusCode).toBe(429);
  expect((await confirm(await linkFor('ana@example.com'), PASSWORD)).statusCode).toBe(204);
  expect((await world.login('ana@example.com')).statusCode).toBe(200);
});
