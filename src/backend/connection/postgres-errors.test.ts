import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../kernel/errors.ts';
import { OtherProtocol } from './pg-socket.ts';
import { fromPostgres } from './postgres-errors.ts';

const AT = { host: 'db.example.com', port: 5432, database: 'boleteria', user: 'ana', password: 'gato' };

function serverError(code: string, text = 'what the server says'): Error {
  return Object.assign(new pg.DatabaseError(text, text.length, 'error'), { code });
}

function systemError(code: string): Error {
  return Object.assign(new Error('what the system says'), { code });
}

describe('an error of PostgreSQL or its driver', () => {
  it.each([
    ['28P01', 'config', 'backend.access-denied'],
    ['28000', 'config', 'backend.access-denied'],
    ['3D000', 'config', 'backend.no-such-database'],
    ['42P01', 'config', 'backend.not-migrated'],
    ['42703', 'config', 'backend.not-migrated'],
    ['3F000', 'config', 'backend.no-such-schema'],
    ['42501', 'config', 'backend.missing-permission'],
    ['25006', 'unavailable', 'backend.read-only'],
    ['25P03', 'unavailable', 'backend.unreachable'],
    ['25P04', 'unavailable', 'backend.statement-timeout'],
    ['26000', 'config', 'backend.pooler'],
    ['42P05', 'config', 'backend.pooler'],
    ['53100', 'unavailable', 'backend.disk-full'],
    ['53200', 'unavailable', 'backend.out-of-memory'],
    ['53300', 'unavailable', 'backend.too-many-connections'],
    ['40001', 'unavailable', 'backend.contention'],
    ['57014', 'unavailable', 'backend.statement-timeout'],
    ['57P01', 'unavailable', 'backend.unreachable'],
    ['57P03', 'unavailable', 'backend.unreachable'],
    ['08006', 'unavailable', 'backend.unreachable'],
    ['57P05', 'unavailable', 'backend.unreachable'],
    ['58030', 'unavailable', 'backend.server-fault'],
    ['XX000', 'unavailable', 'backend.server-fault'],
    ['XX001', 'config', 'backend.data-damaged'],
    ['XX002', 'config', 'backend.data-damaged'],
    // A statement of ours that is wrong.
    ['42601', 'bug', 'internal.unclassified'],
  ])('the state %s is %s %s', (state, kind, code) => {
    expect(fromPostgres(serverError(state), AT)).toMatchObject({ kind, code });
  });

  it.each([
    ['ECONNREFUSED', 'Nothing listens at db.example.com:5432: '],
    ['ENOTFOUND', 'The host name "db.example.com" in DATABASE_URL is not known'],
    ['EAI_AGAIN', 'The host name "db.example.com" in DATABASE_URL cannot be looked up now'],
    ['EHOSTUNREACH', 'The network does not lead to PostgreSQL at db.example.com:5432 (EHOSTUNREACH)'],
    ['ETIMEDOUT', 'No answer from PostgreSQL at db.example.com:5432 within 10 s'],
    ['ECONNRESET', 'The connection to PostgreSQL at db.example.com:5432 was lost.'],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'The certificate of PostgreSQL at db.example.com:5432 is of no trusted authority',
    ],
    ['CERT_HAS_EXPIRED', 'The certificate of PostgreSQL at db.example.com:5432 is not valid today'],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'The certificate of PostgreSQL at db.example.com:5432 does not name the host',
    ],
    [
      'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
      'PostgreSQL at db.example.com:5432 asks for a client certificate',
    ],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'PostgreSQL at db.example.com:5432 asks for a client certificate'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'TLS with PostgreSQL at db.example.com:5432 failed'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'TLS with PostgreSQL at db.example.com:5432 failed'],
  ])('%s names host and port', (code, beginning) => {
    const { message, brief } = fromPostgres(systemError(code), AT);
    expect(message.startsWith(beginning)).toBe(true);
    // The short form is shown to people who may not know where the database is.
    expect(brief).not.toContain('db.example.com');
  });

  it.each([
    ['timeout exceeded when trying to connect', 'backend.too-many-connections'],
    ['Connection terminated due to connection timeout', 'backend.unreachable'],
    ['timeout expired', 'backend.unreachable'],
    ['The server does not support SSL connections', 'backend.tls-not-offered'],
    ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', 'backend.access-denied'],
  ])('the driver’s "%s" is %s', (text, code) => {
    expect(fromPostgres(new Error(text), AT)).toMatchObject({ code });
  });

  it('a missing password is not a wrong one', () => {
    const denied = serverError('28P01');
    expect(fromPostgres(denied, AT).message).toContain('refuses the user "ana"');
    expect(fromPostgres(denied, { ...AT, password: null }).message).toMatch(/^No password was given/);
  });

  it('a socket is named by its file', () => {
    const error = fromPostgres(systemError('ENOENT'), { ...AT, host: '/run/postgresql' });
    expect(error.message).toContain('/run/postgresql/.s.PGSQL.5432');
  });

  it('another protocol is named', () => {
    const error = fromPostgres(new OtherProtocol(Buffer.from('SSH-2.0-x')), AT);
    expect(error).toMatchObject({ kind: 'config', code: 'backend.not-postgres' });
    expect(error.message).toContain('speaks SSH, not PostgreSQL');
  });

  it('our own error stays unchanged', () => {
    const ours = new AppError({ code: 'user.none', message: 'none' });
    expect(fromPostgres(ours, AT)).toBe(ours);
  });
});
