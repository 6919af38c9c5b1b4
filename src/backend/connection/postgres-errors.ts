import pg from 'pg';
import { isCertificateFault } from '../../kernel/addresses/tls-faults.ts';
import { AppError, toAppError } from '../../kernel/errors.ts';
import { ownCommand } from '../../kernel/program/own-command.ts';
import { BACKEND_SENTENCES } from '../../kernel/sentences/backend-sentences.ts';
import { errorOf, type Sentence, serverAt } from '../../kernel/sentences/sentence.ts';
import { NoAnswer } from './answered-client.ts';
import { OtherProtocol } from './pg-socket.ts';

const SAYS = BACKEND_SENTENCES;

/** Where a pool, or one of its connections, connects to. */
export interface Whereabouts {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly database?: string | undefined;
  readonly user?: string | null | undefined;
  readonly password?: unknown;
}

export const CONNECT_TIMEOUT_MS = 10_000;

const BY_SQLSTATE: Readonly<Record<string, Sentence>> = {
  '28000': SAYS.notLetIn,
  '28P01': SAYS.wrongPassword,
  '3D000': SAYS.noDatabase,
  // PostgreSQL does not have the relation or the column: `taquilla migrate` was not run.
  '42P01': SAYS.notMigrated,
  '42703': SAYS.notMigrated,
  '42501': SAYS.noPermission,
  '3F000': SAYS.noSchema,
  '25006': SAYS.readOnly,
  // A prepared statement that another client of the same session has created or has not created: a pooler is in
  // the way.
  '26000': SAYS.poolerShares,
  '42P05': SAYS.poolerShares,
  // The server ended the session because of a time limit.
  '25P03': SAYS.lost,
  '25P04': SAYS.transactionTooLong,
  '53100': SAYS.diskFull,
  '53200': SAYS.outOfMemory,
  '53300': SAYS.serverFull,
  '40001': SAYS.contention,
  '40P01': SAYS.contention,
  '55P03': SAYS.contention,
  '57014': SAYS.tooSlow,
  '57P01': SAYS.lost,
  '57P02': SAYS.lost,
  '57P03': SAYS.notReady,
  '57P05': SAYS.lost,
  XX001: SAYS.dataDamaged,
  XX002: SAYS.dataDamaged,
};
/** Classes 08 (connection), 53 (resources) and 57P (the server is stopping). */
const UNREACHABLE_STATE = /^(08|53|57P)/;
/** Classes 58 (the server's system, such as its disk) and XX (internal errors). */
const SERVER_FAULT = /^(58|XX)/;
const PROTOCOL_VIOLATION = '08P01';
/** Classes 22 (data) and 42 (syntax, rights), and settings that cannot be changed any more. */
const REFUSES_SETTING = /^(22|42|55P02)/;
/** The messages of PgBouncer, which are in English and all have the same code. */
const BY_POOLER: readonly (readonly [string, Sentence])[] = [
  ['startup parameter', SAYS.poolerRefuses],
  ['statement pooling', SAYS.poolerSplits],
  ['query_wait_timeout', SAYS.serverFull],
  ['no more connections allowed', SAYS.serverFull],
  ['no such database', SAYS.noDatabase],
  ['no such user', SAYS.wrongPassword],
];

const BY_ERRNO: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: SAYS.refused,
  ENOENT: SAYS.noSocket,
  ENOTFOUND: SAYS.unknownHost,
  EAI_AGAIN: SAYS.noNameServer,
  EHOSTUNREACH: SAYS.noRoute,
  EHOSTDOWN: SAYS.noRoute,
  ENETUNREACH: SAYS.noRoute,
  EADDRNOTAVAIL: SAYS.noRoute,
  EACCES: SAYS.noRoute,
  ETIMEDOUT: SAYS.noAnswer,
  ECONNRESET: SAYS.lost,
  EPIPE: SAYS.lost,
};

/** Messages of node-postgres that have no code. */
const BY_CLIENT_MESSAGE: Readonly<Record<string, Sentence>> = {
  'Connection terminated unexpectedly': SAYS.lost,
  'Connection terminated': SAYS.lost,
  'Client has encountered a connection error and is not queryable': SAYS.lost,
  'Client was closed and is not queryable': SAYS.lost,
  'Connection terminated due to connection timeout': SAYS.noAnswer,
  'timeout expired': SAYS.noAnswer,
  'timeout exceeded when trying to connect': SAYS.poolFull,
  'The server does not support SSL connections': SAYS.tlsNotOffered,
  'There was an error establishing an SSL connection': SAYS.notPostgres,
  'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string': SAYS.noPassword,
  'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string': SAYS.noPassword,
};

/** Turns a driver's error into an AppError; other errors go through `toAppError`. */
export function fromPostgres(thrown: unknown, at: Whereabouts = {}): AppError {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return toAppError(thrown);
  const sentence = classify(thrown, at);
  if (sentence === undefined) return toAppError(thrown);
  return said(sentence, thrown, at);
}

