import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { openDatabase, queryRows } from '../../src/backend/database.ts';
import type { CodeOutcome } from '../../src/backend/second-factor/second-factor.ts';
import { checkLogin } from '../../src/http/auth/login.ts';
import { listen } from '../../src/http/server/listen.ts';
import { createServer } from '../../src/http/server/server.ts';
import { type FreshDatabase, freshBackendDatabase } from '../servers/databases.ts';
import { type ApiWorld, openApiWorldOn, PASSWORD } from './api-world.ts';
import { serverParts } from './server-parts.ts';
import { AUTH, cookieNamed, cookiesOf, guess, signIn } from './sign-in-client.ts';

const OPERATOR = 'operator@example.com';
const STRANGER = 'stranger@example.com';
/** The address of an attacker, from which the owner never signed in. */
const ELSEWHERE = '203.0.113.66';

let database: FreshDatabase;
let world: ApiWorld;
let now: Date;

beforeEach(async () => {
  now = new Date('2026-03-01T12:00:00Z');
  database = await freshBackendDatabase();
  world = await openApiWorldOn(database, () => ({ now: () => now }));
});
afterEach(async () => {
  await world.close();
  await database.drop();
});

function pass(seconds: number): void {
  now = new Date(now.getTime() + seconds * 1000);
}

const deps = () => ({ db: world.backend.db, now: () => now });
const failures = async (): Promise<number> =>
  (await queryRows(world.backend.db, 'select from login_attempts')).length;

describe('ten wrong passwords', () => {
  test('block only the address that sent them', async () => {
    const statuses = await guess(world, 12, () => ({ email: OPERATOR, address: ELSEWHERE }));
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
    expect((await signIn(world, { email: OPERATOR, address: ELSEWHERE })).statusCode).toBe(429);
    expect((await signIn(world, { email: OPERATOR })).statusCode).toBe(200);
    expect((await signIn(world, { email: 'viewer@example.com', address: ELSEWHERE })).statusCode).toBe(200);
  });

  test.each([OPERATOR, STRANGER])('for %s are answered like those for any account', async (email) => {
    const replies = [];
    for (let n = 0; n < 11; n += 1) {
      replies.push(await signIn(world, { email, password: 'wrong', address: ELSEWHERE }));
    }
    const codes = replies.map((reply) => [reply.statusCode, reply.json().code, reply.headers['retry-after']]);
    expect(codes).toEqual([
      ...Array(10).fill([401, 'auth.wrong-login', undefined]),
      [429, 'auth.throttled', '900'],
    ]);
  });

  test('block it for the time of Retry-After, however often it tries in the meantime', async () => {
    await guess(world, 10, () => ({ email: OPERATOR, address: ELSEWHERE }));
    pass(300.5);
    const refused = await signIn(world, { email: OPERATOR, address: ELSEWHERE });
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '600']);
    expect(await guess(world, 30, () => ({ email: OPERATOR, address: ELSEWHERE }))).toEqual(
      Array(30).fill(429),
    );
    pass(599);
    expect((await signIn(world, { email: OPERATOR, address: ELSEWHERE })).statusCode).toBe(429);
    pass(1);
    expect((await signIn(world, { email: OPERATOR, address: ELSEWHERE })).statusCode).toBe(200);
  });

  test('count together, whatever the spelling of the account', async () => {
    const ways = ['operator@example.com', 'OPERATOR@example.com', ' Operator@Example.com '];
    const statuses = await guess(world, 11, (n) => ({ email: ways[n % 3] ?? '', address: ELSEWHERE }));
    expect(statuses).toEqual([...Array(10).fill(401), 429]);
  });

  test('are limited to ten even if fifty arrive at once over two processes', async () => {
    const otherDb = openDatabase({ connectionString: database.url }, world.backend.log);
    const other = await createServer(
      serverParts(otherDb, world.backend.log, { now: () => now, requestsPerMinute: 1_000_000 }),
    );
    const replies = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        const server = n % 2 === 0 ? world.server : other;
        return await signIn({ server }, { email: OPERATOR, password: `wrong ${n}`, address: ELSEWHERE });
      }),
    );
    const statuses = replies.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(40);
    await other.close();
    await closeDatabase(otherDb);
  });

  test('do not add up with a password that could not be checked', async () => {
    await queryRows(world.backend.db, `update users set password_hash = 'not a hash' where email = $1`, [
      OPERATOR,
    ]);
    expect((await signIn(world, { email: OPERATOR })).statusCode).toBe(500);
    expect(await failures()).toBe(0);
  });
});

