import type { AppError } from '../../../kernel/errors.ts';
import { ownCommand } from '../../../kernel/program/own-command.ts';
import { keyFingerprint } from '../../../kernel/secrets/key-fingerprint.ts';
import { errorOf } from '../../../kernel/sentences/sentence.ts';
import { STORE_SENTENCES } from '../../../kernel/sentences/store-sentences.ts';
import type { Hop } from '../connect-step.ts';

/** The public key by which an SSH host proves its identity. */
export interface HostKey {
  /** The type of the key: `ssh-ed25519` … */
  readonly type: string;
  /** The pinned form, as in known_hosts without the name: type and base64. */
  readonly line: string;
  /** `SHA256:…`, as `ssh-keygen -l` and a provider's control panel print it. */
  readonly fingerprint: string;
}

export function toHostKey(blob: Buffer): HostKey {
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  const type = blob.subarray(4, 4 + length).toString('latin1');
  return { type, line: `${type} ${blob.toString('base64')}`, fingerprint: keyFingerprint(blob) };
}

/** Parses a pinned key. Null if the text is not such a line. */
export function parseHostKey(line: string): HostKey | null {
  const [type, base64] = line.trim().split(/\s+/);
  if (type === undefined || base64 === undefined) return null;
  const key = toHostKey(Buffer.from(base64, 'base64'));
  return key.type === type ? key : null;
}

const ALGORITHMS = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
] as const;
const OF_RSA: readonly string[] = ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'];

/** All algorithms for host keys. Those of the pinned key come first, because a host may have several keys. */
export function algorithmsFor(type: string | null) {
  const preferred = (name: string): boolean => (type === 'ssh-rsa' ? OF_RSA.includes(name) : name === type);
  return [...ALGORITHMS.filter(preferred), ...ALGORITHMS.filter((name) => !preferred(name))];
}

/** The key of this host is not confirmed yet. Nothing secret was sent. */
export function unknownHostKey(hop: Hop, server: string, key: HostKey): AppError {
  const { type, fingerprint, line } = key;
  const command = ownCommand('credentials test NAME');
  return errorOf(
    STORE_SENTENCES.hostKeyUnknown,
    { server, fingerprint, command },
    { details: { hop, type, line } },
  );
}

/** The host is not the confirmed one, or the connection is intercepted. Nothing secret was sent. */
export function changedHostKey(hop: Hop, server: string, key: HostKey, pinned: HostKey | null): AppError {
  const { type, fingerprint, line } = key;
  return errorOf(
    STORE_SENTENCES.hostKeyChanged,
    { server, fingerprint },
    { details: { hop, type, line, pinned: pinned?.fingerprint ?? null } },
  );
}
