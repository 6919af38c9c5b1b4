import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files from which the server is built, besides `src/`. */
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json'];
const STAMP = 'build-stamp.txt';

/**
 * Whether `dist/` was built from the present sources. It compares the content of the files and not their times,
 * because a checkout of another branch, or a copy, may set any time.
 *
 * @param {string} root
 */
export function isBuildCurrent(root) {
  const dist = join(root, 'dist');
  if (!existsSync(join(dist, 'main.js')) || !existsSync(join(dist, STAMP))) return false;
  return readFileSync(join(dist, STAMP), 'utf8') === digestOfSources(root);
}

/**
 * Called before a build, so that a half-finished one does not count.
 *
 * @param {string} root
 * @returns {string} the stamp for the build if it succeeds
 */
export function beginBuild(root) {
  rmSync(join(root, 'dist', STAMP), { force: true });
  return digestOfSources(root);
}

/**
 * @param {string} root
 * @param {string} digest the result of `beginBuild`: if a source was changed meanwhile, the build is outdated
 */
export function stampBuild(root, digest) {
  writeFileSync(join(root, 'dist', STAMP), digest);
}

/** @param {string} root */
function digestOfSources(root) {
  const hash = createHash('sha256');
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const path of [...sources, ...SETTINGS.map((name) => join(root, name))].sort()) {
    const content = readFileSync(path);
    hash.update(`${path.slice(root.length)}\0${content.length}\0`).update(content);
  }
  return `${hash.digest('hex')}\n`;
}
