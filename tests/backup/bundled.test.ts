import { chmod, cp, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, queryRows } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { newId } from '../../src/kernel/ids.ts';
import { removeServerPlace } from '../../src/platform/server-place.ts';
import { testLog } from '../servers/private-postgres.ts';
import { archiveAll, makeShelf, momentBetween, onBundled, type Shelf, said } from './backup-world.ts';

let shelf: Shelf;
let home: string;
let moment: string;
let secretKey: string;
const inFolder = (name: string): string => join(home, name);
const inShelf = (name: string): string => join(shelf.folder, name);

async function addUser(db: Database, email: string): Promise<void> {
  const sql = `insert into users (id, email, password_hash, role) values ($1, $2, 'x', 'viewer')`;
  await queryRows(db, sql, [newId(), email]);
}

async function usersIn(dataDir: string, archiveDir: string): Promise<readonly string[]> {
  const found: string[] = [];
  await onBundled(dataDir, archiveDir, async (db) => {
    const rows = await queryRows<{ email: string }>(db, 'select email from users order by email');
    found.push(...rows.map(({ email }) => email));
  });
  return found;
}

async function gone(dataDir: string): Promise<void> {
  await removeServerPlace(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}

/** Both kinds of backup, then a change, a moment, another change, and the loss of the machine. */
beforeAll(async () => {
  shelf = await makeShelf();
  home = await mkdtemp(join(tmpdir(), 'taq-lost-'));
  await chmod(home, 0o755);
  const env = { TAQUILLA_DATA_DIR: inFolder('data'), TAQUILLA_ARCHIVE_DIR: inFolder('archive') };
  await onBundled(env.TAQUILLA_DATA_DIR, env.TAQUILLA_ARCHIVE_DIR, async (db) => {
    await migrate(db, testLog);
    await addUser(db, 'a@example.com');
    const pass = ['--passphrase-file', shelf.file];
    expect(await said(['backup', inShelf('rows.backup'), ...pass], env)).toMatchObject({ exitCode: 0 });
    expect(await said(['backup', inShelf('files.backup'), '--files', ...pass], env)).toMatchObject({
      exitCode: 0,
    });
    await addUser(db, 'b@example.com');
    moment = await momentBetween(db);
    await addUser(db, 'c@example.com');
    await archiveAll(db);
  });
  secretKey = await readFile(inFolder('data/secret-key'), 'utf8');
  await gone(inFolder('data'));
});
afterAll(async () => {
  await Promise.all([shelf.remove(), rm(home, { recursive: true, force: true })]);
});

test('the rows come back into an empty data folder, with their key', async () => {
  const env = { TAQUILLA_DATA_DIR: inFolder('rows') };
  const args = ['restore', inShelf('rows.backup'), '--passphrase-file', shelf.file];
  const ended = await said(args, env);
  expect(ended).toMatchObject({ exitCode: 0, json: { secret_key_file: inFolder('rows/secret-key') } });
  expect(await readFile(inFolder('rows/secret-key'), 'utf8')).toBe(secretKey);
  expect(await usersIn(inFolder('rows'), inFolder('archive-of-rows'))).toEqual(['a@example.com']);
  await gone(inFolder('rows'));
});

test('the files are restored to a moment between two changes,', async () => {
  const env = { TAQUILLA_DATA_DIR: inFolder('files'), TAQUILLA_ARCHIVE_DIR: inFolder('copy') };
  await cp(inFolder('archive'), env.TAQUILLA_ARCHIVE_DIR, { recursive: true });
  const args = ['restore', inShelf('files.backup'), '--passphrase-file', shelf.file, '--until', moment];
  expect(await said(args, { TAQUILLA_DATA_DIR: inFolder('files') })).toMatchObject({
    code: 'backup.no-archive',
  });
  expect(await said(args, env)).toMatchObject({ exitCode: 0, json: { set_aside: null } });
  expect(await readFile(inFolder('files/secret-key'), 'utf8')).toBe(secretKey);
  expect(await usersIn(inFolder('files'), env.TAQUILLA_ARCHIVE_DIR)).toEqual([
    'a@example.com',
    'b@example.com',
  ]);
  expect(await said(args, env)).toMatchObject({ exitCode: 78, code: 'restore.has-data' });
  // Rows that were written after that moment are on the timeline that the restore left: the restore names it, and
  // they can be restored.
  const all = [...args.slice(0, -2), '--replace', inFolder('files')];
  expect(await said(all, env)).toMatchObject({ exitCode: 64, code: 'restore.several-timelines' });
  const again = await said([...all, '--timeline', '1'], env);
  expect(again).toMatchObject({ exitCode: 0 });
  expect(await readdir(inFolder('files/postgres'))).toContain(basename(String(again.json['set_aside'])));
  expect(await usersIn(inFolder('files'), env.TAQUILLA_ARCHIVE_DIR)).toEqual([
    'a@example.com',
    'b@example.com',
    'c@example.com',
  ]);
});

test('after a restore that was killed between its two renames, no empty database replaces the data', async () => {
  const env = { TAQUILLA_DATA_DIR: inFolder('files'), TAQUILLA_ARCHIVE_DIR: inFolder('copy') };
  const folder = inFolder('files/postgres');
  await rename(join(folder, 'data'), inFolder('restored'));
  const start = usersIn(env.TAQUILLA_DATA_DIR, env.TAQUILLA_ARCHIVE_DIR);
  await expect(start).rejects.toMatchObject({ code: 'backend.data-set-aside', kind: 'config' });
  expect(await readdir(folder)).not.toContain('data');
  const args = ['restore', inShelf('files.backup'), '--passphrase-file', shelf.file, '--until', moment];
  expect(await said([...args, '--timeline', '1'], env)).toMatchObject({ exitCode: 0 });
  expect(await usersIn(env.TAQUILLA_DATA_DIR, env.TAQUILLA_ARCHIVE_DIR)).toEqual([
    'a@example.com',
    'b@example.com',
  ]);
  await gone(env.TAQUILLA_DATA_DIR);
});

test('a moment that was never archived leaves no data folder', async () => {
  const env = { TAQUILLA_DATA_DIR: inFolder('never'), TAQUILLA_ARCHIVE_DIR: inFolder('archive') };
  const args = ['restore', inShelf('files.backup'), '--passphrase-file', shelf.file];
  expect(await said([...args, '--until', '2100-01-01T00:00:00Z'], env)).toMatchObject({
    exitCode: 64,
    code: 'restore.moment-not-archived',
  });
  expect(await readdir(inFolder('never'))).not.toContain('secret-key');
  await gone(inFolder('never'));
});
