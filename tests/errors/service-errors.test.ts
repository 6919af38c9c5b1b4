import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openMailer } from '../../src/alerts/channels/mail.ts';
import { postWebhook } from '../../src/alerts/channels/webhook.ts';
import { openDatabase } from '../../src/backend/database.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import { openRedisCarrier } from '../../src/tasks/carriers/bullmq-carrier.ts';
import { openPostgresCarrier } from '../../src/tasks/carriers/postgres-carrier.ts';
import { testLog } from '../servers/private-postgres.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { redisPlace } from '../tasks/carriers.ts';
import { expectReported, expectSaid, SECRET, startSaying } from './reported-error.ts';

const LATER = 'The request is recorded and starts later.';

async function thrownBy(work: () => Promise<unknown>): Promise<unknown> {
  return await work().then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
}

async function expectQueue(url: string, says: string): Promise<void> {
  const carrier = openRedisCarrier(redisPlace(url), testLog);
  const error = await thrownBy(async () => {
    await carrier.counts('critical');
    await carrier.add('critical', { id: 'one', name: 'send_alert', subjectId: 'one' });
  });
  await carrier.close();
  expectSaid(error, { kind: 'unavailable', code: 'queue.unreachable', says: `${says} ${LATER}` });
  expect(error).toMatchObject({ brief: `The queue cannot be reached now. ${LATER}` });
}

const redis = (authority: string, scheme = 'redis'): string => `${scheme}://${authority}/0`;

describe('the queue', () => {
  let server: PrivateRedis;
  let at: string;
  let admin: Redis;

  beforeAll(async () => {
    server = await startPrivateRedis();
    at = new URL(server.url).host;
    admin = new Redis(server.url);
  });
  afterEach(async () => {
    await admin.call('CONFIG', 'SET', 'requirepass', '');
    await admin.call('CONFIG', 'SET', 'maxmemory', '0');
    await admin.call('REPLICAOF', 'NO', 'ONE');
  });
  afterAll(async () => {
    admin?.disconnect();
    await server?.stop();
  });

  test('a port for Redis on which nothing listens', async () => {
    await expectQueue(
      redis('127.0.0.1:1'),
      'Nothing listens at 127.0.0.1:1: start Redis there, or correct REDIS_URL.',
    );
  });
  test('an unknown host for Redis', async () => {
    await expectQueue(redis('redis.invalid'), 'The host name "redis.invalid" in REDIS_URL is not known.');
  });
  test('Redis that requires a password', async () => {
    await admin.call('CONFIG', 'SET', 'requirepass', SECRET);
    const says = `Redis at ${at} asks for a password, and REDIS_URL gives none: write it as redis://:password@host:port/0.`;
    await expectQueue(redis(at), says);
    const wrong = `Redis at ${at} refuses the user or the password in REDIS_URL.`;
    await expectQueue(redis(`:otra-${SECRET}@${at}`), wrong);
  });
  test('Redis that is full', async () => {
    await admin.call('CONFIG', 'SET', 'maxmemory', '1');
    await expectQueue(redis(at), `Redis at ${at} has no memory left: raise its maxmemory.`);
  });
  test('Redis that is a replica', async () => {
    await admin.call('REPLICAOF', '127.0.0.1', '1');
    const says = `Redis at ${at} is a replica, which accepts no changes: name the primary server in REDIS_URL.`;
    await expectQueue(redis(at), says);
  });
  test('TLS with a Redis that has none', async () => {
    const carrier = openRedisCarrier(redisPlace(redis(at, 'rediss')), testLog);
    const error = await thrownBy(async () => await carrier.counts('critical'));
    await carrier.close();
    expect(error).toMatchObject({ code: 'queue.unreachable', message: expect.stringContaining(at) });
  });
  test('a server other than Redis', async () => {
    const web = await startSaying('HTTP/1.1 400 Bad Request\r\n\r\n', 'asked');
    const says = `What answers at 127.0.0.1:${web.port} is not Redis: correct host and port in REDIS_URL.`;
    await expectQueue(redis(`127.0.0.1:${web.port}`), says);
    await web.stop();
  });
  test('a server that never answers', async () => {
    const silent = await startSaying('', 'never');
    const says = `The queue in Redis at 127.0.0.1:${silent.port} (REDIS_URL) did not answer within 2 s.`;
    await expectQueue(redis(`127.0.0.1:${silent.port}`), says);
    await silent.stop();
  });
  test('an unreachable PostgreSQL that is the queue', async () => {
    const connectionString = `postgresql://taquilla:${SECRET}@127.0.0.1:1/boleteria`;
    const db = openDatabase({ connectionString }, testLog, 1);
    const carrier = openPostgresCarrier({ db, log: testLog, loops: createLoops(testLog) });
    const error = await thrownBy(async () => await carrier.counts('critical'));
    await db.end();
    expect(error).toMatchObject({
      kind: 'unavailable',
      code: 'backend.unreachable',
      message: expect.stringContaining('127.0.0.1:1'),
    });
    expect(String(error)).not.toContain(SECRET);
  });
});

