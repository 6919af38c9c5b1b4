import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { hashPassword } from '../../src/backend/users/password-hash.ts';
import { listen } from '../../src/http/server/listen.ts';
import { type ApiWorld, BODY, openApiWorld, PASSWORD } from './api-world.ts';
import { newPerson } from './person.ts';

const AUTH = '/api/v1/auth/';
let world: ApiWorld;
let now = new Date();

beforeAll(async () => {
  world = await openApiWorld({ now: () => now });
});
afterAll(async () => await world.close());

async function login(email: string, password: string, address = '198.51.100.7') {
  return await world.server.inject({
    method: 'POST',
    url: `${AUTH}login/`,
    headers: { 'content-type': 'application/json' },
    remoteAddress: address,
    payload: JSON.stringify({ email, password }),
  });
}

async function signIn(email: string): Promise<{ cookie: string; csrf: string }> {
  const reply = await login(email, PASSWORD);
  expect(reply.statusCode).toBe(200);
  const cookie = reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return { cookie, csrf: reply.json().csrf_token };
}

describe('a session', () => {
  test('begins with a password and ends with a sign-out', async () => {
    const reply = await login('OPERATOR@example.com', PASSWORD);
    expect(reply.json()).toMatchObject({
      user: { email: 'operator@example.com', role: 'operator', sees_personal_data: true },
    });
    const session = reply.cookies.find(({ name }) => name === 'sessionid');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    const { cookie, csrf } = await signIn('operator@example.com');
    const me = await world.ask(null, 'GET', `${AUTH}me/`, undefined, { cookie });
    expect([me.statusCode, me.json().role]).toEqual([200, 'operator']);
    const out = await world.ask(null, 'POST', `${AUTH}logout/`, undefined, { cookie, 'x-csrftoken': csrf });
    expect(out.statusCode).toBe(204);
    expect((await world.ask(null, 'GET', `${AUTH}me/`, undefined, { cookie })).statusCode).toBe(401);
  });

  test("changes its user's name, language and password, and nothing else", async () => {
    const { email } = await newPerson(world, 'viewer');
    const [here, elsewhere] = [await signIn(email), await signIn(email)];
    const headers = { cookie: here.cookie, 'x-csrftoken': here.csrf };
    const ask = async (method: string, path: string, body: unknown) =>
      await world.ask(null, method, `${AUTH}${path}`, body, headers);
    const changed = await ask('PATCH', 'me/', { name: 'Ana', language: 'es', role: 'superuser' });
    expect(changed.json()).toMatchObject({ name: 'Ana', language: 'es', role: 'viewer' });
    const change = async (current_password: string, password: string) =>
      await ask('POST', 'password/', { current_password, password });
    expect((await change('not this', 'cinco focas felices')).json().errors).toEqual({
      current_password: ['This is not your password.'],
    });
    expect(Object.keys((await change(PASSWORD, 'password')).json().errors)).toEqual(['password']);
    expect((await change(PASSWORD, 'cinco focas felices')).statusCode).toBe(204);
    const me = async (cookie: string) =>
      (await world.ask(null, 'GET', `${AUTH}me/`, undefined, { cookie })).statusCode;
    expect([await me(here.cookie), await me(elsewhere.cookie)]).toEqual([200, 401]);
    expect((await login(email, PASSWORD)).statusCode).toBe(401);
    expect((await change('cinco focas felices', PASSWORD)).statusCode).toBe(204);
  });

  test('writes nothing without its CSRF token, or with another one', async () => {
    const { cookie, csrf } = await signIn('superuser@example.com');
    const other = await signIn('superuser@example.com');
    for (const headers of [
      { cookie },
      { cookie, 'x-csrftoken': other.csrf },
      { cookie, 'x-csrftoken': '' },
    ]) {
      const refused = await world.ask(null, 'POST', 'configurations/', BODY, headers);
      expect([refused.statusCode, refused.json().code]).toEqual([403, 'auth.csrf']);
    }
    expect((await world.ask('viewer', 'GET', 'configurations/')).json().count).toBe(0);
    const made = await world.ask(null, 'POST', 'configurations/', BODY, { cookie, 'x-csrftoken': csrf });
    expect(made.statusCode).toBe(201);
  });

  test('ends when its user is deactivated', async () => {
    const body = { email: 'gone@example.com', password: PASSWORD, role: 'viewer' };
    const made = await world.ask('superuser', 'POST', `${AUTH}users/`, body);
    const { cookie } = await signIn('gone@example.com');
    const url = `${AUTH}users/${made.json().id}/`;
    expect((await world.ask('superuser', 'PATCH', url, { is_active: false })).statusCode).toBe(200);
    expect((await world.ask(null, 'GET', `${AUTH}me/`, undefined, { cookie })).statusCode).toBe(401);
    expect((await login('gone@example.com', PASSWORD)).statusCode).toBe(401);
    expect((await world.ask('superuser', 'PATCH', url, { is_active: true })).json().is_active).toBe(true);
    expect((await world.ask(null, 'GET', `${AUTH}me/`, undefined, { cookie })).statusCode).toBe(401);
    expect((await login('gone@example.com', PASSWORD)).statusCode).toBe(200);
  });
});

