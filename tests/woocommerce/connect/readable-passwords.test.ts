import { createHash, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toAppError } from '../../../src/kernel/errors.ts';
import { Secret } from '../../../src/kernel/secrets/secret.ts';
import { isLoopbackAddress } from '../../../src/woocommerce/connect/address-guard.ts';
import type { TlsSettings } from '../../../src/woocommerce/connect/mysql/direct.ts';
import type { ServerTrust } from '../../../src/woocommerce/connect/mysql/password-rule.ts';
import { createStoreGateway, type GatewaySettings } from '../../../src/woocommerce/connect/store-gateway.ts';
import { createAuthority } from '../../servers/certificates.ts';
import { type FakeMysql, startFakeMysql } from '../../servers/fake-mysql.ts';
import { ASKING } from '../../servers/hostile-sign-ins.ts';
import { type PrivateSshd, startSshd } from '../../servers/private-sshd.ts';
import { directTo, never, over } from './gateway-settings.ts';

const PASSWORD = 'gato-volador-7';
const authority = createAuthority();
const stranger = createAuthority('Somebody else');
const VALID = authority.issue('localhost');
const OTHER_NAME = authority.issue('shop.example.com');

let plain: FakeMysql;
let valid: FakeMysql;
let otherName: FakeMysql;
let selfSigned: FakeMysql;
let sshd: PrivateSshd;

beforeAll(async () => {
  plain = await startFakeMysql(null);
  valid = await startFakeMysql(VALID);
  otherName = await startFakeMysql(OTHER_NAME);
  selfSigned = await startFakeMysql(stranger);
  sshd = await startSshd();
});
afterAll(async () => {
  await Promise.all([plain, valid, otherName, selfSigned].map(async (server) => await server.stop()));
  await sshd.stop();
});

const REFUSE: ServerTrust = { serverKey: null, onUnverified: null };
const verify: TlsSettings = { mode: 'verify', ca: authority.certificate, certificate: null, key: null };
const encrypt: TlsSettings = { ...verify, mode: 'encrypt', ca: null };

interface Outcome {
  readonly signedIn: boolean;
  readonly code: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly canRead: readonly string[];
}

/** One attempt to sign in. The servers listen on this machine, which `isOwnAddress` denies. */
async function signIn(
  server: FakeMysql,
  asking: string,
  changes: Partial<GatewaySettings> = {},
  host = 'localhost',
): Promise<Outcome> {
  const script = ASKING[asking];
  if (script === undefined) throw new Error(`no script asks for ${asking}`);
  server.play(script);
  const reach = createStoreGateway(
    directTo(`mysql://reader@${host}:${server.port}/shop`, {
      password: new Secret(PASSWORD),
      isOwnAddress: () => false,
      trust: REFUSE,
      connectTimeoutMs: 3_000,
      ...changes,
    }),
  );
  let error: { readonly code: string; readonly details: Outcome['details'] } | null = null;
  try {
    await reach.open(never);
  } catch (thrown) {
    error = toAppError(thrown);
  } finally {
    await reach.close();
  }
  return {
    signedIn: error === null,
    code: error?.code ?? null,
    details: error?.details ?? {},
    canRead: server.waysToRead(PASSWORD),
  };
}

function spkiOf(certificate: string): Buffer {
  return new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
}

function fingerprintOf(spki: Buffer): string {
  return `SHA256:${createHash('sha256').update(spki).digest('base64').replace('=', '')}`;
}

type Unverified = readonly [string, () => FakeMysql, Partial<GatewaySettings>, string];
const UNVERIFIED: readonly Unverified[] = [
  ['without TLS', () => plain, {}, 'localhost'],
  ['with a self-signed certificate, only encrypted', () => selfSigned, { tls: encrypt }, 'localhost'],
  ['with a self-signed certificate, verified', () => selfSigned, { tls: verify }, 'localhost'],
  [
    'with a certificate of an authority that is not trusted',
    () => valid,
    { tls: { ...verify, ca: null } },
    'localhost',
  ],
  ['with a valid certificate, only encrypted', () => valid, { tls: encrypt }, 'localhost'],
  ['with a certificate for another name', () => otherName, { tls: verify }, 'localhost'],
  ['with a certificate that lacks the address', () => valid, { tls: verify }, '127.0.0.1'],
  [
    'with the key of another server pinned',
    () => plain,
    { trust: pin(`rsa ${fingerprintOf(Buffer.from('x'))}`) },
    'localhost',
  ],
  [
    'with the certificate of another server pinned',
    () => selfSigned,
    { tls: encrypt, trust: pin(`tls ${spkiOf(VALID.certificate).toString('base64')}`) },
    'localhost',
  ],
  ['with an unreadable pin', () => plain, { trust: pin('rsa') }, 'localhost'],
];

function pin(serverKey: string): ServerTrust {
  return { serverKey, onUnverified: null };
}

const rsaFingerprint = (): string => fingerprintOf(Buffer.from(plain.rsaKey, 'base64'));

describe.each(UNVERIFIED)('a server %s', (_, server, changes, host) => {
  it.each(Object.keys(ASKING))('never gets a password that it can read: %s', async (asking) => {
    const outcome = await signIn(server(), asking, changes, host);
    expect(outcome.canRead).toEqual([]);
    const harmless = ['mysql_native_password', 'caching_sha2_password, known to its cache'];
    if (!harmless.includes(asking)) expect(outcome.signedIn).toBe(false);
  });
});

const IN_FULL = ['caching_sha2_password in full', 'sha256_password'];

