import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { ServerUser } from './server-user.ts';

/** A call that shows whether a program runs on this machine; it changes nothing. */
export interface Trial {
  readonly args: readonly string[];
  /** Those of a program that works; 0 where nothing is said. */
  readonly exitCodes?: readonly number[];
  /** What a program that works answers; its version in two groups where `oldest` is given. */
  readonly answer: RegExp;
  /** The oldest version that serves. */
  readonly oldest?: readonly [major: number, minor: number];
}

export interface TrialSettings {
  readonly env: Readonly<Record<string, string>>;
  /** Who will run it; null: ourselves. */
  readonly user: ServerUser | null;
}

/** A program that does not answer at all; one on a busy machine is in no hurry. */
const PATIENCE_MS = 60_000;
const PLAIN_ENV = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' };

/** Calls a program once. Answers with null where it runs and is new enough, else with what is wrong with it. */
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
  if (answer === null) return `"${shown}" does not answer as it should`;
  if (trial.oldest === undefined) return null;
  const [major, minor] = trial.oldest;
  const version = { major: Number(answer[1]), minor: Number(answer[2]) };
  const serves = version.major > major || (version.major === major && version.minor >= minor);
  return serves ? null : `${path} is version ${version.major}.${version.minor}, older than ${major}.${minor}`;
}

/** null: a file that can be run. */
async function unfitFile(path: string): Promise<string | null> {
  const found = await stat(path);
  if (!found.isFile()) return `${path} is no file`;
  return await access(path, constants.X_OK).then(
    () => null,
    () => `${path} is not executable`,
  );
}

/** Of a call that did not end with 0: no number where the program was not started or was ended by a signal. */
const Failure = z.object({
  code: z.union([z.number(), z.string()]).nullish(),
  killed: z.boolean().default(false),
  signal: z.string().nullish(),
  stdout: z.string().default(''),
  stderr: z.string().default(''),
});

interface Outcome {
  /** Exit code; the name of the error or of the signal where there is none; null: it ran out of time. */
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
