import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { SYSTEM_AUTHORITIES, type TlsSettings } from '../../kernel/addresses/postgres-address.ts';

/** A TLS mode; false means without TLS. */
export type TlsAttempt = ConnectionOptions | false;

/** The TLS modes to try, the preferred one first. Each has the same meaning as in libpq. */
export function tlsAttempts(tls: TlsSettings): readonly TlsAttempt[] {
  if (tls.mode === 'disable') return [false];
  if (tls.mode === 'allow') return [false, optionsOf(tls)];
  return tls.mode === 'prefer' ? [optionsOf(tls), false] : [optionsOf(tls)];
}

function optionsOf({ mode, sslrootcert, sslcert, sslkey }: TlsSettings): ConnectionOptions {
  const named = sslrootcert === SYSTEM_AUTHORITIES ? null : sslrootcert;
  const files = {
    ...(named === null ? {} : { ca: readFileSync(named, 'utf8') }),
    ...(sslcert === null ? {} : { cert: readFileSync(sslcert, 'utf8') }),
    ...(sslkey === null ? {} : { key: readFileSync(sslkey, 'utf8') }),
  };
  if (mode === 'verify-full') return files;
  // If a certificate authority is given, `require` checks the certificate as well.
  const ofAuthority = mode === 'verify-ca' || (mode === 'require' && named !== null);
  return { ...files, ...(ofAuthority ? { checkServerIdentity: anyHost } : { rejectUnauthorized: false }) };
}

function anyHost(): undefined {
  return undefined;
}