describe('mail and webhook', () => {
  const letter = { subject: 'Hola', text: 'Hola', html: '<p>Hola</p>' };
  const send = async (smtpUrl: string): Promise<unknown> => {
    const mailer = openMailer({
      smtpUrl,
      from: 'Taquilla <taquilla@example.com>',
      recipients: [],
      language: 'es',
    });
    const error = await thrownBy(async () => await mailer.send(letter, 'ana@example.com', 'one', new Date()));
    mailer.close();
    return error;
  };
  const away = { kind: 'unavailable', code: 'alert.mail-server-away' } as const;

  test('an unreachable mail server', async () => {
    const says =
      'The mail server 127.0.0.1:1 (SMTP_URL) accepts no messages now: connect ECONNREFUSED 127.0.0.1:1.';
    expectSaid(await send(`smtp://ana:${SECRET}@127.0.0.1:1`), { ...away, says });
  });
  test('an unknown host for the mail server', async () => {
    const says = 'The host name "correo.invalid" of the mail server in SMTP_URL is not known.';
    expectSaid(await send(`smtp://ana:${SECRET}@correo.invalid`), { ...away, says });
  });
  test('a mail server without TLS although smtps:// requires it', async () => {
    const plain = await startSaying('220 mail.example.com ESMTP\r\n', 'at once');
    const error = await send(`smtps://ana:${SECRET}@127.0.0.1:${plain.port}`);
    await plain.stop();
    expect(error).toMatchObject({
      ...away,
      message: expect.stringMatching(`^Encryption with the mail server 127.0.0.1:${plain.port} failed`),
    });
  });

  const SETTINGS = { secret: SECRET };
  const post = async (url: string): Promise<unknown> =>
    await thrownBy(async () => await postWebhook({ url, ...SETTINGS }, 'one', '{}', new Date(0)));
  const refused = { kind: 'unavailable', code: 'alert.webhook-refused' } as const;

  test('an unreachable, unknown or refusing webhook', async () => {
    const gone = 'The alert webhook at 127.0.0.1:1 (ALERT_WEBHOOK_URL) cannot be reached:';
    // fetch itself refuses some ports
    expect(await post(`http://127.0.0.1:1/${SECRET}`)).toMatchObject({
      ...refused,
      message: expect.stringContaining(gone),
    });
    const unknown = 'The alert webhook at hook.invalid:443 (ALERT_WEBHOOK_URL) cannot be reached: ENOTFOUND.';
    expectSaid(await post(`https://hook.invalid/${SECRET}`), { ...refused, says: unknown });
    const server = await listening(createServer((_request, response) => void response.writeHead(503).end()));
    const says = `The alert webhook at 127.0.0.1:${server.port} (ALERT_WEBHOOK_URL) answered 503 instead of 200 to 299.`;
    expectSaid(await post(`http://127.0.0.1:${server.port}/${SECRET}`), { ...refused, says });
    server.http.close();
  });
});

async function listening(http: Server): Promise<{ readonly http: Server; readonly port: number }> {
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  return { http, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

describe('the ports of a service', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(`${tmpdir()}/taquilla-ports-`);
  });
  afterEach(async () => await rm(folder, { recursive: true, force: true }));

  const DATABASE_URL = 'postgresql://taquilla@127.0.0.1:1/boleteria';
  const KEY = 'k'.repeat(40);
  const serve = async (env: Record<string, string>, code: string, says: string): Promise<void> =>
    await expectReported({
      args: ['serve'],
      env: { DATABASE_URL, TAQUILLA_SECRET_KEY: KEY, PORT: '0', LOG_LEVEL: 'silent', ...env },
      kind: 'config',
      code: `http.${code}`,
      says,
    });

  test('are taken, or belong to another machine', async () => {
    const { http, port } = await listening(createServer());
    const taken = `Another program already listens on 127.0.0.1:${port}: stop it, or set PORT to another port.`;
    await serve({ PORT: String(port) }, 'port-taken', taken);
    const probes = `Another program already listens on 127.0.0.1:${port}: stop it, or set METRICS_PORT to another port.`;
    await serve({ METRICS_PORT: String(port) }, 'port-taken', probes);
    const foreign = '192.0.2.7, which HOST names, is not an address of this machine.';
    await serve({ HOST: '192.0.2.7' }, 'no-such-address', foreign);
    http.close();
  });
});
