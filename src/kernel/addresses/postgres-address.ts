import { joinAddress, splitAddress } from './url-parameters.ts';

/** As libpq has them; `no-verify` is what node-postgres calls `require` without an authority. */
const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;
type SslMode = (typeof SSL_MODES)[number];
/** Parameters that name a file. */
export const SSL_FILES = ['sslrootcert', 'sslcert', 'sslkey'] as const;
/** In place of a file: the authorities that Node.js knows. */
export const SYSTEM_AUTHORITIES = 'system';

/** Settings of PostgreSQL that are parameters of their own; a pooler would refuse a session that begins with them. */
const SETTINGS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];

/** What the parameters of an address ask of the way to PostgreSQL. */
export interface TlsWish {
  readonly mode: SslMode;
  /** Paths; null: not named. */
  readonly sslrootcert: string | null;
  readonly sslcert: string | null;
  readonly sslkey: string | null;
}

export interface PostgresAddress {
  /** What the driver is given: without all that is read here. */
  readonly url: string;
  readonly tls: TlsWish;
  /** From `options`, by name. */
  readonly options: ReadonlyMap<string, string>;
  /** From parameters of their own, by name. */
  readonly settings: ReadonlyMap<string, string>;
  /** What cannot be understood, each beginning with the name of its parameter. */
  readonly faults: readonly string[];
}

/** The address of a PostgreSQL server, in which TLS and settings mean what they mean to `psql`. */
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

/** The short form that libpq knows from JDBC, and node-postgres with more words. */
function modeOfSsl(ssl: string | null): string | null {
  if (ssl === '1' || ssl === 'true') return 'require';
  return ssl === '0' || ssl === 'false' ? 'disable' : ssl;
}

/** What PostgreSQL takes for the name of a setting, of an extension's too. Any other is an error of syntax. */
const SETTING_NAME = /^[a-z_][\w$]*(?:\.[a-z_][\w$]*)*$/;

/**
 * `-c name=value`, `-cname=value` and `--name=value`; a space inside of a value is written with a backslash. A name
 * means the same in any case. What would break the statement that sets it is none: nothing of a statement happens that
 * cannot be parsed, and a zero character ends its text.
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
