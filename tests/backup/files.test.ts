import { execFile } from 'node:child_process';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeBackupFile } from '../../src/backend/backup/backup-file.ts';
import { dataBytes, entryBytes, type Manifest } from '../../src/backend/backup/entries.ts';
import { queryRows } from '../../src/backend/database.ts';
import { listMigrationFiles } from '../../src/backend/migrate/migration-files.ts';
import { newId } from '../../src/kernel/ids.ts';
import { backendOn, freshBackend } from '../pipe/sync-store.ts';
import { emptyBackendDatabase } from '../servers/databases.ts';
import { oldBackendDatabase } from '../servers/old-backend.ts';
import { envOf, makeShelf, PASSPHRASE, rowsOf, SECRET_KEY, type Shelf, said } from './backup-world.ts';

type Reached = Awaited<ReturnType<typeof freshBackend>>;

const call = promisify(execFile);

let shelf: Shelf;
let original: Reached;
let backup: string;

beforeAll(async () => {
  [shelf, original] = await Promise.all([makeShelf(), freshBackend()]);
  // Several chunks of a file, too random to be compressed into one.
  await queryRows(
    original.db,
    `insert into login_attempts (subject, attempted_at)
     select md5(n::text) || md5((n + 0.5)::text), now() from generate_series(1, 30000) n`,
  );
  await queryRows(
    original.db,
    `insert into users (id, email, password_hash, role) values ($1, 'ana@example.com', 'x', 'superuser')`,
    [newId()],
  );
  backup = join(shelf.folder, 'one.backup');
  const ended = await said(['backup', backup, '--passphrase-file', shelf.file], envOf(original));
  expect(ended).toMatchObject({ exitCode: 0 });
});
afterAll(async () => {
  await Promise.all([original.close(), shelf.remove()]);
});

async function empty(): Promise<Reached> {
  return backendOn(await emptyBackendDatabase());
}

async function restore(into: Reached, more: readonly string[] = [], env: Record<string, string> = {}) {
  const args = ['restore', backup, '--passphrase-file', shelf.file, ...more];
  return await said(args, { ...envOf(into), ...env });
}

describe('a refused backup leaves an empty database empty', () => {
  let target: Reached;
  beforeEach(async () => {
    target = await empty();
    return async () => {
      const left = await rowsOf(target.db);
      await target.close();
      expect(left).toEqual({});
    };
  });

  test('with another passphrase', async () => {
    const ended = await said(['restore', backup], envOf(target), 'otra frase, que no abre nada');
    expect(ended).toMatchObject({ exitCode: 77, code: 'backup.wrong-passphrase' });
  });

  test('cut off, or altered at its end, when most of it is loaded', async () => {
    const whole = await readFile(backup);
    expect(whole.length).toBeGreaterThan(3 * 256 * 1024);
    const other = join(shelf.folder, 'other.backup');
    const args = ['restore', other, '--passphrase-file', shelf.file];
    await writeFile(other, whole.subarray(0, -20));
    expect(await said(args, envOf(target))).toMatchObject({ exitCode: 64, code: 'backup.damaged' });
    const altered = Buffer.from(whole);
    altered[whole.length - 30] = (altered[whole.length - 30] ?? 0) ^ 1;
    await writeFile(other, altered);
    expect((await said(args, envOf(target))).code).toBe('backup.damaged');
  });

  test('that ends in the middle of its rows, although each part of it is authentic', async () => {
    const file = await written([
      entryBytes({
        kind: 'table',
        name: 'login_attempts',
        columns: ['id', 'subject', 'attempted_at', 'created_at', 'updated_at'],
      }),
      dataBytes(
        Buffer.from('1\ta\t2026-01-01 00:00:00+00\t2026-01-01 00:00:00+00\t2026-01-01 00:00:00+00\n'),
      ),
    ]);
    const ended = await said(['restore', file, '--passphrase-file', shelf.file], envOf(target));
    expect(ended).toMatchObject({ exitCode: 64, code: 'backup.damaged' });
  });

  test('of a newer version, which its sentence names', async () => {
    const migrations = [...(await listMigrationFiles()), '9999-of-the-future.sql'];
    const file = await written([entryBytes({ kind: 'end' })], { program: '9.9.9', migrations });
    const ended = await said(['restore', file, '--passphrase-file', shelf.file], envOf(target));
    expect(ended).toMatchObject({ exitCode: 78, code: 'backup.of-newer-version' });
    expect(ended.json.error?.message).toContain('9.9.9');
  });

  test('with a key other than the configured one, unless the key may be written to a file', async () => {
    expect(await restore(target, [], { TAQUILLA_SECRET_KEY: 'x'.repeat(40) })).toMatchObject({
      exitCode: 78,
      code: 'restore.secret-key',
    });
    expect(await restore(target, [], { TAQUILLA_SECRET_KEY: '' })).toMatchObject({
      code: 'restore.secret-key',
    });
    // A file with other content is kept, and nothing is restored without the key.
    expect(await restore(target, ['--secret-key-to', shelf.file])).toMatchObject({
      code: 'restore.secret-key',
    });
  });

  test('when it is only inspected', async () => {
    const ended = await restore(target, ['--dry-run']);
    expect(ended).toMatchObject({ exitCode: 0, json: { holds: 'tables', restored_into: null } });
  });
});

