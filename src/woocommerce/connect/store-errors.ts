import { isCertificateFault } from '../../kernel/addresses/tls-faults.ts';
import { AppError } from '../../kernel/errors.ts';
import { errorOf, type Sentence, serverAt } from '../../kernel/sentences/sentence.ts';
import { STORE_SENTENCES } from '../../kernel/sentences/store-sentences.ts';

const SAYS = STORE_SENTENCES;

/** The database that an error is about, as seen from the end of the transport. */
export interface StorePlace {
  readonly host: string;
  readonly port: number;
  /** The path of its Unix socket; absent or null if it is reached over TCP. */
  readonly socket?: string | null;
  readonly user: string;
  readonly database: string;
  /** Only used to check whether it is empty. */
  readonly password: string;
  /** The variable that contains the password. Absent if the password is stored with the credentials. */
  readonly passwordVariable?: string | undefined;
}

/**
 * Errors by the server's error number or, from 2000 to 2999, the client's. Numbers are used because the driver
 * has no names for MariaDB's own errors (19xx).
 */
const BY_ERRNO: ReadonlyMap<number, Sentence> = new Map([
  ...each([1045, 1698], SAYS.accessDenied),
  ...each([3118, 4151], SAYS.accountLocked),
  ...each([1820, 1862], SAYS.passwordExpired),
  ...each([1129, 1130], SAYS.hostNotAllowed),
  ...each([1049], SAYS.noSuchDatabase),
  ...each([1044, 1227, 1370], SAYS.missingPermission),
  ...each([1142, 1143], SAYS.tablePermission),
  ...each([1146], SAYS.noSuchTable),
  ...each([1054], SAYS.noSuchColumn),
  ...each([1251, 1275, 1524], SAYS.authNotSupported),
  ...each([3159], SAYS.tlsRequired),
  ...each([1040], SAYS.tooManyConnections),
  ...each([1203], SAYS.tooManyOfUser),
  ...each([1226], SAYS.hourlyLimit),
  ...each([1104], SAYS.tooManyRows),
  // 1, 3 and 5 are about the server's own files: it cannot create or write a temporary file, or has no memory.
  ...each([1, 3, 5, 1021, 1026, 1037, 1038, 1041, 1114, 1135, 1436], SAYS.outOfResources),
  // 1812 to 1814 are about InnoDB's files; 1932 is MariaDB's.
  ...each(
    [1016, 1017, 1024, 1030, 1033, 1034, 1035, 1194, 1195, 1459, 1712, 1812, 1813, 1814, 1877, 1932],
    SAYS.namedTableDamaged,
  ),
  ...each([1356], SAYS.namedViewBroken),
  ...each([1449], SAYS.viewBroken),
  // 1927 and 1969 are MariaDB's, 3024 and 4031 MySQL's.
  ...each([1053, 1077, 1079, 1158, 1159, 1160, 1161, 1184, 1317, 1927, 3169, 4031], SAYS.connectionLost),
  ...each([1969, 3024], SAYS.statementTimeout),
  ...each([1205, 1213], SAYS.busy),
  ...each([1412], SAYS.snapshotLost),
  ...each([1305], SAYS.noJsonArray),
  ...each([1153, 1301, 2020], SAYS.rowTooLarge),
  ...each([2002, 2003], SAYS.refused),
  ...each([2005], SAYS.unknownHost),
  ...each([2006, 2012, 2013, 2055], SAYS.connectionLost),
  ...each([2026], SAYS.clientTls),
  ...each([2049, 2059, 2061], SAYS.authNotSupported),
]);

/** Errors by the code of the driver or the operating system, for errors without an answer of a server. */
const BY_CODE: ReadonlyMap<string, Sentence> = new Map([
  ...each(['ECONNREFUSED'], SAYS.refused),
  ...each(['ENOTFOUND'], SAYS.unknownHost),
  ...each(['EAI_AGAIN'], SAYS.noNameServer),
  // The system's own ETIMEDOUT comes after minutes, which is later than our own limit.
  ...each(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'EACCES', 'ETIMEDOUT'], SAYS.noRoute),
  ...each(
    ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'PROTOCOL_CONNECTION_LOST', 'PROTOCOL_SEQUENCE_TIMEOUT'],
    SAYS.connectionLost,
  ),
  ...each(['AUTH_SWITCH_PLUGIN_ERROR', 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED'], SAYS.authNotSupported),
  ...each(['HANDSHAKE_NO_SSL_SUPPORT'], SAYS.tlsNotOffered),
  ...each(['HANDSHAKE_SSL_ERROR'], SAYS.tlsNotTrusted),
  ...each(
    ['PROTOCOL_ERROR', 'PROTOCOL_UNEXPECTED_PACKET', 'PROTOCOL_INCORRECT_PACKET_SEQUENCE'],
    SAYS.notMysql,
  ),
]);

