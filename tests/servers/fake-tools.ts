import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DebianPackages } from '../../src/demo/servers/debian-packages.ts';
import { MANIFEST_FILE } from '../../src/demo/servers/find-tool.ts';
import { MARIADB_TOOL } from '../../src/demo/servers/mariadb-tool.ts';
import { provideTool } from '../../src/demo/servers/provide-tool.ts';
import type { Tool } from '../../src/demo/servers/tool.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { CHROMIUM_TOOL } from './chromium-tool.ts';
import { REDIS_TOOL } from './redis-tool.ts';
import { NSS_WRAPPER, SSHD_TOOL } from './sshd-tool.ts';

/** The version output of each program, as in the packages of Debian 12, and the output of an unsupported version. */
const ANSWERS: Readonly<Record<string, { readonly good: string; readonly old: string }>> = {
  mariadbd: {
    good: 'mariadbd  Ver 10.11.6-MariaDB-0+deb12u1 for debian-linux-gnu',
    old: 'mariadbd  Ver 10.4.32-MariaDB for debian-linux-gnu',
  },
  mariadb: {
    good: 'mariadb  Ver 15.1 Distrib 10.11.6-MariaDB, for debian-linux-gnu',
    old: 'mariadb  Ver 15.1 Distrib 10.4.32-MariaDB, for debian-linux-gnu',
  },
  'mariadb-install-db': {
    good: 'Usage: /usr/bin/mariadb-install-db [OPTIONS]',
    old: 'Usage: /usr/bin/mariadb-install-db [OPTIONS]',
  },
  sshd: { good: 'OpenSSH_9.2, OpenSSL 3.0.11', old: 'OpenSSH_7.4p1, OpenSSL 1.0.2k-fips' },
  'redis-server': {
    good: 'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64',
    old: 'Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64',
  },
  chromium: {
    good: 'Chromium 120.0.6099.224 built on Debian 12.4',
    old: 'Chromium 90.0.4430.212 built on Debian 11',
  },
};

const TOOLS = { mariadb: MARIADB_TOOL, sshd: SSHD_TOOL, redis: REDIS_TOOL, chromium: CHROMIUM_TOOL } as const;
export type ToolName = keyof typeof TOOLS;

/** A state in which a machine has a tool or lacks it, created in the folder on PATH. */
type Way = (machine: FakeMachine) => Promise<void>;

interface FakeMachine {
  /** Writes the tool's programs, all of them working, and its libraries. */
  install(change?: { readonly except?: string }): Promise<void>;
  /** Replaces a program with another text. */
  write(program: string, script: string, mode?: number): Promise<void>;
  answerOf(program: string, age: 'good' | 'old'): string;
  /** A folder that is searched before the other. */
  readonly before: string;
  readonly folder: string;
  /** The folder of a tool that was downloaded before. */
  readonly unpacked: { readonly root: string; readonly folder: string };
  /** The program that every case breaks. */
  readonly program: string;
}

const script = (answer: string, exit = 0): string => `#!/bin/sh\necho '${answer}'\nexit ${exit}\n`;

export const WAYS: Readonly<Record<string, Way>> = {
  absent: async () => undefined,
  present: async (machine) => await machine.install(),
  'too old': async (machine) => {
    await machine.install();
    await machine.write(machine.program, script(machine.answerOf(machine.program, 'old')));
  },
  failing: async (machine) => {
    await machine.install();
    await machine.write(machine.program, '#!/bin/sh\nexit 3\n');
  },
  'killed by a signal': async (machine) => {
    await machine.install();
    await machine.write(machine.program, '#!/bin/sh\nkill -SEGV $$\n');
  },
  'without what it calls': async (machine) => {
    await machine.install();
    await machine.write(machine.program, '#!/no/such/interpreter\n');
  },
  mute: async (machine) => {
    await machine.install();
    await machine.write(machine.program, '#!/bin/sh\n');
  },
  'not executable': async (machine) => {
    await machine.install();
    await machine.write(machine.program, script(machine.answerOf(machine.program, 'good')), 0o644);
  },
  'a folder of that name': async (machine) => {
    await machine.install({ except: machine.program });
    await mkdir(join(machine.folder, machine.program));
  },
  'a link to nothing': async (machine) => {
    await machine.install({ except: machine.program });
    await symlink('gone', join(machine.folder, machine.program));
  },
  'a broken one before a good one': async (machine) => {
    await machine.install();
    await writeFile(join(machine.before, machine.program), '#!/bin/sh\nexit 3\n', { mode: 0o755 });
  },
  'unpacked, and broken since': async (machine) => {
    const { unpacked } = machine;
    await mkdir(unpacked.folder, { recursive: true });
    await writeFile(join(unpacked.folder, machine.program), '#!/bin/sh\nexit 3\n', { mode: 0o755 });
    await writeFile(join(unpacked.root, MANIFEST_FILE), '{"libraryFolders":[]}');
  },
  'without its client': async (machine) => await machine.install({ except: 'mariadb' }),
  'without its installer': async (machine) => await machine.install({ except: 'mariadb-install-db' }),
  'without its library': async (machine) => await machine.install({ except: NSS_WRAPPER }),
};

