import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AccountWorld, AUTH, type Browser, linkIn, PUBLIC_URL } from '../http/account-world.ts';
import { outcome, type Phone, setUpPhone } from '../http/second-factor-phone.ts';
import { callTaquilla } from './call-taquilla.ts';

const NEW_PASSWORD = 'cinco focas felices';
let world: AccountWorld;
let browser: Browser;

beforeEach(async () => {
  world = await AccountWorld.open();
  await world.addUser('ana', 'superuser');
  browser = await world.signIn('ana@example.com');
});
afterEach(async () => await world.close());

const users = async (args: readonly string[], env: Record<string, string> = {}, input = '') =>
  await callTaquilla(['users', ...args], { env: { DATABASE_URL: world.database.url, ...env }, input });
const actions = async () =>
  await world.rows(
    `select action, user_email, object_id is not null as "of", address, sent from audit_entries
     where address = 'command line' order by id`,
  );
const entry = (action: string, sent = {}) => ({
  action,
  user_email: null,
  of: action !== 'second-factor.require',
  address: 'command line',
  sent,
});

test('a superuser who is locked out gets a new password, and all sign-ins end', async () => {
  const made = await world.post('tokens/', { name: 'gate' }, browser);
  const bearer = { authorization: `Token ${made.json().token}` };
  for (let at = 0; at < 11; at += 1) await world.login('ana@example.com', { password: 'another' });
  expect((await world.login('ana@example.com')).statusCode).toBe(429);

  const weak = await users(['reset-password', 'ana@example.com'], {}, 'password\n');
  expect([weak.exitCode, weak.stderr]).toEqual([64, expect.stringContaining('user.weak-password')]);
  expect(await world.statusOf(`${AUTH}me/`, browser)).toBe(200);
  const done = await users(['reset-password', 'ANA@example.com'], {}, `${NEW_PASSWORD}\n`);
  expect(done).toMatchObject({
    exitCode: 0,
    stdout: 'Set a new password for ana@example.com. All their sessions and API tokens have ended.\n',
  });
  expect(outcome(await world.login('ana@example.com', { password: NEW_PASSWORD }))).toBe('in');
  expect(await world.statusOf(`${AUTH}me/`, browser)).toBe(401);
  expect(await world.statusOf('/api/v1/events/', bearer)).toBe(401);
  expect(await actions()).toEqual([entry('account.password-reset')]);
  const unknown = await users(['reset-password', 'stranger@example.com'], {}, NEW_PASSWORD);
  expect([unknown.exitCode, unknown.stderr]).toEqual([66, expect.stringContaining('user.none')]);
});

describe('a link', () => {
  const settings = { PUBLIC_URL, SMTP_URL: 'smtp://127.0.0.1:1' };

  test('is printed, and works', async () => {
    const printed = await users(['reset-password', 'ana@example.com', '--link', '--json'], settings);
    const { link } = JSON.parse(printed.stdout);
    const token = String(link).split('#')[1];
    // The command uses the machine's clock, and the world has its own.
    await world.rows(`update password_resets set expires_at = $1`, [new Date(world.tasks.nowMs + 1000)]);
    const confirmed = await world.post('password-reset/confirm/', { token, password: NEW_PASSWORD });
    expect(confirmed.statusCode).toBe(204);
    expect(await actions()).toEqual([entry('account.password-reset-requested')]);
  });

  test('is sent by a running service', async () => {
    const done = await users(['reset-password', 'ana@example.com', '--mail'], settings);
    expect(done).toMatchObject({ exitCode: 0 });
    await world.rows('update account_mails set requested_at = $1, next_attempt_at = $1', [world.tasks.now()]);
    const [mail] = await world.receive();
    expect([mail?.to, linkIn(mail).length > PUBLIC_URL.length]).toEqual(['ana@example.com', true]);
  });

  test('needs its settings, and a user who may sign in', async () => {
    for (const [option, env] of [
      ['--link', {}],
      ['--mail', { PUBLIC_URL }],
      ['--mail', { SMTP_URL: settings.SMTP_URL }],
    ] as const) {
      const refused = await users(['reset-password', 'ana@example.com', option], env);
      expect([refused.exitCode, refused.stderr]).toEqual([78, expect.stringContaining('user.no-mail')]);
    }
    const both = await users(['reset-password', 'ana@example.com', '--mail', '--link'], settings);
    expect(both.exitCode).toBe(64);
    await world.rows(`update users set disabled_at = now() where email = 'ana@example.com'`);
    const off = await users(['reset-password', 'ana@example.com', '--link'], settings);
    expect([off.exitCode, off.stderr]).toEqual([75, expect.stringContaining('user.disabled')]);
    expect(await world.rows('select from password_resets')).toEqual([]);
  });
});

