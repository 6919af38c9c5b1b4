import { describe, expect, test } from 'vitest';
import type { CredentialsSettings } from '../../../backend/credentials/credentials-model.ts';
import { AppError } from '../../../kernel/errors.ts';
import { bodyFrom, settingsOf } from './credentials-body.ts';
import { parseCredentialsOptions } from './credentials-options.ts';

function settings(given: Record<string, string>, before: CredentialsSettings | null = null) {
  return settingsOf(bodyFrom('shop', parseCredentialsOptions(given), {}, before), before);
}

function faultOf(given: Record<string, string>): string {
  try {
    settings(given);
  } catch (error) {
    if (error instanceof AppError && error.code === 'cli.options') return error.message;
    throw error;
  }
  return 'accepted';
}

const DATABASE = { mysqlDatabase: 'wordpress', mysqlUser: 'reader' };

describe('the options of a set of credentials', () => {
  test('need only a database and its user', () => {
    expect(settings(DATABASE)).toEqual({
      name: 'shop',
      transport: 'auto',
      host: '127.0.0.1',
      port: 3306,
      socket: null,
      username: 'reader',
      database: 'wordpress',
      tablePrefix: null,
      textEncoding: 'auto',
      orderNumberMeta: null,
      tlsMode: 'off',
      tlsCa: null,
      tlsCertificate: null,
      ssh: null,
      jump: null,
      connectTimeoutMs: 10_000,
      maxConnections: 2,
      statementLimitS: 120,
      rowsPerSecond: null,
      maxConcurrentSyncs: 4,
      liveCeilingSeconds: null,
      sweepSeconds: 1,
    });
  });

  test('take the host of the database as wp-config.php has it', () => {
    const place = (mysqlHost: string, more: object = {}) => settings({ ...DATABASE, mysqlHost, ...more });
    expect(place('db.example.com:3307')).toMatchObject({ host: 'db.example.com', port: 3307 });
    expect(place('[::1]:3308')).toMatchObject({ host: '::1', port: 3308 });
    expect(place('localhost:/tmp/mysql.sock')).toMatchObject({
      host: 'localhost',
      socket: '/tmp/mysql.sock',
    });
    expect(() => place('[::1]:/tmp/mysql.sock')).toThrow(/--mysql-host is not valid: a socket and a host/);
    expect(() => place('db.example.com:3307', { mysqlPort: '3308' })).toThrow(
      /--mysql-host names a port that differs/,
    );
  });

  test('take a socket instead of host and port', () => {
    const before = settings({ ...DATABASE, mysqlSocket: '/tmp/mysql.sock' });
    expect(before).toMatchObject({ host: 'localhost', port: 3306, socket: '/tmp/mysql.sock' });
    const change = (given: Record<string, string>) => settings(given, before);
    expect(change({ rowsPerSecond: '5' })).toMatchObject({ socket: '/tmp/mysql.sock' });
    expect(change({ mysqlSocket: '' })).toMatchObject({ host: 'localhost', port: 3306, socket: null });
    expect(change({ mysqlHost: 'db.example.com' })).toMatchObject({ host: 'db.example.com', socket: null });
    expect(() => change({ mysqlPort: '3307' })).toThrow(/--mysql-port is not valid: a socket and a port/);
    expect(() => change({ mysqlSocket: 'mysql.sock' })).toThrow(/--mysql-socket must be an absolute path/);
  });

  test('change only what they name', () => {
    const before = {
      ...settings({ ...DATABASE, sshHost: 'ssh.example.com', sshUser: 'deploy', rowsPerSecond: '500' }),
      textEncoding: 'utf8mb4' as const,
    };
    const changed = settings({ sshPort: '2222' }, before);
    expect(changed).toMatchObject({
      database: 'wordpress',
      ssh: { host: 'ssh.example.com', port: 2222, username: 'deploy' },
      rowsPerSecond: 500,
      textEncoding: 'utf8mb4',
    });
    const without = settings({ sshHost: '', rowsPerSecond: '0' }, before);
    expect(without).toMatchObject({ ssh: null, rowsPerSecond: null });
    expect(settings({ sweepSeconds: '5' }, before)).toMatchObject({ sweepSeconds: 5, rowsPerSecond: 500 });
  });

  test.each([
    [{}, '--mysql-database and --mysql-user are needed'],
    [{ ...DATABASE, textEncoding: 'latin1' }, '--text-encoding must be auto or utf8mb4'],
    [{ ...DATABASE, mysqlPort: '0', tls: 'maybe' }, '--mysql-port must be a whole number'],
    [{ ...DATABASE, mysqlPort: '0', tls: 'maybe' }, '--tls must be off, encrypt or verify'],
    [{ ...DATABASE, transport: 'ssh_exec' }, 'needs --ssh-host and --ssh-user'],
    [{ ...DATABASE, sshHost: 'ssh.example.com' }, '--ssh-user is missing'],
    [{ ...DATABASE, sshUser: 'deploy' }, '--ssh-host is missing'],
    [{ ...DATABASE, jumpHost: 'j', jumpUser: 'd' }, 'give --ssh-host'],
    [{ ...DATABASE, sshHost: '10.0.0.7:22', sshUser: 'deploy' }, 'user and port are separate'],
    [{ ...DATABASE, sshHost: 'deploy@ssh.example.com', sshUser: 'deploy' }, 'user and port are separate'],
    [{ ...DATABASE, mysqlHost: 'mysql://db' }, '--mysql-host must be a host name'],
    [{ ...DATABASE, sweepSeconds: '0' }, '--sweep-seconds must be a whole number'],
    [{ ...DATABASE, sweepSeconds: '61' }, '--sweep-seconds must be a whole number'],
  ])('%j: %s', (given, fault) => {
    expect(faultOf(given)).toContain(fault);
  });
});