/** Errors of a Unix socket, by the system's code or, in a client's message, by its number. */
const OF_SOCKETS: ReadonlyMap<string, Sentence> = new Map([
  ...each(['ENOENT', 'ENOTDIR', '2', '20'], SAYS.socketMissing),
  ...each(['EACCES', 'EPERM', '13', '1'], SAYS.socketDenied),
  // 61 is the number on macOS.
  ...each(['ECONNREFUSED', 'EAGAIN', '111', '61', '11'], SAYS.socketRefused),
]);
const CLIENT_ON_SOCKET = /through socket '(?<path>[^']+)' \((?<number>\d+)/;
/** The sentences if the server's text names no table or column. */
const UNNAMED: ReadonlyMap<Sentence, Sentence> = new Map([
  [SAYS.tablePermission, SAYS.missingPermission],
  [SAYS.noSuchTable, SAYS.notWooCommerce],
  [SAYS.noSuchColumn, SAYS.unknownSchema],
  [SAYS.namedTableDamaged, SAYS.tableDamaged],
  [SAYS.namedViewBroken, SAYS.viewBroken],
]);
/** The numbers of the storage engine for a full disk and for too many open files. */
const NO_ROOM = /\b(?:errno: |error )(?:12|23|24|28)\b/;
const QUOTED = /(?<![A-Za-z])['`«"]([^'`»"]+)['`»"]/g;
/** Something that may be a name, with the database or the folder before it. */
const NAMES = /^[\w$./\\-]+$/;
/** Only the name of a table or column, even if the text names the table's file. */
const NAME = /([\w$]+?)(?:\.(?:MYI|MYD|MAI|MAD|ibd|frm))?$/;

function each<K>(keys: readonly K[], sentence: Sentence): (readonly [K, Sentence])[] {
  return keys.map((key) => [key, sentence] as const);
}

/** Classifies an error of the driver. An unknown one is passed on and becomes a bug. */
export function toStoreError(thrown: unknown, at: StorePlace): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return thrown;
  const errno = 'errno' in thrown ? thrown.errno : undefined;
  const code = 'code' in thrown ? thrown.code : undefined;
  const origin = { details: { errno, code, driverMessage: thrown.message }, cause: thrown };
  const sentence =
    (typeof errno === 'number' ? BY_ERRNO.get(errno) : undefined) ??
    (typeof code === 'string' ? (BY_CODE.get(code) ?? ofTls(code)) : undefined);
  const onSocket = ofSocket(thrown.message, code, at);
  if (onSocket !== null) return errorOf(onSocket.sentence, { socket: onSocket.socket }, origin);
  if (sentence === undefined) return thrown;
  if (sentence === SAYS.hourlyLimit) return ofUserLimit(thrown.message, at, origin);
  if (sentence === SAYS.connectionLost && /\binit_connect\b/.test(thrown.message)) {
    return errorOf(SAYS.initConnectFails, named(at), origin);
  }
  const { says, object } = ofObject(sentence, thrown.message);
  return errorOf(withoutPassword(says, at), { ...named(at, String(code ?? errno)), ...object }, origin);
}

/**
 * Classifies an error of a statement. The account has already signed in, so "access denied" concerns the owner
 * of a view.
 */
export function toStatementError(thrown: unknown, at: StorePlace): unknown {
  const error = toStoreError(thrown, at);
  if (!(error instanceof AppError) || error.details['errno'] !== 1045) return error;
  return errorOf(SAYS.viewBroken, named(at), { details: error.details, cause: error });
}

