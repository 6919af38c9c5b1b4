import { describe, expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { AppError } from './kernel/errors.ts';

function faultsOf(environment: Record<string, string>): AppError {
  try {
    parseConfig(environment, '/somewhere');
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the environment was accepted');
}

describe('parseConfig', () => {
  test('needs nothing at all: the bundled PostgreSQL in .taquilla, on this machine only', () => {
    expect(parseConfig({}, '/somewhere')).toEqual({
      databaseUrl: null,
      dataDir: '/somewhere/.taquilla',
      logLevel: null,
      host: '127.0.0.1',
      port: 8000,
      publicUrl: null,
      storePassword: null,
      searchPath: '',
    });
  });

  test('takes what is set', () => {
    expect(
      parseConfig(
        {
          DATABASE_URL: 'postgresql://taquilla:secret@db:5432/taquilla',
          TAQUILLA_DATA_DIR: '/var/lib/taquilla',
          LOG_LEVEL: 'debug',
          HOST: '::',
          PORT: '0',
          PUBLIC_URL: 'https://tickets.example.com/',
          TAQUILLA_STORE_PASSWORD: ' with spaces ',
          PATH: '/usr/bin:/bin',
        },
        '/somewhere',
      ),
    ).toEqual({
      databaseUrl: 'postgresql://taquilla:secret@db:5432/taquilla',
      dataDir: '/var/lib/taquilla',
      logLevel: 'debug',
      host: '::',
      port: 0,
      publicUrl: 'https://tickets.example.com',
      storePassword: ' with spaces ',
      searchPath: '/usr/bin:/bin',
    });
  });

  test('counts an empty variable as absent', () => {
    expect(parseConfig({ DATABASE_URL: '', PORT: '', HOST: '' }, '/x')).toEqual(parseConfig({}, '/x'));
  });

  test('tells all faults at once, each with its variable', () => {
    const error = faultsOf({
      DATABASE_URL: 'mysql://root@localhost/x',
      LOG_LEVEL: 'loud',
      HOST: 'localhost:80',
      PORT: '70000',
      PUBLIC_URL: 'ftp://example.com',
    });
    expect(error.kind).toBe('config');
    expect(error.code).toBe('config.environment');
    for (const name of ['DATABASE_URL', 'LOG_LEVEL', 'HOST', 'PORT', 'PUBLIC_URL']) {
      expect(error.message).toContain(`${name} must be`);
    }
  });

  test('never repeats a value, which may be a secret', () => {
    const error = faultsOf({ DATABASE_URL: 'postgres-secret-word', PORT: 'secret-word' });
    expect(error.message + JSON.stringify(error.details)).not.toContain('secret-word');
  });

  test.each(['-1', '65536', '8000.5', '0x1f', ' 80'])('refuses the port %j', (port) => {
    expect(faultsOf({ PORT: port }).message).toContain('PORT must be a whole number from 0 to 65535');
  });
});
