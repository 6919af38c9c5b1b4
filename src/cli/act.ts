import type { Command } from 'commander';
import type { AppError } from '../kernel/errors.ts';
import type { DefaultLogLevel, Session } from './session.ts';

/** Turns a command's work into an action of commander. The work returns the exit code. */
export type Act = <Options>(
  work: (session: Session, options: Options) => Promise<number>,
  traits?: Traits,
) => (options: Options, command: Command) => Promise<void>;

interface Traits {
  readonly defaultLogLevel?: DefaultLogLevel;
  readonly logsToOut?: boolean;
  /** The output of `--json` if the work throws, so that its reader always gets a document. */
  readonly failureAsJson?: (error: AppError) => object;
}

/** An action for a command with one argument, which is added to the options as `name`. */
export function named<Options>(action: (options: Options, command: Command) => Promise<void>) {
  return async (name: string | undefined, options: object, command: Command): Promise<void> =>
    await action({ ...options, name } as Options, command);
}
