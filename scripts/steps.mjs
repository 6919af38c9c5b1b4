import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './bootstrap.mjs';
import { beginBuild, stampBuild } from './build-stamp.mjs';
import { run } from './run.mjs';

/**
 * Runs one of the development tools that npm installed.
 *
 * @param {string} name
 * @param {readonly string[]} args
 */
export function tool(name, ...args) {
  return run(join(ROOT, 'node_modules', '.bin', name), args, { cwd: ROOT });
}

/** The checks that do not run the code. Each returns an exit code. */
export const CHECKS = {
  'format and lint': () => tool('biome', 'ci', '--error-on-warnings', '.'),
  'floating promises': () => tool('oxlint', '--type-aware', '--deny-warnings'),
  'dead code': () => tool('knip', '--no-progress'),
  types: () => tool('tsc', '-p', '.'),
  'types of the admin': () => tool('tsc', '-p', 'admin'),
};

/** Builds the server as JavaScript in dist/, and the admin's page in admin/dist/. */
export const BUILD = {
  'build of the server': async () => {
    const digest = beginBuild(ROOT);
    const code = await tool('tsc', '-p', 'tsconfig.build.json');
    const migrations = join('backend', 'migrations');
    await cp(join(ROOT, 'src', migrations), join(ROOT, 'dist', migrations), { recursive: true });
    if (code === 0) stampBuild(ROOT, digest);
    return code;
  },
  'build of the admin': () => tool('vite', 'build', 'admin'),
};

/**
 * Runs each step, even after one that failed, so that one run shows all problems.
 *
 * @param {Record<string, () => Promise<number>>} steps
 * @returns {Promise<string[]>} the names of the steps that failed
 */
export async function runSteps(steps) {
  const failed = [];
  for (const [name, step] of Object.entries(steps)) {
    if ((await step()) !== 0) failed.push(name);
  }
  return failed;
}
