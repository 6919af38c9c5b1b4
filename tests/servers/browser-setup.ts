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
    /** Where the built panel lies. */
    readonly panelDir: string;
  }
}

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/** Fetches the browser before any test's clock runs, for it is large; builds the panel once, as it is shipped. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await provideTestTool(CHROMIUM_TOOL, 'us');
  const dir = await mkdtemp(join(tmpdir(), 'taquilla-panel-'));
  const vite = join(CHECKOUT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', dir, '--emptyOutDir'], {
    cwd: join(CHECKOUT, 'admin'),
    // The tests' own would make the library complain at length.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  project.provide('panelDir', dir);
  return async () => await rm(dir, { recursive: true, force: true });
}
