import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';
import { type FakeMysql, startFakeMysql } from '../servers/fake-mysql.ts';
import { callTaquilla } from './call-taquilla.ts';

const SECRET_KEY = 'a secret key of the tests, long enough to be one';
const FINGERPRINT = 'SHA256:2v1+bpVSkHi7JFZRwTrLco0irGgdyLEAbFXB29upVDU';
const KEY = `rsa ${Buffer.from('the SPKI of one server, as long as a key is').toString('base64')}`;

let backend: Backend & { readonly url: string };
let server: FakeMysql;

beforeAll(async () => {
  server = await startFakeMysql(null);
  return async () => await server.stop();
});
beforeEach(async () => {
  backend = await freshBackend();
  return async () => await backend.close();
});

async function taquilla(args: readonly string[], input = '') {
  const env = { DATABASE_URL: backend.url, TAQUILLA_SECRET_KEY: SECRET_KEY };
  return await callTaquilla(args, { env, input });
}

async function addShop(): Promise<void> {
  const way = ['--transport', 'direct', '--mysql-host', '127.0.0.1', '--mysql-port', String(server.port)];
  const user = ['--mysql-database', 'wordpress', '--mysql-user', 'reader', '--secrets-from-stdin'];
  const secrets = JSON.stringify({ password: 'gato' });
  expect((await taquilla(['credentials', 'add', 'shop', ...way, ...user], secrets)).exitCode).toBe(0);
}

test('check, show and list say which passwords an unconfirmed server can read', async () => {
  await addShop();
  const well = await taquilla(['check']);
  expect(well.stdout).toContain('✓ database passwords: no password is known to go to an unconfirmed server');
  await backend.db.query(`update sync_credentials set unverified_auth_since = '2026-01-02T03:04:05Z'`);
  const check = await taquilla(['check']);
  expect(check.exitCode).toBe(0);
  expect(check.stdout).toContain(
    '! database passwords: An unconfirmed server can read the database password of "shop". From version 0.3.0 on',
  );
  expect(check.stdout).toContain('The installation is healthy, with 1 warning.');
  const shown = await taquilla(['credentials', 'show', 'shop']);
  expect(shown.stdout).toContain('unverified_auth_since  2026-01-02T03:04:05.000Z');
  expect(shown.stdout).toContain(
    'Warning: an unconfirmed server can read the database password of this set.',
  );
});

test('a pinned server key is shown, and forgotten only together with the password', async () => {
  await addShop();
  await backend.db.query('update sync_credentials set mysql_server_key = $1', [KEY]);
  const shown = JSON.parse((await taquilla(['credentials', 'show', 'shop', '--json'])).stdout);
  // printf 'the SPKI of one server, as long as a key is' | openssl dgst -sha256 -binary | openssl base64
  expect(shown.server_key).toEqual({ kind: 'rsa', fingerprint: FINGERPRINT });
  const forget = ['credentials', 'set', 'shop', '--forget-server-key'];
  const refused = await taquilla(forget);
  expect([refused.exitCode, refused.stderr]).toEqual([64, expect.stringContaining('(password)')]);
  const forgotten = await taquilla(
    [...forget, '--secrets-from-stdin', '--json'],
    JSON.stringify({ password: 'gato' }),
  );
  expect(JSON.parse(forgotten.stdout).server_key).toBeNull();
});

test('a set is switched to another transport only with its secrets', async () => {
  await addShop();
  const ssh = ['--transport', 'ssh_tunnel', '--ssh-host', '127.0.0.1', '--ssh-user', 'deploy'];
  const given = JSON.stringify({ password: 'gato', ssh_password: 'gata' });
  const set = ['credentials', 'set', 'shop'];
  expect((await taquilla([...set, ...ssh, '--secrets-from-stdin'], given)).exitCode).toBe(0);
  for (const transport of ['direct', 'auto', 'ssh_exec']) {
    const refused = await taquilla([...set, '--transport', transport]);
    expect([refused.exitCode, refused.stderr]).toEqual([
      64,
      expect.stringContaining('give their secrets again (password, ssh_password)'),
    ]);
  }
});

afterAll(() => expect(server.waysToRead('gato')).toEqual([]));
