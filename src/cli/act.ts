import type { Command } from 'commander';
import type { AppError } from '../kernel/errors.ts';
import type { DefaultLogLevel, Session } from './session.ts';

/** Turns a command's work into commander's action; the work returns the exit code. */
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

/** An action whose command has one argument, which joins the options under `name`. */
export function named<Options>(action: (options: Options, command: Command) => Promise<void>) {
  return async (name: string | undefined, options: object, command: Command): Promise<void> =>
    await action({ ...options, name } as Options, command);
}
