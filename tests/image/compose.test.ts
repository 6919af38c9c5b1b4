import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KNOWN_SETTINGS } from '../../src/app/config/config.ts';
import { blocksOf } from '../house/read-docs.ts';
import { readText } from '../house/source-files.ts';
import { COMPOSE_FILES, ENV_FILE, readCompose } from './compose-files.ts';

const OURS = ['backend', 'worker', 'scheduler'];

describe.each(COMPOSE_FILES)('%s', (file) => {
  it('is accepted by Compose', async () => {
    const { services, volumes } = await readCompose(file, ENV_FILE);
    expect(Object.keys(services)).toEqual(expect.arrayContaining([...OURS, 'postgres', 'redis']));
    expect(Object.keys(volumes)).toEqual(expect.arrayContaining(['postgres', 'redis']));
  });

  it('starts nothing without its secrets, and contains none', async () => {
    const needed = Object.keys(ENV_FILE).filter((name) =>
      [`\${${name}:?`, `\${${name}?`].some((start) => readText(file).includes(start)),
    );
    expect(needed).toEqual(expect.arrayContaining(['DATABASE_URL', 'REDIS_URL', 'TAQUILLA_SECRET_KEY']));
    for (const name of needed) {
      const { [name]: _, ...others } = ENV_FILE;
      await expect(readCompose(file, others)).rejects.toMatchObject({
        stderr: expect.stringContaining('.env'),
      });
    }
    const settings = [
      ...readText(file).matchAll(/\$\{(\w*(?:PASSWORD|KEY|SECRET|TOKEN)\w*):?([-?])([^}]*)\}/g),
    ];
    expect(settings.length).toBeGreaterThan(5);
    expect(settings.filter(([, , kind, text]) => kind === '-' && text !== '')).toEqual([]);
  });

  it('keeps each of our processes small, unprivileged and read-only, and gives it time to stop', async () => {
    const { services } = await readCompose(file, ENV_FILE);
    for (const name of OURS) {
      expect(services[name]).toMatchObject({
        read_only: true,
        init: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        stop_grace_period: '30s',
        mem_limit: expect.any(String),
        cpus: expect.any(Number),
        command: expect.arrayContaining(['serve', '--migrate']),
      });
    }
    for (const name of ['postgres', 'redis']) {
      expect(services[name]).toMatchObject({
        healthcheck: { test: expect.any(Array) },
        volumes: expect.any(Array),
      });
    }
    expect(services['redis']?.command?.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
  });

  it('leads to the servers that .env names, and starts none of its own beside them', async () => {
    const { POSTGRES_PASSWORD: _, REDIS_PASSWORD: __, ...secrets } = ENV_FILE;
    const DATABASE_URL = 'postgresql://taquilla:secret@db.example.com/taquilla?sslmode=verify-full';
    const REDIS_URL = 'rediss://taquilla:secret@redis.example.com:6379/3';
    const managed = { ...secrets, DATABASE_URL, REDIS_URL, POSTGRES_SCALE: '0', REDIS_SCALE: '0' };
    const { services } = await readCompose(file, managed);
    for (const name of OURS) expect(services[name]?.environment).toMatchObject({ DATABASE_URL, REDIS_URL });
    const bundled = (await readCompose(file, ENV_FILE)).services;
    for (const name of ['postgres', 'redis']) {
      expect([services[name]?.scale, bundled[name]?.scale]).toEqual([0, 1]);
    }
    // Compose would also start a service on which another one depends.
    const awaited = Object.values(services).flatMap(({ depends_on = {} }) => Object.keys(depends_on));
    expect(awaited).toEqual(expect.not.arrayContaining(['postgres', 'redis']));
    // The workers need no Redis: an empty address counts as none, and is not a fault.
    const without = await readCompose(file, { ...managed, REDIS_URL: '' });
    expect(without.services['worker']?.environment?.['REDIS_URL']).toBe('');
  });

  it('passes every value of .env on unchanged', async () => {
    const ofTheBundledServer = ['TAQUILLA_DATA_DIR', 'TAQUILLA_ARCHIVE_DIR'];
    const fixed = ['HOST', 'PORT', 'METRICS_HOST', 'METRICS_PORT', 'PUBLIC_URL', ...ofTheBundledServer];
    const names = KNOWN_SETTINGS.filter((name) => !fixed.includes(name) && /^[A-Z]{2,}_[A-Z_]+$/.test(name));
    // Node.js itself reads this variable.
    names.push('NODE_EXTRA_CA_CERTS');
    const values = Object.fromEntries(names.map((name) => [name, `value ${name}`]));
    const { services } = await readCompose(file, { ...ENV_FILE, ...values });
    const { LC_ALL: _, LC_MESSAGES: __, ...passed } = values;
    expect(services['backend']?.environment).toMatchObject(passed);
  });

  it('starts neither bundled server without its password', async () => {
    const { POSTGRES_PASSWORD: _, REDIS_PASSWORD: __, ...without } = ENV_FILE;
    const { services } = await readCompose(file, without);
    // The image of PostgreSQL creates no database with an empty password, unless a variable disables
    // authentication.
    expect(services['postgres']?.environment).toEqual({
      POSTGRES_USER: 'taquilla',
      POSTGRES_DB: 'taquilla',
      POSTGRES_PASSWORD: '',
    });
    expect(services['postgres']?.command).toBeUndefined();
    // Compose prints a dollar sign twice.
    const [shell = '', ...args] = (services['redis']?.command ?? []).map((one) => one.replaceAll('$$', '$'));
    const start = async (password: unknown) =>
      await promisify(execFile)(
        shell,
        args.map((one) => one.replace('exec redis-server', 'exec echo')),
        { env: { PATH: process.env['PATH'], REDISCLI_AUTH: String(password) } },
      );
    await expect(start(services['redis']?.environment?.['REDISCLI_AUTH'])).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'Set REDIS_PASSWORD in .env.\n',
    });
    expect((await start('a b')).stdout).toMatch(/ --requirepass a b\n$/);
  });

  it('takes secrets from files, in each of our containers', async () => {
    const files = {
      TAQUILLA_SECRET_KEY: '',
      TAQUILLA_SECRET_KEY_FILE: '/run/secrets/taquilla_secret_key',
      WOOCOMMERCE_SSH_PRIVATE_KEY_PATH: '/run/secrets/store_ssh_key',
    };
    const { services } = await readCompose(file, { ...ENV_FILE, ...files }, ['docker-compose.secrets.yml']);
    for (const name of OURS) {
      const { environment = {}, secrets = [] } = services[name] ?? {};
      expect(environment).toMatchObject(files);
      const mounted = secrets.map(({ source }) => `/run/secrets/${source}`);
      const named = Object.values(files).filter((path) => path !== '');
      expect(mounted.toSorted()).toEqual(named.toSorted());
    }
  });
});

