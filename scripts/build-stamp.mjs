import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the server is built from, besides `src/`. */
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json'];
const STAMP = 'build-stamp.txt';

/**
 * Whether `dist/` was built from the sources as they are now. Compares what the files hold and not their times, which
 * a checkout of another branch or a copy may set to anything.
 *
 * @param {string} root
 */
export function isBuildCurrent(root) {
  const dist = join(root, 'dist');
  if (!existsSync(join(dist, 'main.js')) || !existsSync(join(dist, STAMP))) return false;
  return readFileSync(join(dist, STAMP), 'utf8') === digestOfSources(root);
}

/**
 * Before a build: what it leaves half done must not count.
 *
 * @param {string} root
 * @returns {string} what to stamp the build with if it succeeds
 */
export function beginBuild(root) {
  rmSync(join(root, 'dist', STAMP), { force: true });
  return digestOfSources(root);
}

/**
 * @param {string} root
 * @param {string} digest what `beginBuild` answered: a source that was changed meanwhile makes the build old
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