/** The sentence, with the name of the table or column if the server's text contains it. */
function ofObject(
  sentence: Sentence,
  message: string,
): { readonly says: Sentence; readonly object: Readonly<Record<string, string>> } {
  const unnamed = UNNAMED.get(sentence);
  if (unnamed === undefined) return { says: sentence, object: {} };
  if (unnamed === SAYS.tableDamaged && NO_ROOM.test(message))
    return { says: SAYS.outOfResources, object: {} };
  const quoted = [...message.matchAll(QUOTED)]
    .flatMap(([, inside = '']) => (NAMES.test(inside) ? [inside] : []))
    .flatMap((inside) => NAME.exec(inside)?.[1] ?? []);
  // In every language of a server, the user and the database come before a table, and a column comes first.
  const isColumn = unnamed === SAYS.unknownSchema;
  const name = isColumn ? quoted[0] : quoted.at(-1);
  if (name === undefined) return { says: unnamed, object: {} };
  return { says: sentence, object: isColumn ? { column: name } : { table: name } };
}

/** Errors of a socket: the configured one, or the one that a client uses for localhost. */
function ofSocket(message: string, code: unknown, at: StorePlace) {
  const { path, number } = CLIENT_ON_SOCKET.exec(message)?.groups ?? {};
  // A client shortens a long path, so the configured one is preferred.
  const socket = at.socket ?? path ?? null;
  const sentence = OF_SOCKETS.get(number ?? String(code));
  return socket === null || sentence === undefined ? null : { socket, sentence };
}

/** All limits of an account have one error number. Only the text names the limit. */
function ofUserLimit(
  message: string,
  at: StorePlace,
  origin: { readonly details: Readonly<Record<string, unknown>>; readonly cause: Error },
): AppError {
  const resource = /'(max_\w+)'/.exec(message)?.[1] ?? '';
  if (resource === 'max_user_connections') return errorOf(SAYS.tooManyOfUser, named(at), origin);
  return errorOf(SAYS.hourlyLimit, { ...named(at), resource }, origin);
}

function withoutPassword(sentence: Sentence, { password, passwordVariable }: StorePlace): Sentence {
  if (sentence !== SAYS.accessDenied || password !== '') return sentence;
  return passwordVariable === undefined ? SAYS.noPasswordKept : SAYS.noPassword;
}

/** The values that a sentence about this database may contain. */
function named(at: StorePlace, errno = '') {
  const { host, user, database, passwordVariable = '' } = at;
  return { host, server: storeServer(at), user, database, variable: passwordVariable, errno };
}

/** The name of the database's server in errors: its socket, or host and port. */
export function storeServer({
  host,
  port,
  socket = null,
}: Pick<StorePlace, 'host' | 'port' | 'socket'>): string {
  return socket ?? serverAt(host, port);
}

/** OpenSSL and Node have many codes for a failed or refused handshake. */
function ofTls(code: string): Sentence | undefined {
  return isCertificateFault(code) ? SAYS.tlsNotTrusted : undefined;
}

/** The server has stopped answering, so by our own clock the connection is broken. */
export function silentStore(silenceMs: number, at: StorePlace): AppError {
  return errorOf(SAYS.silent, { ...named(at), seconds: silenceMs / 1000 }, { details: { silenceMs } });
}

/** A row is larger than our own limit. */
export function rowTooLarge(limitBytes: number, at: StorePlace): AppError {
  return errorOf(SAYS.rowTooLarge, named(at), { details: { limitBytes } });
}

/** The connection ended without an error from the server. */
export function lostConnection(received: string, at: StorePlace): AppError {
  return errorOf(SAYS.connectionLost, named(at), { details: { driverMessage: received } });
}

/** Something listens on the port, but it sends no greeting of a database. */
export function noGreeting(timeoutMs: number, at: StorePlace): AppError {
  return errorOf(SAYS.noGreeting, { ...named(at), seconds: timeoutMs / 1000 }, { details: { timeoutMs } });
}

/** @param protocol null: unknown */
export function notMysql(protocol: string | null, at: StorePlace): AppError {
  const { socket = null } = at;
  if (socket !== null) return errorOf(SAYS.socketNotMysql, { socket });
  if (protocol === null) return errorOf(SAYS.notMysql, named(at));
  return errorOf(SAYS.otherProtocol, { ...named(at), protocol });
}
