import { AppError } from '../../kernel/errors.ts';
import {
  type Credentials,
  type CredentialsSettings,
  SECRET_NAMES,
  type Secrets,
} from './credentials-model.ts';

/** Would a secret that is kept go somewhere else than before, or on a way that is watched less? */
export function leadsElsewhere(before: Credentials, after: CredentialsSettings): boolean {
  return !(
    before.host === after.host &&
    before.port === after.port &&
    before.username === after.username &&
    before.tlsCa === after.tlsCa &&
    // Weaker than before is elsewhere too: whoever listens on the way could answer.
    (before.tlsMode === after.tlsMode || after.tlsMode === 'verify') &&
    sameHost(before.ssh, after.ssh) &&
    sameHost(before.jump, after.jump)
  );
}

export function sameHost(a: CredentialsSettings['ssh'], b: CredentialsSettings['ssh']): boolean {
  return a?.host === b?.host && a?.port === b?.port && a?.username === b?.username;
}

/** @throws invalid `credentials.secrets-needed` */
export function requireSecretsAnew(before: Credentials, given: Partial<Secrets>): void {
  const missing = SECRET_NAMES.filter((name) => before.has[name] && given[name] === undefined);
  if (missing.length === 0) return;
  throw new AppError({
    kind: 'invalid',
    code: 'credentials.secrets-needed',
    message: `These credentials would lead elsewhere: give their secrets again (${missing.join(', ')}).`,
    details: { missing },
  });
}
