import { joinAddress, splitAddress } from './url-parameters.ts';

/** The modes of libpq. For `require` without an authority, node-postgres uses the name `no-verify`. */
const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;
type SslMode = (typeof SSL_MODES)[number];
/** Parameters that name a file. */
export const SSL_FILES = ['sslrootcert', 'sslcert', 'sslkey'] as const;
/** In place of a file, this word means the authorities of Node.js. */
export const SYSTEM_AUTHORITIES = 'system';

/**
 * PostgreSQL settings that are parameters of their own. A pooler would refuse a session that starts with them.
 */
const SETTINGS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];

/** The connection options in the parameters of an address. */
export interface TlsSettings {
  readonly mode: SslMode;
  /** The paths of the files; null if a file is not named. */
  readonly sslrootcert: string | null;
  readonly sslcert: string | null;
  readonly sslkey: string | null;
}

export interface PostgresAddress {
  /** The address for the driver, without the parameters that are read here. */
  readonly url: string;
  readonly tls: TlsSettings;
  /** Settings from the parameter `options`, by name. */
  readonly options: ReadonlyMap<string, string>;
  /** Settings from parameters of their own, by name. */
  readonly settings: ReadonlyMap<string, string>;
  /** Errors in the parameters, each beginning with the name of its parameter. */
  readonly faults: readonly string[];
}

/** Parses the address of a PostgreSQL server. TLS and settings in it have the same meaning as for `psql`. */
export function readPostgresAddress(text: string): PostgresAddress {
  const { address, parameters } = splitAddress(text);
  const take = (name: string): string | null => {
    const value = parameters.get(name);
    parameters.delete(name);
    return value === '' ? null : value;
  };
  const [sslrootcert = null, sslcert = null, sslkey = null] = SSL_FILES.map(take);
  const asked = take('sslmode') ?? modeOfSsl(take('ssl'));
  const { options, fault } = readOptions(take('options') ?? '');
  const settings = new Map<string, string>();
  for (const name of SETTINGS) {
    const value = take(name);
    if (value !== null) settings.set(name, value);
  }
  take('ssl');
  take('uselibpqcompat');
  const mode = SSL_MODES.find((one) => one === asked);
  return {
    url: joinAddress(address, parameters),
    tls: {
      mode: mode ?? (sslrootcert === SYSTEM_AUTHORITIES ? 'verify-full' : 'prefer'),
      sslrootcert,
      sslcert,
      sslkey,
    },
    options,
    settings,
    faults: [
      ...(asked !== null && mode === undefined ? [`sslmode must be one of ${SSL_MODES.join(', ')}`] : []),
      ...(fault === null ? [] : [fault]),
    ],
  };
}

/** The short form that libpq takes over from JDBC. node-postgres accepts more values than libpq. */
function modeOfSsl(ssl: string | null): string | null {
  if (ssl === '1' || ssl === 'true') return 'require';
  return ssl === '0' || ssl === 'false' ? 'disable' : ssl;
}

/**
 * A name that PostgreSQL accepts for a setting, including those of extensions. Any other name is a syntax
 * error.
 */
const SETTING_NAME = /^[a-z_][\w$]*(?:\.[a-z_][\w$]*)*$/;

/**
 * Parses `-c name=value`, `-cname=value` and `--name=value`. A space inside of a value is written with a
 * backslash, and the case of a name does not matter.
 *
 * A text that would break the statement that sets it is refused: a statement that cannot be parsed has no
 * effect, and a NUL ends its text.
 */
function readOptions(text: string): { readonly options: Map<string, string>; readonly fault: string | null } {
  const options = new Map<string, string>();
  const words = text.replace(/(^|\s)-c\s+/g, '$1-c').match(/(?:\\.|[^\s\\])+/g) ?? [];
  for (const word of words) {
    const [, given, value] = /^-[-c]([^=]+)=(.*)$/s.exec(word.replace(/\\(.)/gs, '$1')) ?? [];
    const name = given?.replaceAll('-', '_').toLowerCase();
    if (name === undefined || value === undefined || !SETTING_NAME.test(name) || value.includes('\0')) {
      return { options, fault: 'options must be settings like -c search_path=tickets' };
    }
    options.set(name, value);
  }
  return { options, fault: null };
}
