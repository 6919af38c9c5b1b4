import { type ChildProcess, spawn } from 'node:child_process';
import { open, rename, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '../kernel/error-catalogue.ts';
import { AppError, throwIfAborted } from '../kernel/errors.ts';
import { endsWithUs } from './ends-with-us.ts';
import { folderError } from './folder-error.ts';
import type { ServerUser } from './server-user.ts';

/** How to run one private server. */
export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** The whole environment of the server, so that none of our variables, such as PGOPTIONS, reaches it. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly logFile: string;
  readonly user: ServerUser | null;
  /**
   * The signals to send until the server has ended, each with the time to wait after it. SIGKILL comes last.
   */
  readonly stopBy: readonly { readonly signal: NodeJS.Signals; readonly patienceMs: number }[];
}

const LOG_LIMIT_BYTES = 5_000_000;
const POLL_MS = 25;

/** One run of a server, from its spawn to its end. */
export interface ServerChild {
  readonly pid: number;
  readonly ended: Promise<void>;
  hasEnded(): boolean;
  stop(): Promise<void>;
}

/**
 * Starts the server in such a way that it ends with this process, even if this process is killed. (On Linux; on
 * other systems the next start ends it.) Ctrl-C reaches only this process, which stops the server when its own
 * work is finished.
 */
export async function spawnServer(command: ServerCommand): Promise<ServerChild> {
  const { program, args, env, folder, user, stopBy } = command;
  const output = await openLog(command.logFile);
  try {
    const [file = program, ...rest] = endsWithUs([program, ...args], stopBy[0]?.signal ?? 'SIGKILL');
    const child = spawn(file, rest, {
      cwd: folder,
      env,
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
      ...user,
    });
    return await follow(child, command);
  } finally {
    await output.close();
  }
}

/**
 * Waits until the server answers.
 * @throws unavailable `machine.server-ended`, `machine.server-silent`, with the end of its log in the details;
 *   config `machine.disk-full`; aborted
 */
export async function waitUntilReady(
  child: ServerChild,
  command: ServerCommand,
  isReady: () => Promise<boolean>,
  patienceMs: number,
  signal: AbortSignal,
): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (child.hasEnded() || !(await isReady())) {
    throwIfAborted(signal);
    if (child.hasEnded()) throw await notStarted(command, 'machine.server-ended', 'ended while it started');
    if (performance.now() > deadlineMs) {
      throw await notStarted(command, 'machine.server-silent', 'did not answer in time');
    }
    await sleep(POLL_MS);
  }
}

async function notStarted(command: ServerCommand, code: ErrorCode, what: string): Promise<AppError> {
  const error = new AppError({
    code,
    message: `A private server ${what}; its log: ${command.logFile}`,
    details: { program: command.program, output: await endOfLog(command.logFile) },
  });
  return await folderError(error, command.folder);
}

async function follow(child: ChildProcess, command: ServerCommand): Promise<ServerChild> {
  let over = false;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      over = true;
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('a process was started without an id');
  // Without any other tie to this process, at least an ordinary exit stops the server.
  const onExit = (): void => void child.kill(command.stopBy[0]?.signal);
  process.once('exit', onExit);
  void ended.then(() => process.removeListener('exit', onExit));
  const stop = async (): Promise<void> => {
    for (const { signal, patienceMs } of command.stopBy) {
      if (over) return;
      child.kill(signal);
      await Promise.race([ended, sleep(patienceMs, undefined, { ref: false })]);
    }
    if (!over) child.kill('SIGKILL');
    await ended;
  };
  return { pid, ended, hasEnded: () => over, stop };
}

async function openLog(path: string): Promise<Awaited<ReturnType<typeof open>>> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(path, `${path}.old`);
  return await open(path, 'a', 0o600);
}

async function endOfLog(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.min(size, 2_000);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8');
  } finally {
    await file.close();
  }
}