describe('an address that fails for many accounts', () => {
  test.each([
    ['IPv4', (_n: number) => '192.0.2.1'],
    ['IPv6, which has 2^64 of them', (n: number) => `2001:db8:0:7::${(n + 1).toString(16)}`],
  ])('waits after fifty failures over %s', async (_name, address) => {
    const statuses = await guess(world, 52, (n) => ({
      email: `user${n}@example.com`,
      address: address(n),
    }));
    expect(statuses).toEqual([...Array(50).fill(401), 429, 429]);
    expect((await signIn(world, { email: OPERATOR, address: '2001:db8:0:8::1' })).statusCode).toBe(200);
  });

  test('does not block a browser from which the owner signed in before', async () => {
    const first = await signIn(world, { email: OPERATOR, address: '192.0.2.1' });
    await guess(world, 50, (n) => ({ email: `user${n}@example.com`, address: '192.0.2.1' }));
    await guess(world, 10, () => ({ email: OPERATOR, address: '192.0.2.1' }));
    const cookie = cookieNamed('browserid', first);
    expect((await signIn(world, { email: OPERATOR, address: '192.0.2.1' })).statusCode).toBe(429);
    expect((await signIn(world, { email: OPERATOR, address: '192.0.2.1', cookie })).statusCode).toBe(200);
    // Known only for this account.
    const other = await signIn(world, { email: 'viewer@example.com', address: '192.0.2.1', cookie });
    expect(other.statusCode).toBe(429);
  });
});

