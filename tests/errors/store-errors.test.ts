import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ErrorKind } from '../../src/kernel/error-kinds.ts';
import { startBlackHole } from '../servers/black-hole.ts';
import { createAuthority } from '../servers/certificates.ts';
import {
  type FreshDatabase,
  freshBackendDatabase,
  freshStoreDatabase,
  type StoreDatabase,
} from '../servers/databases.ts';
import { startFakeMysql } from '../servers/fake-mysql.ts';
import { expectReported, SECRET, startSaying } from './reported-error.ts';

let store: StoreDatabase;
let backend: FreshDatabase;
/** `127.0.0.1:3306`, of a real MariaDB. */
let at: string;

beforeAll(async () => {
  [store, backend] = await Promise.all([freshStoreDatabase(), freshBackendDatabase()]);
  at = new URL(store.url).host;
  await store.exec(`create or replace user fuera identified by '${SECRET}'`);
});
afterAll(async () => {
  await store?.exec('drop user if exists fuera');
  await Promise.all([store?.drop(), backend?.drop()]);
});

interface Case {
  readonly url: string;
  readonly password?: string;
  readonly kind: ErrorKind;
  readonly code: string;
  readonly says: string;
}

async function expectProducts({ url, password = SECRET, kind, code, says }: Case): Promise<void> {
  const env = {
    DATABASE_URL: backend.url,
    ...(password === '' ? {} : { TAQUILLA_STORE_PASSWORD: password }),
  };
  const args = ['products', '--store-url', url];
  await expectReported({ args, env, kind, code: `store.${code}`, says });
}

const CASES: Readonly<Record<string, () => Case>> = {
  'a port without anybody': () => ({
    url: 'mysql://lector@127.0.0.1:1/tienda',
    kind: 'unavailable',
    code: 'unreachable',
    says: "Nothing listens at 127.0.0.1:1: check host and port of the store's database.",
  }),
  'a host that is not known': () => ({
    url: 'mysql://lector@tienda.invalid/tienda',
    kind: 'unavailable',
    code: 'unreachable',
    says: 'The host name "tienda.invalid" of the store\'s database is not known.',
  }),
  'a service of the cloud': () => ({
    url: 'mysql://lector@169.254.169.254/tienda',
    kind: 'config',
    code: 'address-refused',
    says: 'The host "169.254.169.254" leads to 169.254.169.254, an address that no store has (link-local, or a service of the cloud).',
  }),
  'a wrong password': () => ({
    url: `mysql://fuera@${at}/${store.name}`,
    password: 'otra-palabra',
    kind: 'config',
    code: 'access-denied',
    says: `The database at ${at} refuses the user "fuera" or the password.`,
  }),
  'no password': () => ({
    url: `mysql://fuera@${at}/${store.name}`,
    password: '',
    kind: 'config',
    code: 'access-denied',
    says: `No password was given for the user "fuera" of the database at ${at}, which lets nobody in without one: set TAQUILLA_STORE_PASSWORD.`,
  }),
  'a user without rights': () => ({
    url: `mysql://fuera@${at}/${store.name}`,
    kind: 'config',
    code: 'missing-permission',
    says: `The user "fuera" may not read the database "${store.name}" at ${at}: grant it SELECT on the store's tables.`,
  }),
  'a database that is not there': () => {
    const { username, password } = new URL(store.url);
    return {
      url: `mysql://${username}@${at}/nada`,
      password: decodeURIComponent(password),
      kind: 'config',
      code: 'no-such-database',
      says: `The server at ${at} has no database "nada".`,
    };
  },
};

test.each(Object.entries(CASES))('a store: %s', async (_cause, given) => await expectProducts(given()));

test.each([
  ['HTTP', 'HTTP/1.1 408 Request Timeout\r\n\r\n', 'speaks HTTP, not MySQL'],
  ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n', 'speaks SSH, not MySQL'],
  ['SMTP', '220 mail.example.com ESMTP\r\n', 'speaks SMTP/FTP, not MySQL'],
  ['an unknown protocol', 'hello, who is it?\r\n', 'is not MySQL or MariaDB'],
])('a store at a port that speaks %s', async (_cause, greeting, what) => {
  const server = await startSaying(greeting, 'at once');
  await expectProducts({
    url: `mysql://lector@127.0.0.1:${server.port}/tienda`,
    kind: 'config',
    code: 'not-mysql',
    says: `What answers at 127.0.0.1:${server.port} ${what}: correct the port.`,
  });
  await server.stop();
});

test.concurrent('a store behind a firewall that drops all packets', async () => {
  const hole = await startBlackHole();
  await expectProducts({
    url: `mysql://lector@127.0.0.1:${hole.port}/tienda`,
    kind: 'unavailable',
    code: 'connect-timeout',
    says: `No answer from 127.0.0.1:${hole.port} within 10 s: the host is off, or a firewall is in the way.`,
  });
  await hole.close();
});

test.concurrent('a store at a port that waits for its client to speak first, as PostgreSQL and Redis do', async () => {
  const server = await startSaying('', 'never');
  await expectProducts({
    url: `mysql://lector@127.0.0.1:${server.port}/tienda`,
    kind: 'unavailable',
    code: 'connect-timeout',
    says: `No greeting of a database from 127.0.0.1:${server.port} within 10 s, although something listens there: it hangs, or is another service.`,
  });
  await server.stop();
});

test('a store that is full, or requires an unsafe method of signing in', async () => {
  const fake = await startFakeMysql(createAuthority().issue('localhost'));
  const url = `mysql://lector@127.0.0.1:${fake.port}/tienda`;
  fake.play(async (talk) =>
    talk.say(Buffer.concat([Buffer.from([0xff, 0x10, 0x04]), Buffer.from('Too many')])),
  );
  const full = `The store's database at 127.0.0.1:${fake.port} has no connection to spare for the user "lector" now.`;
  await expectProducts({ url, kind: 'unavailable', code: 'too-many-connections', says: full });
  fake.play(async (talk) => {
    talk.greet('mysql_native_password', { tls: false });
    await talk.hear();
    talk.switchTo('mysql_clear_password');
  });
  const unsafe = `The database at 127.0.0.1:${fake.port} asks the user "lector" to sign in by a method that Taquilla does not use.`;
  await expectProducts({ url, kind: 'config', code: 'auth-not-supported', says: unsafe });
  expect(fake.waysToRead(SECRET)).toEqual([]);
  await fake.stop();
});

test.each([
  [`http://lector:${SECRET}@127.0.0.1/tienda`, 'A store address begins with mysql:// or mariadb://.'],
  [`mysql://:${SECRET}@127.0.0.1/tienda`, 'The store address names no user.'],
])('the malformed address %#', async (url, says) => {
  await expectProducts({ url, kind: 'invalid', code: 'url-malformed', says });
});

test('a demo store on a missing server', async () => {
  await expectReported({
    args: ['demo-store', '--url', `mysql://root:${SECRET}@127.0.0.1:1/tienda`],
    env: {},
    kind: 'unavailable',
    code: 'store.unreachable',
    says: "Nothing listens at 127.0.0.1:1: check host and port of the store's database.",
  });
});
