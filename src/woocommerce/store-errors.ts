import { AppError, type ErrorKind } from '../kernel/errors.ts';

interface Verdict {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
}

/** The server refuses this user name or password. */
const ACCESS_DENIED: Verdict = {
  kind: 'config',
  code: 'store.access-denied',
  message: "The store's database refuses this user or password.",
};
/** The server lets no connection in from this address. */
const HOST_NOT_ALLOWED: Verdict = {
  kind: 'config',
  code: 'store.host-not-allowed',
  message: "The store's database server accepts no connections from this machine.",
};
/** There is no database of this name. */
const NO_SUCH_DATABASE: Verdict = {
  kind: 'config',
  code: 'store.no-such-database',
  message: 'The store has no database of this name.',
};
/** The user may sign in but not read what a sync needs. */
const MISSING_PERMISSION: Verdict = {
  kind: 'config',
  code: 'store.missing-permission',
  message: "The user may not read this database: it needs the SELECT right on the store's tables.",
};
/** The database holds no WooCommerce, or no longer. */
const NOT_WOOCOMMERCE: Verdict = {
  kind: 'config',
  code: 'store.not-woocommerce',
  message: "A table of WooCommerce is missing: this database is not a WooCommerce store's, or not whole.",
};
/** A column that every supported WooCommerce has is missing. */
const UNKNOWN_SCHEMA: Verdict = {
  kind: 'config',
  code: 'store.unknown-schema',
  message:
    "A table of the store lacks a column: WooCommerce's database update has not been run, or it is too old.",
};
/** The server asks for a way to sign in that would not keep the password secret, or that we lack. */
const AUTH_NOT_SUPPORTED: Verdict = {
  kind: 'config',
  code: 'store.auth-not-supported',
  message: 'The database server asks for a way of signing in that Taquilla does not use.',
};
/** The server lets nobody in without TLS. */
const TLS_REQUIRED: Verdict = {
  kind: 'config',
  code: 'store.tls-required',
  message: 'The database server demands an encrypted connection.',
};
/** The server answered something that is not MySQL's protocol: most likely another service's port. */
const NOT_MYSQL: Verdict = {
  kind: 'config',
  code: 'store.not-mysql',
  message: 'What answers at this host and port is not a MySQL or MariaDB server.',
};
/** Nothing answers at that host and port. */
const UNREACHABLE: Verdict = {
  kind: 'unavailable',
  code: 'store.unreachable',
  message: "The store's database cannot be reached.",
};
/** The connection was there and is gone. */
const CONNECTION_LOST: Verdict = {
  kind: 'unavailable',
  code: 'store.connection-lost',
  message: "The connection to the store's database was lost.",
};
/** The server has no connection to spare. */
const TOO_MANY_CONNECTIONS: Verdict = {
  kind: 'unavailable',
  code: 'store.too-many-connections',
  message: "The store's database has no connection to spare now.",
};
/** A statement ran longer than the limit that we set, so as not to burden the store. */
const STATEMENT_TIMEOUT: Verdict = {
  kind: 'unavailable',
  code: 'store.statement-timeout',
  message: "A query took the store's database longer than it is allowed to.",
};
/** Another transaction holds what we want to read. */
const BUSY: Verdict = {
  kind: 'unavailable',
  code: 'store.busy',
  message: 'Another change of the store is in the way.',
};
/** A table was altered while we read: the consistent view is gone. */
const SNAPSHOT_LOST: Verdict = {
  kind: 'unavailable',
  code: 'store.snapshot-lost',
  message: 'A table of the store was altered while it was being read.',
};
/** One side's certificate is not of a trusted authority, is for another host, or is out of date. */
const TLS_NOT_TRUSTED: Verdict = {
  kind: 'config',
  code: 'store.tls-not-trusted',
  message:
    'Encryption with the database server came to nothing: one side does not trust the certificate of the other.',
};
/** We asked for encryption, and the server has none. */
const TLS_NOT_OFFERED: Verdict = {
  kind: 'config',
  code: 'store.tls-not-offered',
  message: 'The database server offers no encrypted connection.',
};
/** The server is from before JSON: the remote client could not tell NULL from the text 'NULL'. */
const NO_JSON_ARRAY: Verdict = {
  kind: 'config',
  code: 'store.no-json-array',
  message:
    'This database server is too old to be read over a remote client: that takes MySQL 5.7.8 or MariaDB 10.2.3.',
};
/** One row is larger than either side takes. */
const ROW_TOO_LARGE: Verdict = {
  kind: 'config',
  code: 'store.row-too-large',
  message: 'The store has a row that is larger than can be read.',
};

