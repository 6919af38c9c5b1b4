import { createHash } from 'node:crypto';

/** `SHA256:…` without padding, as `ssh-keygen -l` prints it. It is short enough for a person to compare. */
export function keyFingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** A pinned server key: `rsa` or `tls`, and the key as base64 or its fingerprint. */
export const PINNED_SERVER_KEY = /^(rsa|tls) (?:SHA256:[A-Za-z\d+/]{43}|[A-Za-z\d+/]{40,8000}={0,2})$/;

/** The fingerprint of a pinned server key: `rsa` or `tls`, followed by the key as base64 or by its fingerprint. */
export function serverKeyFingerprint(line: string): string {
  const [, key = ''] = line.split(' ');
  return key.startsWith('SHA256:') ? key : keyFingerprint(Buffer.from(key, 'base64'));
}
