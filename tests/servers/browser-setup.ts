import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { CHROMIUM_TOOL } from './chromium-tool.ts';
import { provideTestTool } from './provide-test-tool.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the built panel. */
    readonly panelDir: string;
  }
}

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Downloads the browser before the time limit of any test begins, because it is large; builds the panel once, as it
 * ships.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await provideTestTool(CHROMIUM_TOOL, 'us');
  const dir = await mkdtemp(join(tmpdir(), 'taquilla-panel-'));
  const vite = join(CHECKOUT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', dir, '--emptyOutDir'], {
    cwd: join(CHECKOUT, 'admin'),
    // With the tests' own value the library would print long warnings.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  project.provide('panelDir', dir);
  return async () => await rm(dir, { recursive: true, force: true });
}
