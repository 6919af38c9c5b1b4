import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { healthShape, readinessShape } from '../../src/contract/health.ts';
import { problemShape } from '../../src/contract/problem.ts';
import { listen } from '../../src/http/server/listen.ts';
import { createServer } from '../../src/http/server/server.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { emptyBackendDatabase, type FreshDatabase } from '../servers/databases.ts';
import { serverParts } from './server-parts.ts';

const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));
let backend: FreshDatabase;
let db: Database;
let server: FastifyInstance;

beforeEach(async () => {
  backend = await emptyBackendDatabase();
  db = openDatabase({ connectionString: backend.url }, log);
  server = await createServer(serverParts(db, log));
});
afterEach(async () => {
  await server.close();
  await closeDatabase(db);
  await backend.drop();
});

describe('the probes', () => {
  test('healthz reports only the process, so that a lost database never restarts it', async () => {
    const lost = openDatabase({ connectionString: 'postgresql://stranger@127.0.0.1:1/none' }, log);
    const alone = await createServer(serverParts(lost, log));
    const health = await alone.inject('/healthz');
    expect(health.statusCode).toBe(200);
    expect(healthShape.parse(health.json())).toEqual({ status: 'ok', version: '1.2.3' });
    const ready = await alone.inject('/readyz');
    expect(ready.statusCode).toBe(503);
    expect(ready.headers['content-type']).toContain('application/problem+json');
    expect(problemShape.parse(ready.json())).toMatchObject({ code: 'backend.unreachable', status: 503 });
    expect(ready.body).not.toContain('127.0.0.1');
    await alone.close();
    await closeDatabase(lost);
  });

  test('readyz queries the database once for all callers', async () => {
    let asked = 0;
    const counting = new Proxy(db, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (name !== 'connect' || typeof value !== 'function') return value;
        asked += 1;
        return value.bind(target);
      },
    });
    const other = await createServer(serverParts(counting, log));
    await other.inject('/readyz');
    const once = asked;
    expect(once).toBeGreaterThan(0);
    const replies = await Promise.all(Array.from({ length: 50 }, async () => await other.inject('/readyz')));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(Array(50).fill(503));
    // Within the time for which an answer is cached, or one query later.
    expect(asked).toBeLessThanOrEqual(2 * once);
    await other.close();
  });

  test('readyz waits for the tables', async () => {
    const before = await server.inject('/readyz');
    expect(before.statusCode).toBe(503);
    expect(problemShape.parse(before.json()).code).toBe('backend.not-migrated');
    await migrate(db, log);
    // An answer is cached for a moment.
    const after = await vi.waitFor(async () => {
      const reply = await server.inject('/readyz');
      expect(reply.statusCode).toBe(200);
      return reply;
    }, 10_000);
    expect(readinessShape.parse(after.json())).toEqual({ status: 'ready' });
  });
});

describe('the pages', () => {
  test('answer with and without a trailing slash and below, and never with a page for a file', async () => {
    for (const path of ['', '/', '/executions/5/', '?page=2']) {
      const reply = await server.inject(`/admin/sync_woocommerce${path}`);
      expect([path, reply.statusCode, reply.headers['content-type']]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ]);
    }
    const script = await server.inject('/admin/sync_woocommerce/assets/gone.js');
    expect(script.statusCode).toBe(404);
    expect(problemShape.parse(script.json()).code).toBe('http.no-such-path');
  });

  test('redirect from the root to the admin', async () => {
    const reply = await server.inject('/');
    expect([reply.statusCode, reply.headers.location]).toEqual([302, '/admin/sync_woocommerce/']);
  });

  test('have headers that keep others from framing them or injecting scripts', async () => {
    for (const path of ['/admin/sync_woocommerce/', '/healthz', '/nothing']) {
      const { headers } = await server.inject(path);
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });
});

test('a malformed request is answered with a problem', async () => {
  const reply = await server.inject({
    method: 'POST',
    url: '/healthz',
    headers: { 'content-type': 'application/json' },
    payload: '{',
  });
  expect(reply.statusCode).toBeGreaterThanOrEqual(400);
  expect(problemShape.parse(reply.json()).status).toBe(reply.statusCode);
});

test('a taken port is reported as a sentence for the operator, not as a stack trace', async () => {
  const address = await listen(server, { host: '127.0.0.1', port: 0 });
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
  const second = await createServer(serverParts(db, log));
  const { port } = new URL(address);
  await expect(listen(second, { host: '127.0.0.1', port: Number(port) })).rejects.toMatchObject({
    kind: 'config',
    code: 'http.port-taken',
  });
  await second.close();
});

describe('pages of other sites', () => {
  const ask = async (
    parts: Partial<Parameters<typeof serverParts>[2]>,
    headers: Record<string, string>,
    method = 'GET',
  ) => {
    const other = await createServer(serverParts(db, log, parts));
    const reply = await other.inject({ method: method as 'GET', url: '/api/v1/auth/me/', headers });
    await other.close();
    return reply;
  };
  const origin = 'https://panel.example.com';

  test('may not use the API, unless their origin is allowed, and never with a cookie', async () => {
    expect((await ask({}, { origin })).headers).not.toHaveProperty('access-control-allow-origin');
    const allowed = await ask({ allowedOrigins: [origin] }, { origin }, 'OPTIONS');
    expect(allowed.headers['access-control-allow-origin']).toBe(origin);
    expect(allowed.headers['access-control-allow-headers']).toContain('Authorization');
    expect(allowed.headers).not.toHaveProperty('access-control-allow-credentials');
    const other = await ask({ allowedOrigins: [origin] }, { origin: 'https://evil.example.com' });
    expect(other.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('require https from browsers if the service uses it', async () => {
    const secure = await ask({ publicUrl: 'https://tickets.example.com' }, {});
    expect(secure.headers['strict-transport-security']).toContain('max-age=');
    expect((await ask({}, {})).headers).not.toHaveProperty('strict-transport-security');
  });
});

test('a sentence is in Spanish for readers who ask for it, with the same code', async () => {
  const reply = await server.inject({
    url: '/api/v1/nothing',
    headers: { 'accept-language': 'es-CL,es;q=0.9' },
  });
  expect(reply.json()).toMatchObject({ code: 'http.no-such-path', detail: 'No hay nada en esta dirección.' });
  const english = await server.inject({
    url: '/api/v1/nothing',
    headers: { 'accept-language': 'de, en;q=0.5' },
  });
  expect(english.json().detail).toBe('There is nothing at this address.');
});
