import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, queryRows } from '../../src/backend/database.ts';
import { createAuthority } from '../servers/certificates.ts';
import { startFakePostgres } from '../servers/fake-postgres.ts';
import { type PrivateServer, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { expectMigrate } from './reported-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'taquilla-tls-'));
const file = (name: string): string => join(folder, name);

/** Who may connect how; `llave` must show a certificate of the authority with its own name. */
const HBA = `
hostssl all llave all cert
hostssl all cifrado all trust
hostnossl all abierto all trust
host all taquilla all trust
`;

let encrypted: PrivateServer;
let plain: PrivateServer;

beforeAll(async () => {
  makeAuthority('ca');
  makeAuthority('other-ca');
  issue('server', 'localhost', 'ca');
  issue('client', 'llave', 'ca');
  issue('stranger', 'llave', 'other-ca');
  const read = (name: string): string => readFileSync(file(name), 'utf8');
  encrypted = await startPrivatePostgres({
    settings: { ssl: 'on', ssl_ca_file: 'ca.crt' },
    files: {
      'server.crt': read('server.crt'),
      'server.key': read('server.key'),
      'ca.crt': read('ca.crt'),
      'pg_hba.conf': HBA,
    },
  });
  plain = await startPrivatePostgres();
  const db = openDatabase({ connectionString: encrypted.url }, testLog, 1);
  for (const role of ['llave', 'cifrado', 'abierto']) await db.query(`create role ${role} login`);
  await db.end();
});
afterAll(async () => {
  await encrypted?.stop();
  await plain?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const KEY = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';

function openssl(args: string): void {
  execFileSync('openssl', args.split(' '), { cwd: folder, stdio: 'ignore' });
}

function makeAuthority(name: string): void {
  openssl(`req -x509 ${KEY} -keyout ${name}.key -out ${name}.crt -subj /CN=${name}`);
}

function issue(name: string, subject: string, authority: string): void {
  openssl(`req ${KEY} -keyout ${name}.key -out ${name}.csr -subj /CN=${subject}`);
  writeFileSync(file(`${name}.ext`), `subjectAltName=DNS:${subject}`);
  const signer = `-CA ${authority}.crt -CAkey ${authority}.key -CAcreateserial`;
  openssl(`x509 -req -in ${name}.csr ${signer} -days 2 -extfile ${name}.ext -out ${name}.crt`);
}

/** An address of a server; `CA` and similar words are replaced by files. */
function urlOf(server: PrivateServer, { user = 'taquilla', host = 'localhost', query = '' }): string {
  const files = query.replace(/=([\w-]+\.(?:crt|key))/g, (_, name: string) => `=${file(name)}`);
  return `postgresql://${user}@${host}:${new URL(server.url).port}/postgres${files === '' ? '' : `?${files}`}`;
}

/** Whether the connection to this address is encrypted. */
async function isEncrypted(connectionString: string): Promise<boolean> {
  const db = openDatabase({ connectionString }, testLog, 1);
  try {
    const [row] = await queryRows<{ ssl: boolean }>(
      db,
      'select ssl from pg_stat_ssl where pid = pg_backend_pid()',
    );
    return row?.ssl ?? false;
  } finally {
    await db.end();
  }
}

const VERIFIED = 'sslrootcert=ca.crt';
const CLIENT = 'sslcert=client.crt&sslkey=client.key';

describe('a server with TLS', () => {
  test.each([
    ['', true],
    ['sslmode=disable', false],
    ['sslmode=allow', false],
    ['sslmode=prefer', true],
    ['sslmode=require', true],
    ['ssl=true', true],
    ['sslmode=no-verify', true],
    [`sslmode=require&${VERIFIED}`, true],
    [`sslmode=verify-ca&${VERIFIED}`, true],
    [`sslmode=verify-full&${VERIFIED}`, true],
  ])('%s', async (query, encryptedThen) => {
    expect(await isEncrypted(urlOf(encrypted, { query }))).toBe(encryptedThen);
  });

  test.each([
    // The certificate names localhost: only verify-full checks that.
    [{ host: '127.0.0.1', query: `sslmode=verify-ca&${VERIFIED}` }, true],
    [{ host: '127.0.0.1', query: `sslmode=require&${VERIFIED}` }, true],
    // The server accepts one of the two ways: allow and prefer also try the other one.
    [{ user: 'cifrado', query: 'sslmode=allow' }, true],
    [{ user: 'abierto', query: 'sslmode=prefer' }, false],
    [{ user: 'llave', query: `sslmode=verify-full&${VERIFIED}&${CLIENT}` }, true],
    [{ user: 'llave', query: `sslmode=require&${CLIENT}` }, true],
  ])('%j', async (address, encryptedThen) => {
    expect(await isEncrypted(urlOf(encrypted, address))).toBe(encryptedThen);
  });
});

test.each(['', 'sslmode=disable', 'sslmode=allow', 'sslmode=prefer'])(
  'a server without TLS: %s',
  async (query) => {
    expect(await isEncrypted(urlOf(plain, { query }))).toBe(false);
  },
);

test.each(['require', 'ssl', 'verify-ca', 'verify-full', 'no-verify'])(
  'a server without TLS, and %s requires it',
  async (mode) => {
    const query = mode === 'ssl' ? 'ssl=true' : `sslmode=${mode}&${VERIFIED}`;
    const url = urlOf(plain, { query });
    const says = `PostgreSQL at ${new URL(url).host} offers no TLS, and sslmode in DATABASE_URL asks for it: switch TLS on there, or write sslmode=disable if the network between them is private.`;
    await expectMigrate(url, 'config', 'tls-not-offered', says);
  },
);

const UNTRUSTED =
  'The certificate of PostgreSQL at SERVER is of no trusted authority (REASON): name the file of its authority in DATABASE_URL (sslrootcert=/path/ca.crt).';
const ASKS =
  'PostgreSQL at SERVER asks for a client certificate that it trusts (REASON): name the certificate of the user "llave" and its key in DATABASE_URL (sslcert=/path/client.crt&sslkey=/path/client.key).';

test.each([
  [
    'a wrong authority',
    { query: 'sslmode=verify-full&sslrootcert=other-ca.crt' },
    'tls-not-trusted',
    UNTRUSTED.replace('REASON', 'SELF_SIGNED_CERT_IN_CHAIN'),
  ],
  [
    'a wrong authority, and only that is looked at',
    { host: '127.0.0.1', query: 'sslmode=require&sslrootcert=other-ca.crt' },
    'tls-not-trusted',
    UNTRUSTED.replace('REASON', 'SELF_SIGNED_CERT_IN_CHAIN'),
  ],
  [
    'no authority that the system knows',
    { query: 'sslrootcert=system' },
    'tls-not-trusted',
    UNTRUSTED.replace('REASON', 'SELF_SIGNED_CERT_IN_CHAIN'),
  ],
  [
    'another host name',
    { host: '127.0.0.1', query: `sslmode=verify-full&${VERIFIED}` },
    'tls-wrong-host',
    'The certificate of PostgreSQL at SERVER does not name the host "127.0.0.1": write the host into DATABASE_URL as the certificate names it.',
  ],
  [
    'no client certificate',
    { user: 'llave', query: `sslmode=verify-full&${VERIFIED}` },
    'tls-client-certificate',
    ASKS.replace('REASON', 'connection requires a valid client certificate'),
  ],
  [
    'a client certificate of a strange authority',
    { user: 'llave', query: 'sslmode=require&sslcert=stranger.crt&sslkey=stranger.key' },
    'tls-client-certificate',
    ASKS.replace('REASON', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'),
  ],
  [
    'a user who may only come encrypted',
    { user: 'cifrado', query: 'sslmode=disable' },
    'access-denied',
    'PostgreSQL at SERVER does not let the user "cifrado" into the database "postgres" this way: no pg_hba.conf entry for host "127.0.0.1", user "cifrado", database "postgres", no encryption.',
  ],
])('%s', async (_cause, address, code, says) => {
  const url = urlOf(encrypted, address);
  await expectMigrate(url, 'config', code, says.replace('SERVER', new URL(url).host));
});

test.each([
  ['is out of date', { from: -9, to: -2 }, 'CERT_HAS_EXPIRED'],
  ['is not valid yet', { from: 2, to: 9 }, 'CERT_NOT_YET_VALID'],
])('a certificate that %s', async (_when, days, reason) => {
  const authority = createAuthority();
  writeFileSync(file('dated.crt'), authority.certificate);
  const server = await startFakePostgres({ certificate: authority.issue('localhost', days) });
  const says = `The certificate of PostgreSQL at localhost:${server.port} is not valid today (${reason}): renew it, or correct the clock of this machine.`;
  const url = `postgresql://taquilla@localhost:${server.port}/postgres?sslmode=verify-full&sslrootcert=${file('dated.crt')}`;
  await expectMigrate(url, 'config', 'tls-out-of-date', says);
  await server.stop();
});
