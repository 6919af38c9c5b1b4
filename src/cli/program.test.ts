import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { buildProgram } from './program.ts';

const WIDTH = 80;

function commandsOf(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}

test('the help of every command fits into a terminal of 80 columns', () => {
  const terminal = { in: process.stdin, out: process.stdout, err: process.stderr };
  const commands = commandsOf(buildProgram(() => async () => undefined, '0.0.0', terminal));
  expect(commands.length).toBeGreaterThan(30);
  const tooWide = commands.flatMap((command) => {
    command.configureHelp({ ...command.configureHelp(), helpWidth: WIDTH });
    return command
      .helpInformation()
      .split('\n')
      .filter((line) => line.length > WIDTH);
  });
  expect(tooWide).toEqual([]);
});
