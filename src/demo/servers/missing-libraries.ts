import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Lists the libraries that the dynamic linker does not find for these programs, and the versions of symbols for
 * which an installed library is too old.
 */
export async function missingLibraries(
  programs: readonly string[],
  libraryFolders: readonly string[],
): Promise<readonly string[]> {
  const missing = new Set<string>();
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', LD_LIBRARY_PATH: libraryFolders.join(':') };
  for (const program of programs) {
    // The command fails for scripts, which need no libraries. In case of an error it still prints what it
    // found.
    const listed = await run('ldd', [program], { env }).catch((error: unknown) => outputOf(error));
    for (const name of parseLdd(`${listed.stdout}\n${listed.stderr}`)) missing.add(name);
  }
  return [...missing];
}

/** `libaio.so.1 => not found` → libaio.so.1; `…: version `GLIBC_2.38' not found (required by …)` → GLIBC_2.38 */
export function parseLdd(output: string): string[] {
  return output.split('\n').flatMap((line) => {
    const library = /^\s*(\S+) => not found/.exec(line)?.[1];
    const version = /version [`']([^']+)' not found/.exec(line)?.[1];
    return library ?? version ?? [];
  });
}

function outputOf(error: unknown): { readonly stdout: string; readonly stderr: string } {
  if (error instanceof Error && 'stdout' in error && 'stderr' in error) {
    return { stdout: String(error.stdout), stderr: String(error.stderr) };
  }
  throw error;
}
