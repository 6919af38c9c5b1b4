import { AppError } from '../../kernel/errors.ts';
import {
  type Credentials,
  type CredentialsSettings,
  SECRET_NAMES,
  type SecretName,
  type Secrets,
} from './credentials-model.ts';

/**
 * What a change of each setting means for the stored secrets. `free`: they go the same way as before. `same`:
 * any change sends them to another place. `host`: a change of the host, port or user does so, also if the host
 * is new or gone. `transports`: a transport that was not possible before does so. `tls`: every change except one to
 * `verify` does so.
 */
export const TRAVEL = {
  name: 'free',
  transport: 'transports',
  host: 'same',
  port: 'same',
  socket: 'same',
  username: 'same',
  database: 'free',
  tablePrefix: 'free',
  textEncoding: 'free',
  orderNumberMeta: 'free',
  tlsMode: 'tls',
  tlsCa: 'same',
  // Our certificate is public. Its key only signs and is never sent.
  tlsCertificate: 'free',
  ssh: 'host',
  jump: 'host',
  connectTimeoutMs: 'free',
  maxConnections: 'free',
  statementLimitS: 'free',
  rowsPerSecond: 'free',
  maxConcurrentSyncs: 'free',
  liveCeilingSeconds: 'free',
  sweepSeconds: 'free',
} as const satisfies Readonly<
  Record<keyof CredentialsSettings, 'free' | 'same' | 'host' | 'transports' | 'tls'>
>;

/** Whether a stored secret would be sent to another place than before, or over a less protected connection. */
export function leadsElsewhere(before: CredentialsSettings, after: CredentialsSettings): boolean {
  const differs = (field: keyof CredentialsSettings): boolean => {
    switch (TRAVEL[field]) {
      case 'free':
        return false;
      case 'same':
        return before[field] !== after[field];
      case 'host':
        return !sameHost(hostAt(before, field), hostAt(after, field));
      case 'transports':
        return [...transportsOf(after)].some((one) => !transportsOf(before).has(one));
      case 'tls':
        return before.tlsMode !== after.tlsMode && after.tlsMode !== 'verify';
    }
  };
  return (Object.keys(TRAVEL) as (keyof typeof TRAVEL)[]).some(differs);
}

/** Whether the connection still leads to the same server, so that the confirmed server key remains valid. */
export function sameServer(before: CredentialsSettings, after: CredentialsSettings): boolean {
  return (
    before.host === after.host &&
    before.port === after.port &&
    before.socket === after.socket &&
    before.transport === after.transport &&
    before.tlsMode === after.tlsMode &&
    sameHost(before.ssh, after.ssh) &&
    sameHost(before.jump, after.jump)
  );
}

export function sameHost(a: CredentialsSettings['ssh'], b: CredentialsSettings['ssh']): boolean {
  return a?.host === b?.host && a?.port === b?.port && a?.username === b?.username;
}

/** @throws invalid `credentials.secrets-needed` */
export function requireSecretsAgain(
  before: Credentials,
  given: Partial<Secrets>,
  names: readonly SecretName[] = SECRET_NAMES,
): void {
  const missing = names.filter((name) => before.has[name] && given[name] === undefined);
  if (missing.length === 0) return;
  throw new AppError({
    code: 'credentials.secrets-needed',
    message: `These credentials would lead elsewhere: give their secrets again (${missing.join(', ')}).`,
    details: { missing },
  });
}

function hostAt(settings: CredentialsSettings, field: keyof CredentialsSettings): CredentialsSettings['ssh'] {
  return field === 'jump' ? settings.jump : settings.ssh;
}

/** The transports that `auto` may try: with an SSH host, it never connects to the database directly. */
function transportsOf({ transport, ssh }: CredentialsSettings): ReadonlySet<string> {
  if (transport !== 'auto') return new Set([transport]);
  return new Set(ssh === null ? ['direct'] : ['ssh_tunnel', 'ssh_exec']);
}
