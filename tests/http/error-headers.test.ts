import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { openDatabase } from '../../src/backend/database.ts';
import { problemShape } from '../../src/contract/problem.ts';
import { listen } from '../../src/http/server/listen.ts';
import { createServer } from '../../src/http/server/server.ts';
import { API, type ApiWorld, openApiWorld } from './api-world.ts';
import { serverParts } from './server-parts.ts';

const ASSETS = '/admin/sync_woocommerce/assets/';
const JSON_TYPE = { 'content-type': 'application/json' };
let adminDir: string;
let world: ApiWorld;
let port: number;

beforeAll(async () => {
  adminDir = await mkdtemp(join(tmpdir(), 'taquilla-panel-'));
  await mkdir(join(adminDir, 'assets', 'fonts'), { recursive: true });
  await writeFile(join(adminDir, 'index.html'), '<!doctype html><title>Taquilla</title>');
  await writeFile(join(adminDir, 'assets', 'app-1a2b3c.js'), 'void 0;');
  await writeFile(join(adminDir, 'assets', '.hidden'), 'a secret');
  world = await openApiWorld({ adminDir });
  port = Number(new URL(await listen(world.server, { host: '127.0.0.1', port: 0 })).port);
});
afterAll(async () => {
  await world.close();
  await rm(adminDir, { recursive: true });
});

describe('a file of the panel', () => {
  test('is kept for ever', async () => {
    const reply = await world.server.inject(`${ASSETS}app-1a2b3c.js`);
    expect([reply.statusCode, reply.headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
  });

  test.each([
    '',
    'gone.js',
    'fonts',
    'fonts/',
    'app-1a2b3c.js/',
    '/app-1a2b3c.js',
    '.hidden',
    '%2ehidden',
    '..%2findex.html',
    '..%5cindex.html',
    '%2e%2e/index.html',
    '..%2f..%2f..%2fetc/passwd',
    '%00',
    'app-1a2b3c.js%00',
    'x'.repeat(300),
    'a/'.repeat(200),
    '?x=%00',
  ])('that is requested as %j does not exist', async (path) => {
    const reply = await world.server.inject(`${ASSETS}${path}`);
    expect([reply.statusCode, reply.headers['cache-control']]).toEqual([404, 'no-store']);
    expect(problemShape.parse(reply.json()).code).toBe('http.no-such-path');
  });
});

describe('no error reply is cached', () => {
  const authorization = { authorization: 'Token taq_unknown' };
  const cases: readonly (readonly [number, InjectOptions])[] = [
    [400, { url: '/', headers: { host: 'a b' } }],
    [400, { url: '/%E0%A4%A' }],
    [400, { url: `${API}${'a'.repeat(300)}/%` }],
    [400, { method: 'POST', url: '/api/v1/auth/login/', headers: JSON_TYPE, payload: '{' }],
    [400, { method: 'POST', url: '/api/v1/auth/login/', headers: JSON_TYPE, payload: '{}' }],
    [401, { url: '/api/v1/auth/me/' }],
    [401, { url: '/api/v1/auth/me/', headers: authorization }],
    [404, { url: '/nothing' }],
    [404, { method: 'POST', url: '/nothing', headers: JSON_TYPE, payload: '{' }],
    [404, { url: '/admin/sync_woocommerce/x.js' }],
    [404, { url: '/api/docs/static/nothing.js' }],
    [405, { method: 'DELETE', url: '/api/v1/auth/login/' }],
    [413, { method: 'POST', url: '/api/v1/auth/login/', headers: JSON_TYPE, payload: 'x'.repeat(9_000) }],
    [
      415,
      { method: 'POST', url: '/api/v1/auth/login/', headers: { 'content-type': 'text/xml' }, payload: 'x' },
    ],
  ];

  test.each(cases)('%s %j', async (status, options) => {
    const reply = await world.server.inject(options);
    expect([reply.statusCode, reply.headers['cache-control']]).toEqual([status, 'no-store']);
    expect(problemShape.parse(reply.json()).status).toBe(status);
  });

  test('those of missing objects, and of a service that is not ready', async () => {
    const missing = await world.ask('superuser', 'GET', 'configurations/5/');
    expect([missing.statusCode, missing.headers['cache-control']]).toEqual([404, 'no-store']);
    const lost = openDatabase(
      { connectionString: 'postgresql://stranger@127.0.0.1:1/none' },
      world.backend.log,
    );
    const unready = await createServer(serverParts(lost, world.backend.log));
    try {
      for (const url of ['/readyz', '/api/v1/auth/me/']) {
        const reply = await unready.inject({ url, headers: authorization });
        expect([url, reply.statusCode, reply.headers['cache-control']]).toEqual([url, 503, 'no-store']);
      }
    } finally {
      await unready.close();
      await closeDatabase(lost);
    }
  });

  test.each([
    [
      431,
      `GET / HTTP/1.1\r\nHost: localhost\r\nX-Filler: ${'x'.repeat(20_000)}\r\n\r\n`,
      'http.headers-too-large',
    ],
    [400, 'no HTTP at all\r\n\r\n', 'http.refused'],
    [400, 'GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n', 'http.refused'],
  ])('%s, where no request could be read', async (status, written, code) => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(written);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head.toLowerCase()).toContain('cache-control: no-store');
    expect(problemShape.parse(JSON.parse(body))).toMatchObject({ status, code });
  });
});
