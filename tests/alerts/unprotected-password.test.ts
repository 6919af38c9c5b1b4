import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeCredentials, findCredentials } from '../../src/backend/credentials/credentials-records.ts';
import { followEnvironment } from '../../src/backend/credentials/environment-credentials.ts';
import {
  listUnverifiedAuth,
  noteUnverifiedAuth,
  pinServerKey,
} from '../../src/backend/credentials/server-key-records.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { storedLogin } from '../../src/stores/stored-store.ts';
import { diagnose } from '../../src/woocommerce/diagnose/diagnose.ts';
import { type FakeMysql, startFakeMysql } from '../servers/fake-mysql.ts';
import { TaskWorld } from '../tasks/task-world.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { mailedBy, subjectsOf } from './mailed.ts';
import { readMail } from './read-mail.ts';

const SECRET_KEY = new Secret('a secret key of the tests, long enough');
const KEY = `rsa ${Buffer.from('the SPKI of one server, as long as a key is').toString('base64')}`;
const log = createLog('silent', process.stderr);

let world: TaskWorld;
let mails: MailServer;
let server: FakeMysql;

beforeEach(async () => {
  world = await TaskWorld.open();
  mails = await startMailServer();
  server = await startFakeMysql(null);
});
afterEach(async () => {
  await server.stop();
  await mails.close();
  await world.close();
});

/** A set as version 0.1 left it, marked by the migration. */
async function oldSet(): Promise<string> {
  const id = await world.addCredentials();
  await world.db.query(
    `update sync_credentials set may_sign_in_unverified = true, host = 'localhost', port = $2 where id = $1`,
    [id, server.port],
  );
  return id;
}

/** A connection test of the unchanged set, to a server that is not on this machine. */
async function testSet(id: string) {
  // It asks for the readable password, and refuses any question after that.
  server.play(async (talk) => {
    talk.greet('sha256_password');
    await talk.hear();
    talk.switchTo('sha256_password');
    await talk.hear();
    talk.more(talk.publicKeyPem);
    await talk.hear();
    talk.ok();
    await talk.hear();
    talk.say(Buffer.concat([Buffer.from([0xff, 0x15, 0x04]), Buffer.from('#28000no')]));
  });
  const stores = { db: world.db, log, now: world.now, secretKey: async () => SECRET_KEY, environment: null };
  const { login } = await storedLogin(stores, id);
  const reach = { ...login.reach, password: new Secret('gato'), isOwnAddress: () => false };
  const signal = new AbortController().signal;
  return await diagnose({ ...login, reach }, { signal, log, now: () => world.now() });
}

async function since(id: string): Promise<Date | null> {
  return (await findCredentials(world.db, id)).unverifiedAuthSinceUtc;
}

it('a set of 0.1 continues with a warning that ends when its server key is confirmed', async () => {
  const id = await oldSet();
  const first = await testSet(id);
  expect(server.waysToRead('gato')).not.toEqual([]);
  expect(first.steps.find(({ step }) => step === 'mysql-login')).toMatchObject({
    status: 'warning',
    code: 'store.auth-unverified',
  });
  expect(first.serverKey).toMatchObject({ kind: 'rsa', line: `rsa ${server.rsaKey}`, pinned: null });
  await expect.poll(async () => await since(id)).toBeInstanceOf(Date);
  expect(await listUnverifiedAuth(world.db)).toMatchObject([{ id }]);

  await world.settle(mailedBy(mails));
  await testSet(id);
  await world.settle(mailedBy(mails));
  expect(subjectsOf(mails)).toEqual([
    expect.stringMatching(/^\[Taquilla\] Unprotected database password: store /),
  ]);
  const { text } = readMail(mails.received[0]?.raw ?? '');
  expect(text.replaceAll(/\s+/g, ' ')).toContain('from version 0.3.0 on Taquilla refuses this connection');
  expect(text).toContain(`/credentials/${id}/show`);

  await pinServerKey(world.db, async () => SECRET_KEY, id, first.serverKey?.line ?? '');
  const second = await testSet(id);
  expect(second.serverKey).toBeNull();
  expect(second.steps.find(({ step }) => step === 'mysql-login')).toMatchObject({ status: 'ok' });
  expect(await since(id)).toBeNull();
  await world.settle(mailedBy(mails));
  expect(subjectsOf(mails)).toHaveLength(2);
  expect(subjectsOf(mails)[1]).toMatch(/^\[Taquilla\] Database password protected: store /);
});

