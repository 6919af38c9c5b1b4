import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasDebianPackages, openDebianPackages } from '../../src/demo/servers/debian-packages.ts';
import { provideTool } from '../../src/demo/servers/provide-tool.ts';
import type { Tool } from '../../src/demo/servers/tool.ts';

const install = {
  debian: 'sudo apt-get install it',
  fedora: 'sudo dnf install it',
  macos: 'brew install it',
};
/** A small unused program whose libraries need libraries. */
const SMALL: Tool<'banner'> = {
  name: 'banner',
  title: 'Toilet',
  programs: { banner: { names: ['toilet'], trial: { args: ['--version'], answer: /^TOIlet/ } } },
  debian: { packages: ['toilet'], folders: ['usr/bin'] },
  install,
};
/** Lists of packages come over the network. */
const NETWORK_MS = 300_000;
const NOTHING_INSTALLED = { programs: [], libraries: [] };
const signal = new AbortController().signal;
let toolsDir: string;
let fetched: string[];

beforeEach(async () => {
  toolsDir = join(await mkdtemp(join(tmpdir(), 'taquilla-tools-')), 'tools');
  fetched = [];
});
afterEach(async () => await rm(join(toolsDir, '..'), { recursive: true, force: true }));

async function provide(
  tool: Tool<'banner'>,
  stop = signal,
  onFetch = (title: string) => void fetched.push(title),
) {
  const sources = { installed: NOTHING_INSTALLED, openPackages: openDebianPackages };
  return await provideTool({ tool, toolsDir, sources, user: null, onFetch, signal: stop });
}

describe.each(hasDebianPackages() ? ['Debian'] : [])('on %s', () => {
  test(
    'a tool comes from package files, with its missing libraries, even for two callers at once',
    async () => {
      const [tool, same] = await Promise.all([provide(SMALL), provide(SMALL)]);
      expect(same.programs).toEqual(tool.programs);
      expect(tool.root).toBe(join(toolsDir, 'banner'));
      const { stdout } = await promisify(execFile)(tool.programs.banner, ['--version'], { env: tool.env });
      expect(stdout).toMatch(/^TOIlet/);
      expect(await readdir(toolsDir)).toEqual(['banner']);
      expect(fetched).toEqual(['Toilet', 'Toilet']);
      await provide(SMALL);
      expect(fetched).toHaveLength(2);
    },
    NETWORK_MS,
  );

  test(
    'a tool that no package provides is named, with how to install it on each system',
    async () => {
      const unknown = {
        ...SMALL,
        title: 'Unobtainable',
        debian: { packages: ['taquilla-no-such'], folders: ['usr/bin'] },
      };
      await expect(provide(unknown)).rejects.toMatchObject({
        code: 'demo.tool-missing',
        message:
          'Unobtainable is not installed. Debian, Ubuntu: sudo apt-get install it · Fedora: sudo dnf install it · macOS: brew install it',
      });
      expect(await readdir(toolsDir)).toEqual([]);
    },
    NETWORK_MS,
  );

  test('an interrupted download leaves nothing that looks like a tool', async () => {
    const stop = new AbortController();
    await expect(
      provide(SMALL, stop.signal, () => void setImmediate(() => stop.abort())),
    ).rejects.toMatchObject({ kind: 'aborted' });
    await expect(access(join(toolsDir, 'banner'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
