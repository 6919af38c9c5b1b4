import { createSecureContext } from 'node:tls';
import {
  readPostgresAddress,
  SSL_FILES,
  SYSTEM_AUTHORITIES,
  type TlsSettings,
} from '../../kernel/addresses/postgres-address.ts';
import { joinAddress, splitAddress } from '../../kernel/addresses/url-parameters.ts';
import { reasonOfFile } from '../../platform/folder-error.ts';
import type { ReadText } from './secret-files.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface ReadDatabaseUrl {
  /** The address, with the TLS and other settings of the PG… variables. */
  readonly url: string;
  readonly faults: readonly string[];
}

interface ReadDatabases {
  /** Null means the bundled PostgreSQL. */
  readonly url: string | null;
  /** Null if there is no direct address. */
  readonly directUrl: string | null;
  readonly faults: readonly string[];
}

const FORM = 'postgresql://user:password@host:5432/database';
const MOST = 2_147_483_647;
/** Parameters that the driver reads as numbers without a check, each with its greatest value. */
const NUMBERS: Readonly<Record<string, number>> = {
  port: 65_535,
  connect_timeout: MOST,
  statement_timeout: MOST,
  query_timeout: MOST,
  lock_timeout: MOST,
  idle_in_transaction_session_timeout: MOST,
};
/**
 * Variables of libpq that apply if the address does not have the parameter. The driver itself reads the
 * others.
 */
const STAND_INS: Readonly<Record<string, string>> = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  options: 'PGOPTIONS',
};

const OF_THE_BUNDLED = { TAQUILLA_DATA_DIR: 'the folder', TAQUILLA_ARCHIVE_DIR: 'the archive' };

/** The addresses of the backend in the environment. */
export function readDatabases(environment: Environment, readText: ReadText): ReadDatabases {
  const read = (name: string): ReadDatabaseUrl | null => {
    const text = environment[name];
    return text ? readDatabaseUrl(name, text, environment, readText) : null;
  };
  const [own, direct] = [read('DATABASE_URL'), read('DATABASE_DIRECT_URL')];
  const faults = [...(own?.faults ?? []), ...(direct?.faults ?? [])];
  // Otherwise a trial in a folder of its own would write to the other server.
  for (const [name, what] of Object.entries(OF_THE_BUNDLED)) {
    if (own === null || !environment[name]) continue;
    faults.push(
      `${name} names ${what} of the bundled PostgreSQL and DATABASE_URL another PostgreSQL, so only one of them may be set`,
    );
  }
  if (own === null && direct !== null) {
    faults.push('DATABASE_DIRECT_URL is a second address of the database in DATABASE_URL, which is not set');
  }
  return { url: own?.url ?? null, directUrl: direct?.url ?? null, faults };
}

/** Checks an address as far as possible without connecting. No error repeats a user or a password. */
function readDatabaseUrl(
  name: string,
  text: string,
  environment: Environment,
  readText: ReadText,
): ReadDatabaseUrl {
  const { address, parameters } = splitAddress(text);
  const fault = faultOfAddress(address);
  if (fault !== null) return { url: text, faults: [`${name} ${fault}`] };
  const own = parameters.size;
  for (const [parameter, variable] of Object.entries(STAND_INS)) {
    const value = environment[variable];
    if (!value || parameters.has(parameter) || (parameter === 'sslmode' && parameters.has('ssl'))) continue;
    parameters.set(parameter, value);
  }
  const numbers = Object.entries(NUMBERS).flatMap(([parameter, most]) => {
    const value = parameters.get(parameter);
    if (value === null || (/^\d{1,10}$/.test(value) && Number(value) <= most)) return [];
    return [`${parameter} in ${name} must be a whole number from 0 to ${most}`];
  });
  // The address is changed only if something must be added, because the driver accepts some forms that a URL
  // parser would alter.
  const url = parameters.size === own ? text : joinAddress(address, parameters);
  const { tls, faults } = readPostgresAddress(url);
  const named = faults.map((one) => one.replace(' ', ` in ${name} `));
  return { url, faults: [...named, ...numbers, ...faultsOfTls(name, tls, readText)] };
}

function faultsOfTls(name: string, tls: TlsSettings, readText: ReadText): readonly string[] {
  const { mode, sslrootcert, sslcert, sslkey } = tls;
  const faults: string[] = [];
  if (mode === 'verify-ca' && sslrootcert === null) {
    faults.push(`sslmode=verify-ca in ${name} needs sslrootcert, the file of the authority`);
  }
  if (sslrootcert === SYSTEM_AUTHORITIES && mode !== 'verify-full') {
    faults.push(`sslrootcert=system in ${name} needs sslmode=verify-full`);
  }
  if ((sslcert === null) !== (sslkey === null)) {
    faults.push(`sslcert and sslkey in ${name} must be set together`);
  }
  const texts = new Map<string, string>();
  for (const parameter of SSL_FILES) {
    const path = tls[parameter];
    if (path === null || (parameter === 'sslrootcert' && path === SYSTEM_AUTHORITIES)) continue;
    try {
      texts.set(parameter, readText(path));
    } catch (error) {
      const reason = reasonOfFile(error);
      faults.push(`${parameter} in ${name} names the file ${path}, which cannot be read (${reason})`);
    }
  }
  return faults.length > 0 ? faults : faultsOfFiles(name, tls, texts);
}

function faultsOfFiles(
  name: string,
  tls: TlsSettings,
  texts: ReadonlyMap<string, string>,
): readonly string[] {
  const [ca, cert, key] = SSL_FILES.map((parameter) => texts.get(parameter));
  if (ca !== undefined && !ca.includes('-----BEGIN ')) {
    return [
      `sslrootcert in ${name} names the file ${tls.sslrootcert}, which contains no certificate in PEM format`,
    ];
  }
  try {
    createSecureContext({
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined || key === undefined ? {} : { cert, key }),
    });
    return [];
  } catch {
    return [
      ca !== undefined && cert === undefined
        ? `sslrootcert in ${name} names the file ${tls.sslrootcert}, which cannot be used`
        : `sslcert and sslkey in ${name} must be a certificate and its key without a passphrase, in PEM format`,
    ];
  }
}

function faultOfAddress(address: string): string | null {
  const [, scheme] = /^([a-z][a-z\d+.-]{0,20}):\/\//i.exec(address) ?? [];
  if (scheme !== undefined && !/^postgres(ql)?$/i.test(scheme)) {
    return `must be an address that begins with postgresql://, not ${scheme}://`;
  }
  if (scheme === undefined || /\s/.test(address)) return `must be an address like ${FORM}`;
  try {
    // The address of a socket has no host name.
    const url = new URL(address.replace('@/', '@socket/'));
    for (const part of [url.username, url.password, url.pathname]) decodeURIComponent(part);
    return null;
  } catch {
    return `must be an address like ${FORM}, with one host; in a password, characters like @ / : # ? % are written percent-encoded`;
  }
}
