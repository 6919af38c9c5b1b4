import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { ServerUser } from './server-user.ts';

/** A call that shows whether a program runs on this machine. It changes nothing. */
export interface Trial {
  readonly args: readonly string[];
  /** The exit codes of a working program; by default 0. */
  readonly exitCodes?: readonly number[];
  /** A pattern for the output of a working program, with its version in two groups if `oldest` is given. */
  readonly answer: RegExp;
  /** The oldest usable version. */
  readonly oldest?: readonly [major: number, minor: number];
}

export interface TrialSettings {
  readonly env: Readonly<Record<string, string>>;
  /** The user who will run the program; null means the present user. */
  readonly user: ServerUser | null;
}

/** The time limit for a program that does not answer. It is generous, because the machine may be busy. */
const PATIENCE_MS = 60_000;
const PLAIN_ENV = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' };

/** Calls a program once. Returns null if it runs and is new enough, otherwise the reason. */
export async function tryProgram(
  path: string,
  trial: Trial,
  { env, user }: TrialSettings,
): Promise<string | null> {
  const unfit = await unfitFile(path);
  if (unfit !== null) return unfit;
  const { code, output } = await call(path, trial.args, { ...PLAIN_ENV, ...env }, user);
  const shown = [path, ...trial.args].join(' ');
  if (typeof code === 'string') return `"${shown}" does not start (${code})`;
  if (code === null) return `"${shown}" does not end by itself`;
  if (!(trial.exitCodes ?? [0]).includes(code)) return `"${shown}" fails with exit code ${code}`;
  const answer = trial.answer.exec(output);
  if (answer === null) return `"${shown}" does not give the expected answer`;
  if (trial.oldest === undefined) return null;
  const [major, minor] = trial.oldest;
  const version = { major: Number(answer[1]), minor: Number(answer[2]) };
  const serves = version.major > major || (version.major === major && version.minor >= minor);
  return serves ? null : `${path} is version ${version.major}.${version.minor}, older than ${major}.${minor}`;
}

/** Why the file cannot be run; null if it can. */
async function unfitFile(path: string): Promise<string | null> {
  const found = await stat(path);
  if (!found.isFile()) return `${path} is no file`;
  return await access(path, constants.X_OK).then(
    () => null,
    () => `${path} is not executable`,
  );
}

/**
 * The error of a call that did not exit with 0. It contains no number if the program was not started or was
 * ended by a signal.
 */
const Failure = z.object({
  code: z.union([z.number(), z.string()]).nullish(),
  killed: z.boolean().default(false),
  signal: z.string().nullish(),
  stdout: z.string().default(''),
  stderr: z.string().default(''),
});

interface Outcome {
  /** The exit code, or the name of the error or signal; null if the time limit passed. */
  readonly code: number | string | null;
  readonly output: string;
}

async function call(
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  user: ServerUser | null,
): Promise<Outcome> {
  try {
    const options = { env, cwd: '/', timeout: PATIENCE_MS, killSignal: 'SIGKILL', ...user } as const;
    const { stdout, stderr } = await promisify(execFile)(path, args, options);
    return { code: 0, output: `${stdout}\n${stderr}` };
  } catch (error) {
    const { code, killed, signal, stdout, stderr } = Failure.parse(error);
    return { code: killed ? null : (code ?? signal ?? String(error)), output: `${stdout}\n${stderr}` };
  }
}
