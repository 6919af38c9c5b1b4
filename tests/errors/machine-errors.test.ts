import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKOUT } from '../cli/run-taquilla.ts';
import { expectReported } from './reported-error.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taquilla-machine-'));
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

describe('a machine that lets this process open few files', () => {
  test.each([['serve'], ['demo'], ['migrate'], ['check'], ['--version']])(
    '%s says so in one sentence, and what to set',
    async (command) => {
      const program = `ulimit -n 64; exec "${process.execPath}" "${join(CHECKOUT, 'scripts/taquilla.mjs')}" ${command}`;
      const env = { PATH: process.env['PATH'] ?? '', TAQUILLA_DATA_DIR: join(folder, 'few') };
      const child = spawn('/bin/sh', ['-c', program], { cwd: folder, env });
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (bytes) => (said += String(bytes)));
      const [exitCode] = await once(child, 'close');
      expect(said).toBe(
        'Error: This process may have 64 files and connections open at once, and Taquilla needs 256 or more. Raise the limit: ulimit -n in a shell, LimitNOFILE= for systemd, ulimits.nofile for Docker; 65536 is usual. (machine.open-files-limit)\n',
      );
      expect(exitCode).toBe(78);
    },
  );
});

describe('an impossible data folder', () => {
  const says = (dataDir: string, reason: string): string =>
    `The data folder ${dataDir} cannot be made or written (${reason}): give it to the user who runs Taquilla, or name another in TAQUILLA_DATA_DIR.`;
  const expectRefused = async (dataDir: string, reason: string): Promise<void> =>
    await expectReported({
      args: ['migrate'],
      env: { TAQUILLA_DATA_DIR: dataDir },
      kind: 'config',
      code: 'machine.folder-not-writable',
      says: says(dataDir, reason),
    });

  test.runIf(process.platform === 'linux')(
    'below /proc, where Node’s own function for creating folders never ends',
    async () => {
      await expectRefused('/proc/taquilla', 'ENOENT: no folder can be created there');
      await expectRefused('/proc/taquilla/data', 'ENOENT: no folder can be created there');
    },
  );

  test('with a file, or a link to nowhere, in its place', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    await expectRefused(file, 'EEXIST: something else is in its place');
    await expectRefused(join(file, 'data'), 'ENOTDIR: a part of its path is no folder');
    const link = join(folder, 'a-link');
    await symlink(join(folder, 'nowhere', 'at-all'), link);
    await expectRefused(link, 'EEXIST: something else is in its place');
    const circle = join(folder, 'circle');
    await symlink(circle, circle);
    await expectRefused(join(circle, 'data'), 'ELOOP: its links lead in a circle');
  });
});
