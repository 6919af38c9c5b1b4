import { once } from 'node:events';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { passwordMatches } from '../../src/backend/users/password-hash.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { startMailServer } from '../alerts/mail-server.ts';
import { emptyBackendDatabase, type FreshDatabase } from '../servers/databases.ts';
import { runTaquilla, startTaquilla } from './run-taquilla.ts';

const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));
let backend: FreshDatabase;
let db: Database;
let env: Record<string, string>;

beforeEach(async () => {
  backend = await emptyBackendDatabase();
  db = openDatabase({ connectionString: backend.url }, log);
  env = { DATABASE_URL: backend.url, TAQUILLA_SECRET_KEY: 'a secret key of the tests, long enough' };
});
afterEach(async () => {
  await closeDatabase(db);
  await backend.drop();
});

test('reports all faults of the environment at once, each with its variable', async () => {
  const wrong = { DATABASE_URL: 'mysql://x', PORT: 'http', LOG_LEVEL: 'loud', PUBLIC_URL: 'example.com' };
  const { exitCode, stderr, stdout } = await runTaquilla(['check'], { env: wrong });
  const [line = '', ...rest] = stderr.trim().split('\n');
  for (const name of Object.keys(wrong)) expect(line).toContain(`${name} must be`);
  expect(rest).toEqual([]);
  expect(stdout).toBe('');
  expect(exitCode).toBe(78);
});

test('shows its help even if the environment is faulty, and knows its commands', async () => {
  const { exitCode, stdout } = await runTaquilla(['--help'], { env: { PORT: 'http' } });
  for (const name of 'migrate check createsuperuser serve products sync demo-store demo'.split(' ')) {
    expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  }
  expect(exitCode).toBe(0);
  expect((await runTaquilla(['snyc'])).stderr).toContain('Did you mean sync?');
  expect((await runTaquilla(['sync'])).exitCode).toBe(64);
});

test('goes from an empty database to a healthy installation', async () => {
  const before = await runTaquilla(['check'], { env });
  expect(before.stdout).toContain('✗ backend migrated');
  expect(before.stdout.trim().split('\n').at(-1)).toMatch(
    /^Not healthy: 1 of 11 checks failed\. Not checked: the contents of the backend; the disk of the PostgreSQL server; how the operation goes \(node .+taquilla\.mjs status\)\.$/,
  );
  expect(before.exitCode).toBe(78);

  const migrated = await runTaquilla(['migrate'], { env });
  expect(migrated).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Applied 0001-') });
  expect((await runTaquilla(['migrate', '--json'], { env })).stdout).toBe(
    '{\n  "applied": [],\n  "changed": [],\n  "newer_program": null\n}\n',
  );

  const after = await runTaquilla(['check'], { env });
  expect(after.stdout.trim().split('\n').at(-1)).toMatch(
    /^The installation is healthy\. Not checked: the disk of the PostgreSQL server; how the operation goes \(node .+taquilla\.mjs status\)\.$/,
  );
  expect(after.exitCode).toBe(0);
  const asJson: { ok: boolean } = JSON.parse((await runTaquilla(['check', '--json'], { env })).stdout);
  expect(asJson.ok).toBe(true);
});

test('creates a superuser from standard input, once, and refuses a weak password', async () => {
  await runTaquilla(['migrate'], { env });
  const make = async (email: string, input: string) =>
    await runTaquilla(['createsuperuser', '--email', email], { env, input });

  const weak = await make('ana@example.com', 'short\n');
  expect(weak).toMatchObject({ exitCode: 64, stderr: expect.stringContaining('at least 12 characters') });
  const made = await make('Ana@example.com', 'cuatro gatos bailan\n');
  expect(made).toMatchObject({ exitCode: 0, stdout: 'Created the superuser Ana@example.com.\n' });
  const again = await make('ana@EXAMPLE.com', 'cinco gatos bailan\n');
  expect(again).toMatchObject({ exitCode: 75, stderr: expect.stringContaining('already exists') });
  expect((await make('no-address', 'cuatro gatos bailan\n')).exitCode).toBe(64);
  const asked = await runTaquilla(['createsuperuser'], { env });
  expect(asked).toMatchObject({ exitCode: 64, stderr: expect.stringContaining('--email') });

  const { rows } = await db.query('select email, role, password_hash from users');
  expect(rows).toEqual([
    { email: 'Ana@example.com', role: 'superuser', password_hash: expect.stringMatching(/^\$argon2id\$/) },
  ]);
  expect(await passwordMatches('cuatro gatos bailan', rows[0].password_hash)).toBe(true);
});

test('check warns if alerts are sent without a link, and still succeeds', async () => {
  await runTaquilla(['migrate'], { env });
  const server = await startMailServer();
  onTestFinished(async () => await server.close());
  const mail = { ...env, SMTP_URL: server.url, ALERT_EMAILS: 'ops@example.com' };
  const warned = await runTaquilla(['check'], { env: mail });
  expect(warned.stdout).toMatch(
    /^! links: PUBLIC_URL is not set: alerts contain no link to the panel; set it to the address of the panel$/m,
  );
  expect(warned.exitCode).toBe(0);
  const asJson = JSON.parse((await runTaquilla(['check', '--json'], { env: mail })).stdout);
  expect(asJson.checks).toContainEqual(
    expect.objectContaining({ name: 'links', ok: true, status: 'warning' }),
  );
  const named = { ...mail, PUBLIC_URL: 'https://tickets.example.com' };
  for (const quiet of [named, env]) {
    expect((await runTaquilla(['check'], { env: quiet })).stdout).not.toContain('links');
  }
});

test('stops although browsers hold open connections on which they have sent nothing, or half a request', async () => {
  const running = startTaquilla(['serve'], { env: { ...env, PORT: '0' } });
  await running.untilSaid('Taquilla is at ');
  const port = Number(/Taquilla is at http:\/\/127\.0\.0\.1:(\d+)/.exec(running.said())?.[1]);
  const sockets = ['', 'GET /healthz HTTP/1.1\r\nhost: loc'].map((text) => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(text);
    return socket;
  });
  await Promise.all(sockets.map(async (socket) => await once(socket, 'connect')));
  // Connections are accepted in order: a reply on a later one shows that the server has the earlier ones.
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  running.child.kill('SIGTERM');
  const stopped = running.ended.then(({ exitCode }) => exitCode);
  expect(await Promise.race([stopped, sleep(30_000, 'still running', { ref: false })])).toBe(0);
  for (const socket of sockets) socket.destroy();
});

test('serves until it is asked to stop, and then exits with 0', async () => {
  const running = startTaquilla(['serve'], { env: { ...env, PORT: '0' } });
  await running.untilSaid('Taquilla is at ');
  running.child.kill('SIGTERM');
  const { exitCode, stdout, stderr } = await running.ended;
  expect(stderr).toMatch(/Taquilla is at http:\/\/127\.0\.0\.1:\d+\/admin\/sync_woocommerce\/ /);
  expect(stderr).toContain('lacks tables');
  // its log is machine-readable
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ msg }) => msg)).toContain('Taquilla is listening');
  expect(exitCode).toBe(0);
});
