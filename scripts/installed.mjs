import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether node_modules contains what the lock file requires on this machine. When everything is in place, npm
 * writes what it installed into a lock file of its own there. So one installation is enough, whichever user ran
 * npm.
 *
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === null) throw new Error('package-lock.json is missing or unreadable');
  if (present === null) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link || !isForThisMachine(entry)) return true;
    return present[path]?.version === entry.version;
  });
}

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/** An optional package is for one platform, or is needed by a package for one. */
function isForThisMachine({ optional, os, cpu, libc }) {
  if (optional && os === undefined && cpu === undefined) return false;
  return allows(os, process.platform) && allows(cpu, process.arch) && allows(libc, 'glibc');
}

function allows(list, mine) {
  if (list === undefined) return true;
  const names = [list].flat();
  return names.includes(mine) || names.every((name) => name.startsWith('!') && name !== `!${mine}`);
}