test('two-step sign-in is required, listed and reset', async () => {
  const phone: Phone = await setUpPhone(world, browser);
  const demanded = await users(['require-second-factor', 'superusers', '--json']);
  expect(JSON.parse(demanded.stdout)).toEqual({ second_factor_required_for: 'superusers' });
  expect((await users(['require-second-factor', 'everybody'])).exitCode).toBe(64);
  const listed = JSON.parse((await users(['list', '--json'])).stdout) as {
    email: string;
    second_factor: boolean;
  }[];
  expect(listed.map(({ email, second_factor }) => [email, second_factor])).toEqual([
    ['ana@example.com', true],
    ['operator@example.com', false],
    ['superuser@example.com', false],
    ['viewer@example.com', false],
  ]);
  const table = (await users(['list'])).stdout;
  expect(table).toMatch(/ana@example\.com .* superuser .* yes .* yes/);
  expect(table).toContain('Superusers must have two-step sign-in.');

  expect(outcome(await world.login('ana@example.com'))).toBe('401 auth.second-factor-needed');
  expect((await users(['reset-second-factor', 'ana@example.com'])).exitCode).toBe(0);
  expect(await world.statusOf(`${AUTH}me/`, browser)).toBe(401);
  const again = await world.login('ana@example.com', { code: phone.code() });
  expect([outcome(again), again.json().user.must_set_up_second_factor]).toEqual(['in', true]);
  const none = await users(['reset-second-factor', 'ana@example.com']);
  expect([none.exitCode, none.stderr]).toEqual([75, expect.stringContaining('auth.second-factor-not-on')]);
  expect((await users(['require-second-factor', 'nobody'])).exitCode).toBe(0);
  expect(await actions()).toEqual([
    entry('second-factor.require', { second_factor_required_for: 'superusers' }),
    entry('second-factor.reset'),
    entry('second-factor.require', { second_factor_required_for: 'nobody' }),
  ]);
});

test('deactivate ends all access of a user at once, and activate restores it without their tokens', async () => {
  await world.addUser('juan', 'operator');
  const signedIn = await world.signIn('juan@example.com');
  const made = await world.post('tokens/', { name: 'gate' }, signedIn);
  const bearer = { authorization: `Token ${made.json().token}` };
  const off = await users(['deactivate', 'JUAN@example.com']);
  expect(off).toMatchObject({
    exitCode: 0,
    stdout: 'juan@example.com is switched off. All their sessions and API tokens have ended.\n',
  });
  expect(await world.statusOf(`${AUTH}me/`, signedIn)).toBe(401);
  expect(await world.statusOf('/api/v1/events/', bearer)).toBe(401);
  expect(outcome(await world.login('juan@example.com'))).not.toBe('in');

  const on = await users(['activate', 'juan@example.com', '--json']);
  expect(JSON.parse(on.stdout)).toMatchObject({
    email: 'juan@example.com',
    is_active: true,
    role: 'operator',
  });
  expect(outcome(await world.login('juan@example.com'))).toBe('in');
  expect(await world.statusOf('/api/v1/events/', bearer)).toBe(401);
  expect(await actions()).toEqual([
    entry('users.change', { is_active: false }),
    entry('users.change', { is_active: true }),
  ]);
});

test('the last superuser cannot be deactivated', async () => {
  await world.db.query(`update users set role = 'viewer' where email <> 'ana@example.com'`);
  const last = await users(['deactivate', 'ana@example.com']);
  expect([last.exitCode, last.stderr]).toEqual([64, expect.stringContaining('This is the last superuser.')]);
  expect(outcome(await world.login('ana@example.com'))).toBe('in');
  expect((await users(['deactivate', 'stranger@example.com'])).exitCode).toBe(66);
  expect(await actions()).toEqual([]);
});

test('times are in TIME_ZONE', async () => {
  await world.db.query(`update users set last_login_at = '2025-06-02T12:00:00Z'`);
  const { stdout } = await users(['list'], { TIME_ZONE: 'America/Santiago' });
  expect(stdout).toContain('last sign-in (America/Santiago)');
  expect(stdout).toContain('2025-06-02 08:00');
});
