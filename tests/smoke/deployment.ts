import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Deployed {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export type Environment = Readonly<Record<string, string>>;

/** The program as it ships, in one of two ways. */
export interface Deployment {
  /** Starts `taquilla …` in an environment with only these variables. */
  start(args: readonly string[], env: Environment): Deployed;
  /** The health check of the image. */
  isHealthy(env: Environment): Promise<boolean>;
}

/**
 * Starts a program in an empty folder, which is removed afterwards, and in an environment with only these
 * variables.
 */
export function startChild(file: string, args: readonly string[], env: Environment): Deployed {
  const folder = mkdtempSync(join(tmpdir(), 'taquilla-image-'));
  const child = spawn(file, args, { cwd: folder, env, stdio: 'pipe' });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  child.stdin.on('error', () => undefined);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      rmSync(folder, { recursive: true, force: true });
      resolve({ exitCode, ...texts });
    });
  });
  return { child, ended };
}

/** A command as `docker compose exec backend taquilla …` runs it. */
export async function runCommand(
  deployment: Deployment,
  args: readonly string[],
  env: Environment,
  input = '',
): Promise<Ended> {
  const { child, ended } = deployment.start(args, env);
  child.stdin?.end(input);
  return await ended;
}
