import { AppError } from '../../kernel/errors.ts';

/** The address of a store's MySQL server, and the user. */
export interface StoreAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** The password. Null if the address contains none; then the caller takes it from elsewhere. */
  readonly password: string | null;
  readonly database: string;
}

const DEFAULT_PORT = 3306;
const SCHEMES: readonly string[] = ['mysql:', 'mariadb:'];

/**
 * Parses `mysql://user:password@host:port/database`. Every part may be percent-encoded. No error contains any
 * part of the address, because even a mistyped password is a secret.
 *
 * @throws invalid `store.url-malformed`
 */
export function parseStoreUrl(text: string): StoreAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // Node's error contains the whole input with the password, so it is not kept as the cause.
    throw malformed(
      'This is not an address of the form mysql://user:password@host:port/database. Characters like @ / : # ? ' +
        'in a password are written percent-encoded.',
    );
  }
  if (!SCHEMES.includes(url.protocol)) throw malformed('A store address begins with mysql:// or mariadb://.');
  if (url.search !== '' || url.hash !== '')
    throw malformed(
      'A store address has no part after the database. The characters ? and # in a password are written %3F and %23.',
    );
  const user = decode(url.username, 'user');
  const host = decode(url.hostname, 'host').replace(/^\[(.*)\]$/, '$1');
  const database = decode(url.pathname.replace(/^\//, ''), 'database');
  if (host === '') throw malformed('The store address names no host.');
  if (user === '') throw malformed('The store address names no user.');
  if (database === '' || database.includes('/'))
    throw malformed('The store address must name one database after the host.');
  const password = url.password === '' ? null : decode(url.password, 'password');
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
  if (port < 1) throw malformed('The port of the store address is not a port.');
  return { host, port, user, password, database };
}

function decode(part: string, name: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw malformed(`The ${name} in the store address has a % that is not percent-encoding: write it %25.`);
  }
}

function malformed(message: string): AppError {
  return new AppError({ code: 'store.url-malformed', message });
}
