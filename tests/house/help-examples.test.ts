import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { EXAMPLES } from '../../src/cli/examples.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { shellCommands } from './read-docs.ts';

const HOW_CALLED = /^npm run -s taquilla -- /;

function programOf(onAction: (command: Command) => void, onOut: (text: string) => void = () => undefined) {
  const sink = { write: (text: string) => onOut(text) };
  const terminal = { in: process.stdin, out: sink, err: sink };
  return buildProgram(() => async (_options, command) => onAction(command), '0.0.0', terminal as never);
}

function pathOf(command: Command): readonly string[] {
  return command.parent === null ? [] : [...pathOf(command.parent), command.name()];
}

function pathsOf(command: Command): readonly (readonly string[])[] {
  return [pathOf(command), ...command.commands.flatMap(pathsOf)];
}

async function helpOf(path: readonly string[]): Promise<string> {
  let text = '';
  const program = programOf(
    () => undefined,
    (written) => {
      text += written;
    },
  );
  await program.parseAsync([...path, '--help'], { from: 'user' }).catch(() => undefined);
  return text;
}

/** The command that commander finds for this command line; null if commander refuses it. */
async function reached(args: readonly string[]): Promise<readonly string[] | null> {
  let path: readonly string[] | null = null;
  const program = programOf((command) => {
    path = pathOf(command);
  });
  await program.parseAsync([...args], { from: 'user' }).catch(() => undefined);
  return path;
}

/** What the help shows as typed, as arguments; null for a line that does not call this program. */
function examplesIn(help: string): readonly (readonly string[] | null)[] {
  return [...help.matchAll(/^ {2}\$ ((?:.*\\\n)*.*)$/gm)].map(([, line = '']) => {
    const plain = line.replace(/^(?:[A-Z_]+=\S+ )*/, '');
    const [words = []] = shellCommands(plain);
    return HOW_CALLED.test(plain) ? words.slice(5) : null;
  });
}

const paths = pathsOf(programOf(() => undefined));

test('the help of every command ends with examples that this very command accepts', async () => {
  expect(paths.length).toBeGreaterThan(45);
  for (const path of paths) {
    const examples = examplesIn(await helpOf(path));
    expect([path, examples.length]).toEqual([path, expect.toSatisfy((count: number) => count > 0)]);
    for (const args of examples) {
      const command = args === null ? null : await reached(args);
      expect([path, args, command?.slice(0, path.length)]).toEqual([path, args, path]);
    }
  }
});

test('which notices a removed option, a missing argument and the example of another command', async () => {
  expect(await reached(['sync', '--configuration', 'x'])).toEqual(['sync']);
  expect(await reached(['sync', '--no-such-option'])).toBeNull();
  expect(await reached(['configurations', 'pause'])).toBeNull();
  expect(await reached(['configurations', 'pauze', 'x'])).toBeNull();
  expect(await reached(['users', 'list'])).toEqual(['users', 'list']);
  expect(examplesIn('  $ A=… npm run -s taquilla -- sync \\\n      --product 7\n  $ psql\n')).toEqual([
    ['sync', '--product', '7'],
    null,
  ]);
});

test('no example remains of a removed command', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(paths.map((path) => path.join(' ')).sort());
});
