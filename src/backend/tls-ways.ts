import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { SYSTEM_AUTHORITIES, type TlsWish } from '../kernel/postgres-address.ts';

/** false: without TLS. */
export type TlsWay = ConnectionOptions | false;

/** The ways on which a connection is tried, the better one first; each as libpq takes it for this mode. */
export function tlsWays(wish: TlsWish): readonly TlsWay[] {
  switch (wish.mode) {
    case 'disable':
      return [false];
    case 'allow':
      return [false, optionsOf(wish)];
    case 'prefer':
      return [optionsOf(wish), false];
    default:
      return [optionsOf(wish)];
  }
}

function optionsOf({ mode, sslrootcert, sslcert, sslkey }: TlsWish): ConnectionOptions {
  const named = sslrootcert === null || sslrootcert === SYSTEM_AUTHORITIES ? null : sslrootcert;
  const files = {
    ...(named === null ? {} : { ca: readFileSync(named, 'utf8') }),
    ...(sslcert === null ? {} : { cert: readFileSync(sslcert, 'utf8') }),
    ...(sslkey === null ? {} : { key: readFileSync(sslkey, 'utf8') }),
  };
  switch (mode) {
    case 'verify-full':
      return files;
    case 'verify-ca':
      return { ...files, checkServerIdentity: anyHost };
    case 'require':
      // With an authority it means `verify-ca`, as it does to libpq.
      return named === null
        ? { ...files, rejectUnauthorized: false }
        : { ...files, checkServerIdentity: anyHost };
    default:
      return { ...files, rejectUnauthorized: false };
  }
}

function anyHost(): undefined {
  return undefined;
}
