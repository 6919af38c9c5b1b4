import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toolsPlace } from '../../src/demo/servers/remove-servers.ts';
import { commandsOf } from '../docs/page-commands.ts';
import { freshStoreDatabase } from '../servers/databases.ts';
import { runTaquilla, startTaquilla } from './run-taquilla.ts';

const PAGE = 'docs/command-line.md';
/** The output of a command as a page shows it, without empty lines and omitted parts. */
function shownBy(page: string, command: string): readonly string[] {
  const found = commandsOf(page).find(({ text }) => text === command);
  return (found?.printed ?? '').split('\n').filter((line) => line.trim() !== '' && line.trim() !== '…');
}

/** The arguments of a command in the reference. */
function ownCommandOf(command: string): readonly string[] {
  expect(commandsOf(PAGE).map(({ text }) => text)).toContain(command);
  return command.split(' -- ')[1]?.split(' ') ?? [];
}

/** A line without random parts: the duration, the port, the password. */
function withoutChance(line: string): string {
  return line
    .replace(/in \d[\d.]* m?s\.$/, 'in #.')
    .replace(/127\.0\.0\.1:\d+/, 'HOST')
    .replace(/^(with password +)\S{16} /, '$1# ');
}

let home: string;
let dataDir: string;
let env: Record<string, string>;

beforeAll(async () => {
  // A short path, as sockets need, and not the empty folder in which the program starts.
  home = await mkdtemp(join(tmpdir(), 'taq-demo-'));
  dataDir = join(home, 'data');
  await mkdir(dataDir);
  const { toolsDir: tools } = await toolsPlace('.taquilla');
  // The files of the tests' own servers need not be downloaded again.
  if (existsSync(tools)) await symlink(tools, (await toolsPlace(dataDir)).toolsDir);
  env = { TAQUILLA_DATA_DIR: dataDir, PORT: '0' };
});
afterAll(async () => await rm(home, { recursive: true, force: true }));

// The order matters: the tests are one story.
describe.sequential('taquilla demo', () => {
  test('creates a store, syncs it, proves it, shows a sign-in and runs until it is stopped, as the README says', async () => {
    const running = startTaquilla(['demo'], { env });
    await running.untilSaid('Ctrl-C stops it');
    const inUse = await runTaquilla(['demo', '--clean'], { env });
    expect(inUse).toMatchObject({ exitCode: 75, stderr: expect.stringContaining('still runs') });
    running.child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await running.ended;
    expect(stderr).not.toContain('Error');
    const printed = stdout.split('\n').map(withoutChance);
    const shown = shownBy('README.md', 'npm run demo').map(withoutChance);
    expect(shown.length).toBeGreaterThan(15);
    expect(shown.filter((line) => !printed.includes(line))).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test('--once ends after a second sync, which changes nothing', async () => {
    const { exitCode, stdout } = await runTaquilla(['demo', '--once'], { env });
    expect(stdout).toContain('✓ Verified: the store and the backend agree to the cent');
    expect(stdout).toContain('Nothing had changed.');
    expect(exitCode).toBe(0);
  });

  test('leaves a backend that other commands can read', async () => {
    const check = ownCommandOf('TAQUILLA_DATA_DIR=.taquilla/demo npm run -s taquilla -- check');
    const inDemo = { ...env, TAQUILLA_DATA_DIR: join(dataDir, 'demo') };
    const { exitCode, stdout } = await runTaquilla(check, { env: inDemo });
    expect(stdout).toContain('The installation is healthy.');
    expect(exitCode).toBe(0);
  });

  test('--clean removes all of it', async () => {
    const { exitCode, stdout } = await runTaquilla(['demo', '--clean'], { env });
    expect(stdout).toContain('The demo is gone.');
    expect(exitCode).toBe(0);
    expect(existsSync(dataDir) ? await readdir(dataDir) : []).toEqual([]);
    expect((await runTaquilla(['demo', '--clean'], { env })).stdout).toBe('There was nothing to remove.\n');
  });
});

describe('taquilla demo-store', () => {
  test('prints the address of the store, which it serves until it is stopped', async () => {
    const [shown = ''] = shownBy(PAGE, 'npm run -s taquilla -- demo-store --orders 5000');
    const running = startTaquilla(['demo-store', '--orders', '10'], { env });
    await running.untilSaid('is running there');
    running.child.kill('SIGINT');
    const { exitCode, stdout } = await running.ended;
    const address = shown.replace('…', '[^@]+').replace(/:\d+/, ':\\d+');
    expect(stdout).toMatch(new RegExp(`^${address}\n$`));
    expect(exitCode).toBe(0);
    expect((await runTaquilla(['demo', '--clean'], { env })).exitCode).toBe(0);
  });

  test('fills the given database, and does not change a foreign site', async () => {
    const store = await freshStoreDatabase();
    const fill = async () =>
      await runTaquilla(['demo-store', '--orders', '10', '--layout', 'posts', '--url', store.url], { env });
    expect(await fill()).toMatchObject({ exitCode: 0, stdout: 'Created 10 orders.\n' });
    await store.exec(
      `update wp_options set option_value = 'https://tickets.example.com' where option_name = 'siteurl'`,
    );
    const refused = await fill();
    expect(refused).toMatchObject({ exitCode: 78, stderr: expect.stringContaining('demo.foreign-store') });
    await store.drop();
  });

  test.each([
    ['--orders', '9'],
    ['--layout', 'cards'],
  ])('refuses %s %s', async (option, value) => {
    expect((await runTaquilla(['demo-store', option, value], { env })).exitCode).toBe(64);
  });
});
