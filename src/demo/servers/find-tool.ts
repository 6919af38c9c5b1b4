import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ServerUser } from '../../platform/server-user.ts';
import { type TrialSettings, tryProgram } from '../../platform/try-program.ts';
import type { FoundTool, Search, Tool } from './tool.ts';

/** The folders in which a machine installs programs and libraries. */
export interface InstalledFolders {
  /** The folders in the order in which they are searched. */
  readonly programs: readonly string[];
  readonly libraries: readonly string[];
}

/** This file is written last when a tool is unpacked, so it shows that the tool is complete. */
export const MANIFEST_FILE = 'taquilla-tool.json';
export const FONT_CONFIG_FILE = 'taquilla-fonts.conf';
const Manifest = z.object({ libraryFolders: z.array(z.string()) });

// Servers are in sbin, which is not in the PATH of a plain user. libexec is for Fedora, and the other folders
// are for macOS.
const USUAL_FOLDERS = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/usr/libexec',
  '/opt/homebrew/bin',
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
];

/** @param searchPath PATH, searched before the usual folders */
export async function installedFolders(searchPath: string): Promise<InstalledFolders> {
  const named = searchPath.split(':').filter((folder) => folder.startsWith('/'));
  const multiarch = (await readdir('/usr/lib').catch((): string[] => []))
    .filter((name) => name.includes('-linux-'))
    .map((name) => `/usr/lib/${name}`);
  return {
    programs: [...new Set([...named, ...USUAL_FOLDERS])],
    libraries: ['/usr/lib64', '/usr/lib', ...multiarch],
  };
}

/** Looks for a tool that is installed on the system. */
export async function findInstalled<Name extends string>(
  tool: Tool<Name>,
  folders: InstalledFolders,
  user: ServerUser | null,
): Promise<Search<Name>> {
  return await findIn(tool, folders, { env: {}, user }, null);
}

/** Looks for a tool that was unpacked into `root`. */
export async function findUnpacked<Name extends string>(
  tool: Tool<Name>,
  root: string,
  user: ServerUser | null,
): Promise<Search<Name>> {
  const folders = await readManifest(root);
  if (folders === null) return { problems: [] };
  const libraries = folders.map((folder) => join(root, folder));
  const programs = tool.debian.folders.map((folder) => join(root, folder));
  const named = Object.entries(tool.debian.variables ?? {}).map(([name, folder]) => [
    name,
    join(root, folder),
  ]);
  const env = {
    LD_LIBRARY_PATH: libraries.join(':'),
    FONTCONFIG_FILE: join(root, FONT_CONFIG_FILE),
    ...Object.fromEntries(named),
  };
  return await findIn(tool, { programs, libraries }, { env, user }, root);
}

/** The first existing path of each program; null if one is missing. */
export async function programPaths(
  tool: Tool,
  folders: readonly string[],
): Promise<readonly string[] | null> {
  const paths: string[] = [];
  for (const { names } of Object.values(tool.programs)) {
    const [first] = await existing(folders, names);
    if (first === undefined) return null;
    paths.push(first);
  }
  return paths;
}

async function findIn<Name extends string>(
  tool: Tool<Name>,
  folders: InstalledFolders,
  settings: TrialSettings,
  root: string | null,
): Promise<Search<Name>> {
  const programs: Partial<Record<Name, string>> = {};
  const problems: string[] = [];
  const absent: string[] = [];
  for (const name in tool.programs) {
    const { names, trial } = tool.programs[name];
    const wrong: string[] = [];
    for (const path of await existing(folders.programs, names)) {
      const problem = await tryProgram(path, trial, settings);
      if (problem === null) {
        programs[name] = path;
        break;
      }
      wrong.push(problem);
    }
    if (programs[name] !== undefined) continue;
    problems.push(...wrong);
    if (wrong.length === 0) absent.push(names[0] ?? name);
  }
  const libraries: Record<string, string> = {};
  for (const name of tool.libraries ?? []) {
    const [path] = await existing(folders.libraries, [name]);
    if (path === undefined) absent.push(name);
    else libraries[name] = path;
  }
  if (isComplete(tool, programs) && absent.length === 0) {
    return { found: { programs, libraries, env: settings.env, root } };
  }
  // If it has none of its files, it is not a damaged tool but no tool at all.
  const isSomething = Object.keys(programs).length > 0 || problems.length > 0;
  const missing = absent.map((name) => `${name} is missing`);
  return { problems: isSomething ? [...problems, ...missing] : [] };
}

async function existing(folders: readonly string[], names: readonly string[]): Promise<readonly string[]> {
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const found = await Promise.all(paths.map((path) => stat(path).catch(() => null)));
  return paths.filter((_path, index) => found[index] !== null);
}

function isComplete<Name extends string>(
  tool: Tool<Name>,
  programs: Partial<Record<Name, string>>,
): programs is FoundTool<Name>['programs'] {
  return Object.keys(tool.programs).every((name) => name in programs);
}

async function readManifest(root: string): Promise<readonly string[] | null> {
  try {
    return Manifest.parse(JSON.parse(await readFile(join(root, MANIFEST_FILE), 'utf8'))).libraryFolders;
  } catch {
    return null;
  }
}
