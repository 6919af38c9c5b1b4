import { describe, expect, test } from 'vitest';
import { AppError } from '../../kernel/errors.ts';
import { parseConfig } from './config.ts';

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
  test('needs no settings: the bundled PostgreSQL in .taquilla, on this machine only', () => {
    expect(parseConfig({}, '/somewhere')).toMatchObject({
      databaseUrl: null,
      dataDir: '/somewhere/.taquilla',
      logLevel: null,
      host: '127.0.0.1',
      port: 8000,
      publicUrl: null,
      storePassword: null,
      searchPath: '',
      timezone: 'UTC',
      syncMaxRetries: 3,
      redisUrl: null,
      cleanup: { olderThanDays: 90, keepNewest: 100, changesOlderThanDays: 30 },
      alerts: { smtpUrl: null, emails: [], webhook: null },
    });
  });

  test('reads the given settings', () => {
    expect(
      parseConfig(
        {
          DATABASE_URL: 'postgresql://taquilla:secret@db:5432/taquilla',
          LOG_LEVEL: 'debug',
          HOST: '::',
          PORT: '0',
          PUBLIC_URL: 'https://tickets.example.com/',
          TAQUILLA_STORE_PASSWORD: ' with spaces ',
          PATH: '/usr/bin:/bin',
        },
        '/somewhere',
      ),
    ).toMatchObject({
      databaseUrl: 'postgresql://taquilla:secret@db:5432/taquilla',
      logLevel: 'debug',
      host: '::',
      port: 0,
      publicUrl: 'https://tickets.example.com',
      storePassword: ' with spaces ',
      searchPath: '/usr/bin:/bin',
    });
  });

  test('accepts a folder for the bundled PostgreSQL, and refuses it together with another server', () => {
    const folder = { TAQUILLA_DATA_DIR: '/var/lib/taquilla' };
    expect(parseConfig(folder, '/x')).toMatchObject({ databaseUrl: null, dataDir: '/var/lib/taquilla' });
    expect(parseConfig({ ...folder, DATABASE_URL: '' }, '/x').databaseUrl).toBeNull();
    const { kind, message } = faultsOf({
      ...folder,
      DATABASE_URL: 'postgresql://taquilla:s3cret@db/taquilla',
    });
    expect(kind).toBe('config');
    expect(message).toBe(
      'The environment cannot be used: TAQUILLA_DATA_DIR names the folder of the bundled PostgreSQL and ' +
        'DATABASE_URL another PostgreSQL, so only one of them may be set.',
    );
  });

  test('reads the recipients of alerts', () => {
    const { alerts, redisUrl } = parseConfig(
      {
        REDIS_URL: 'rediss://:secret@queue:6380/1',
        SMTP_URL: 'smtp://user:secret@mail.example.com:587',
        ALERT_EMAILS: 'ops@example.com, boss@example.com',
        ALERT_FROM: 'Boletería <taquilla@example.com>',
        ALERT_LANGUAGE: 'es',
        ALERT_WEBHOOK_URL: 'https://hooks.example.com/t',
        ALERT_WEBHOOK_SECRET: '0123456789abcdef',
      },
      '/x',
    );
    expect(redisUrl).toBe('rediss://:secret@queue:6380/1');
    expect(alerts).toEqual({
      smtpUrl: 'smtp://user:secret@mail.example.com:587',
      from: 'Boletería <taquilla@example.com>',
      emails: ['ops@example.com', 'boss@example.com'],
      language: 'es',
      webhook: { url: 'https://hooks.example.com/t', secret: '0123456789abcdef' },
    });
  });

  test('requires a secret for a webhook, and valid addresses', () => {
    expect(faultsOf({ ALERT_WEBHOOK_URL: 'https://hooks.example.com/t' }).message).toContain(
      'ALERT_WEBHOOK_SECRET',
    );
    for (const end of ['abc', '-1', '0/1', '0x1']) {
      expect(faultsOf({ REDIS_URL: `redis://queue:6379/${end}` }).message).toContain(
        'REDIS_URL must end with the number of a Redis database',
      );
    }
    for (const end of ['', '/', '//0', '/mymaster/x']) {
      expect(faultsOf({ REDIS_URL: `redis+sentinel://one,two${end}` }).message).toContain(
        'REDIS_URL must name the server that the Sentinels watch',
      );
    }
    for (const end of ['/mymaster', '/mymaster/', '/mymaster/3', '/mymaster/0?sentinel_password=x']) {
      expect(parseConfig({ REDIS_URL: `redis+sentinel://one:26379,two${end}` }, '/x').redisUrl).toContain(
        'one',
      );
    }
    expect(faultsOf({ REDIS_URL: 'redis+sentinel://one:x,two/mymaster' }).message).toContain(
      'percent-encoded',
    );
    for (const end of ['', '/', '/15']) {
      expect(parseConfig({ REDIS_URL: `redis://queue:6379${end}` }, '/x').redisUrl).toContain('queue');
    }
    const { message } = faultsOf({
      SMTP_URL: 'mail.example.com',
      ALERT_EMAILS: 'no-address',
      REDIS_URL: 'x',
    });
    for (const name of ['SMTP_URL', 'ALERT_EMAILS', 'REDIS_URL']) expect(message).toContain(name);
  });

  test('counts an empty variable as absent', () => {
    expect(parseConfig({ DATABASE_URL: '', PORT: '', HOST: '' }, '/x')).toEqual(parseConfig({}, '/x'));
  });

  test('reports all faults at once, each with its variable', () => {
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

describe('a store in the environment', () => {
  const STORE = {
    WOOCOMMERCE_SSH_HOST: 'ssh.example.com',
    WOOCOMMERCE_SSH_USERNAME: 'deploy',
    WOOCOMMERCE_MYSQL_DATABASE: 'wordpress',
    WOOCOMMERCE_MYSQL_USERNAME: 'reader',
  };
  const noFile = () => {
    throw new Error('no such file');
  };

  test('has the usual ports, database and SSH host by default', () => {
    const { storeEnvironment } = parseConfig({ ...STORE, WOOCOMMERCE_MYSQL_PASSWORD: 'gato' }, '/');
    expect(storeEnvironment).toMatchObject({
      mysql: { host: '127.0.0.1', port: 3306, database: 'wordpress', username: 'reader' },
      ssh: { host: 'ssh.example.com', port: 22, username: 'deploy', password: null, privateKey: null },
      connectTimeoutMs: 10_000,
    });
    expect(storeEnvironment?.mysql.password?.reveal()).toBe('gato');
    expect(JSON.stringify(storeEnvironment)).not.toContain('gato');
    expect(parseConfig({ WOOCOMMERCE_SSH_PORT: '2222' }, '/').storeEnvironment).toBeNull();
  });

  test('takes the host of its database as wp-config.php has it, or a socket', () => {
    const withHost = (WOOCOMMERCE_MYSQL_HOST: string) =>
      parseConfig({ ...STORE, WOOCOMMERCE_MYSQL_HOST }, '/').storeEnvironment?.mysql;
    expect(withHost('db.example.com:3307')).toMatchObject({ host: 'db.example.com', port: 3307 });
    expect(withHost('[::1]:3308')).toMatchObject({ host: '::1', port: 3308 });
    const onSocket = { host: 'localhost', port: 3306, socket: '/run/mysqld/mysqld.sock' };
    expect(withHost('localhost:/run/mysqld/mysqld.sock')).toMatchObject(onSocket);
    const withSocket = (WOOCOMMERCE_MYSQL_SOCKET: string, more: object = {}) =>
      parseConfig({ ...STORE, WOOCOMMERCE_MYSQL_SOCKET, ...more }, '/').storeEnvironment?.mysql;
    expect(withSocket('/run/mysqld/mysqld.sock')).toMatchObject(onSocket);
    expect(() => withSocket('mysqld.sock')).toThrow(/WOOCOMMERCE_MYSQL_SOCKET must be an absolute path/);
    expect(() => withSocket('/tmp/a.sock', { WOOCOMMERCE_MYSQL_PORT: '3307' })).toThrow(
      /WOOCOMMERCE_MYSQL_SOCKET is not valid: a socket and a port/,
    );
    expect(() => withHost('a b')).toThrow(/WOOCOMMERCE_MYSQL_HOST must be a host name/);
  });

  test('may set the character set of its texts', () => {
    const withText = (WOOCOMMERCE_MYSQL_TEXT_ENCODING: string) =>
      parseConfig({ ...STORE, WOOCOMMERCE_MYSQL_TEXT_ENCODING }, '/').storeEnvironment?.textEncoding;
    expect(parseConfig(STORE, '/').storeEnvironment?.textEncoding).toBe('auto');
    expect([withText(''), withText('utf8mb4')]).toEqual(['auto', 'utf8mb4']);
    expect(() => withText('latin1')).toThrow(/WOOCOMMERCE_MYSQL_TEXT_ENCODING must be auto or utf8mb4/);
  });

  test("may name the meta with an order's number", () => {
    const withMeta = (WOOCOMMERCE_ORDER_NUMBER_META: string) =>
      parseConfig({ ...STORE, WOOCOMMERCE_ORDER_NUMBER_META }, '/').storeEnvironment?.orderNumberMeta;
    expect([withMeta(''), withMeta('_invoice-no_2')]).toEqual([null, '_invoice-no_2']);
    for (const meta of ["_a' or '1", 'a b', 'ñ', 'x'.repeat(192)])
      expect(() => withMeta(meta)).toThrow(
        /WOOCOMMERCE_ORDER_NUMBER_META may contain letters, digits, _ and - only/,
      );
  });

  test('may name the key of its database server, in full or by its fingerprint', () => {
    const withKey = (key: string) => parseConfig({ ...STORE, WOOCOMMERCE_MYSQL_SERVER_KEY: key }, '/');
    const fingerprint = `SHA256:${'a'.repeat(43)}`;
    for (const key of [`rsa ${fingerprint}`, `tls ${fingerprint}`, `rsa ${'A'.repeat(392)}`]) {
      expect(withKey(key).storeEnvironment?.serverKey).toBe(key);
    }
    expect(parseConfig(STORE, '/').storeEnvironment?.serverKey).toBeNull();
    for (const wrong of [fingerprint, 'rsa', 'ssh-rsa AAAA', `rsa ${fingerprint}=`]) {
      expect(() => withKey(wrong)).toThrow(/WOOCOMMERCE_MYSQL_SERVER_KEY must be rsa or tls/);
    }
  });

  test('may have each secret in a file, and always its private key', () => {
    const files: Record<string, string> = {
      '/run/mysql': 'gato\n',
      '/run/key': 'KEY',
      '/run/secret': 'x'.repeat(32),
    };
    const { storeEnvironment, secretKey } = parseConfig(
      {
        ...STORE,
        WOOCOMMERCE_MYSQL_PASSWORD_FILE: '/run/mysql',
        WOOCOMMERCE_SSH_PRIVATE_KEY_PATH: '/run/key',
        TAQUILLA_SECRET_KEY_FILE: '/run/secret',
      },
      '/',
      (path) => files[path] ?? noFile(),
    );
    expect(storeEnvironment?.mysql.password?.reveal()).toBe('gato');
    expect(storeEnvironment?.ssh?.privateKey?.reveal()).toBe('KEY');
    expect(secretKey?.reveal()).toBe('x'.repeat(32));
  });

  test('that is incomplete, or whose files do not exist, is refused with all its faults', () => {
    const fault = (environment: Record<string, string>): string => {
      try {
        parseConfig(environment, '/', noFile);
      } catch (error) {
        return error instanceof AppError ? error.message : String(error);
      }
      return 'accepted';
    };
    const half = fault({
      WOOCOMMERCE_SSH_HOST: 'ssh.example.com',
      WOOCOMMERCE_MYSQL_PASSWORD_FILE: '/run/gone',
    });
    expect(half).toContain('WOOCOMMERCE_MYSQL_DATABASE must be set');
    expect(half).toContain('WOOCOMMERCE_MYSQL_USERNAME must be set');
    expect(half).toContain('WOOCOMMERCE_SSH_USERNAME must be set');
    expect(half).toContain('WOOCOMMERCE_MYSQL_PASSWORD_FILE names the file /run/gone that cannot be read');
    const twice = fault({
      ...STORE,
      WOOCOMMERCE_SSH_PASSWORD: 'gato',
      WOOCOMMERCE_SSH_PASSWORD_FILE: '/run/x',
    });
    expect(twice).toContain('WOOCOMMERCE_SSH_PASSWORD and WOOCOMMERCE_SSH_PASSWORD_FILE are both set');
    expect(twice).not.toContain('gato');
    expect(fault({ TAQUILLA_SECRET_KEY: 'short' })).toContain('TAQUILLA_SECRET_KEY must have at least 32');
  });

  test("has Spanish messages if the system's language is Spanish", () => {
    expect(parseConfig({ LANG: 'es_CL.UTF-8' }, '/').language).toBe('es');
    expect(parseConfig({ LANG: 'es_CL.UTF-8', LC_ALL: 'C' }, '/').language).toBe('en');
  });
});
