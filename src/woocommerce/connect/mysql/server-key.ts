import { createPublicKey, type KeyObject } from 'node:crypto';
import type { AppError } from '../../../kernel/errors.ts';
import {
  keyFingerprint,
  PINNED_SERVER_KEY,
  serverKeyFingerprint,
} from '../../../kernel/secrets/key-fingerprint.ts';
import { errorOf } from '../../../kernel/sentences/sentence.ts';
import { STORE_SENTENCES } from '../../../kernel/sentences/store-sentences.ts';

/** `rsa`: the key that a server sends over an unencrypted connection. `tls`: the key of its TLS certificate. */
export type ServerKeyKind = 'rsa' | 'tls';

/** The public key by which a database server without a trusted certificate proves its identity. */
export interface ServerKey {
  readonly kind: ServerKeyKind;
  /** What Taquilla pins: the kind and the SPKI in DER, as base64. */
  readonly line: string;
  /** `SHA256:…`, the digest of the SPKI in DER. */
  readonly fingerprint: string;
}

/** A key that a person confirmed, either in full or only as its fingerprint. */
export type PinnedServerKey = Pick<ServerKey, 'kind' | 'fingerprint'>;

/** @param spki the SubjectPublicKeyInfo in DER */
export function toServerKey(kind: ServerKeyKind, spki: Buffer): ServerKey {
  return { kind, line: `${kind} ${spki.toString('base64')}`, fingerprint: keyFingerprint(spki) };
}

/** Parses `rsa …` or `tls …`, followed by the key or by its fingerprint. Null if the text has another form. */
export function parseServerKey(text: string): PinnedServerKey | null {
  const line = text.trim();
  const [, kind] = PINNED_SERVER_KEY.exec(line) ?? [];
  if (kind !== 'rsa' && kind !== 'tls') return null;
  return { kind, fingerprint: serverKeyFingerprint(line) };
}

/** Parses the RSA key that a server sends as PEM. Null if the bytes are not an RSA key. */
export function readRsaKey(pem: Buffer): { readonly key: KeyObject; readonly offered: ServerKey } | null {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType !== 'rsa') return null;
    return { key, offered: toServerKey('rsa', key.export({ type: 'spki', format: 'der' })) };
  } catch {
    return null;
  }
}

/** The server requests the password in a readable form, and its key is not confirmed. */
export function unknownServerKey(key: ServerKey, server: string): AppError {
  const { kind, fingerprint, line } = key;
  return errorOf(STORE_SENTENCES.serverKeyUnknown, { server, fingerprint }, { details: { kind, line } });
}

/** The server presents another key than the confirmed one. */
export function changedServerKey(key: ServerKey, pinned: PinnedServerKey, server: string): AppError {
  const { kind, fingerprint, line } = key;
  return errorOf(
    STORE_SENTENCES.serverKeyChanged,
    { server, fingerprint },
    { details: { kind, line, pinned: pinned.fingerprint } },
  );
}

/**
 * The server breaks the sign-in protocol, or requests a method that Taquilla does not use. The code is the one
 * that the driver uses for this case.
 */
export function signInRefused(reason: string): Error {
  return Object.assign(new Error(reason), { code: 'AUTH_SWITCH_PLUGIN_ERROR' });
}
