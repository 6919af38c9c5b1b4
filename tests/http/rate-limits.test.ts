import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openSharedCounters } from '../../src/http/limits/shared-counters.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { redisPlace } from '../tasks/carriers.ts';
import { API, type ApiWorld, openApiWorld, PASSWORD } from './api-world.ts';

const AUTH = '/api/v1/auth/';
const ME = `${AUTH}me/`;
const log = createLog('silent', process.stderr);

let worlds: ApiWorld[] = [];
afterEach(async () => {
  for (const world of worlds) await world.close();
  worlds = [];
});

async function open(given: Parameters<typeof openApiWorld>[0]): Promise<ApiWorld> {
  const world = await openApiWorld(given);
  worlds.push(world);
  return world;
}

async function from(
  world: ApiWorld,
  remoteAddress: string,
  options: InjectOptions,
): Promise<LightMyRequestResponse> {
  return await world.server.inject({ remoteAddress, ...options });
}

function signedIn(world: ApiWorld, role: keyof ApiWorld['tokens'] = 'viewer'): InjectOptions {
  return { url: ME, headers: { authorization: `Token ${world.tokens[role]}` } };
}

const BAD_TOKEN: InjectOptions = { url: ME, headers: { authorization: 'Token taq_unknown' } };

describe('a user', () => {
  test('has one limit for all tokens and sessions, and a separate one for each user', async () => {
    const world = await open({ requestsPerMinute: 5 });
    const login = await world.ask(null, 'POST', `${AUTH}login/`, {
      email: 'viewer@example.com',
      password: PASSWORD,
    });
    const cookies = Object.fromEntries(login.cookies.map(({ name, value }) => [name, value]));
    const bySession = async () => (await world.server.inject({ url: ME, cookies })).statusCode;
    const byToken = async () => (await world.server.inject(signedIn(world))).statusCode;
    expect([await byToken(), await bySession(), await byToken(), await bySession(), await byToken()]).toEqual(
      Array(5).fill(200),
    );
    expect([await bySession(), await byToken()]).toEqual([429, 429]);
    expect((await world.server.inject(signedIn(world, 'operator'))).statusCode).toBe(200);
  });

  test('tests ten connections a minute, and all other requests continue', async () => {
    const world = await open({ connectionTestsPerMinute: null });
    const path = `credentials/${world.credentialsId}/test-connection/`;
    const statuses: number[] = [];
    for (let at = 0; at < 11; at += 1)
      statuses.push((await world.ask('superuser', 'POST', path, {})).statusCode);
    expect(statuses).toEqual([...Array(10).fill(200), 429]);
    expect((await world.ask('superuser', 'GET', 'credentials/')).statusCode).toBe(200);
  });

  test('also counts requests that a role may not make', async () => {
    const world = await open({ requestsPerMinute: 2 });
    const denied = async () => (await world.ask('viewer', 'GET', `${AUTH}users/`)).statusCode;
    expect([await denied(), await denied(), await denied()]).toEqual([404, 404, 429]);
  });
});

