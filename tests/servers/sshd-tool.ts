import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { provideTool, toolMissing } from '../../src/demo/servers/provide-tool.ts';
import { toolsFolder } from '../../src/demo/servers/remove-servers.ts';
import type { FoundTool, Tool } from '../../src/demo/servers/tool.ts';

/** The SSH server, and the library that lets it know a user whom this machine does not. */
const SSHD_TOOL: Tool<'server'> = {
  name: 'openssh-server',
  title: 'OpenSSH server',
  programs: { server: ['sshd'] },
  debian: { packages: ['openssh-server', 'libnss-wrapper'], folders: ['usr/sbin'] },
  install: {
    debian: 'sudo apt-get install openssh-server libnss-wrapper',
    fedora: 'sudo dnf install openssh-server nss_wrapper-libs',
    macos: 'none of its own: run the tests on Linux, in a container for instance',
  },
};

export interface FoundSshd {
  readonly tool: FoundTool<'server'>;
  /** libnss_wrapper.so */
  readonly wrapper: string;
}

const WRAPPER = 'libnss_wrapper.so';

export async function provideSshd(): Promise<FoundSshd> {
  const tool = await provideTool({
    tool: SSHD_TOOL,
    toolsDir: await toolsFolder('.taquilla'),
    searchPath: process.env['PATH'] ?? '',
    onFetch: (title) => void process.stderr.write(`Fetching ${title} (once) …\n`),
    signal: new AbortController().signal,
  });
  const unpacked = (tool.env['LD_LIBRARY_PATH'] ?? '').split(':').filter((folder) => folder !== '');
  const folders = tool.root === null ? await systemFolders() : unpacked;
  for (const folder of folders) {
    const names = await readdir(folder).catch((): string[] => []);
    if (names.includes(WRAPPER)) return { tool, wrapper: join(folder, WRAPPER) };
  }
  throw toolMissing(SSHD_TOOL);
}

async function systemFolders(): Promise<readonly string[]> {
  const names = await readdir('/usr/lib').catch((): string[] => []);
  return [
    '/usr/lib64',
    '/usr/lib',
    ...names.filter((name) => name.includes('-linux-')).map((name) => `/usr/lib/${name}`),
  ];
}
