import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { type ApiWorld, BODY, openApiWorld, PASSWORD } from './api-world.ts';
import { AUTH, cookiesOf, guess, signIn } from './sign-in-client.ts';

const OPERATOR = 'operator@example.com';
const ELSEWHERE = '203.0.113.66';

let world: ApiWorld;
let now: Date;
let lines: Record<string, unknown>[];

beforeEach(async () => {
  now = new Date('2026-03-01T12:00:10Z');
  lines = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  world = await openApiWorld({ now: () => now, log: createLog('info', stream) });
});
afterEach(async () => await world.close());

interface Entry {
  readonly action: string;
  readonly user_email: string | null;
  readonly token: string | null;
  readonly object_id: string | null;
  readonly address: string | null;
  readonly occurrences: number;
  readonly sent: Record<string, unknown>;
}

async function entries(query: string): Promise<readonly Entry[]> {
  const reply = await world.ask('superuser', 'GET', `${AUTH}audit/?page_size=200&${query}`);
  expect(reply.statusCode).toBe(200);
  return reply.json().results;
}

/** Entries are written after the reply, so this waits until that many calls are counted. */
async function afterCalls(action: string, calls: number): Promise<readonly Entry[]> {
  return await vi.waitFor(
    async () => {
      const found = await entries(`action=${action}`);
      expect(found.reduce((sum, { occurrences }) => sum + occurrences, 0)).toBe(calls);
      return found;
    },
    { timeout: 20_000, interval: 50 },
  );
}

test('failed and refused sign-ins are in the audit log: account, address, number, and no password', async () => {
  await guess(world, 12, () => ({ email: 'OPERATOR@example.com', address: ELSEWHERE }));
  const [failed, ...others] = await afterCalls('session.login-failed', 10);
  expect(others).toEqual([]);
  expect(failed).toMatchObject({
    user: null,
    user_email: null,
    object_id: 'OPERATOR@example.com',
    address: ELSEWHERE,
    occurrences: 10,
    sent: { user_agent: 'a browser of the tests' },
    created_at: '2026-03-01T12:00:10.000000Z',
    last_seen_at: '2026-03-01T12:00:10.000000Z',
  });
  expect(failed).toHaveProperty('request_id', expect.stringMatching(/^[\da-f-]{36}$/));
  expect(await afterCalls('session.login-throttled', 2)).toMatchObject([
    { object_id: 'OPERATOR@example.com', address: ELSEWHERE, occurrences: 2 },
  ]);
  // The next minute has a separate entry.
  now = new Date('2026-03-01T12:01:00Z');
  await signIn(world, { email: OPERATOR, password: 'wrong', address: ELSEWHERE });
  expect(await afterCalls('session.login-throttled', 3)).toHaveLength(2);
  const [rows] = await queryRows<{ text: string }>(
    world.backend.db,
    'select json_agg(a)::text as text from audit_entries a',
  );
  expect(rows?.text).not.toContain('wrong');
  for (const query of ['search=203.0.113.66', 'search=operator%40example.com']) {
    expect((await entries(query)).map(({ action }) => action).sort()).toEqual([
      'session.login-failed',
      'session.login-throttled',
      'session.login-throttled',
    ]);
  }
});

test.each([PASSWORD, `${PASSWORD}@home`, 'S3cret@pass#word', 'a@b', '   ', 'x\u0007y@example.com'])(
  'input that is not an address is not stored: %j',
  async (email) => {
    await signIn(world, { email, password: 'wrong' });
    const [entry] = await afterCalls('session.login-failed', 1);
    expect(entry?.object_id).toBe('(no e-mail address)');
    const kept = await queryRows<{ text: string }>(
      world.backend.db,
      `select (select json_agg(a) from audit_entries a)::text
         || (select json_agg(l) from login_attempts l)::text as text`,
    );
    const typed = JSON.stringify(email.trim()).slice(1, -1);
    if (typed !== '') expect(JSON.stringify(kept)).not.toContain(typed);
    if (typed !== '') expect(JSON.stringify(lines)).not.toContain(typed);
  },
);

test('a wrong guess of the current password is a failed sign-in of the signed-in user', async () => {
  const session = await signIn(world, { email: OPERATOR });
  const headers = { cookie: cookiesOf(session), 'x-csrftoken': session.json().csrf_token };
  const body = { current_password: 'not this one', password: 'cinco focas felices' };
  expect((await world.ask(null, 'POST', `${AUTH}password/`, body, headers)).statusCode).toBe(400);
  expect(await afterCalls('session.login-failed', 1)).toMatchObject([
    { user_email: OPERATOR, object_id: OPERATOR, address: '127.0.0.1' },
  ]);
});