const SAFE: readonly (readonly [string, () => FakeMysql, () => Partial<GatewaySettings>])[] = [
  ['with a verified certificate', () => valid, () => ({ tls: verify })],
  ['with a valid certificate, only encrypted', () => valid, () => ({ tls: { ...verify, mode: 'encrypt' } })],
  ['on this machine', () => plain, () => ({ isOwnAddress: isLoopbackAddress })],
  ['on this machine, with TLS', () => selfSigned, () => ({ isOwnAddress: isLoopbackAddress, tls: encrypt })],
  ['with its RSA key pinned', () => plain, () => ({ trust: pin(`rsa ${plain.rsaKey}`) })],
  [
    'with the fingerprint of its RSA key pinned',
    () => plain,
    () => ({ trust: pin(`rsa ${rsaFingerprint()}`) }),
  ],
  [
    'with its certificate pinned',
    () => selfSigned,
    () => ({ tls: encrypt, trust: pin(`tls ${spkiOf(stranger.certificate).toString('base64')}`) }),
  ],
  ['behind SSH', () => plain, () => over(sshd, { host: '127.0.0.1' })],
];

describe.each(SAFE)('a server %s', (_, server, changes) => {
  it.each(IN_FULL)('gets the password that it needs: %s', async (asking) => {
    const outcome = await signIn(server(), asking, changes());
    expect(outcome).toMatchObject({ signedIn: true, code: null });
    // The search finds the password here, so it would find it on other transports.
    expect(outcome.canRead).not.toEqual([]);
  });

  it.each(Object.keys(ASKING).filter((asking) => asking.startsWith('the plugin')))(
    'gets nothing by another method: %s',
    async (asking) => {
      const outcome = await signIn(server(), asking, changes());
      expect(outcome).toMatchObject({ signedIn: false, code: 'store.auth-not-supported', canRead: [] });
    },
  );
});

describe('a refused server', () => {
  it.each(IN_FULL)('shows its key, so that a person can confirm it: %s', async (asking) => {
    const rsa = await signIn(plain, asking);
    expect(rsa).toMatchObject({
      code: 'store.server-key-unknown',
      details: { kind: 'rsa', line: `rsa ${plain.rsaKey}`, fingerprint: rsaFingerprint() },
    });
    const tls = await signIn(selfSigned, asking, { tls: encrypt });
    const spki = spkiOf(stranger.certificate);
    expect(tls).toMatchObject({
      code: 'store.server-key-unknown',
      details: { kind: 'tls', line: `tls ${spki.toString('base64')}`, fingerprint: fingerprintOf(spki) },
    });
  });

  it.each(IN_FULL)('with a key other than the pinned one is distinguished: %s', async (asking) => {
    const others = fingerprintOf(Buffer.from('x'));
    const changed = { code: 'store.server-key-changed', details: { pinned: others }, canRead: [] };
    expect(await signIn(plain, asking, { trust: pin(`rsa ${others}`) })).toMatchObject(changed);
    const tls = { tls: encrypt, trust: pin(`tls ${others}`) };
    expect(await signIn(selfSigned, asking, tls)).toMatchObject(changed);
  });

  it('with another certificate is refused even if it never asks for the password', async () => {
    const trust = pin(`tls ${fingerprintOf(Buffer.from('x'))}`);
    expect(await signIn(selfSigned, 'mysql_native_password', { tls: encrypt, trust })).toMatchObject({
      signedIn: false,
      code: 'store.server-key-changed',
    });
  });

  it('is not helped by a pin of the other kind', async () => {
    const trust = pin(`tls ${spkiOf(stranger.certificate).toString('base64')}`);
    expect(await signIn(plain, 'sha256_password', { trust })).toMatchObject({
      code: 'store.server-key-unknown',
      canRead: [],
    });
  });
});

describe('a transport that version 0.1 used', () => {
  it.each(IN_FULL)('continues, and names the key that got the password: %s', async (asking) => {
    const seen: string[] = [];
    const trust = {
      serverKey: null,
      onUnverified: ({ line }: { readonly line: string }) => void seen.push(line),
    };
    expect(await signIn(plain, asking, { trust })).toMatchObject({ signedIn: true });
    expect(await signIn(selfSigned, asking, { trust, tls: encrypt })).toMatchObject({ signedIn: true });
    expect(seen).toEqual([`rsa ${plain.rsaKey}`, `tls ${spkiOf(stranger.certificate).toString('base64')}`]);
  });

  it('does not continue with a key other than the pinned one, or in clear text', async () => {
    const onUnverified = () => undefined;
    const trust = { serverKey: `rsa ${fingerprintOf(Buffer.from('x'))}`, onUnverified };
    expect(await signIn(plain, 'sha256_password', { trust })).toMatchObject({
      code: 'store.server-key-changed',
      canRead: [],
    });
    const open = { trust: { serverKey: null, onUnverified } };
    for (const asking of [
      'the plugin "mysql_clear_password"',
      'the plugin "dialog"',
      'the switch of MySQL 4.0',
    ]) {
      expect(await signIn(plain, asking, open)).toMatchObject({ signedIn: false, canRead: [] });
    }
    const early = await signIn(selfSigned, 'a switch in the packet after the greeting', {
      ...open,
      tls: encrypt,
    });
    expect(early).toMatchObject({ signedIn: false, canRead: [] });
  });
});

describe('requested TLS', () => {
  it.each(['encrypt', 'verify'] as const)('does not fall back when it is not offered: %s', async (mode) => {
    const outcome = await signIn(plain, 'mysql_native_password', { tls: { ...verify, mode } });
    expect(outcome).toMatchObject({ signedIn: false, code: 'store.tls-not-offered', canRead: [] });
    expect(plain.received).toBe(0);
  });
});
