import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { serverCpuSeconds } from './server-cpu.ts';

export interface MeasuredRun {
  readonly seconds: number;
  readonly stdout: string;
  readonly cpuSeconds: { readonly store: number; readonly backend: number };
}

/** Runs a program to its end and measures its time, and the CPU time of the servers that it uses. */
export async function measuredRun(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  keepOutput: boolean,
): Promise<MeasuredRun> {
  const before = await serversCpu();
  const startedMs = performance.now();
  const child = spawn(program, args, { env, stdio: ['ignore', keepOutput ? 'pipe' : 'ignore', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const readWhole = async (stream: Readable | null) => (stream === null ? '' : await text(stream));
  const [stdout, stderr, code] = await Promise.all([readWhole(child.stdout), readWhole(child.stderr), ended]);
  const seconds = (performance.now() - startedMs) / 1000;
  if (code !== 0)
    throw new Error(`${program} ended with ${code}: ${stdout.slice(0, 2000)} ${stderr.slice(0, 2000)}`);
  const after = await serversCpu();
  const cpuSeconds = { store: after.store - before.store, backend: after.backend - before.backend };
  return { seconds, stdout, cpuSeconds };
}

async function serversCpu(): Promise<MeasuredRun['cpuSeconds']> {
  return { store: await serverCpuSeconds('mariadbd'), backend: await serverCpuSeconds('postgres') };
}

export interface Usage {
  readonly cpuSeconds: number;
  readonly peakRssMb: number;
}

/** What `tell-usage.mjs` wrote. */
export async function readUsage(file: string): Promise<Usage> {
  return JSON.parse(await readFile(file, 'utf8')) as Usage;
}
