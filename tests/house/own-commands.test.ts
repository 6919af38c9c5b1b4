import { parseSync, Visitor } from 'oxc-parser';
import { expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { readText, sourceFiles } from './source-files.ts';

const terminal = { in: process.stdin, out: process.stdout, err: process.stderr };
const program = buildProgram(() => async () => undefined, '0.0.0', terminal);
const names = program.commands.map((command) => command.name());
const CALL = new RegExp(`\\btaquilla (${names.join('|')})\\b`);

/** Texts that ask a person to type `taquilla …`, although the program may have been started in another way. */
function fixedCommands(path: string): string[] {
  const found: string[] = [];
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value === 'string' && CALL.test(value)) found.push(`${path}: ${value}`);
    },
    TemplateElement: ({ value }) => {
      if (CALL.test(value.raw)) found.push(`${path}: ${value.raw}`);
    },
  }).visit(parseSync(path, readText(path)).program);
  return found;
}

test('every command in a message is written by ownCommand, as the reader must type it', () => {
  expect(names.length).toBeGreaterThan(10);
  const sources = sourceFiles().filter((path) => path.startsWith('src/') && !path.includes('.test.'));
  expect(sources.flatMap(fixedCommands)).toEqual([]);
});
