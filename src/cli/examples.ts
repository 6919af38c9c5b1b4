import type { Command } from 'commander';

const HOW_CALLED = 'npm run -s taquilla --';

/** Command lines to copy, at the end of a command's help. Each begins with the name of the command. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  return command.addHelpText('after', () => {
    const lines = examples.map((example) => `  $ ${HOW_CALLED} ${example.replaceAll('\n', '\n      ')}`);
    return ['', examples.length === 1 ? 'Example:' : 'Examples:', ...lines].join('\n');
  });
}