test('denied calls name their caller: role, hidden object, CSRF, a bad token, another site', async () => {
  expect((await world.ask('viewer', 'POST', 'configurations/', BODY)).statusCode).toBe(403);
  expect(await afterCalls('access.denied', 1)).toMatchObject([
    {
      user_email: 'viewer@example.com',
      token: expect.any(String),
      object_id: null,
      address: '127.0.0.1',
      sent: {
        method: 'POST',
        route: '/api/v1/sync-woocommerce/configurations/',
        code: 'auth.not-allowed',
      },
    },
  ]);
  expect((await world.ask('operator', 'GET', `${AUTH}users/`)).statusCode).toBe(404);
  expect(await afterCalls('access.denied', 2)).toContainEqual(
    expect.objectContaining({
      user_email: OPERATOR,
      sent: expect.objectContaining({ code: 'http.no-such-object' }),
    }),
  );
  const session = await signIn(world, { email: 'superuser@example.com' });
  const cookie = cookiesOf(session);
  expect((await world.ask(null, 'POST', 'configurations/', BODY, { cookie })).statusCode).toBe(403);
  expect(await afterCalls('access.denied', 3)).toContainEqual(
    expect.objectContaining({
      user_email: 'superuser@example.com',
      token: null,
      sent: expect.objectContaining({ code: 'auth.csrf' }),
    }),
  );
  const bad = { authorization: 'Token taq_somebody-elses' };
  expect((await world.ask(null, 'GET', `${AUTH}me/`, undefined, bad)).statusCode).toBe(401);
  await afterCalls('access.denied', 4);
  const login = { email: OPERATOR, password: PASSWORD };
  const foreign = { 'sec-fetch-site': 'cross-site' };
  expect((await world.ask(null, 'POST', `${AUTH}login/`, login, foreign)).statusCode).toBe(403);
  const all = await afterCalls('access.denied', 5);
  expect(all.filter(({ user_email }) => user_email === null)).toMatchObject([{ occurrences: 2 }]);
  expect(JSON.stringify(all)).not.toContain('taq_');
});

test('ordinary replies are not denied calls: no session, nothing found', async () => {
  expect((await world.ask(null, 'GET', `${AUTH}me/`)).statusCode).toBe(401);
  expect((await world.ask('viewer', 'GET', 'configurations/no-id/')).statusCode).toBe(404);
  expect((await world.ask('viewer', 'GET', '/api/v1/nothing/')).statusCode).toBe(404);
  expect((await world.ask('viewer', 'POST', 'configurations/', BODY)).statusCode).toBe(403);
  expect(await afterCalls('access.denied', 1)).toHaveLength(1);
});

test('a flood fills no disk: a minute has a hundred entries, and one for all others', async () => {
  const flood = 300;
  for (let n = 0; n < flood; n += 1) {
    const reply = await world.server.inject({
      url: `${AUTH}me/`,
      headers: { authorization: `Token taq_${n}` },
      remoteAddress: `203.0.${n >> 8}.${n & 255}`,
    });
    expect(reply.statusCode).toBe(401);
  }
  const found = await afterCalls('access.denied', flood);
  expect(found).toHaveLength(101);
  expect(found.filter(({ address }) => address === null)).toMatchObject([{ occurrences: 200 }]);
});

test('an address that is refused for every account is one entry, whatever accounts it names', async () => {
  await guess(world, 60, (n) => ({ email: `user${n}@example.com`, address: ELSEWHERE }));
  expect(await afterCalls('session.login-failed', 50)).toHaveLength(50);
  expect(await afterCalls('session.login-throttled', 10)).toMatchObject([
    { object_id: null, address: ELSEWHERE, occurrences: 10 },
  ]);
});

test('the log line of a refusal has its address, and neither account nor password', async () => {
  await signIn(world, { email: OPERATOR, password: 'not this one', address: ELSEWHERE });
  const line = lines.find(({ msg }) => msg === 'request refused');
  expect(line).toMatchObject({ level: 40, action: 'session.login-failed', address: ELSEWHERE });
  expect(JSON.stringify(lines)).not.toMatch(/operator@example|not this one/);
});