describe('guessing passwords', () => {
  test('gets the same answer in the same time, whether such a user exists or not', async () => {
    const answers: unknown[] = [];
    // accounts that people created have one
    const hashed = await hashPassword(PASSWORD);
    await queryRows(world.backend.db, `update users set password_hash = $1 where role = 'operator'`, [
      hashed,
    ]);
    // CPU time: on a busy machine, elapsed time says nothing about the work.
    const times: Record<string, number[]> = { known: [], unknown: [] };
    for (let at = 0; at < 8; at += 1) {
      now = new Date(now.getTime() + 20 * 60_000);
      for (const kind of ['known', 'unknown']) {
        const email = kind === 'known' ? 'operator@example.com' : 'stranger@example.com';
        const before = process.cpuUsage();
        const reply = await login(email, 'wrong password');
        const { user, system } = process.cpuUsage(before);
        times[kind]?.push(user + system);
        const { request_id: _, ...problem } = reply.json();
        answers.push({ status: reply.statusCode, problem });
      }
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, problem: { code: 'auth.wrong-login' } });
    const median = (all: number[] = []): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0;
    const [known, unknown] = [median(times['known']), median(times['unknown'])];
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(2);
  });
});

describe('an API token', () => {
  test('is shown once, stored as a digest, and stops at once when it is revoked, including its streams', async () => {
    const made = await world.ask('operator', 'POST', `${AUTH}tokens/`, {
      name: 'monitoring',
      role: 'viewer',
    });
    expect([made.statusCode, made.json().role]).toEqual([201, 'viewer']);
    const { id, token } = made.json();
    const listed = await world.ask('operator', 'GET', `${AUTH}tokens/`);
    expect(listed.body).toContain(id);
    expect(listed.body).not.toContain(token);
    const kept = await queryRows(world.backend.db, 'select * from api_tokens where id = $1', [id]);
    expect(JSON.stringify(kept)).not.toContain(token);

    const address = await listen(world.server, { host: '127.0.0.1', port: 0 });
    const headers = { authorization: `Bearer ${token}` };
    const stream = await fetch(`${address}/api/v1/sync-woocommerce/executions/stream/`, { headers });
    expect(stream.status).toBe(200);
    const ended = stream.text();
    expect((await world.ask('operator', 'DELETE', `${AUTH}tokens/${id}/`)).statusCode).toBe(204);
    const refused = await fetch(`${address}/api/v1/auth/me/`, { headers });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Token']);
    expect(await ended).toContain('retry: ');
  });

  test('never has more rights than its owner, now or when it was created', async () => {
    const above = await world.ask('operator', 'POST', `${AUTH}tokens/`, { name: 'x', role: 'superuser' });
    expect([above.statusCode, Object.keys(above.json().errors)]).toEqual([400, ['role']]);
    const personal = await world.ask('viewer', 'POST', `${AUTH}tokens/`, {
      name: 'x',
      sees_personal_data: true,
    });
    expect(personal.statusCode).toBe(400);
    const users = (await world.ask('superuser', 'GET', `${AUTH}users/?role=operator`)).json().results;
    const url = `${AUTH}users/${users[0].id}/`;
    await world.ask('superuser', 'PATCH', url, { role: 'viewer' });
    expect((await world.ask('operator', 'GET', `${AUTH}me/`)).json()).toMatchObject({
      role: 'viewer',
      sees_personal_data: false,
    });
    await world.ask('superuser', 'PATCH', url, { role: 'operator' });
    expect((await world.ask('operator', 'GET', `${AUTH}me/`)).json().role).toBe('operator');
  });
});

