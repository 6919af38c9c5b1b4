import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/** Every file of the repository: tracked, or new and not ignored. Paths with `/`. */
export function repositoryFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: CHECKOUT,
    encoding: 'utf8',
  });
  // A file that was deleted but not yet committed is still listed.
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && isFile(path)).sort();
}

export function sourceFiles(): string[] {
  return repositoryFiles().filter((path) => /^(src|admin\/src)\/.*\.tsx?$/.test(path));
}

export function readText(path: string): string {
  return readFileSync(join(CHECKOUT, path), 'utf8');
}

function isFile(path: string): boolean {
  return statSync(join(CHECKOUT, path), { throwIfNoEntry: false })?.isFile() ?? false;
}
