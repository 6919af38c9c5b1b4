import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type PrivateSshd, SSH_PASSWORD, SSH_USER, startSshd } from '../servers/private-sshd.ts';
import { callTaquilla } from './call-taquilla.ts';
import { type Ended, runTaquilla } from './run-taquilla.ts';

/** All secrets of these tests; none may appear anywhere. */
export const READER_PASSWORD = 'lectora-"muy\\secreta"-ñ';
export const SECRET_KEY = randomBytes(32).toString('base64');
export const NEXT_KEY = randomBytes(32).toString('base64');
const SECRETS = [READER_PASSWORD, SSH_PASSWORD, SECRET_KEY, NEXT_KEY, 'lectora-', 'BEGIN OPENSSH'];

export let store: StoreDatabase;
export let backend: Backend & { readonly url: string };
export let sshd: PrivateSshd;
export let reader: string;
/** Every output and every stored row, in which no secret may appear. */
export const recorded: string[] = [];

/** Set-up for the tests of a file: a store, an SSH host, and a separate backend for each test. */
export function useSealedStore(): void {
  beforeAll(async () => {
    [store, sshd] = await Promise.all([freshStoreDatabase(), startSshd()]);
    await makeDemoStore({ url: store.url, orders: 300, seed: 5, layout: 'hpos' });
    reader = `reader_${store.name.slice(-12)}`;
    for (const host of ['%', 'localhost']) {
      await store.exec(`CREATE USER '${reader}'@'${host}' IDENTIFIED BY '${READER_PASSWORD.replaceAll('\\', '\\\\')}';
        GRANT SELECT ON ${store.name}.* TO '${reader}'@'${host}'`);
    }
  });
  afterAll(async () => {
    for (const host of ['%', 'localhost']) await store.exec(`DROP USER '${reader}'@'${host}'`);
    await sshd.stop();
    await store.drop();
  });
  beforeEach(async () => {
    backend = await freshBackend();
    return async () => {
      recorded.push(await wholeDatabase());
      await backend.close();
    };
  });
}

interface More {
  readonly env?: Record<string, string>;
  readonly input?: string;
  /** As users run it, and as other users of the machine see it. */
  readonly ownProcess?: boolean;
}

export async function taquilla(args: readonly string[], more: More = {}): Promise<Ended> {
  const env = { DATABASE_URL: backend.url, TAQUILLA_SECRET_KEY: SECRET_KEY, LOG_LEVEL: 'trace', ...more.env };
  const input = more.input ?? '';
  const call = more.ownProcess === true ? runTaquilla : callTaquilla;
  const ended = await call([...args, '--verbose'], { env, input });
  recorded.push(ended.stdout, ended.stderr);
  return ended;
}

export async function json(args: readonly string[], more: More = {}) {
  const ended = await taquilla([...args, '--json'], more);
  return { ...ended, json: JSON.parse(ended.stdout) };
}

export async function wholeDatabase(): Promise<string> {
  const { rows } = await backend.db.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const tables = await Promise.all(
    rows.map(async ({ name }) => JSON.stringify((await backend.db.query(`select * from ${name}`)).rows)),
  );
  return tables.join('\n');
}

export function addArgs(name = 'shop', more: readonly string[] = []): readonly string[] {
  const { host, port, database } = parseStoreUrl(store.url);
  const mysql = ['--mysql-host', host, '--mysql-port', String(port), '--mysql-database', database];
  const ssh = ['--ssh-host', '127.0.0.1', '--ssh-port', String(sshd.port), '--ssh-user', SSH_USER];
  return [
    'credentials',
    'add',
    name,
    ...mysql,
    '--mysql-user',
    reader,
    ...ssh,
    '--secrets-from-stdin',
    ...more,
  ];
}

export const GIVEN = JSON.stringify({ password: READER_PASSWORD, ssh_password: SSH_PASSWORD });

export async function addTested(transport = 'auto'): Promise<void> {
  await taquilla(addArgs('shop', ['--transport', transport]), { input: GIVEN });
  const first = await json(['credentials', 'test', 'shop']);
  const { fingerprint } = first.json.host_key;
  await json(['credentials', 'test', 'shop', '--accept-host-key', fingerprint]);
}

/** Waits until an execution runs. */
export async function untilRunning(): Promise<void> {
  for (let waitedMs = 0; waitedMs < 20_000; waitedMs += 20) {
    const { rows } = await backend.db.query(`select from sync_executions where status = 'running'`);
    if (rows.length > 0) return;
    await sleep(20);
  }
  throw new Error('the execution never ran');
}

/** Fails if a secret, in any of the forms that it takes on its way, appears in anything that was recorded. */
export function expectNoSecret(): void {
  for (const secret of SECRETS) {
    const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
    forms.push(Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1));
    for (const form of forms)
      expect(recorded.filter((text) => text.includes(form)).map((text) => text.slice(0, 300))).toEqual([]);
  }
}

/** The arguments of every process of the machine, and the environment of those of the remote user. */
export async function watchProcesses(stop: AbortSignal): Promise<string> {
  const seen = new Set<string>();
  while (!stop.aborted) {
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      seen.add(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      if (environment.includes(sshd.home)) seen.add(environment);
    }
    await sleep(5);
  }
  return [...seen].join('\n').replaceAll('\0', ' ');
}
