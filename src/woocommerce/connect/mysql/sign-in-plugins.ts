import { constants, createHash, publicEncrypt } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import type { AuthPlugin } from 'mysql2';
import type { PasswordRule } from './password-rule.ts';
import { readRsaKey, signInRefused } from './server-key.ts';

type Answer = (data: Buffer) => Buffer | null;

/**
 * The sign-in methods that mysql2 may use. Its own plugins send the password, or encrypt it with any key from
 * the server, on every connection that they consider secure. These methods check the rule first. Only these
 * functions have the password: the driver gets at most its SHA-1 digest, for `mysql_native_password`.
 */
export function signInPlugins(password: string, rule: PasswordRule): Readonly<Record<string, AuthPlugin>> {
  const refuse =
    (name: string): AuthPlugin =>
    () => {
      throw signInRefused(`asked for ${name}`);
    };
  return {
    caching_sha2_password: ({ connection }) => cachingSha2(password, rule, () => streamOf(connection)),
    sha256_password: ({ connection }) => sha256(password, rule, () => streamOf(connection)),
    mysql_clear_password: refuse('mysql_clear_password'),
    mysql_old_password: refuse('mysql_old_password'),
    dialog: refuse('dialog'),
  };
}

/**
 * The digest of the password that the driver needs for `mysql_native_password`. It does not disclose the
 * password.
 */
export function nativeDigest(password: string): { readonly passwordSha1?: string } {
  if (password === '') return {};
  // The type of the driver says text, but its code expects bytes.
  return { passwordSha1: createHash('sha1').update(password).digest() as unknown as string };
}

/** The present stream of a connection. TLS replaces it. */
export function streamOf(connection: object): unknown {
  return 'stream' in connection ? connection.stream : undefined;
}

const REQUEST_KEY_OF_CACHING = Buffer.from([2]);
const FAST_SUCCESS = Buffer.from([3]);
const FULL_AUTHENTICATION = Buffer.from([4]);
const REQUEST_KEY_OF_SHA256 = Buffer.from([1]);
const SCRAMBLE_BYTES = 20;

/** @source https://dev.mysql.com/doc/dev/mysql-server/latest/page_caching_sha2_authentication_exchanges.html */
function cachingSha2(password: string, rule: PasswordRule, stream: () => unknown): Answer {
  let scramble: Buffer = Buffer.alloc(0);
  let state: 'scramble' | 'verdict' | 'key' | 'done' = 'scramble';
  return (data) => {
    if (state === 'scramble') {
      state = 'verdict';
      scramble = scrambleOf(data);
      return challengeAnswer(password, scramble);
    }
    if (state === 'verdict' && data.equals(FAST_SUCCESS)) {
      state = 'done';
      return null;
    }
    if (state === 'verdict' && data.equals(FULL_AUTHENTICATION)) {
      const now = stream();
      state = now instanceof TLSSocket ? 'done' : 'key';
      return now instanceof TLSSocket ? readable(password, rule, now) : REQUEST_KEY_OF_CACHING;
    }
    if (state === 'key') {
      state = 'done';
      return encrypted(password, scramble, rule, data);
    }
    throw signInRefused('sent a packet that caching_sha2_password does not have here');
  };
}

/**
 * @source
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_authentication_methods_sha256_password_authentication.html
 */
function sha256(password: string, rule: PasswordRule, stream: () => unknown): Answer {
  let scramble: Buffer = Buffer.alloc(0);
  let state: 'scramble' | 'key' | 'done' = 'scramble';
  return (data) => {
    if (state === 'scramble') {
      const now = stream();
      scramble = scrambleOf(data);
      state = now instanceof TLSSocket ? 'done' : 'key';
      return now instanceof TLSSocket ? readable(password, rule, now) : REQUEST_KEY_OF_SHA256;
    }
    if (state === 'key') {
      state = 'done';
      return encrypted(password, scramble, rule, data);
    }
    throw signInRefused('sent a packet that sha256_password does not have here');
  };
}

function scrambleOf(data: Buffer): Buffer {
  if (data.length < SCRAMBLE_BYTES) throw signInRefused('sent too short a scramble');
  return Buffer.from(data.subarray(0, SCRAMBLE_BYTES));
}

/** Proves knowledge of the password without disclosing it. */
function challengeAnswer(password: string, scramble: Buffer): Buffer {
  if (password === '') return Buffer.alloc(0);
  const once = digest(Buffer.from(password));
  return xor(once, digest(Buffer.concat([digest(once), scramble])));
}

/** @throws what `PasswordRule.requireTls` throws */
function readable(password: string, rule: PasswordRule, stream: TLSSocket): Buffer {
  rule.requireTls(stream);
  return Buffer.from(`${password}\0`);
}

/** @throws what `PasswordRule.requireRsa` throws; config `store.auth-not-supported` */
function encrypted(password: string, scramble: Buffer, rule: PasswordRule, pem: Buffer): Buffer {
  const read = readRsaKey(pem);
  if (read === null) throw signInRefused('sent something else than an RSA key');
  rule.requireRsa(read.offered);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  try {
    return publicEncrypt(
      { key: read.key, padding, oaepHash: 'sha1' },
      xor(Buffer.from(`${password}\0`), scramble),
    );
  } catch {
    throw signInRefused('sent a key that is too short for this password');
  }
}

function digest(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

/** Combines both texts by XOR. The second one is repeated over the length of the first. */
function xor(data: Buffer, mask: Buffer): Buffer {
  return Buffer.from(data.map((byte, at) => byte ^ (mask[at % mask.length] ?? 0)));
}
