import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockInstall } from '../../scripts/install-lock.mjs';
import { isInstalled } from '../../scripts/installed.mjs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taquilla-scripts-'));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

describe('an old Node', () => {
  test.each(['demo', 'taquilla', 'test', 'check', 'build'])(
    'is reported before anything else: npm run %s',
    async (script) => {
      const pretend = `Object.defineProperty(process.versions, 'node', { value: '20.18.1' })`;
      const args = [
        '--import',
        `data:text/javascript,${encodeURIComponent(pretend)}`,
        `scripts/${script}.mjs`,
      ];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
      expect(said).toBe(
        'Taquilla needs Node 20.19 or newer, and this is Node 20.18.1. Get it from https://nodejs.org\n',
      );
      expect(code).toBe(69);
    },
  );
});

describe('what is installed', () => {
  const other = { optional: true, os: ['no-such-os'], cpu: ['x64'], version: '1.0.0' };
  const wanted = {
    '': { name: 'x' },
    admin: { name: 'admin' },
    'node_modules/admin': { link: true },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/binary': { optional: true, os: [process.platform], cpu: [process.arch], version: '2.0.0' },
    'node_modules/other': other,
    'node_modules/needed-by-other': { optional: true, version: '1.0.0' },
  };

  async function writeLock(path: string, packages: object): Promise<void> {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify({ packages }));
  }

  test.each([
    ['all that this platform needs', { a: '1.0.0', binary: '2.0.0' }, true],
    ['another version', { a: '1.0.1', binary: '2.0.0' }, false],
    ['another platform', { a: '1.0.0', other: '1.0.0' }, false],
  ])('is checked against what npm recorded: %s', async (_what, present, expected) => {
    await writeLock('package-lock.json', wanted);
    const rows = Object.entries(present).map(([name, version]) => [`node_modules/${name}`, { version }]);
    await writeLock('node_modules/.package-lock.json', Object.fromEntries(rows));
    expect(isInstalled(folder)).toBe(expected);
  });

  test('means nothing if npm was interrupted', async () => {
    await writeLock('package-lock.json', wanted);
    await mkdir(join(folder, 'node_modules', 'a'), { recursive: true });
    expect(isInstalled(folder)).toBe(false);
  });
});

describe('two simultaneous installations', () => {
  test('go one after the other', async () => {
    const order: string[] = [];
    const release = await lockInstall(folder, () => order.push('never'));
    let isWaiting = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      isWaiting = resolve;
    });
    const second = lockInstall(folder, () => isWaiting()).then((releaseSecond) => {
      order.push('second');
      releaseSecond();
    });
    await waiting;
    order.push('first');
    release();
    await second;
    expect(order).toEqual(['first', 'second']);
  });

  test('do not wait for a killed one', async () => {
    const holder = `
      const { lockInstall } = await import(${JSON.stringify(new URL('../../scripts/install-lock.mjs', import.meta.url).href)});
      await lockInstall(${JSON.stringify(folder)}, () => undefined);
      console.log('held');
      setInterval(() => undefined, 60_000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    let isWaiting = false;
    const second = lockInstall(folder, () => {
      isWaiting = true;
      child.kill('SIGKILL');
    });
    (await second)();
    expect(isWaiting).toBe(true);
  });
});
