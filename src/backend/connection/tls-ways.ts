import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { SYSTEM_AUTHORITIES, type TlsWish } from '../../kernel/addresses/postgres-address.ts';

/** A TLS mode; false means without TLS. */
export type TlsWay = ConnectionOptions | false;

/** The TLS modes to try, the preferred one first. Each has the same meaning as in libpq. */
export function tlsWays(wish: TlsWish): readonly TlsWay[] {
  if (wish.mode === 'disable') return [false];
  if (wish.mode === 'allow') return [false, optionsOf(wish)];
  return wish.mode === 'prefer' ? [optionsOf(wish), false] : [optionsOf(wish)];
}

function optionsOf({ mode, sslrootcert, sslcert, sslkey }: TlsWish): ConnectionOptions {
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
