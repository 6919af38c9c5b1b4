import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { runTaquilla } from '../cli/run-taquilla.ts';
import { type FreshDatabase, freshBackendDatabase } from '../servers/databases.ts';
import { expectReported, SECRET } from './reported-error.ts';

let folder: string;
let backend: FreshDatabase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taquilla-settings-'));
  await writeFile(join(folder, 'a-file'), 'x');
  backend = await freshBackendDatabase();
});
afterAll(async () => {
  await backend?.drop();
  await rm(folder, { recursive: true, force: true });
});

const FORM = 'postgresql://user:password@host:5432/database';
const ENCODED = 'in a password, characters like @ / : # ? % are written percent-encoded';

/** The sentence about one faulty variable. */
const WRONG: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
  [
    { DATABASE_URL: `mysql://ana:${SECRET}@db/x` },
    'DATABASE_URL must be an address that begins with postgresql://, not mysql://',
  ],
  [{ DATABASE_URL: SECRET }, `DATABASE_URL must be an address like ${FORM}`],
  [
    { DATABASE_URL: `postgresql://ana:${SECRET}#1@db/x` },
    `DATABASE_URL must be an address like ${FORM}, with one host; ${ENCODED}`,
  ],
  [
    { DATABASE_URL: `postgresql://ana:${SECRET}%@db/x` },
    `DATABASE_URL must be an address like ${FORM}, with one host; ${ENCODED}`,
  ],
  [
    { DATABASE_URL: `postgresql://ana:${SECRET}@one:5432,two:5432/x` },
    `DATABASE_URL must be an address like ${FORM}, with one host; ${ENCODED}`,
  ],
  [
    { DATABASE_URL: `postgresql://ana:${SECRET}@db/x?sslmode=strict` },
    'sslmode in DATABASE_URL must be one of disable, allow, prefer, require, verify-ca, verify-full, no-verify',
  ],
  [
    { DATABASE_URL: `postgresql://ana:${SECRET}@db/x?sslrootcert=/no/ca.crt` },
    'sslrootcert in DATABASE_URL names the file /no/ca.crt, which cannot be read (ENOENT: the file does not exist)',
  ],
  [
    { REDIS_URL: `redis://:${SECRET}#1@redis:6379` },
    `REDIS_URL must be an address with one host; ${ENCODED}`,
  ],
  [{ SMTP_URL: `smtp://ana:${SECRET}/1@mail:587` }, `SMTP_URL must be an address with one host; ${ENCODED}`],
  [
    { TAQUILLA_SECRET_KEY_FILE: '/no/key' },
    'TAQUILLA_SECRET_KEY_FILE names the file /no/key that cannot be read (ENOENT: the file does not exist)',
  ],
  [
    { TAQUILLA_SECRET_KEY_FILE: '/' },
    'TAQUILLA_SECRET_KEY_FILE names the file / that cannot be read (EISDIR: it is a folder)',
  ],
  // The secret itself, entered by mistake.
  [
    { TAQUILLA_SECRET_KEY_FILE: `${SECRET}+x==` },
    'TAQUILLA_SECRET_KEY_FILE names a file that cannot be read (ENOENT: the file does not exist)',
  ],
  [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535'],
];

test.each(WRONG)('%j', async (env, fault) => {
  await expectReported({
    args: ['migrate'],
    env,
    kind: 'config',
    code: 'config.environment',
    says: `The environment cannot be used: ${fault}.`,
  });
});

test('the data folder is inside a file', async () => {
  const dataDir = join(folder, 'a-file', 'data');
  await expectReported({
    args: ['migrate'],
    env: { TAQUILLA_DATA_DIR: dataDir },
    kind: 'config',
    code: 'machine.folder-not-writable',
    says: `The data folder ${dataDir} cannot be made or written (ENOTDIR: a part of its path is no folder): give it to the user who runs Taquilla, or name another in TAQUILLA_DATA_DIR.`,
  });
});

test.each([
  ['--new-key-file', ['secrets', 'rotate', '--new-key-file', '/no/key']],
  [
    '--ssh-key-file',
    [
      'credentials',
      'add',
      'shop',
      '--mysql-host',
      'db',
      '--mysql-database',
      'x',
      '--mysql-user',
      'y',
      '--ssh-host',
      's',
      '--ssh-user',
      'z',
      '--ssh-key-file',
      '/no/key',
    ],
  ],
])('%s names a missing file', async (option, args) => {
  const { exitCode, stderr } = await callTaquilla(args, {
    env: { DATABASE_URL: backend.url, TAQUILLA_SECRET_KEY: 'k'.repeat(40) },
  });
  expect(stderr).toContain(
    `Error: ${option} names the file /no/key, which cannot be read (ENOENT: the file does not exist). (cli.options)`,
  );
  expect(exitCode).toBe(64);
});

test.each([
  [['snyc'], 'Did you mean sync?'],
  [['credentials', 'lst'], 'Did you mean list?'],
  [['migrate', '--jsno'], 'Did you mean --json?'],
])('%j is not a command or option, and the intended one is suggested', async (args, hint) => {
  const { exitCode, stderr } = await callTaquilla(args);
  expect(stderr).toContain(hint);
  expect(exitCode).toBe(64);
});

test('an error as JSON names the same objects', async () => {
  const { stdout, exitCode } = await callTaquilla(['migrate', '--json'], {
    env: { DATABASE_URL: `postgresql://ana:${SECRET}@127.0.0.1:1/x` },
  });
  const { error } = JSON.parse(stdout);
  expect(error).toEqual({
    kind: 'unavailable',
    code: 'backend.unreachable',
    message:
      'Nothing listens at 127.0.0.1:1: start PostgreSQL there, or correct host and port in DATABASE_URL.',
  });
  expect(exitCode).toBe(75);
});

test('sslmode=require causes no warning at the start', async () => {
  const env = { DATABASE_URL: `postgresql://ana:${SECRET}@127.0.0.1:1/x?sslmode=require` };
  const { stderr } = await runTaquilla(['migrate'], { env });
  expect(stderr.trim().split('\n')).toEqual([
    'Error: Nothing listens at 127.0.0.1:1: start PostgreSQL there, or correct host and port in DATABASE_URL. (backend.unreachable)',
    'Run it again with --verbose to see the details.',
  ]);
});
