import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import ssh2, { type ParsedKey } from 'ssh2';
import { AppError } from '../../../kernel/errors.ts';
import { Secret } from '../../../kernel/secrets/secret.ts';
import { repairPem } from './pem-text.ts';

const TYPES = [
  'ssh-ed25519',
  'ssh-rsa',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
] as const;
const OPENSSH_MAGIC = 'openssh-key-v1\0';

/** A new key pair: the private key, and the line for `authorized_keys` on the SSH host. */
export interface NewKeyPair {
  readonly privateKey: Secret;
  readonly publicLine: string;
}

/** Node creates the key, because the SSH library drops a leading zero, and no host accepts such a key. */
export function generateKeyPair(comment: string): NewKeyPair {
  const text = ed25519AsOpenSsh(generateKeyPairSync('ed25519').privateKey);
  const key = parse(text, null);
  if (key instanceof Error) throw unreadable();
  return { privateKey: new Secret(text), publicLine: publicLineOf(key, comment) };
}

/** The public half of a key, as a line for `authorized_keys`. */
export function publicLineOf(key: ParsedKey, comment: string): string {
  return `${key.type} ${key.getPublicSSH().toString('base64')} ${comment}`;
}

/** The keys among the given secrets, each with its passphrase if that is given as well. */
interface GivenKeys {
  readonly ssh_private_key?: Secret | null;
  readonly ssh_passphrase?: Secret | null;
  readonly jump_private_key?: Secret | null;
  readonly jump_passphrase?: Secret | null;
}

/**
 * Refuses a key that no host would accept, before it is stored. An encrypted key may come without its
 * passphrase, because the passphrase may be stored already or be given later.
 *
 * @throws what `readPrivateKey` throws
 */
export function requireUsableKeys(given: GivenKeys): void {
  const keys = [
    [given.ssh_private_key, given.ssh_passphrase],
    [given.jump_private_key, given.jump_passphrase],
  ] as const;
  for (const [key, passphrase = null] of keys) {
    if (key === undefined || key === null) continue;
    try {
      readPrivateKey(key, passphrase);
    } catch (error) {
      const isLocked = error instanceof AppError && error.code === 'store.ssh-key-passphrase';
      if (!isLocked || passphrase !== null) throw error;
    }
  }
}

/**
 * Parses a private key in its usual forms: OpenSSH's own and PEM (PKCS#1, SEC 1, PKCS#8); RSA, ECDSA and
 * Ed25519; with a passphrase or without; also if it was pasted badly.
 *
 * @throws config `store.ssh-key-unreadable`, `store.ssh-key-type`, `store.ssh-key-passphrase`
 */
export function readPrivateKey(privateKey: Secret, passphrase: Secret | null): ParsedKey {
  const text = repairPem(privateKey.reveal(), 'PRIVATE KEY');
  const label = /^-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----\n/.exec(text)?.[1];
  if (label === undefined) throw unreadable();
  const key = label === 'OPENSSH ' ? readOpenSsh(text, passphrase) : readPem(text, passphrase);
  if (!TYPES.some((type) => type === key.type)) throw unsupportedType(key.type);
  return key;
}

function readOpenSsh(text: string, passphrase: Secret | null): ParsedKey {
  const { cipher, type } = openSshHeader(text);
  if (!TYPES.some((known) => known === type)) throw unsupportedType(type);
  const encrypted = cipher !== 'none';
  if (encrypted && passphrase === null) throw wrongPassphrase();
  const parsed = parse(text, encrypted ? passphrase : null);
  if (parsed instanceof Error) throw encrypted ? wrongPassphrase() : unreadable();
  return parsed;
}

