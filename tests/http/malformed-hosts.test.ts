import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../../src/http/server/listen.ts';
import { API, type ApiWorld, addExecution, BODY, openApiWorld } from './api-world.ts';

const MALFORMED = [
  'a b',
  'user@example.com',
  'user:password@example.com',
  'example.com/path',
  'example.com?query',
  'example.com#x',
  'exa\0mple.com',
  'example.com\\@evil.example',
  '<script>',
  'http://example.com',
  'example.com:99999',
  'example.com:port',
  '[::::]',
  '[::1',
  '1.2.3.4.5',
  `${'a'.repeat(300)}.example.com`,
  'ñandú.example.com',
];
const WELL_FORMED = [
  'localhost',
  'localhost:8000',
  'api.example.com',
  'taquilla_backend:8000',
  '127.0.0.1:80',
  '[::1]:8000',
];
const LIST = 'executions/?page_size=1';

let world: ApiWorld;
let address: URL;
beforeAll(async () => {
  world = await openApiWorld();
  const made = await world.ask('superuser', 'POST', 'configurations/', BODY);
  for (let at = 0; at < 2; at += 1) await addExecution(world, made.json().id);
  address = new URL(await listen(world.server, { host: '127.0.0.1', port: 0 }));
});
afterAll(async () => await world.close());

async function nextWith(headers: Record<string, string>, given = world): Promise<unknown> {
  const reply = await given.ask('viewer', 'GET', LIST, undefined, headers);
  return reply.statusCode === 200 ? reply.json().next : [reply.statusCode, reply.json().code];
}

describe('a Host', () => {
  test.each(MALFORMED)('%j is refused with a sentence, and no reply contains it', async (host) => {
    for (const path of [`${API}${LIST}`, '/', '/nothing', '/healthz']) {
      const reply = await world.ask('viewer', 'GET', path, undefined, { host });
      const code = host.includes('\0') ? /^http\.malformed-/ : /^http\.malformed-host$/;
      expect([path, reply.statusCode]).toEqual([path, 400]);
      expect(reply.json().code).toMatch(code);
      expect(reply.body + JSON.stringify(reply.headers)).not.toContain(JSON.stringify(host).slice(1, -1));
    }
  });

  test.each(WELL_FORMED)('%s links to the next page', async (host) => {
    expect(await nextWith({ host })).toBe(`http://${host}${API}${LIST}&page=2`);
  });

  test('is not required of a probe over HTTP/1.0, but of a list', async () => {
    const ask = async (path: string, headers: string): Promise<string> => {
      const socket = connect(Number(address.port), address.hostname);
      await once(socket, 'connect');
      socket.write(`GET ${path} HTTP/1.0\r\n${headers}\r\n`);
      return await text(socket);
    };
    expect(await ask('/healthz', '')).toMatch(/^HTTP\/1\.1 200 /);
    const list = await ask(`${API}${LIST}`, `Authorization: Token ${world.tokens.viewer}\r\n`);
    expect(list).toMatch(/^HTTP\/1\.1 400 [\s\S]*"http\.malformed-host"/);
  });
});

describe('headers of a proxy', () => {
  test('count only if the proxy is trusted, and must be well-formed', async () => {
    const forwarded = {
      host: 'inside:8000',
      'x-forwarded-host': 'tickets.example.com',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '203.0.113.5',
    };
    expect(await nextWith(forwarded)).toBe(`http://inside:8000${API}${LIST}&page=2`);
    // The service ignores these headers from any other sender.
    expect(await nextWith({ ...forwarded, 'x-forwarded-host': 'a b' })).toBe(
      `http://inside:8000${API}${LIST}&page=2`,
    );
    const behind = await openApiWorld({ trustedProxies: ['127.0.0.1'] });
    try {
      const made = await behind.ask('superuser', 'POST', 'configurations/', BODY);
      for (let at = 0; at < 2; at += 1) await addExecution(behind, made.json().id);
      expect(await nextWith(forwarded, behind)).toBe(`https://tickets.example.com${API}${LIST}&page=2`);
      for (const [name, value, code] of [
        ['x-forwarded-host', 'a b', 'http.malformed-host'],
        ['x-forwarded-host', 'user@example.com', 'http.malformed-host'],
        ['x-forwarded-proto', 'javascript', 'http.malformed-host'],
        ['host', 'a b', 'http.malformed-host'],
        ['x-forwarded-for', 'somebody', 'http.malformed-header'],
      ] as const) {
        const found = await nextWith({ ...forwarded, [name]: value }, behind);
        expect([name, value, found]).toEqual([name, value, [400, code]]);
      }
    } finally {
      await behind.close();
    }
  });

  test('are ignored if PUBLIC_URL is set, but must still be well-formed', async () => {
    const named = await openApiWorld({ publicUrl: 'https://tickets.example.com' });
    try {
      const made = await named.ask('superuser', 'POST', 'configurations/', BODY);
      for (let at = 0; at < 2; at += 1) await addExecution(named, made.json().id);
      expect(await nextWith({ host: 'inside' }, named)).toBe(
        `https://tickets.example.com${API}${LIST}&page=2`,
      );
      expect(await nextWith({ host: 'a b' }, named)).toEqual([400, 'http.malformed-host']);
    } finally {
      await named.close();
    }
  });
});