describe('an account that many addresses guess at', () => {
  test.each([OPERATOR, STRANGER])(
    'is slow for strangers and never locked: %s',
    async (email) => {
      const known = await signIn(world, { email: OPERATOR });
      const guesses = await guess(world, 20, (n) => ({ email, address: `203.0.113.${n}` }));
      expect(guesses).toEqual(Array(20).fill(401));
      const startMs = performance.now();
      const answered = async (n: number) => {
        const reply = await signIn(world, { email, password: 'wrong', address: `203.0.113.${100 + n}` });
        return {
          status: reply.statusCode,
          retry: reply.headers['retry-after'],
          ms: performance.now() - startMs,
        };
      };
      // Turns of one second each, at most five seconds ahead.
      const waiting = Array.from({ length: 8 }, async (_, n) => await answered(n));
      const refused = (await Promise.all(waiting)).filter(({ status }) => status === 429);
      const checked = (await Promise.all(waiting)).filter(({ status }) => status === 401);
      expect(refused.map(({ retry }) => retry)).toEqual(['1', '1', '1']);
      expect(checked).toHaveLength(5);
      const times = checked.map(({ ms }) => ms).sort((a, b) => a - b);
      expect(times.map((ms, n) => ms >= (n + 1) * 1000)).toEqual(Array(5).fill(true));
      // All turns are taken: the owner gets in from a known browser or address, and another stranger waits.
      const cookie = cookieNamed('browserid', known);
      for (const place of [{ address: '203.0.113.250', cookie }, { address: '198.51.100.7' }]) {
        const reply = await signIn(world, { email, ...place });
        expect(reply.statusCode).toBe(email === OPERATOR ? 200 : 429);
      }
      expect((await signIn(world, { email, address: '203.0.113.251' })).statusCode).toBe(429);
      pass(1);
      const late = await signIn(world, { email, address: '203.0.113.252' });
      expect(late.statusCode).toBe(email === OPERATOR ? 200 : 401);
    },
    60_000,
  );

  test('does not count a wait that its caller cancelled', async () => {
    await guess(world, 20, (n) => ({ email: OPERATOR, address: `203.0.113.${n}` }));
    // The previous turn is four seconds away, so this one is five.
    await queryRows(
      world.backend.db,
      `update login_attempts set attempted_at = attempted_at + interval '4 seconds'
       where id = (select max(id) from login_attempts)`,
    );
    const url = await listen(world.server, { host: '127.0.0.1', port: 0 });
    const caller = new AbortController();
    const asked = fetch(`${url}${AUTH}login/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: OPERATOR, password: 'wrong' }),
      signal: caller.signal,
    });
    await vi.waitFor(async () => expect(await failures()).toBe(21), { timeout: 4_000, interval: 20 });
    caller.abort();
    await expect(asked).rejects.toThrow('aborted');
    await vi.waitFor(async () => expect(await failures()).toBe(20), { timeout: 20_000, interval: 20 });
  });
});

test('guesses of the current password are counted for their session and keep no user from signing in', async () => {
  const [here, there] = [await signIn(world, { email: OPERATOR }), await signIn(world, { email: OPERATOR })];
  const change = async (session: typeof here, current_password: string) =>
    await world.ask(
      null,
      'POST',
      `${AUTH}password/`,
      { current_password, password: 'cinco focas felices' },
      { cookie: cookiesOf(session), 'x-csrftoken': session.json().csrf_token },
    );
  const statuses: number[] = [];
  for (let n = 0; n < 12; n += 1) statuses.push((await change(here, `wrong ${n}`)).statusCode);
  expect(statuses).toEqual([...Array(10).fill(400), 429, 429]);
  expect((await change(here, PASSWORD)).statusCode).toBe(429);
  expect((await signIn(world, { email: OPERATOR })).statusCode).toBe(200);
  expect((await change(there, PASSWORD)).statusCode).toBe(204);
});

test('a right password without its second factor resets nothing, and a wrong factor counts', async () => {
  const place = { email: OPERATOR, address: ELSEWHERE };
  await guess(world, 8, () => place);
  const prove = async (outcome: CodeOutcome) =>
    await checkLogin(deps(), { ...place, password: PASSWORD }, async () => outcome);
  await expect(prove('needed')).rejects.toMatchObject({ code: 'auth.second-factor-needed' });
  const unchecked = async (): Promise<CodeOutcome> =>
    await Promise.reject(new Error('the secret key is missing'));
  await expect(checkLogin(deps(), { ...place, password: PASSWORD }, unchecked)).rejects.toThrow('secret key');
  expect(await failures()).toBe(8);
  for (let n = 0; n < 2; n += 1) {
    await expect(prove('wrong')).rejects.toMatchObject({ code: 'auth.wrong-code' });
  }
  expect(await failures()).toBe(10);
  await expect(prove('right')).rejects.toMatchObject({ code: 'auth.throttled' });
  pass(900);
  expect(await prove('right')).toMatchObject({ provedCode: true });
  expect(await failures()).toBe(0);
});

describe('a browser', () => {
  const me = async (cookie: string) =>
    (await world.ask(null, 'GET', `${AUTH}me/`, undefined, { cookie })).statusCode;

  test('that signs in a second time has one session, which the sign-out ends', async () => {
    const first = await signIn(world, { email: OPERATOR });
    const second = await signIn(world, { email: 'viewer@example.com', cookie: cookiesOf(first) });
    expect([await me(cookiesOf(first)), await me(cookiesOf(second))]).toEqual([401, 200]);
    expect(cookieNamed('browserid', second)).toBe(cookieNamed('browserid', first));
    const headers = { cookie: cookiesOf(second), 'x-csrftoken': second.json().csrf_token };
    const out = await world.ask(null, 'POST', `${AUTH}logout/`, undefined, headers);
    expect(out.statusCode).toBe(204);
    expect([await me(cookiesOf(first)), await me(cookiesOf(second))]).toEqual([401, 401]);
  });

  test('keeps its session if the second sign-in fails', async () => {
    const first = await signIn(world, { email: OPERATOR });
    const cookie = cookiesOf(first);
    expect((await signIn(world, { email: OPERATOR, password: 'wrong', cookie })).statusCode).toBe(401);
    expect(await me(cookie)).toBe(200);
  });

  test('loses both cookies when it signs out of an ended session', async () => {
    const session = await signIn(world, { email: OPERATOR });
    const headers = { cookie: cookiesOf(session), 'x-csrftoken': session.json().csrf_token };
    const gone = (reply: typeof session) =>
      reply.cookies.filter(({ expires }) => expires?.getTime() === 0).map(({ name }) => name);
    const out = await world.ask(null, 'POST', `${AUTH}logout/`, undefined, headers);
    expect([out.statusCode, gone(out)]).toEqual([204, ['sessionid', 'csrftoken']]);
    const again = await world.ask(null, 'POST', `${AUTH}logout/`, undefined, headers);
    expect([again.statusCode, gone(again)]).toEqual([401, ['sessionid', 'csrftoken']]);
    // A request from another site has no cookie and must not sign anyone out.
    expect(gone(await world.ask(null, 'POST', `${AUTH}logout/`))).toEqual([]);
    expect(gone(await world.ask(null, 'GET', `${AUTH}me/`, undefined, headers))).toEqual([]);
  });
});
