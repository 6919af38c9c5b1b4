import { chmod, lstat, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import { errnoOf, folderError } from '../../platform/folder-error.ts';
import { makeOpenFolder, type ServerUser } from '../../platform/server-user.ts';
import { type DebianPackages, hasDebianPackages, openDebianPackages } from './debian-packages.ts';
import {
  FONT_CONFIG_FILE,
  findInstalled,
  findUnpacked,
  type InstalledFolders,
  installedFolders,
  MANIFEST_FILE,
  programPaths,
} from './find-tool.ts';
import { missingLibraries } from './missing-libraries.ts';
import type { FoundTool, Tool } from './tool.ts';

/** The sources of tools. */
export interface ToolSources {
  readonly installed: InstalledFolders;
  /** Null if this machine does not use Debian's packages. */
  readonly openPackages: ((folder: string, signal: AbortSignal) => Promise<DebianPackages>) | null;
}

interface ProvideInput<Program extends string> {
  readonly tool: Tool<Program>;
  readonly toolsDir: string;
  readonly sources: ToolSources;
  /** The user who will run the program; null means the present user. */
  readonly user: ServerUser | null;
  /** Called before a download, which takes a while. */
  readonly onFetch: (title: string) => void;
  readonly signal: AbortSignal;
}

const FONTS_FOLDER = 'usr/share/fonts';
const DRAFT = '.draft-';
const DRAFT_STALE_MS = 3_600_000;
/** This library is part of every Debian system, and it fits only the loader of its own release. */
const NEVER_FETCHED = /^(libc6|libc-bin|libgcc-s1|libcrypt1|debconf.*|dpkg|perl.*|init-system-helpers)$/;

/** @param searchPath PATH */
export async function thisMachine(searchPath: string): Promise<ToolSources> {
  return {
    installed: await installedFolders(searchPath),
    openPackages: hasDebianPackages() ? openDebianPackages : null,
  };
}

/**
 * Finds or fetches a tool: on the system, in `toolsDir`, or, on Debian and Ubuntu, from package files that it
 * unpacks there together with missing libraries. It needs no root and does not change the system. It tries each
 * tool that it finds, and a broken, outdated or incomplete one counts as absent.
 *
 * @throws config `demo.tool-missing`: a person must install it; the message says how. config
 *   `machine.disk-full`, `machine.folder-not-writable`; unavailable `demo.tool-not-fetched`; aborted
 */
export async function provideTool<Program extends string>(
  input: ProvideInput<Program>,
): Promise<FoundTool<Program>> {
  const { tool, toolsDir, sources, user } = input;
  const installed = await findInstalled(tool, sources.installed, user);
  if ('found' in installed) return installed.found;
  const unpacked = await findUnpacked(tool, join(toolsDir, tool.name), user);
  if ('found' in unpacked) return unpacked.found;
  if (sources.openPackages === null) throw toolMissing(tool, installed.problems);
  input.onFetch(tool.title);
  try {
    await makeOpenFolder(toolsDir);
    await removeStaleDrafts(toolsDir);
    return await fetchTool(input, sources.openPackages);
  } catch (error) {
    throw await folderError(classified(error, tool, installed.problems), toolsDir);
  }
}

/** The error for a tool that cannot be fetched, with advice. */
function toolMissing(tool: Tool, problems: readonly string[]): AppError {
  const { debian, fedora, macos } = tool.install;
  return new AppError({
    code: 'demo.tool-missing',
    message: `${whatIsWrong(tool, problems)}. Debian, Ubuntu: ${debian} · Fedora: ${fedora} · macOS: ${macos}`,
  });
}

function whatIsWrong(tool: Tool, problems: readonly string[]): string {
  return problems.length === 0
    ? `${tool.title} is not installed`
    : `The ${tool.title} on this machine cannot be used (${problems.join(', ')})`;
}

/**
 * Unpacks into a draft folder and renames it, so that a tool's folder is always complete. If two downloads run
 * at once, the first one wins.
 */
async function fetchTool<Program extends string>(
  { tool, toolsDir, user, signal }: ProvideInput<Program>,
  openPackages: typeof openDebianPackages,
): Promise<FoundTool<Program>> {
  const draft = await mkdtemp(join(toolsDir, DRAFT));
  const home = join(toolsDir, tool.name);
  try {
    const root = join(draft, 'root');
    await mkdir(root);
    const packages = await openPackages(join(draft, 'apt'), signal);
    await unpackWithLibraries(tool, packages, root);
    await chmod(root, 0o755);
    await writeFontConfig(root, home);
    await rename(root, home).catch(async (error: unknown) => {
      if (!['ENOTEMPTY', 'EEXIST'].includes(errnoOf(error) ?? '')) throw error;
      if ('found' in (await findUnpacked(tool, home, user))) return;
      await rename(home, join(draft, 'broken'));
      await rename(root, home);
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  const unpacked = await findUnpacked(tool, home, user);
  if ('found' in unpacked) return unpacked.found;
  throw toolMissing(tool, unpacked.problems);
}

/** Follows the packages' dependencies level by level, only until the dynamic linker finds everything. */
async function unpackWithLibraries(tool: Tool, packages: DebianPackages, root: string): Promise<void> {
  const fetched = new Set<string>();
  let next: readonly string[] = tool.debian.packages;
  for (;;) {
    const got = await packages.fetch(next, root);
    for (const name of next) fetched.add(name);
    const programs = await programPaths(
      tool,
      tool.debian.folders.map((folder) => join(root, folder)),
    );
    // Ubuntu's chromium is an empty package that refers to a snap.
    if (programs === null) throw toolMissing(tool, []);
    const libraryFolders = await foldersWithLibraries(root);
    const loaded = await filesLike(root, tool.debian.loaded);
    const missing = await missingLibraries([...programs, ...loaded], libraryFolders);
    if (missing.length === 0) {
      const manifest = { libraryFolders: libraryFolders.map((folder) => relative(root, folder)) };
      return await writeFile(join(root, MANIFEST_FILE), `${JSON.stringify(manifest)}\n`);
    }
    next = nextNeeds(
      got.flatMap(({ needs }) => needs),
      fetched,
      packages,
    );
    if (next.length === 0) throw new Error(`no package brings ${missing.join(', ')}`);
  }
}

/** Shows programs the unpacked fonts, which are not in a usual folder. */
async function writeFontConfig(root: string, home: string): Promise<void> {
  const folders = [join(home, FONTS_FOLDER), `/${FONTS_FOLDER}`].map((folder) => `<dir>${folder}</dir>`);
  const config = `<fontconfig>${folders.join('')}<cachedir prefix="xdg">fontconfig</cachedir></fontconfig>\n`;
  await writeFile(join(root, FONT_CONFIG_FILE), config);
}

function nextNeeds(
  needs: readonly (readonly string[])[],
  fetched: ReadonlySet<string>,
  packages: DebianPackages,
): readonly string[] {
  const wanted = needs
    .filter((names) => !names.some((name) => packages.isInstalled(name) || fetched.has(name)))
    .flatMap((names) => names[0] ?? []);
  return [...new Set(wanted)].filter((name) => !NEVER_FETCHED.test(name));
}

async function filesLike(root: string, name: RegExp | undefined): Promise<readonly string[]> {
  if (name === undefined) return [];
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Lists the folders of shared libraries. It also removes the setuid and setgid bits, which a private copy must
 * not have.
 */
async function foldersWithLibraries(root: string): Promise<readonly string[]> {
  const folders = new Set<string>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await lstat(path);
    if (entry.isFile() && (mode & 0o6000) !== 0) await chmod(path, mode & 0o1777);
    if (/\.so(\.\d+)*$/.test(entry.name)) folders.add(dirname(path));
  }
  return [...folders].toSorted();
}

/** Removes the drafts of interrupted downloads. */
async function removeStaleDrafts(toolsDir: string): Promise<void> {
  for (const name of (await readdir(toolsDir)).filter((found) => found.startsWith(DRAFT))) {
    const path = join(toolsDir, name);
    const changed = await stat(path).catch(() => null);
    if (changed !== null && Date.now() - changed.mtimeMs > DRAFT_STALE_MS) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

function classified(error: unknown, tool: Tool, problems: readonly string[]): unknown {
  if (error instanceof AppError || errnoOf(error) !== null) return error;
  return new AppError({
    code: 'demo.tool-not-fetched',
    message: `${whatIsWrong(tool, problems)}, and this machine's package sources did not give it. Try again, or install it: ${tool.install.debian}`,
    details: { output: error instanceof Error ? error.message : String(error) },
    cause: error,
  });
}
