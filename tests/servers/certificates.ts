import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority for one test. */
export interface Authority extends Certificate {
  issue(name: string, days?: { readonly from: number; readonly to: number }): Certificate;
}

// 1.2.840.10045.4.3.2, ecdsa-with-SHA256
const SIGNED_HOW = tlv(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
const DAY_MS = 86_400_000;

/** @source RFC 5280, section 4.1; the encoding is DER, tag, length, value */
export function createAuthority(name = 'An authority of a test'): Authority {
  const { privateKey, publicKey } = newKeys();
  // basicConstraints: critical, an authority
  const extension = tlv(0x30, Buffer.from('0603551d130101ff040530030101ff', 'hex'));
  const certificate = signed(name, name, publicKey, privateKey, extension, { from: -1, to: 30 });
  return {
    certificate,
    key: pemOf(privateKey),
    issue: (host, days = { from: -1, to: 30 }) => {
      const own = newKeys();
      const names = tlv(0x30, tlv(0x82, Buffer.from(host)));
      // subjectAltName
      const alternative = tlv(0x30, Buffer.from('0603551d11', 'hex'), tlv(0x04, names));
      return {
        certificate: signed(host, name, own.publicKey, privateKey, alternative, days),
        key: pemOf(own.privateKey),
      };
    },
  };
}

function signed(
  subject: string,
  issuer: string,
  publicKey: KeyObject,
  signer: KeyObject,
  extension: Buffer,
  days: { readonly from: number; readonly to: number },
): string {
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(8)]);
  const body = tlv(
    0x30,
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, serial),
    SIGNED_HOW,
    nameOf(issuer),
    tlv(0x30, timeAt(days.from), timeAt(days.to)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, tlv(0x30, extension)),
  );
  const signature = sign('sha256', body, signer);
  const der = tlv(0x30, body, SIGNED_HOW, tlv(0x03, Buffer.from([0]), signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function newKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function nameOf(text: string): Buffer {
  // 2.5.4.3, commonName
  return tlv(0x30, tlv(0x31, tlv(0x30, Buffer.from('0603550403', 'hex'), tlv(0x0c, Buffer.from(text)))));
}

function timeAt(days: number): Buffer {
  const iso = new Date(Date.now() + days * DAY_MS).toISOString();
  return tlv(0x17, Buffer.from(`${iso.slice(2, 19).replace(/[-:T]/g, '')}Z`));
}

function tlv(tag: number, ...content: readonly Buffer[]): Buffer {
  const value = Buffer.concat(content);
  const { length } = value;
  const size =
    length < 128
      ? Buffer.from([length])
      : length < 256
        ? Buffer.from([0x81, length])
        : Buffer.from([0x82, length >> 8, length & 255]);
  return Buffer.concat([Buffer.from([tag]), size, value]);
}