/** The public header of the file: the cipher, and the type of its public key. */
function openSshHeader(text: string): { readonly cipher: string; readonly type: string } {
  const blob = Buffer.from(text.replace(/-----[^-]*-----/g, ''), 'base64');
  if (blob.subarray(0, OPENSSH_MAGIC.length).toString('latin1') !== OPENSSH_MAGIC) throw unreadable();
  let at = OPENSSH_MAGIC.length;
  const next = (): Buffer => {
    if (at + 4 > blob.length) throw unreadable();
    const end = at + 4 + blob.readUInt32BE(at);
    const part = blob.subarray(at + 4, end);
    at = end;
    return part;
  };
  const cipher = next().toString('latin1');
  next();
  next();
  at += 4;
  const publicKey = next();
  const length = publicKey.length < 4 ? 0 : publicKey.readUInt32BE(0);
  return { cipher, type: publicKey.subarray(4, 4 + length).toString('latin1') };
}

function readPem(text: string, passphrase: Secret | null): ParsedKey {
  const encrypted = text.includes('ENCRYPTED');
  if (encrypted && passphrase === null) throw wrongPassphrase();
  let key: KeyObject;
  try {
    key = createPrivateKey({
      key: text,
      format: 'pem',
      ...(passphrase === null ? {} : { passphrase: passphrase.reveal() }),
    });
  } catch {
    // OpenSSL's error is left out, because it may contain the text of the key.
    throw encrypted ? wrongPassphrase() : unreadable();
  }
  const parsed = parse(withoutPassphrase(key), null);
  if (parsed instanceof Error) throw unsupportedType(key.asymmetricKeyType ?? '');
  return parsed;
}

/** The key in a form that the SSH library can read. */
function withoutPassphrase(key: KeyObject): string {
  const type = key.asymmetricKeyType;
  if (type === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
  if (type === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString();
  if (type === 'ed25519') return ed25519AsOpenSsh(key);
  throw unsupportedType(type ?? '');
}

/** @source OpenSSH's PROTOCOL.key: magic, cipher, kdf, its options, number of keys, public part, secret part */
function ed25519AsOpenSsh(key: KeyObject): string {
  const { x = '', d = '' } = key.export({ format: 'jwk' });
  const publicPart = Buffer.from(x, 'base64url');
  const seed = Buffer.from(d, 'base64url');
  const publicBlob = Buffer.concat([field('ssh-ed25519'), field(publicPart)]);
  const check = Buffer.alloc(8);
  const body = [check, publicBlob, field(Buffer.concat([seed, publicPart])), field('')];
  const length = body.reduce((sum, part) => sum + part.length, 0);
  const padding = Buffer.from(Array.from({ length: (8 - (length % 8)) % 8 }, (_, at) => at + 1));
  const blob = Buffer.concat([
    Buffer.from(OPENSSH_MAGIC, 'latin1'),
    field('none'),
    field('none'),
    field(''),
    Buffer.from([0, 0, 0, 1]),
    field(publicBlob),
    field(Buffer.concat([...body, padding])),
  ]);
  const lines = blob.toString('base64').match(/.{1,70}/g) ?? [];
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function parse(text: string, passphrase: Secret | null): ParsedKey | Error {
  const parsed: ParsedKey | readonly ParsedKey[] | Error =
    passphrase === null ? ssh2.utils.parseKey(text) : ssh2.utils.parseKey(text, passphrase.reveal());
  if (parsed instanceof Error) return parsed;
  // OpenSSH's format allows several keys, but its files contain only one.
  return 'type' in parsed ? parsed : (parsed[0] ?? new Error('no key'));
}

/** The given text is not a private key, or it is damaged. */
function unreadable(): AppError {
  return new AppError({
    code: 'store.ssh-key-unreadable',
    message:
      'This is no private key in a form that Taquilla reads: OpenSSH or PEM. (PuTTY exports its keys as OpenSSH.)',
  });
}

/** The key is of an outdated type, or of one that needs a device. */
function unsupportedType(type: string): AppError {
  return new AppError({
    code: 'store.ssh-key-type',
    message: 'SSH keys of this type are not supported: use Ed25519, RSA or ECDSA.',
    details: { type },
  });
}

/** The key is encrypted, and its passphrase is missing or wrong. */
function wrongPassphrase(): AppError {
  return new AppError({
    code: 'store.ssh-key-passphrase',
    message: 'The passphrase does not open the private SSH key, or none was given.',
  });
}
