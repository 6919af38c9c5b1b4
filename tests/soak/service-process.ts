import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { steadyPort } from '../servers/steady-port.ts';
import { waitFor } from '../tasks/wait-for.ts';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
const TSX = pathToFileURL(join(CHECKOUT, 'node_modules/tsx/dist/esm/index.mjs')).href;
const SHIFTED_CLOCK = new URL('./shifted-clock.mjs', import.meta.url).href;

export type ServiceRole = 'api' | 'worker' | 'scheduler';

/** `taquilla serve --role …`, as a separate process. */
export interface ServiceProcess {
  readonly role: ServiceRole;
  readonly port: number;
  readonly metricsPort: number;
  kill(): Promise<void>;
  /** Corrects its wrong clock. */
  setClockRight(): void;
  /** Asks it to end; resolves with its exit code. */
  stop(): Promise<number | null>;
  figures(): Promise<string>;
  readonly isReady: () => Promise<boolean>;
  untilReady(): Promise<void>;
  /** null: it runs. */
  readonly exitCode: number | null;
}

export interface ProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  /** The error of its clock. */
  readonly clockShiftMs?: number;
}

export async function startService(
  role: ServiceRole,
  { env, clockShiftMs = 0 }: ProcessOptions,
): Promise<ServiceProcess> {
  const port = await steadyPort();
  const metricsPort = await steadyPort();
  const imports = clockShiftMs === 0 ? [TSX] : [TSX, SHIFTED_CLOCK];
  const args = [...imports.flatMap((one) => ['--import', one]), join(CHECKOUT, 'src/main.ts')];
  const folder = mkdtempSync(join(tmpdir(), 'taquilla-soak-'));
  const child: ChildProcess = spawn(process.execPath, [...args, 'serve', '--role', role, '--migrate'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      ...env,
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      CLOCK_SHIFT_MS: String(clockShiftMs),
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (exitCode) => {
      rmSync(folder, { recursive: true, force: true });
      resolve(exitCode);
    });
  });
  const ask = async (path: string): Promise<Response> =>
    await fetch(`http://127.0.0.1:${metricsPort}/${path}`, { signal: AbortSignal.timeout(10_000) });
  const isReady = async (): Promise<boolean> =>
    await ask('readyz').then(
      (reply) => reply.ok,
      () => false,
    );
  return {
    role,
    port,
    metricsPort,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    setClockRight: () => void child.kill('SIGUSR2'),
    stop: async () => {
      child.kill('SIGTERM');
      return await ended;
    },
    figures: async () => await (await ask('metrics')).text(),
    isReady,
    untilReady: async () => void (await waitFor(isReady, (ready) => ready, 120_000)),
    get exitCode() {
      return child.exitCode;
    },
  };
}
