import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/kernel/secrets/secret.ts';
import type { TlsSettings } from '../../../src/woocommerce/connect/mysql/direct.ts';
import { createStoreGateway, type GatewaySettings } from '../../../src/woocommerce/connect/store-gateway.ts';
import { createAuthority } from '../../servers/certificates.ts';
import { type PrivateMariadb, startTlsMariadb } from '../../servers/private-mariadb.ts';
import { directTo, never } from './gateway-settings.ts';

const authority = createAuthority();
const stranger = createAuthority('Somebody else');
const ours = authority.issue('taquilla');
const presented = authority.issue('localhost');
let server: PrivateMariadb;

beforeAll(async () => {
  server = await startTlsMariadb(presented, authority.certificate);
  await server.exec(`CREATE DATABASE shop;
    CREATE USER 'locked'@'127.0.0.1' IDENTIFIED BY 'abc' REQUIRE SSL; GRANT SELECT ON shop.* TO 'locked'@'127.0.0.1';
    CREATE USER 'plain'@'127.0.0.1' IDENTIFIED BY 'abc'; GRANT SELECT ON shop.* TO 'plain'@'127.0.0.1';
    CREATE USER 'known'@'127.0.0.1' IDENTIFIED BY 'abc' REQUIRE X509; GRANT SELECT ON shop.* TO 'known'@'127.0.0.1'`);
});
afterAll(async () => await server.stop());

/** The cipher that the connection uses; '' without any. */
async function cipherWith(
  tls: Partial<TlsSettings> | null,
  changes: Partial<GatewaySettings> = {},
): Promise<unknown> {
  const settings: TlsSettings = { mode: 'verify', ca: authority.certificate, certificate: null, key: null };
  const reach = createStoreGateway(
    directTo(`mysql://locked:abc@localhost:${server.port}/shop`, {
      password: new Secret('abc'),
      tls: tls === null ? null : { ...settings, ...tls },
      ...changes,
    }),
  );
  try {
    const connection = await reach.open(never);
    const [row] = await connection.query(`SHOW SESSION STATUS LIKE 'Ssl_cipher'`, never);
    return row?.[1];
  } finally {
    await reach.close();
  }
}

const untrusted = { kind: 'config', code: 'store.tls-not-trusted' };

describe('TLS to a database', () => {
  it('is used if requested, and the server’s name is checked', async () => {
    expect(await cipherWith({})).toMatch(/^TLS_|GCM|CHACHA/);
    expect(await cipherWith({ mode: 'encrypt', ca: null })).toMatch(/^TLS_|GCM|CHACHA/);
  });

  it.each([
    ['with line ends written out', (file: string) => `"${file.replaceAll('\n', '\\n')}"`],
    ['on one line', (file: string) => file.trim().replaceAll('\n', ' ')],
    ['in base64', (file: string) => Buffer.from(file).toString('base64')],
  ])('takes certificates and key pasted %s', async (_way, paste) => {
    const both = `${stranger.certificate}\n${authority.certificate}`;
    const known = `mysql://known:abc@localhost:${server.port}/shop`;
    const tls = { ca: paste(both), certificate: paste(ours.certificate), key: new Secret(paste(ours.key)) };
    expect(await cipherWith(tls, { user: new URL(known).username })).toMatch(/^TLS_|GCM|CHACHA/);
  });

  it('has a separate error if the server requires it and it is off', async () => {
    await expect(cipherWith(null)).rejects.toMatchObject({ kind: 'config', code: 'store.access-denied' });
  });

  it('refuses a certificate of another authority', async () => {
    await expect(cipherWith({ ca: stranger.certificate })).rejects.toMatchObject(untrusted);
    await expect(cipherWith({ ca: null })).rejects.toMatchObject(untrusted);
  });

  it('sends our own certificate if the server asks for one', async () => {
    const known = { user: 'known' };
    await expect(cipherWith({}, known)).rejects.toMatchObject({ code: 'store.access-denied' });
    const key = new Secret(ours.key);
    expect(await cipherWith({ certificate: ours.certificate, key }, known)).toMatch(/^TLS_|GCM|CHACHA/);
    const foreign = stranger.issue('taquilla');
    await expect(
      cipherWith({ certificate: foreign.certificate, key: new Secret(foreign.key) }, known),
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^store\.(tls-not-trusted|connection-lost|access-denied)$/),
    });
  });
});

describe('a pinned certificate', () => {
  const away = { isOwnAddress: () => false };
  const encrypt = { mode: 'encrypt', ca: null } as const;
  const trusting = (certificate: string): Partial<GatewaySettings> => {
    const { publicKey } = new X509Certificate(certificate);
    const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    return { ...away, trust: { serverKey: `tls ${spki}`, onUnverified: null } };
  };

  it('accepts the server that presents it, and no other', async () => {
    expect(await cipherWith(encrypt, trusting(presented.certificate))).toMatch(/^TLS_|GCM|CHACHA/);
    await expect(cipherWith(encrypt, trusting(ours.certificate))).rejects.toMatchObject({
      kind: 'config',
      code: 'store.server-key-changed',
    });
  });

  it('is not needed with a trusted certificate, or if the password is not readable', async () => {
    expect(await cipherWith({}, trusting(ours.certificate))).toMatch(/^TLS_|GCM|CHACHA/);
    expect(await cipherWith(encrypt, away)).toMatch(/^TLS_|GCM|CHACHA/);
    const plain = { user: 'plain', database: 'shop', ...away };
    expect(await cipherWith(null, plain)).toBe('');
  });
});

describe('an invalid certificate', () => {
  it.each([
    ['for another name', authority.issue('db.example.com')],
    ['out of date', authority.issue('localhost', { from: -30, to: -2 })],
  ])('%s is refused', async (_what, certificate) => {
    const other = await startTlsMariadb(certificate, authority.certificate);
    try {
      await expect(
        cipherWith(
          {},
          { port: other.port, user: other.user, password: new Secret(other.password), database: 'mysql' },
        ),
      ).rejects.toMatchObject(untrusted);
    } finally {
      await other.stop();
    }
  });
});
