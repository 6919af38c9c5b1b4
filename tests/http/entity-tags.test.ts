import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../../src/http/server/listen.ts';
import type { Role } from '../../src/vocabulary/people.ts';
import { API, PASSWORD } from './api-world.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';

let world: BackendWorld;
let address: string;

beforeAll(async () => {
  world = await openBackendWorld(40);
  address = await listen(world.server, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => await world.close());

const get = async (role: Role, path: string, headers: Record<string, string> = {}) =>
  await world.ask(role, 'GET', path, undefined, headers);

describe('entity tags', () => {
  test('a reply that is still the same is not sent again, and a changed one is', async () => {
    const path = '/api/v1/tickets/?page_size=5';
    const first = await get('operator', path);
    const tag = String(first.headers.etag);
    expect(tag).toMatch(/^W\/"[\w-]{27}"$/);
    for (const asked of [tag, tag.replace('W/', ''), `"other", ${tag}`, '*']) {
      const again = await get('operator', path, { 'if-none-match': asked });
      expect([asked, again.statusCode, again.body, again.headers.etag]).toEqual([asked, 304, '', tag]);
      expect(again.headers['content-type']).toBeUndefined();
    }
    const head = await world.ask('operator', 'HEAD', path);
    expect([head.statusCode, head.headers.etag]).toEqual([200, tag]);
    expect((await get('operator', path, { 'if-none-match': '"other"' })).statusCode).toBe(200);
    const { id } = first.json().results[0];
    await world.backend.db.query(`update tickets set company = 'changed' where id = $1`, [id]);
    const changed = await get('operator', path, { 'if-none-match': tag });
    expect([changed.statusCode, changed.headers.etag === tag]).toEqual([200, false]);
    expect(changed.json().results[0].company).toBe('changed');
  });

  test.each(['/api/v1/tickets/', '/api/v1/orders/', '/api/v1/refunds/'])(
    'in %s a tag of a reader who sees persons gives a viewer the masked reply',
    async (path) => {
      const rows = (await get('superuser', path)).json().results;
      for (const one of [path, `${path}${rows[0].id}/`]) {
        const seen = await get('superuser', one);
        const masked = await get('viewer', one, { 'if-none-match': String(seen.headers.etag) });
        expect([one, masked.statusCode, masked.body === seen.body]).toEqual([one, 200, false]);
        expect(masked.body).toContain('***');
        const again = await get('viewer', one, { 'if-none-match': String(masked.headers.etag) });
        expect(again.statusCode).toBe(304);
        const other = await get('superuser', one, { 'if-none-match': String(masked.headers.etag) });
        expect([other.statusCode, other.body]).toEqual([200, seen.body]);
      }
    },
  );

  test('a tag is worth nothing without the right to read', async () => {
    const { headers } = await get('superuser', '/api/v1/auth/users/');
    const tag = String(headers.etag);
    const ask = async (role: Role | null) =>
      (await world.ask(role, 'GET', '/api/v1/auth/users/', undefined, { 'if-none-match': tag })).statusCode;
    expect([await ask('superuser'), await ask('operator'), await ask(null)]).toEqual([304, 404, 401]);
  });

  test('replies name the headers on which they depend, and no cache keeps them', async () => {
    const { headers } = await get('viewer', '/api/v1/orders/');
    expect(headers.vary).toBe('Accept-Language, Authorization, Cookie, Accept-Encoding');
    expect(headers['cache-control']).toBe('no-store');
    const { headers: refused } = await get('viewer', '/api/v1/orders/x/');
    expect([refused.vary, refused.etag]).toEqual(['Accept-Language', undefined]);
  });

  test('a change has no tag, whatever it is asked for', async () => {
    const { configurationId: id } = world;
    const renamed = { name: 'Renamed' };
    const changed = await world.ask('superuser', 'PATCH', `configurations/${id}/`, renamed, {
      'if-none-match': '*',
    });
    expect([changed.statusCode, changed.headers.etag, changed.json().name]).toEqual([
      200,
      undefined,
      'Renamed',
    ]);
  });
});

describe('compression', () => {
  const path = '/api/v1/orders/?page_size=50';
  const decode = { br: brotliDecompressSync, gzip: gunzipSync } as const;

  test.each(['br', 'gzip'] as const)(
    '%s has the same text and the same tag as the plain reply',
    async (coding) => {
      const plain = await get('operator', path);
      const short = await get('operator', path, { 'accept-encoding': coding });
      expect([short.headers['content-encoding'], short.headers.etag]).toEqual([coding, plain.headers.etag]);
      expect(decode[coding](short.rawPayload).toString()).toBe(plain.body);
      expect(short.rawPayload.length).toBeLessThan(plain.rawPayload.length / 5);
      expect(Number(short.headers['content-length'])).toBe(short.rawPayload.length);
      const again = await get('operator', path, {
        'accept-encoding': coding,
        'if-none-match': String(plain.headers.etag),
      });
      expect([again.statusCode, again.headers['content-encoding']]).toEqual([304, undefined]);
    },
  );

  test('a session gets it only for requests of our own pages, so that no other page can measure lengths', async () => {
    const codingOf = async (headers: Record<string, string>) =>
      (await world.server.inject({ url: path, headers: { ...headers, 'accept-encoding': 'gzip, br' } }))
        .headers['content-encoding'];
    const session = world.sessions.operator;
    expect(await codingOf(session)).toBeUndefined();
    for (const site of ['cross-site', 'same-site', 'none', 'same-origin, cross-site']) {
      expect([site, await codingOf({ ...session, 'sec-fetch-site': site })]).toEqual([site, undefined]);
    }
    expect(await codingOf({ ...session, 'sec-fetch-site': 'same-origin' })).toBe('br');
    const token = { authorization: `Token ${world.tokens.operator}` };
    expect(await codingOf({ ...token, 'sec-fetch-site': 'cross-site' })).toBe('br');
  });

  test('what contains a secret, an error, a stream or a short reply is sent as it is', async () => {
    const accepting = { 'accept-encoding': 'gzip, br', 'sec-fetch-site': 'same-origin' };
    const made = await world.ask('superuser', 'POST', '/api/v1/auth/tokens/', { name: 'secret' }, accepting);
    expect([made.statusCode, typeof made.json().token]).toEqual([201, 'string']);
    const signedIn = await world.ask(
      null,
      'POST',
      '/api/v1/auth/login/',
      { email: 'viewer@example.com', password: PASSWORD },
      accepting,
    );
    expect(typeof signedIn.json().csrf_token).toBe('string');
    const missing = await get('viewer', '/api/v1/orders/x/', accepting);
    const short = await get('viewer', '/api/v1/auth/me/', accepting);
    for (const reply of [made, signedIn, missing, short])
      expect(reply.headers['content-encoding']).toBeUndefined();
    for (const reply of [made, signedIn, missing]) expect(reply.headers.etag).toBeUndefined();
    const stop = new AbortController();
    const stream = await fetch(`${address}${API}executions/stream/`, {
      headers: { authorization: `Token ${world.tokens.viewer}`, 'accept-encoding': 'gzip, br' },
      signal: stop.signal,
    });
    expect([stream.headers.get('content-encoding'), stream.headers.get('etag')]).toEqual([null, null]);
    stop.abort();
  });

  test('the description of the API is smaller than that of 0.1, and a tenth of that when it is compressed', async () => {
    const plain = await world.server.inject('/api/v1/openapi.json');
    const url = '/api/v1/openapi.json';
    const short = await world.server.inject({ url, headers: { 'accept-encoding': 'br' } });
    expect(plain.rawPayload.length).toBeLessThan(413_000);
    expect(short.rawPayload.length).toBeLessThan(41_300);
    const tag = String(plain.headers.etag);
    expect((await world.server.inject({ url, headers: { 'if-none-match': tag } })).statusCode).toBe(304);
  });
});