function said(sentence: Sentence, thrown: Error, at: Whereabouts): AppError {
  return errorOf(sentence, named(thrown, at), {
    details: { driverMessage: thrown.message, sqlState: codeOf(thrown) },
    cause: thrown,
  });
}

/** The values that a sentence about this backend may contain. */
export function whereabouts({ host = '', port = 5432, database, user }: Whereabouts) {
  return {
    host,
    // A host that is a folder means a socket in that folder.
    server: host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : serverAt(host || 'localhost', port),
    database: database ?? user ?? '',
    user: user ?? '',
    command: ownCommand('migrate'),
  };
}

function named(thrown: Error, at: Whereabouts) {
  return {
    ...whereabouts(at),
    // OpenSSL's text contains memory addresses and source lines.
    message: isCertificateFault(codeOf(thrown)) ? codeOf(thrown) : thrown.message,
    errno: codeOf(thrown),
    reason: codeOf(thrown),
    protocol: thrown instanceof OtherProtocol ? (thrown.protocol ?? '') : '',
    seconds: (thrown instanceof NoAnswer ? thrown.waitedMs : CONNECT_TIMEOUT_MS) / 1000,
  };
}

function classify(thrown: Error, at: Whereabouts): Sentence | undefined {
  const code = codeOf(thrown);
  if (thrown instanceof pg.DatabaseError) return ofServer(thrown, code, at);
  if (thrown instanceof NoAnswer) return SAYS.answerLost;
  if (thrown instanceof OtherProtocol)
    return thrown.protocol === null ? SAYS.notPostgres : SAYS.otherProtocol;
  if (isCertificateFault(code)) return ofTls(code);
  // The host may no longer exist; for a socket, its file may not.
  if (code === 'ECONNREFUSED' && at.host?.startsWith('/') === true) return SAYS.noSocket;
  return BY_ERRNO[code] ?? BY_CLIENT_MESSAGE[thrown.message];
}

/** Errors of a TLS connection in which one side does not trust the other. */
function ofTls(code: string): Sentence {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return SAYS.tlsWrongHost;
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return SAYS.tlsOutOfDate;
  // A TLS alert comes from the other side.
  if (/_ALERT_.*(CERTIFICATE|UNKNOWN_CA)/.test(code)) return SAYS.tlsClientCertificate;
  return code.startsWith('ERR_') ? SAYS.tlsFailed : SAYS.tlsNotTrusted;
}

/** Errors at the beginning of a transaction: PostgreSQL refuses a setting from the address. */
export function settingRefused(thrown: unknown, at: Whereabouts): AppError {
  const refused = thrown instanceof pg.DatabaseError && REFUSES_SETTING.test(codeOf(thrown));
  return refused ? said(SAYS.sessionRefused, thrown, at) : fromPostgres(thrown, at);
}

function ofServer(thrown: pg.DatabaseError, code: string, { password }: Whereabouts): Sentence | undefined {
  if (code === '28P01' && (password === undefined || password === null || password === '')) {
    return SAYS.noPassword;
  }
  if (code === PROTOCOL_VIOLATION) {
    const [, sentence] = BY_POOLER.find(([text]) => thrown.message.includes(text)) ?? [];
    if (sentence !== undefined) return sentence;
  }
  // The word for ERROR or FATAL in each language that a PostgreSQL server may use.
  if (code === '28000' && /certifi[ck]/i.test(thrown.message)) return SAYS.tlsClientCertificate;
  // A wrong statement does not end a session. So this error ended a session before it began.
  if (thrown.severity === 'FATAL' && REFUSES_SETTING.test(code) && code !== '42501')
    return SAYS.sessionRefused;
  const known = BY_SQLSTATE[code];
  if (known !== undefined) return known;
  if (UNREACHABLE_STATE.test(code)) return SAYS.outOfResources;
  return SERVER_FAULT.test(code) ? SAYS.serverFault : undefined;
}

/** The server's own message; '' if the error does not come from a server. */
export function sqlStateOf(thrown: unknown): string {
  const error = thrown instanceof AppError ? thrown.cause : thrown;
  return error instanceof pg.DatabaseError ? (error.code ?? '') : '';
}

function codeOf(thrown: Error): string {
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}

/** Whether this error, or its cause, says that a row violates this unique constraint. */
export function isUniqueViolation(thrown: unknown, constraint: string): boolean {
  const error = thrown instanceof AppError ? thrown.cause : thrown;
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === constraint;
}

/** The detail that our own trigger added to this violation. */
export function detailOf(thrown: unknown): string {
  const error = thrown instanceof AppError ? thrown.cause : thrown;
  return error instanceof pg.DatabaseError ? (error.detail ?? '') : '';
}
