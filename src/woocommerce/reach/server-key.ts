import { createPublicKey, type KeyObject } from 'node:crypto';
import { AppError } from '../../kernel/errors.ts';
import { keyFingerprint, PINNED_SERVER_KEY, serverKeyFingerprint } from '../../kernel/key-fingerprint.ts';

/** `rsa`: the key that a server sends over a plain connection. `tls`: the key of its TLS certificate. */
export type ServerKeyKind = 'rsa' | 'tls';

/** The public key by which a database server proves its identity where no authority vouches for it. */
export interface ServerKey {
  readonly kind: ServerKeyKind;
  /** What Taquilla pins: the kind and the SPKI in DER, as base64. */
  readonly line: string;
  /** `SHA256:…`, the digest of the SPKI in DER. */
  readonly fingerprint: string;
}

/** A key that a person confirmed: in full, or by its fingerprint alone. */
export type PinnedServerKey = Pick<ServerKey, 'kind' | 'fingerprint'>;

/** @param spki the SubjectPublicKeyInfo in DER */
export function toServerKey(kind: ServerKeyKind, spki: Buffer): ServerKey {
  return { kind, line: `${kind} ${spki.toString('base64')}`, fingerprint: keyFingerprint(spki) };
}

/** Reads `rsa …` or `tls …`, followed by the key or by its fingerprint; null: the text has another form. */
export function parseServerKey(text: string): PinnedServerKey | null {
  const line = text.trim();
  const [, kind] = PINNED_SERVER_KEY.exec(line) ?? [];
  if (kind !== 'rsa' && kind !== 'tls') return null;
  return { kind, fingerprint: serverKeyFingerprint(line) };
}

/** The RSA key that a server sends as PEM; null: the bytes are no RSA key. */
export function readRsaKey(pem: Buffer): { readonly key: KeyObject; readonly offered: ServerKey } | null {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType !== 'rsa') return null;
    return { key, offered: toServerKey('rsa', key.export({ type: 'spki', format: 'der' })) };
  } catch {
    return null;
  }
}

/** The server asks for the readable password, and no person has confirmed its key. */
export function unknownServerKey(key: ServerKey): AppError {
  return new AppError({
    kind: 'config',
    code: 'store.server-key-unknown',
    message:
      'The database asks for the password in a form that it can read, over a connection that does not prove which server answers. Use TLS with "verify", SSH, or confirm the key of the server.',
    details: { kind: key.kind, fingerprint: key.fingerprint, line: key.line },
  });
}

/** The server presents another key than the confirmed one. */
export function changedServerKey(key: ServerKey, pinned: PinnedServerKey): AppError {
  return new AppError({
    kind: 'config',
    code: 'store.server-key-changed',
    message:
      'The database server presents another key than the one that was confirmed. It did not receive a readable password.',
    details: {
      kind: key.kind,
      fingerprint: key.fingerprint,
      line: key.line,
      pinned: pinned.fingerprint,
    },
  });
}

/** The server breaks the protocol of signing in, or asks for a method that Taquilla does not use. */
export function signInRefused(reason: string): AppError {
  return new AppError({
    kind: 'config',
    code: 'store.auth-not-supported',
    message: 'The database server asks for a way of signing in that Taquilla does not use.',
    details: { reason },
  });
}
