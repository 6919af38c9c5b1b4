import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from './compose-files.ts';
import { type Deployment, startChild } from './deployment.ts';

/** The built program as plain processes of this machine. `npm run build` was there before. */
export async function plainDeployment(): Promise<Deployment> {
  const cwd = await mkdtemp(join(tmpdir(), 'taquilla-plain-'));
  const start = (script: string, args: readonly string[], env: Readonly<Record<string, string>>) =>
    startChild(process.execPath, [join(CHECKOUT, script), ...args], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', ...env },
    });
  return {
    start: (args, env) => start('dist/main.js', args, env),
    isHealthy: async (env) => (await start('scripts/healthy.mjs', [], env).ended).exitCode === 0,
  };
}
