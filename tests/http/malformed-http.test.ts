import { connect, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../../src/http/server/listen.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { type ApiWorld, openApiWorld } from './api-world.ts';

const ME = '/api/v1/auth/me/';
const LOGIN = '/api/v1/auth/login/';
const LARGEST_ERROR_BYTES = 64 * 1024;
const CONNECTIONS = 200;

let world: ApiWorld;
let port: number;
const defects: string[] = [];

beforeAll(async () => {
  const log = createLog(
    'error',
    new Writable({
      write(chunk, _encoding, done) {
        defects.push(String(chunk));
        done();
      },
    }),
  );
  world = await openApiWorld({ log });
  port = Number(new URL(await listen(world.server, { host: '127.0.0.1', port: 0 })).port);
});
afterAll(async () => await world.close());

/**
 * The server's whole answer to these bytes until it closes the connection. `ends`: the client closes first;
 * otherwise the bytes must make the server close the connection.
 */
async function answerTo(bytes: string | Buffer, ends = false): Promise<string> {
  return await new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (part) => parts.push(part));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A server that has read enough may close the connection while the client still writes.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve(Buffer.concat(parts).toString('latin1')));
    const raw = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    if (ends) socket.end(raw);
    else socket.write(raw);
  });
}

function statusesIn(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map((match) => Number(match[1]));
}

const get = (path: string, headers = '', host = 'Host: localhost\r\n'): string =>
  `GET ${path} HTTP/1.1\r\n${host}${headers}Connection: close\r\n\r\n`;
const post = (headers: string, body: string): string =>
  `POST ${LOGIN} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n${headers}\r\n${body}`;

/**
 * Bytes that form no valid request, or an unusual one, and the statuses that may answer them; none for a closed
 * connection.
 */
const CASES: readonly (readonly [string, string | Buffer, readonly number[]])[] = [
  ['nothing but zeros', Buffer.alloc(4_096), [400]],
  ['random bytes', Buffer.from(Array.from({ length: 2_048 }, (_, at) => (at * 7919) % 256)), [400]],
  ['the hello of TLS', Buffer.from('16030100c8010000c40303', 'hex'), [400]],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 505]],
  ['a version that does not exist', 'GET / HTTP/9.9\r\nHost: a\r\n\r\n', [400, 505]],
  ['HTTP/0.9', 'GET /\r\n\r\n', [302, 400]],
  ['an unknown method', get(ME).replace('GET', 'BREW'), [400]],
  ['a method in small letters', get(ME).replace('GET', 'get'), [400]],
  ['no host', get(ME, '', ''), [400]],
  ['two hosts', get(ME, 'Host: other\r\n'), [400, 401]],
  ['a host that is none', get(ME, '', 'Host: a b\r\n'), [400, 401]],
  ['an empty host', get(ME, '', 'Host: \r\n'), [400, 401]],
  ['a header without a colon', get(ME, 'Nonsense\r\n'), [400]],
  ['a header without a name', get(ME, ': x\r\n'), [400]],
  ['a blank before the colon', get(ME, 'X-Test : x\r\n'), [400]],
  ['NUL in a header', get(ME, 'X-Test: a\0b\r\n'), [400]],
  ['a line feed alone', `GET ${ME} HTTP/1.1\nHost: a\nConnection: close\n\n`, [400, 401]],
  ['a carriage return alone in a header', get(ME, 'X-Test: a\rInjected: b\r\n'), [400]],
  ['a folded header', get(ME, 'X-Test: a\r\n b\r\n'), [400, 401]],
  ['a header in Latin-1', get(ME, 'Authorization: Token \xf1\xff\r\n'), [401]],
  ['NUL in the path', get('/api/v1/auth/me\0/'), [400]],
  ['a blank in the path', get('/api/v1/a b/'), [400]],
  ['raw bytes in the path', get('/api/v1/\xc3\x28/'), [400, 404]],
  ['a malformed percent sign', get('/api/v1/%zz/'), [400]],
  ['percent-encoded bytes that are no UTF-8', get('/api/v1/events/%ff%fe/'), [400, 401]],
  ['dots that lead out', get('/assets/..%2f..%2f..%2fetc/passwd'), [400, 404]],
  ['a path of 100,000 letters', get(`/${'a'.repeat(100_000)}`), [400, 404, 414, 431]],
  ['an absolute address', get(`http://evil.example${ME}`), [400, 401, 404]],
  ['the address of everything', get('*').replace('GET', 'OPTIONS'), [400, 404, 204]],
  ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n', []],
  ['TRACE', get(ME).replace('GET', 'TRACE'), [400, 404, 405]],
  ['an upgrade', get(ME, 'Upgrade: websocket\r\nConnection: Upgrade\r\n'), [400, 401]],
  [
    'an expectation that cannot be met',
    post('Expect: the-unexpected\r\nContent-Length: 2\r\n', '{}'),
    [400, 417],
  ],
  ['5,000 headers', get(ME, 'X-Test: x\r\n'.repeat(5_000)), [400, 401, 431]],
  ['a header of a megabyte', get(ME, `X-Test: ${'x'.repeat(1_048_576)}\r\n`), [431]],
  ['a cookie of 15,000 letters', get(ME, `Cookie: ${'a=b; '.repeat(3_000)}\r\n`), [400, 401, 431]],
  ['two lengths that differ', post('Content-Length: 2\r\nContent-Length: 30\r\n', '{}'), [400]],
  ['a length and chunks', post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'), [400]],
  ['a negative length', post('Content-Length: -1\r\n', '{}'), [400]],
  ['a length that is no number', post('Content-Length: two\r\n', '{}'), [400]],
  ['a length beyond all', post('Content-Length: 99999999999999999999999\r\n', '{}'), [400]],
  ['a length of gigabytes', post('Content-Length: 9999999999\r\n', '{}'), [413]],
  ['an encoding that is unknown', post('Transfer-Encoding: mystery\r\n', '{}'), [400, 501]],
  ['chunked twice', post('Transfer-Encoding: chunked, chunked\r\n', '2\r\n{}\r\n0\r\n\r\n'), [400]],
  ['a chunk whose size is no number', post('Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n'), [400]],
  [
    'a chunk that is longer than it says',
    post('Transfer-Encoding: chunked\r\n', '1\r\n{}{}{}\r\n0\r\n\r\n'),
    [400],
  ],
  [
    'an endless chunk extension',
    post('Transfer-Encoding: chunked\r\n', `2;${'x'.repeat(100_000)}\r\n{}\r\n0\r\n\r\n`),
    [400, 413],
  ],
  [
    'trailers that claim to be headers',
    post('Transfer-Encoding: chunked\r\n', '0\r\nHost: a\r\nContent-Length: 5\r\n\r\n'),
    [400],
  ],
];