describe('a role that may not', () => {
  test('read an object gets 404 for it; a refused change gets 403', async () => {
    for (const role of ['operator', 'viewer'] as const) {
      for (const path of ['users/', 'audit/']) {
        expect((await world.ask(role, 'GET', `${AUTH}${path}`)).statusCode).toBe(404);
      }
      expect((await world.ask(role, 'POST', `${AUTH}users/`, {})).statusCode).toBe(404);
      const refused = await world.ask(role, 'POST', 'configurations/', BODY);
      expect([refused.statusCode, refused.json().code]).toEqual([403, 'auth.not-allowed']);
    }
    expect((await world.ask(null, 'GET', 'configurations/')).statusCode).toBe(401);
    expect(
      (await world.ask(null, 'GET', 'configurations/', undefined, { authorization: 'Token x' })).statusCode,
    ).toBe(401);
  });

  test('leave no superuser', async () => {
    const users = (await world.ask('superuser', 'GET', `${AUTH}users/?role=superuser`)).json().results;
    const url = `${AUTH}users/${users[0].id}/`;
    const refused = await world.ask('superuser', 'PATCH', url, { role: 'viewer' });
    expect([refused.statusCode, refused.json().role]).toEqual([400, ['This is the last superuser.']]);
  });
});

test('every change is in the audit log, without secrets', async () => {
  const password = 'cuatro gatos grises';
  const made = await world.ask('superuser', 'POST', `${AUTH}users/`, {
    email: 'nueva@example.com',
    password,
    role: 'viewer',
  });
  expect(made.statusCode).toBe(201);
  const weak = await world.ask('superuser', 'POST', `${AUTH}users/`, {
    email: 'x@example.com',
    password: 'x',
    role: 'viewer',
  });
  expect([weak.statusCode, Object.keys(weak.json().errors)]).toEqual([400, ['password']]);
  const log = (await world.ask('superuser', 'GET', `${AUTH}audit/?object_id=${made.json().id}`)).json();
  expect(log).toMatchObject({
    count: 1,
    results: [{ action: 'users.create', user_email: 'superuser@example.com', sent: { password: '***' } }],
  });
  const all = await world.ask('superuser', 'GET', `${AUTH}audit/?page_size=200`);
  expect(all.body).not.toContain(password);
  expect(all.json().results.map((entry: { action: string }) => entry.action)).toEqual(
    expect.arrayContaining(['session.login', 'configurations.create', 'tokens.create', 'users.change']),
  );
});

test('the audit log shows the ids of the tokens that a user keeps', async () => {
  const person = await newPerson(world, 'operator');
  const browser = await person.signIn();
  const token = await person.makeToken(browser);
  const body = { current_password: PASSWORD, password: 'cinco focas felices', keep_tokens: [token.id] };
  expect((await world.ask(null, 'POST', `${AUTH}password/`, body, { ...browser })).statusCode).toBe(204);
  const entries = await queryRows(
    world.backend.db,
    `select sent -> 'keep_tokens' as kept from audit_entries
     where user_email = $1 and sent ? 'keep_tokens' order by id`,
    [person.email],
  );
  expect(entries).toEqual([{ kept: [token.id] }]);
});

test('the reply to a token over its limit says when to try again', async () => {
  const hasty = await openApiWorld({ requestsPerMinute: 5 });
  try {
    const statuses: number[] = [];
    for (let at = 0; at < 6; at += 1)
      statuses.push((await hasty.ask('viewer', 'GET', `${AUTH}me/`)).statusCode);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const refused = await hasty.ask('viewer', 'GET', `${AUTH}me/`);
    expect(refused.json().code).toBe('http.too-many-requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await hasty.ask('operator', 'GET', `${AUTH}me/`)).statusCode).toBe(200);
  } finally {
    await hasty.close();
  }
});