it('a new, edited or confirmed set does not continue', async () => {
  const fresh = await world.addCredentials();
  const edited = await oldSet();
  const confirmed = await oldSet();
  await noteUnverifiedAuth(world.db, edited, world.now());
  const before = await findCredentials(world.db, edited);
  await changeCredentials(world.db, SECRET_KEY, edited, { ...before, name: 'renamed' }, {});
  await pinServerKey(world.db, async () => SECRET_KEY, confirmed, KEY);
  await world.db.query(`update sync_credentials set host = 'localhost', port = $1`, [server.port]);
  for (const [id, code] of [
    [fresh, 'store.server-key-unknown'],
    [edited, 'store.server-key-unknown'],
    [confirmed, 'store.server-key-changed'],
  ] as const) {
    const test = await testSet(id);
    expect([id, test.failed?.code]).toEqual([id, code]);
    expect(server.waysToRead('gato')).toEqual([]);
    expect(test.serverKey).toMatchObject({ kind: 'rsa', line: `rsa ${server.rsaKey}` });
    await noteUnverifiedAuth(world.db, id, world.now());
    expect(await since(id)).toBeNull();
  }
});

it('the mail is in the language of its reader', async () => {
  const id = await oldSet();
  await noteUnverifiedAuth(world.db, id, world.now());
  await world.settle(mailedBy(mails, 'es'));
  expect(subjectsOf(mails)).toEqual([
    expect.stringMatching(/Contraseña de base de datos sin protección: store /),
  ]);
});

const MYSQL = {
  host: 'db.example.com',
  port: 3306,
  socket: null,
  database: 'wp',
  username: 'reader',
  password: null,
};

it('the set of the environment continues in this release, until its variables change or name a key', async () => {
  const store = {
    mysql: MYSQL,
    ssh: null,
    connectTimeoutMs: 1_000,
    textEncoding: 'auto' as const,
    orderNumberMeta: null,
    serverKey: null,
  };
  const made = await followEnvironment(world.db, store);
  expect(made).toMatchObject({ maySignInUnverified: true, mysqlServerKey: null, tlsMode: 'off' });
  expect(await followEnvironment(world.db, store)).toMatchObject({ maySignInUnverified: true });
  await noteUnverifiedAuth(world.db, made.id, world.now());
  const named = await followEnvironment(world.db, { ...store, serverKey: KEY });
  expect(named).toMatchObject({
    maySignInUnverified: false,
    mysqlServerKey: KEY,
    unverifiedAuthSinceUtc: null,
  });
  const tls = KEY.replace('rsa', 'tls');
  expect(await followEnvironment(world.db, { ...store, serverKey: tls })).toMatchObject({
    mysqlServerKey: tls,
    tlsMode: 'encrypt',
  });
  const other = { ...store, mysql: { ...store.mysql, host: 'other.example.com' } };
  expect(await followEnvironment(world.db, other)).toMatchObject({
    maySignInUnverified: false,
    mysqlServerKey: null,
  });
});

it('its key is replaced with its password, in the environment', async () => {
  const { id } = await followEnvironment(world.db, {
    mysql: MYSQL,
    ssh: null,
    connectTimeoutMs: 1_000,
    textEncoding: 'auto' as const,
    orderNumberMeta: null,
    serverKey: KEY,
  });
  for (const key of [null, KEY.replace('rsa', 'tls')]) {
    await expect(pinServerKey(world.db, async () => SECRET_KEY, id, key)).rejects.toMatchObject({
      code: 'credentials.read-only',
    });
  }
});