/** A backup of other content, which the same passphrase opens. */
async function written(entries: readonly Buffer[], more: Partial<Manifest> = {}): Promise<string> {
  const file = join(shelf.folder, `${newId()}.backup`);
  const manifest: Manifest = {
    kind: 'manifest',
    holds: 'tables',
    program: '0.1.0',
    madeAt: '2026-01-01T00:00:00.000Z',
    migrations: [...(await listMigrationFiles())],
    secretKey: SECRET_KEY,
    ...more,
  };
  const source = async function* () {
    yield* await Promise.resolve([entryBytes(manifest), ...entries]);
  };
  await writeBackupFile({ file, passphrase: PASSPHRASE }, source(), new AbortController().signal);
  return file;
}

test('the key is written to a named file that only its owner can read', async () => {
  const target = await empty();
  const key = join(shelf.folder, 'secret-key');
  expect(await restore(target, ['--secret-key-to', key], { TAQUILLA_SECRET_KEY: '' })).toMatchObject({
    exitCode: 0,
  });
  expect((await readFile(key, 'utf8')).trim()).toBe(SECRET_KEY);
  expect((await stat(key)).mode & 0o777).toBe(0o600);
  await target.close();
});

describe('the file of a backup', () => {
  test('can be read only by its owner, has no other beside it, and is never replaced', async () => {
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
    expect((await readdir(shelf.folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);
    const before = await readFile(backup);
    const again = await said(['backup', backup, '--passphrase-file', shelf.file], envOf(original));
    expect(again).toMatchObject({ exitCode: 64, code: 'backup.file-exists' });
    expect((await readFile(backup)).equals(before)).toBe(true);
    expect(before.includes('example.com')).toBe(false);
  });

  test('is not created with an easily guessed passphrase, or with a key that opens none of the secrets', async () => {
    const file = join(shelf.folder, 'weak.backup');
    expect(await said(['backup', file], envOf(original), 'password2026\n')).toMatchObject({
      code: 'user.weak-password',
    });
    const old = await oldBackendDatabase();
    const env = { DATABASE_URL: old.url, TAQUILLA_SECRET_KEY: SECRET_KEY };
    expect(await said(['backup', file, '--passphrase-file', shelf.file], env)).toMatchObject({
      code: 'secret.cannot-open',
    });
    await old.drop();
    expect((await readdir(shelf.folder)).filter((name) => name.startsWith('weak'))).toEqual([]);
  });

  test('is not left incomplete on a full disk', async () => {
    const disk = join(shelf.folder, 'disk');
    await call('mkdir', [disk]);
    const mounted = await call('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk]).then(
      () => true,
      () => false,
    );
    // The disk cannot be filled where this machine does not let the test mount one.
    if (!mounted) return;
    try {
      const ended = await said(['backup', disk, '--passphrase-file', shelf.file], envOf(original));
      expect(ended).toMatchObject({ exitCode: 78, code: 'backup.not-written' });
      expect(ended.json.error?.message).toContain('the disk is full');
      expect(await readdir(disk)).toEqual([]);
      expect(await queryRows(original.db, 'select from users limit 1')).toHaveLength(1);
    } finally {
      await call('umount', [disk]);
      await rm(disk, { recursive: true });
    }
  });
});
