import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beginBuild, isBuildCurrent, stampBuild } from '../../scripts/build-stamp.mjs';
import { CHECKOUT } from '../cli/run-taquilla.ts';

const run = promisify(execFile);
/** A type annotation: Node alone could not run it on every supported version. */
const SOURCE = `enum Said { From = 'sources' }\nconsole.log(Said.From as string, ...process.argv.slice(2));\nprocess.exit(7);\n`;
const BUILT = `console.log('build', ...process.argv.slice(2));\nprocess.exit(7);\n`;

let folder: string;
const file = (path: string): string => join(folder, path);

/** A checkout with one source file and the real scripts. */
beforeEach(async () => {
  folder = `${await mkdtemp(join(tmpdir(), 'taquilla-built-'))}/`;
  for (const name of ['src/deep', 'scripts', 'dist']) await mkdir(file(name), { recursive: true });
  for (const name of ['taquilla.mjs', 'build-stamp.mjs', 'require-node.mjs']) {
    await cp(join(CHECKOUT, 'scripts', name), file(`scripts/${name}`));
  }
  for (const name of ['package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    await cp(join(CHECKOUT, name), file(name));
  }
  await symlink(join(CHECKOUT, 'node_modules'), file('node_modules'));
  await writeFile(file('src/main.ts'), SOURCE);
  await writeFile(file('src/deep/other.ts'), 'export const other = 1;\n');
  await writeFile(file('src/deep/other.test.ts'), 'test();\n');
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

async function build(): Promise<void> {
  const digest = beginBuild(folder);
  await writeFile(file('dist/main.js'), BUILT);
  stampBuild(folder, digest);
}

/** Which program ran, with the arguments it received and the exit code to pass on. */
async function answering(): Promise<string> {
  const args = [file('scripts/taquilla.mjs'), 'sync', '--depth', 'full'];
  const ended: { code?: number; stdout?: string } = await run(process.execPath, args).catch(
    (thrown: unknown) => thrown as { code: number; stdout: string },
  );
  expect(ended.code).toBe(7);
  const [who = '', ...rest] = (ended.stdout ?? '').trim().split(' ');
  expect(rest).toEqual(['sync', '--depth', 'full']);
  return who;
}

describe('npm run taquilla runs', () => {
  test('the sources if nothing is built, and the build once there is one', async () => {
    expect(await answering()).toBe('sources');
    await build();
    expect(await answering()).toBe('build');
    await writeFile(file('src/deep/other.ts'), 'export const other = 2;\n');
    expect(await answering()).toBe('sources');
  });
});

describe('a build is outdated', () => {
  test.each<[string, () => Promise<unknown>]>([
    [
      'a source was changed',
      async () => await writeFile(file('src/deep/other.ts'), 'export const other = 2;\n'),
    ],
    [
      'a source was changed within its second and to the same length',
      async () => {
        const { atime, mtime } = await stat(file('src/deep/other.ts'));
        await writeFile(file('src/deep/other.ts'), 'export const other = 2;\n');
        await utimes(file('src/deep/other.ts'), atime, mtime);
      },
    ],
    ['a source was added', async () => await writeFile(file('src/deep/more.ts'), '')],
    ['a migration was added', async () => await writeFile(file('src/deep/0001.sql'), 'select 1')],
    ['a source was removed', async () => await rm(file('src/deep/other.ts'))],
    [
      'a source was renamed',
      async () => await rename(file('src/deep/other.ts'), file('src/deep/another.ts')),
    ],
    ['the compiler gets other options', async () => await writeFile(file('tsconfig.build.json'), '{}')],
    ['its main file is gone', async () => await rm(file('dist/main.js'))],
    ['another build began and did not end', async () => beginBuild(folder)],
    [
      'a source was changed while it was built',
      async () => {
        const digest = beginBuild(folder);
        await writeFile(file('src/main.ts'), '');
        stampBuild(folder, digest);
      },
    ],
    ['somebody built by hand, without a stamp', async () => await rm(file('dist/build-stamp.txt'))],
  ])('after %s', async (_what, happens) => {
    await build();
    expect(isBuildCurrent(folder)).toBe(true);
    await happens();
    expect(isBuildCurrent(folder)).toBe(false);
  });
});

test('a build stays current if only times or tests differ, or if changes were reverted', async () => {
  await build();
  await utimes(file('src/main.ts'), new Date(0), new Date());
  await writeFile(file('src/deep/other.test.ts'), 'another();\n');
  const before = await readFile(file('src/deep/other.ts'));
  await writeFile(file('src/deep/other.ts'), 'export const other = 2;\n');
  await writeFile(file('src/deep/other.ts'), before);
  expect(isBuildCurrent(folder)).toBe(true);
});
