import type { Command } from 'commander';

/** An action whose command has one argument: it joins the options under `name`. */
export function named<Options>(action: (options: Options, command: Command) => Promise<void>) {
  return async (name: string | undefined, options: object, command: Command): Promise<void> =>
    await action({ ...options, name } as Options, command);
}
