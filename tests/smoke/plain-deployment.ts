import { join } from 'node:path';
import { CHECKOUT } from '../cli/run-taquilla.ts';
import { type Deployment, startChild } from './deployment.ts';

/** The built program as plain processes of this machine. `npm run build` was there before. */
export const plainDeployment: Deployment = {
  start: (args, env) => start('dist/main.js', args, env),
  isHealthy: async (env) => (await start('scripts/healthy.mjs', [], env).ended).exitCode === 0,
};

function start(script: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const program = join(CHECKOUT, script);
  return startChild(process.execPath, [program, ...args], { PATH: process.env['PATH'] ?? '', ...env });
}
