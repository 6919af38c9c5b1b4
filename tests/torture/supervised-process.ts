import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Point } from '../../src/kernel/failpoint.ts';
import { steadyPort } from '../servers/steady-port.ts';
import { waitFor } from '../tasks/wait-for.ts';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
/** The built code, if it is current: it starts at a fraction of the cost. */
const PROGRAM = join(CHECKOUT, 'scripts/taquilla.mjs');
const SHIFTED_CLOCK = new URL('../soak/shifted-clock.mjs', import.meta.url).href;
const ARMED_POINTS = new URL('./armed-points.mjs', import.meta.url).href;

const RESTART_AFTER_MS = 500;
const PROBE_MS = 5_000;
/** Far more than the slowest machine needs: what takes longer never comes. */
const READY_WITHIN_MS = 240_000;

export type Role = 'api' | 'worker' | 'scheduler' | 'all';

/** How a process ended. */
export interface Exit {
  readonly process: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly atMs: number;
}

export interface ProcessSettings {
  readonly name: string;
  readonly role: Role;
  /** The folder of its log, and its working folder. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** `taquilla serve` as a separate process that is restarted whenever it ends, as a supervisor does. */
export class SupervisedProcess {
  readonly name: string;
  readonly role: Role;
  readonly port: number;
  readonly exits: Exit[] = [];
  readonly logFile: string;
  readonly #settings: ProcessSettings;
  readonly #metricsPort: number;
  #child: ChildProcess | null = null;
  #ended: Promise<unknown> = Promise.resolve();
  #clockShiftMs = 0;
  #supervised = true;

  private constructor(settings: ProcessSettings, port: number, metricsPort: number) {
    this.#settings = settings;
    this.name = settings.name;
    this.role = settings.role;
    this.port = port;
    this.#metricsPort = metricsPort;
    this.logFile = join(settings.folder, `${settings.name.replaceAll(' ', '-')}.log`);
  }

  static async start(settings: ProcessSettings): Promise<SupervisedProcess> {
    const made = new SupervisedProcess(settings, await steadyPort(), await steadyPort());
    made.#spawn();
    return made;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async kill(): Promise<void> {
    const ended = this.#ended;
    this.#child?.kill('SIGKILL');
    await ended;
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Makes it stop or kill itself when it passes a failpoint. */
  arm(point: Point, passing: number, signal: 'SIGSTOP' | 'SIGKILL'): void {
    this.#send({ point, passing, signal });
  }

  disarm(): void {
    this.#send(null);
  }

  /** Ends it in order; it restarts with a clock that is off by this time. */
  async restartWithClock(shiftMs: number): Promise<void> {
    this.#clockShiftMs = shiftMs;
    const ended = this.#ended;
    this.#child?.kill('SIGTERM');
    await ended;
  }

  isStopped(): boolean {
    try {
      return /^State:\s+T/m.test(readFileSync(`/proc/${this.pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  }

  async isReady(): Promise<boolean> {
    const url = `http://127.0.0.1:${this.#metricsPort}/readyz`;
    return await fetch(url, { signal: AbortSignal.timeout(PROBE_MS) }).then(
      (reply) => reply.ok,
      () => false,
    );
  }

  async untilReady(): Promise<void> {
    await waitFor(
      async () => await this.isReady(),
      (ready) => ready,
      READY_WITHIN_MS,
    );
  }

  /** Processes that are frozen for another reason are awaited once they continue. */
  async untilReadyOrFrozen(): Promise<void> {
    await waitFor(
      async () => this.isStopped() || (await this.isReady()),
      (back) => back,
      READY_WITHIN_MS,
    );
  }

  /** Ends it for good; its exit is recorded like every other. */
  async stop(): Promise<void> {
    this.#supervised = false;
    const ended = this.#ended;
    this.#child?.kill('SIGCONT');
    this.#child?.kill('SIGTERM');
    const late = sleep(60_000, 'late', { ref: false });
    if ((await Promise.race([ended, late])) === 'late') this.#child?.kill('SIGKILL');
    await ended;
  }

  #send(order: object | null): void {
    if (this.#child?.connected === true) this.#child.send(order ?? { point: null }, () => undefined);
  }

  #spawn(): void {
    const { role, folder, env } = this.#settings;
    const imports = [ARMED_POINTS, ...(this.#clockShiftMs === 0 ? [] : [SHIFTED_CLOCK])];
    const args = [...imports.flatMap((one) => ['--import', one]), PROGRAM, 'serve'];
    const log = openSync(this.logFile, 'a');
    const child = spawn(process.execPath, [...args, '--role', role, '--migrate'], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        ...env,
        PORT: String(this.port),
        METRICS_PORT: String(this.#metricsPort),
        CLOCK_SHIFT_MS: String(this.#clockShiftMs),
        LOG_LEVEL: 'info',
      },
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    // It may end while a message is sent to it.
    child.on('error', () => undefined);
    this.#child = child;
    this.#ended = once(child, 'exit');
    child.once('exit', (code, signal) => {
      this.exits.push({ process: this.name, code, signal, atMs: Date.now() });
      setTimeout(() => {
        if (this.#supervised) this.#spawn();
      }, RESTART_AFTER_MS);
    });
  }
}