it('on one machine nothing can be reached from outside; in production only the proxy can', async () => {
  const portsOf = async (file: (typeof COMPOSE_FILES)[number]) =>
    Object.entries((await readCompose(file, ENV_FILE)).services).flatMap(([name, { ports = [] }]) =>
      ports.filter((port) => typeof port !== 'string' || !port.startsWith('127.0.0.1:')).map(() => name),
    );
  expect(await portsOf('docker-compose.local.yml')).toEqual([]);
  expect([...new Set(await portsOf('docker-compose.prod.yml'))]).toEqual(['proxy']);
});

it('the commands of the documentation create the .env that both files need', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'taquilla-env-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  const recipe = blocksOf('docs/installing.md', 'sh').find((block) => block.startsWith('umask 077'));
  await promisify(execFile)('sh', ['-ec', recipe ?? 'false'], { cwd: folder });
  const made = parseEnv(await readFile(join(folder, '.env'), 'utf8'));
  expect(Object.keys(made).toSorted()).toEqual(Object.keys(ENV_FILE).slice(0, 6).toSorted());
  const { services } = await readCompose('docker-compose.local.yml', made as Record<string, string>);
  const { password, host } = new URL(String(services['worker']?.environment?.['DATABASE_URL']));
  expect([password, host]).toEqual([
    services['postgres']?.environment?.['POSTGRES_PASSWORD'],
    'postgres:5432',
  ]);
  const queue = new URL(String(services['worker']?.environment?.['REDIS_URL']));
  expect([queue.password, queue.host]).toEqual([
    services['redis']?.environment?.['REDISCLI_AUTH'],
    'redis:6379',
  ]);
});
