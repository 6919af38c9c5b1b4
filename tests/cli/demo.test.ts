import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toolsPlace } from '../../src/demo/servers/remove-servers.ts';
import { freshStoreDatabase } from '../servers/databases.ts';
import { runTaquilla, startTaquilla } from './run-taquilla.ts';

let home: string;
let dataDir: string;
let env: Record<string, string>;

beforeAll(async () => {
  // Short, as sockets' paths must be; and not the empty folder that the program is started in.
  home = await mkdtemp(join(tmpdir(), 'taq-demo-'));
  dataDir = join(home, 'data');
  await mkdir(dataDir);
  const { toolsDir: tools } = await toolsPlace('.taquilla');
  // What the tests' own servers were fetched from need not be fetched again.
  if (existsSync(tools)) await symlink(tools, (await toolsPlace(dataDir)).toolsDir);
  env = { TAQUILLA_DATA_DIR: dataDir, PORT: '0' };
});
afterAll(async () => await rm(home, { recursive: true, force: true }));

// In this order: it is one story.
describe.sequential('taquilla demo', () => {
  test('--once makes a store, syncs it, proves it and ends', { timeout: 120_000 }, async () => {
    const { exitCode, stdout, stderr } = await runTaquilla(['demo', '--once'], { env });
    expect(stderr).not.toContain('Error');
    expect(stdout).toContain('✓ Verified: the store and the backend agree to the cent');
    expect(exitCode).toBe(0);
  });

  test('a second run changes nothing, shows a sign-in and stays until it is stopped', {
    timeout: 120_000,
  }, async () => {
    const running = startTaquilla(['demo'], { env });
    await running.untilSaid('Ctrl-C stops it');
    const inUse = await runTaquilla(['demo', '--clean'], { env });
    expect(inUse).toMatchObject({ exitCode: 75, stderr: expect.stringContaining('still runs') });
    running.child.kill('SIGINT');
    const { exitCode, stdout } = await running.ended;
    expect(stdout).toContain('Nothing had changed.');
    expect(stdout).toMatch(/Taquilla is at +http:\/\/127\.0\.0\.1:\d+\/admin\/sync_woocommerce\//);
    expect(stdout).toMatch(/with password +\S{16} /);
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
  test('fills the database that it is given, and leaves a site alone that is not its own', async () => {
    const store = await freshStoreDatabase();
    const fill = async () =>
      await runTaquilla(['demo-store', '--orders', '10', '--layout', 'posts', '--url', store.url], { env });
    expect(await fill()).toMatchObject({ exitCode: 0, stdout: 'Made 10 orders.\n' });
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
