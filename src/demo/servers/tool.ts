import { access, constants, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** A foreign program that Taquilla can bring along: one value a program. */
export interface Tool<Program extends string = string> {
  /** The name of its folder among the tools. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** What must be found, each with the names it goes by on PATH. */
  readonly programs: Readonly<Record<Program, readonly string[]>>;
  readonly debian: {
    readonly packages: readonly string[];
    /** Where the packages put the programs. */
    readonly folders: readonly string[];
  };
  /** How a person installs it. */
  readonly install: { readonly debian: string; readonly fedora: string; readonly macos: string };
}

/** A tool that is there. */
export interface FoundTool<Program extends string = string> {
  readonly programs: Readonly<Record<Program, string>>;
  /** What the programs need in their environment to find the libraries that came with them. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder that stands in for `/` where the tool was unpacked; null: installed on the system. */
  readonly root: string | null;
}

/** Written last when a tool is unpacked: what lies there is whole. */
export const MANIFEST_FILE = 'taquilla-tool.json';
export const FONT_CONFIG_FILE = 'taquilla-fonts.conf';
const Manifest = z.object({ libraryFolders: z.array(z.string()) });

// Servers lie in sbin, which is on no plain user's PATH; libexec is Fedora's place, the others are macOS's.
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

/**
 * Looks for a tool: on the system, then among those unpacked in `toolsDir`.
 * @param searchPath PATH, looked through first
 */
export async function findTool<Program extends string>(
  tool: Tool<Program>,
  toolsDir: string,
  searchPath = '',
): Promise<FoundTool<Program> | null> {
  const folders = [...searchPath.split(':').filter((folder) => folder.startsWith('/')), ...USUAL_FOLDERS];
  const programs = await findPrograms(tool, folders);
  if (programs !== null) return { programs, env: {}, root: null };
  return await findUnpacked(tool, join(toolsDir, tool.name));
}

export async function findUnpacked<Program extends string>(
  tool: Tool<Program>,
  root: string,
): Promise<FoundTool<Program> | null> {
  const manifest = await readFile(join(root, MANIFEST_FILE), 'utf8').catch(() => null);
  if (manifest === null) return null;
  const folders = tool.debian.folders.map((folder) => join(root, folder));
  const programs = await findPrograms(tool, folders);
  if (programs === null) return null;
  const { libraryFolders } = Manifest.parse(JSON.parse(manifest));
  const libraryPath = libraryFolders.map((folder) => join(root, folder)).join(':');
  const env = { LD_LIBRARY_PATH: libraryPath, FONTCONFIG_FILE: join(root, FONT_CONFIG_FILE) };
  return { programs, env, root };
}

/** All of the tool's programs, or null when one is missing: halves of two installations do not fit together. */
export async function findPrograms<Program extends string>(
  tool: Tool<Program>,
  folders: readonly string[],
): Promise<Readonly<Record<Program, string>> | null> {
  const found: Partial<Record<Program, string>> = {};
  for (const program in tool.programs) {
    const path = await firstExecutable(
      folders.flatMap((folder) => tool.programs[program].map((name) => join(folder, name))),
    );
    if (path === null) return null;
    found[program] = path;
  }
  return isComplete(tool, found) ? found : null;
}

function isComplete<Program extends string>(
  tool: Tool<Program>,
  found: Partial<Record<Program, string>>,
): found is Record<Program, string> {
  return Object.keys(tool.programs).every((program) => program in found);
}

async function firstExecutable(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      // not this one
    }
  }
  return null;
}
