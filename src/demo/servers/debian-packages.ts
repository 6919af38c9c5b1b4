import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeFolders } from '../../platform/make-folders.ts';

const run = promisify(execFile);
// These are the placeholders of dpkg.
const field = (name: string): string => `$\{${name}}`;
const INSTALLED_FORMAT = `${field('db:Status-Status')} ${field('Package')}\n`;
const PACKAGE_FORMAT = `--showformat=${['Package', 'Pre-Depends', 'Depends'].map(field).join('\n')}\n`;
const OUTPUT_LIMIT_BYTES = 64_000_000;

export function hasDebianPackages(): boolean {
  return ['/usr/bin/apt-get', '/usr/bin/dpkg-deb', '/var/lib/dpkg/status'].every((path) => existsSync(path));
}

/**
 * The Debian packages of this machine's release. They are fetched without root and without changing the system.
 */
export interface DebianPackages {
  /** Fetches these packages and unpacks them into `root`. Names that Debian does not know are left out. */
  fetch(names: readonly string[], root: string): Promise<readonly FetchedPackage[]>;
  isInstalled(name: string): boolean;
}

interface FetchedPackage {
  readonly name: string;
  /** Each entry is a list of alternative packages. */
  readonly needs: readonly (readonly string[])[];
}

/**
 * Opens the machine's own package sources (with its proxies and certificates), but with our own lists and cache in
 * `folder`, so that it needs neither root nor an earlier `apt-get update`.
 */
export async function openDebianPackages(folder: string, signal: AbortSignal): Promise<DebianPackages> {
  const config = await writeAptConfig(folder);
  const call = async (program: string, args: readonly string[], cwd: string): Promise<string> =>
    (await run(program, args, { cwd, signal, maxBuffer: OUTPUT_LIMIT_BYTES })).stdout;
  // One of several sources may be unreachable. Fetching the packages shows whether that matters.
  await call('apt-get', ['-c', config, '-q', 'update'], folder).catch((error: unknown) => {
    if (signal.aborted) throw error;
  });
  const installed = new Set(
    (await call('dpkg-query', ['-W', '-f', INSTALLED_FORMAT], folder))
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice('installed '.length)),
  );
  let fetched = 0;
  const fetch = async (names: readonly string[], root: string): Promise<readonly FetchedPackage[]> => {
    const known = namesOfMadison(await call('apt-cache', ['-c', config, 'madison', ...names], folder));
    const wanted = names.filter((name) => known.has(name));
    if (wanted.length === 0) return [];
    fetched += 1;
    const downloads = join(folder, `packages-${fetched}`);
    await mkdir(downloads);
    await call('apt-get', ['-c', config, '-q', 'download', ...wanted], downloads);
    const found: FetchedPackage[] = [];
    for (const file of (await readdir(downloads)).filter((name) => name.endsWith('.deb'))) {
      await call('dpkg-deb', ['-x', file, root], downloads);
      const [name = '', ...needs] = (await call('dpkg-deb', ['-W', PACKAGE_FORMAT, file], downloads)).split(
        '\n',
      );
      found.push({ name, needs: needs.flatMap(parseNeeds) });
    }
    return found;
  };
  return { fetch, isInstalled: (name) => installed.has(name) };
}

/** `a (>= 1) | b:any, c` → [[a, b], [c]] */
export function parseNeeds(line: string): string[][] {
  return line
    .split(',')
    .map((need) => need.split('|').map((name) => name.trim().replace(/[\s(:].*$/s, '')))
    .filter(([first]) => first !== undefined && first !== '');
}

function namesOfMadison(output: string): ReadonlySet<string> {
  return new Set(output.split('\n').map((line) => line.split('|')[0]?.trim() ?? ''));
}

async function writeAptConfig(folder: string): Promise<string> {
  await makeFolders(join(folder, 'state', 'lists', 'partial'));
  await makeFolders(join(folder, 'cache', 'archives', 'partial'));
  const path = join(folder, 'apt.conf');
  await writeFile(path, aptConfig(folder));
  return path;
}

/**
 * These settings are read after the machine's own, which stay in force otherwise. They remove hooks, which are
 * meant for the system's lists.
 */
function aptConfig(folder: string): string {
  return `#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
Dir::State "${join(folder, 'state')}";
Dir::State::status "/var/lib/dpkg/status";
Dir::Cache "${join(folder, 'cache')}";
Dir::Log "${folder}";
Acquire::Languages "none";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
Acquire::IndexTargets::deb-src::Sources::DefaultEnabled "false";
APT::Sandbox::User "";
`;
}