/** By the server's error number, or, from 2000 to 2999, its client's. MariaDB's own (19xx) have no name in the driver, hence numbers. */
const BY_ERRNO: ReadonlyMap<number, Verdict> = new Map([
  ...each([1045, 1698], ACCESS_DENIED),
  ...each([1129, 1130], HOST_NOT_ALLOWED),
  ...each([1049], NO_SUCH_DATABASE),
  ...each([1044, 1142, 1143, 1227, 1370], MISSING_PERMISSION),
  ...each([1146], NOT_WOOCOMMERCE),
  ...each([1054], UNKNOWN_SCHEMA),
  ...each([1251, 1275, 1524], AUTH_NOT_SUPPORTED),
  ...each([3159], TLS_REQUIRED),
  ...each([1040, 1203, 1226], TOO_MANY_CONNECTIONS),
  // 1927 and 1969 are MariaDB's, 3024 and 4031 MySQL's.
  ...each([1053, 1077, 1079, 1158, 1159, 1160, 1161, 1184, 1317, 1927, 3169, 4031], CONNECTION_LOST),
  ...each([1969, 3024], STATEMENT_TIMEOUT),
  ...each([1205, 1213], BUSY),
  ...each([1412], SNAPSHOT_LOST),
  ...each([1305], NO_JSON_ARRAY),
  ...each([1153, 1301, 2020], ROW_TOO_LARGE),
  ...each([2002, 2003, 2005], UNREACHABLE),
  ...each([2006, 2012, 2013, 2055], CONNECTION_LOST),
  ...each([2026], TLS_REQUIRED),
  ...each([2049, 2059, 2061], AUTH_NOT_SUPPORTED),
]);

/** By the driver's or the operating system's code, where no server spoke. */
const BY_CODE: ReadonlyMap<string, Verdict> = new Map([
  ...each(
    ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ETIMEDOUT'],
    UNREACHABLE,
  ),
  ...each(
    ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'PROTOCOL_CONNECTION_LOST', 'PROTOCOL_SEQUENCE_TIMEOUT'],
    CONNECTION_LOST,
  ),
  ...each(['AUTH_SWITCH_PLUGIN_ERROR', 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED'], AUTH_NOT_SUPPORTED),
  ...each(['HANDSHAKE_NO_SSL_SUPPORT'], TLS_NOT_OFFERED),
  ...each(['HANDSHAKE_SSL_ERROR'], TLS_NOT_TRUSTED),
  ...each(
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'CERT_HAS_EXPIRED',
      'CERT_NOT_YET_VALID',
      'CERT_SIGNATURE_FAILURE',
      'CERT_UNTRUSTED',
      'CERT_REJECTED',
      'INVALID_CA',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    TLS_NOT_TRUSTED,
  ),
  ...each(['PROTOCOL_ERROR', 'PROTOCOL_UNEXPECTED_PACKET', 'PROTOCOL_INCORRECT_PACKET_SEQUENCE'], NOT_MYSQL),
]);

function each<K>(keys: readonly K[], verdict: Verdict): (readonly [K, Verdict])[] {
  return keys.map((key) => [key, verdict] as const);
}

/** What the driver threw, as ours; what nobody knows is passed on and becomes a bug. */
export function toStoreError(thrown: unknown): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return thrown;
  const errno = 'errno' in thrown ? thrown.errno : undefined;
  const code = 'code' in thrown ? thrown.code : undefined;
  const verdict =
    (typeof errno === 'number' ? BY_ERRNO.get(errno) : undefined) ??
    (typeof code === 'string' ? (BY_CODE.get(code) ?? ofTls(code)) : undefined);
  if (verdict === undefined) return thrown;
  return new AppError({ ...verdict, details: { errno, code, told: thrown.message }, cause: thrown });
}

/** What OpenSSL and Node call the many ways in which a handshake fails, or is refused by the other side. */
function ofTls(code: string): Verdict | undefined {
  return /^ERR_(SSL|TLS)_/.test(code) ? TLS_NOT_TRUSTED : undefined;
}

/** The server is there but says nothing any more: a broken line, seen by our own clock. */
export function silentStore(silenceMs: number): AppError {
  return new AppError({ ...CONNECTION_LOST, details: { silenceMs } });
}

/** A row that passes the limit that we set ourselves. */
export function rowTooLarge(limitBytes: number): AppError {
  return new AppError({ ...ROW_TOO_LARGE, details: { limitBytes } });
}

/** The connection ended without a word. */
export function lostConnection(told: string): AppError {
  return new AppError({ ...CONNECTION_LOST, details: { told } });
}