describe('an address', () => {
  const REFUSED: readonly (readonly [number, InjectOptions])[] = [
    [401, BAD_TOKEN],
    [401, { url: ME }],
    [401, { url: ME, headers: { cookie: 'sessionid=unknown' } }],
    [404, { url: '/wp-login.php' }],
    [405, { url: `${AUTH}login/`, method: 'DELETE' }],
    [400, { url: '/', headers: { host: 'a b' } }],
    [400, { url: '/%E0%A4%A' }],
    [404, { url: '/admin/sync_woocommerce/x.js' }],
  ];

  test('with too many refused requests gets 429 for such requests, and for no others', async () => {
    const world = await open({ requestsPerMinuteByAddress: REFUSED.length });
    for (const [status, options] of REFUSED) {
      expect([options.url, (await from(world, '203.0.113.5', options)).statusCode]).toEqual([
        options.url,
        status,
      ]);
    }
    for (const [, options] of REFUSED) {
      const reply = await from(world, '203.0.113.5', options);
      expect([options.url, reply.statusCode, reply.json().code]).toEqual([
        options.url,
        429,
        'http.too-many-requests',
      ]);
      const seconds = Number(reply.headers['retry-after']);
      expect([seconds > 0, seconds <= 60, reply.headers['cache-control']]).toEqual([true, true, 'no-store']);
    }
    // A valid token is accepted as before: many people may share an address.
    for (let at = 0; at < 20; at += 1) {
      expect((await from(world, '203.0.113.5', signedIn(world))).statusCode).toBe(200);
    }
    const login = { email: 'viewer@example.com', password: PASSWORD };
    const session = await from(world, '203.0.113.5', {
      method: 'POST',
      url: `${AUTH}login/`,
      payload: login,
    });
    expect(session.statusCode).toBe(200);
    expect((await from(world, '203.0.113.5', { url: '/healthz' })).statusCode).toBe(200);
    expect((await from(world, '203.0.113.5', { url: '/admin/sync_woocommerce/' })).statusCode).toBe(200);
    // Other addresses are not affected.
    expect((await from(world, '203.0.113.6', BAD_TOKEN)).statusCode).toBe(401);
  });

  test('does not count the mistakes of a signed-in user', async () => {
    const world = await open({ requestsPerMinuteByAddress: 2 });
    const wrong = { ...signedIn(world), url: `${API}configurations/5/` };
    for (let at = 0; at < 4; at += 1) expect((await from(world, '203.0.113.5', wrong)).statusCode).toBe(404);
    expect((await from(world, '203.0.113.5', BAD_TOKEN)).statusCode).toBe(401);
  });

  test('has separate limits for documents and for sign-ins', async () => {
    const world = await open({ requestsPerMinuteByAddress: 4 });
    const paths = ['/api/v1/openapi.json', '/api/docs/', '/api/docs/json', '/api/docs/yaml'];
    const asked = async (url: string) => (await from(world, '203.0.113.5', { url })).statusCode;
    for (const path of paths) expect([path, await asked(path)]).toEqual([path, 200]);
    for (const path of paths) expect([path, await asked(path)]).toEqual([path, 429]);
    const wrong = { email: 'a@example.com', password: 'x' };
    const login = async (address: string) =>
      (await from(world, address, { method: 'POST', url: `${AUTH}login/`, payload: wrong })).statusCode;
    for (let at = 0; at < 4; at += 1) expect(await login('203.0.113.5')).toBe(401);
    expect([await login('203.0.113.5'), await login('203.0.113.6')]).toEqual([429, 401]);
    expect((await from(world, '203.0.113.5', BAD_TOKEN)).statusCode).toBe(401);
  });

  test('that sends too many sign-ins blocks no browser from which somebody signed in before', async () => {
    const world = await open({ requestsPerMinuteByAddress: 4 });
    const login = async (body: object, cookie = '') =>
      await from(world, '203.0.113.5', {
        method: 'POST',
        url: `${AUTH}login/`,
        headers: { cookie },
        payload: body,
      });
    const viewer = { email: 'viewer@example.com', password: PASSWORD };
    const first = await login(viewer);
    const browser = first.cookies.find(({ name }) => name === 'browserid')?.value ?? '';
    expect(first.statusCode).toBe(200);
    const stranger = { email: 'stranger@example.com', password: 'wrong' };
    for (let at = 0; at < 3; at += 1) expect((await login(stranger)).statusCode).toBe(401);
    expect((await login(viewer)).json().code).toBe('http.too-many-requests');
    // An invented name does not count as a known browser.
    const madeUp = `browserid=${'x'.repeat(43)}`;
    expect((await login(viewer, madeUp)).json().code).toBe('http.too-many-requests');
    const known = `browserid=${browser}`;
    for (let at = 0; at < 4; at += 1) expect((await login(viewer, known)).statusCode).toBe(200);
    expect((await login(viewer, known)).json().code).toBe('http.too-many-requests');
  });

  test('may call the probes without a limit', async () => {
    const world = await open({ requestsPerMinuteByAddress: 1 });
    for (let at = 0; at < 10; at += 1) {
      for (const url of ['/healthz', '/readyz']) {
        expect((await from(world, '203.0.113.5', { url })).statusCode).toBe(200);
      }
    }
  });

  test('counts by its /64 network in IPv6, and alike in both forms of IPv4', async () => {
    const world = await open({ requestsPerMinuteByAddress: 1 });
    const asked = async (address: string) => (await from(world, address, BAD_TOKEN)).statusCode;
    expect(await asked('2001:db8:1:2::1')).toBe(401);
    expect(await asked('2001:db8:1:2:ffff:ffff:ffff:ffff')).toBe(429);
    expect(await asked('2001:db8:1:3::1')).toBe(401);
    expect(await asked('fe80::1%eth0')).toBe(401);
    expect(await asked('203.0.113.9')).toBe(401);
    expect(await asked('::ffff:203.0.113.9')).toBe(429);
  });
});

describe('with Redis', () => {
  let redis: PrivateRedis;
  let proxy: TcpProxy;
  beforeAll(async () => {
    redis = await startPrivateRedis();
    proxy = await startProxy(Number(new URL(redis.url).port));
  });
  afterAll(async () => {
    await proxy.close();
    await redis.stop();
  });

  /** Two processes of one installation, for the test of their counters. */
  async function openTwo(): Promise<readonly [ApiWorld, ApiWorld]> {
    const one = async () => {
      const counters = openSharedCounters(redisPlace(`redis://127.0.0.1:${proxy.port}/0`), log);
      await vi.waitFor(async () => await counters.increment('are you there', 1_000), { timeout: 20_000 });
      return await open({ requestsPerMinuteByAddress: 4, counters });
    };
    return [await one(), await one()];
  }

  test('processes count together, and each by itself while Redis is down or silent', async () => {
    const [first, second] = await openTwo();
    const asked = async (world: ApiWorld, address: string) =>
      (await from(world, address, BAD_TOKEN)).statusCode;
    for (let at = 0; at < 3; at += 1) expect(await asked(first, '203.0.113.5')).toBe(401);
    expect([await asked(second, '203.0.113.5'), await asked(second, '203.0.113.5')]).toEqual([401, 429]);
    expect(await asked(first, '203.0.113.5')).toBe(429);

    const alone = async (address: string) => {
      const statuses: number[] = [];
      for (let at = 0; at < 5; at += 1) statuses.push(await asked(first, address));
      expect(statuses).toEqual([401, 401, 401, 401, 429]);
      expect((await from(first, address, signedIn(first))).statusCode).toBe(200);
    };
    proxy.stall();
    await alone('203.0.113.6');
    proxy.resume();
    await redis.halt();
    await alone('203.0.113.7');
    await redis.resume();
    // When Redis is back, they count together again.
    let network = 0;
    await vi.waitFor(
      async () => {
        network += 1;
        const address = `198.51.100.${network}`;
        for (let at = 0; at < 4; at += 1) await asked(first, address);
        expect(await asked(second, address)).toBe(429);
      },
      { timeout: 30_000, interval: 300 },
    );
  });
});
