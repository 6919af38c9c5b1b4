import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once the text has appeared on either stream; rejects if the program ends first. */
  untilSaid(text: string): Promise<void>;
  /** Its output so far, on both streams. */
  said(): string;
}

export interface Circumstances {
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input; empty by default. */
  readonly input?: string;
}

/** Starts the real program in an empty folder, in an environment with only these variables. */
export function startTaquilla(
  args: readonly string[],
  { env = {}, input = '' }: Circumstances = {},
): Running {
  const folder = mkdtempSync(join(tmpdir(), 'taquilla-cli-'));
  const child = spawn(process.execPath, [join(CHECKOUT, 'scripts/taquilla.mjs'), ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: 'pipe',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      rmSync(folder, { recursive: true, force: true });
      resolve({ exitCode, stdout, stderr });
    });
  });
  const said = (): string => `${stdout}\n${stderr}`;
  const untilSaid = async (text: string): Promise<void> =>
    await new Promise((resolve, reject) => {
      const look = () => {
        if (!said().includes(text)) return;
        resolve();
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.once('close', () => reject(new Error(`it ended without saying "${text}": ${stdout}\n${stderr}`)));
      look();
    });
  return { child, ended, untilSaid, said };
}

export async function runTaquilla(args: readonly string[], circumstances?: Circumstances): Promise<Ended> {
  return await startTaquilla(args, circumstances).ended;
}