export interface Outcome {
  /** The path of the tool that is chosen; null if none is. */
  readonly from: 'system' | 'packages' | null;
  readonly code: string | null;
  readonly message: string | null;
}

/** Provides a tool on a machine in this state, with or without Debian's packages. */
export async function outcomeOf(
  name: ToolName,
  way: string,
  packages: 'good' | 'old' | 'offline' | null,
): Promise<Outcome> {
  const root = await mkdtemp(join(tmpdir(), 'taquilla-machine-'));
  try {
    await chmod(root, 0o755);
    const machine = await fakeMachine(TOOLS[name], root);
    await WAYS[way]?.(machine);
    const tool: Tool = TOOLS[name];
    const found = await provideTool({
      tool,
      toolsDir: join(root, 'tools'),
      sources: {
        // the last one is a file: PATH may name anything
        installed: {
          programs: [machine.before, machine.folder, join(root, 'file')],
          libraries: [join(root, 'lib')],
        },
        openPackages: packages === null ? null : async () => fakePackages(tool, packages),
      },
      user: process.getuid?.() === 0 ? { uid: 59_911, gid: 59_911 } : null,
      onFetch: () => undefined,
      signal: new AbortController().signal,
    });
    return { from: found.root === null ? 'system' : 'packages', code: null, message: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { from: null, code: error.code, message: error.message.replaceAll(root, '') };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function fakeMachine(tool: Tool, root: string): Promise<FakeMachine> {
  const [before, folder, lib] = [join(root, 'before'), join(root, 'bin'), join(root, 'lib')];
  for (const path of [before, folder, lib]) await mkdir(path);
  await writeFile(join(root, 'file'), '');
  const write = async (program: string, text: string, mode = 0o755): Promise<void> => {
    await rm(join(folder, program), { force: true });
    await writeFile(join(folder, program), text, { mode });
  };
  const names = namesOf(tool);
  const unpacked = join(root, 'tools', tool.name);
  return {
    before,
    folder,
    unpacked: { root: unpacked, folder: join(unpacked, tool.debian.folders[0] ?? '') },
    program: names[0] ?? '',
    write,
    answerOf,
    install: async ({ except } = {}) => {
      for (const name of names.filter((one) => one !== except))
        await write(name, script(answerOf(name, 'good')));
      for (const name of (tool.libraries ?? []).filter((one) => one !== except))
        await writeFile(join(lib, name), '');
    },
  };
}

/** Package files of a tool, downloaded in the same way and unpacked where Debian puts them. */
function fakePackages(tool: Tool, kind: 'good' | 'old' | 'offline'): DebianPackages {
  return {
    isInstalled: () => true,
    fetch: async (_names, root) => {
      if (kind === 'offline') throw new Error('Could not resolve host');
      const folders = tool.debian.folders.map((folder) => join(root, folder));
      const lib = join(root, 'usr/lib/x86_64-linux-gnu');
      for (const folder of [...folders, lib]) await mkdir(folder, { recursive: true });
      for (const name of namesOf(tool)) {
        await writeFile(join(folders[0] ?? '', name), script(answerOf(name, kind)), { mode: 0o755 });
      }
      for (const name of tool.libraries ?? []) await writeFile(join(lib, name), '');
      return [];
    },
  };
}

function namesOf(tool: Tool): readonly string[] {
  return Object.values(tool.programs).map(({ names }) => names[0] ?? '');
}

function answerOf(program: string, age: 'good' | 'old'): string {
  return ANSWERS[program]?.[age] ?? '';
}
