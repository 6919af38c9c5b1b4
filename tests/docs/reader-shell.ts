import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** Only ends commands that hang, such as a question without an answer. */
const PATIENCE_MS = 300_000;

export interface CommandOutput {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A shell that stays open while somebody reads a page: later commands see the variables of earlier ones. */
export class ReaderShell {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #codes: AsyncIterableIterator<string>;
  readonly #lines: Interface;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    this.#lines = createInterface({ input: child.stdio[3] as Readable });
    this.#codes = this.#lines[Symbol.asyncIterator]();
  }

  static async open(cwd: string, env: Readonly<Record<string, string>>): Promise<ReaderShell> {
    const folder = await mkdtemp(join(tmpdir(), 'taquilla-shell-'));
    const child = spawn('bash', ['--noprofile', '--norc'], {
      cwd,
      env: { ...env },
      // A separate process group, so that background processes end with it.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    });
    const shell = new ReaderShell(child, folder);
    // npm in a checkout would start Node twice for each command. `npm run -s taquilla --` itself has a test.
    await shell.run(`set -o pipefail
      npm() { case "$*" in 'run -s taquilla -- '*) shift 4; taquilla "$@";; *) command npm "$@";; esac; }`);
    return shell;
  }

  async run(command: string): Promise<CommandOutput> {
    const [out, err] = [join(this.#folder, 'out'), join(this.#folder, 'err')];
    this.#child.stdin?.write(`{ ${command}\n} >'${out}' 2>'${err}' </dev/null; echo "$?" >&3\n`);
    const saying = async (): Promise<string> =>
      `${await readFile(out, 'utf8')}${await readFile(err, 'utf8')}`;
    const hangs = sleep(PATIENCE_MS, null, { ref: false });
    const ended = await Promise.race([this.#codes.next(), hangs]);
    if (ended === null) throw new Error(`it does not end: ${command}\n${await saying()}`);
    const { value, done } = ended;
    if (done === true) throw new Error(`the shell ended at: ${command}`);
    return { code: Number(value), out: await readFile(out, 'utf8'), err: await readFile(err, 'utf8') };
  }

  async close(): Promise<void> {
    const ended = new Promise<void>((resolve) => void this.#child.once('exit', () => resolve()));
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGKILL');
    await ended;
    this.#lines.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