/** Requests whose client closes the connection before their end. */
const HALVES: readonly (readonly [string, string])[] = [
  ['in its first line', 'GET /api/v1/au'],
  ['in its headers', `GET ${ME} HTTP/1.1\r\nHost: loc`],
  ['in its body', post('Content-Length: 500\r\n', '{"email":"a')],
  ['in a chunk', post('Transfer-Encoding: chunked\r\n', 'ffff\r\n{"email":')],
  ['before its last chunk', post('Transfer-Encoding: chunked\r\n', '2\r\n{}\r\n')],
  ['before its answer', get(ME)],
];

describe('the server', () => {
  test.each(CASES)('refuses %s, and continues', async (_name, bytes, statuses) => {
    const before = defects.length;
    const answer = await answerTo(bytes);
    const found = statusesIn(answer);
    expect(found.length).toBe(statuses.length === 0 ? 0 : 1);
    expect(statuses).toEqual(expect.arrayContaining(found));
    expect(answer.length).toBeLessThan(LARGEST_ERROR_BYTES);
    expect(defects.slice(before)).toEqual([]);
    expect(statusesIn(await answerTo(get('/healthz')))).toEqual([200]);
  });

  test.each(HALVES)('forgets a request whose client closes the connection %s', async (_name, bytes) => {
    const before = defects.length;
    expect(statusesIn(await answerTo(bytes, true)).filter((status) => status >= 500)).toEqual([]);
    expect(statusesIn(await answerTo(get('/healthz')))).toEqual([200]);
    expect(defects.slice(before)).toEqual([]);
  });

  test('answers each of many requests on one connection in order', async () => {
    const paths = Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? '/healthz' : ME));
    const all = paths.map((path, at) => {
      const close = at === paths.length - 1 ? 'Connection: close\r\n' : '';
      return `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${close}\r\n`;
    });
    expect(statusesIn(await answerTo(all.join('')))).toEqual(paths.map((path) => (path === ME ? 401 : 200)));
  });

  test('serves nothing after a broken request on the same connection', async () => {
    const smuggled = `GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const [first, ...others] = statusesIn(
      await answerTo(
        `${post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')}${smuggled}`,
      ),
    );
    expect([first, others]).toEqual([400, []]);
  });

  test.each([
    ['half a request line', 'GET /api/v1/'],
    ['headers without an end', `GET ${ME} HTTP/1.1\r\nHost: localhost\r\nX-Slow: `],
    ['a body that does not come', post('Content-Length: 1000\r\n', '{"email":')],
    ['chunks that do not come', post('Transfer-Encoding: chunked\r\n', '5\r\n{"a"')],
  ])(`answers others while ${CONNECTIONS} clients hold %s`, async (_name, bytes) => {
    const sockets: Socket[] = [];
    try {
      for (let at = 0; at < CONNECTIONS; at += 1) {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => undefined);
        sockets.push(socket);
        await new Promise((resolve) => socket.write(Buffer.from(bytes, 'latin1'), resolve));
      }
      for (let at = 0; at < 20; at += 1) {
        expect(statusesIn(await answerTo(get('/healthz')))).toEqual([200]);
        expect(
          statusesIn(await answerTo(get(ME, `Authorization: Token ${world.tokens.viewer}\r\n`))),
        ).toEqual([200]);
      }
    } finally {
      for (const socket of sockets) socket.destroy();
    }
    expect(defects).toEqual([]);
  });
});
