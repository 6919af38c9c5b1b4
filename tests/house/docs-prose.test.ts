import { expect, test } from 'vitest';
import { pages } from './read-docs.ts';
import { readText, repositoryFiles } from './source-files.ts';

const DOCS = pages().filter((path) => path.startsWith('docs/'));

test('decision notes are numbered without gaps, in their names and their titles', () => {
  const notes = repositoryFiles().filter((path) => /^docs\/decisions\/.*\.md$/.test(path));
  expect(notes.length).toBeGreaterThan(20);
  const numbers = notes.map((_, at) => String(at + 1).padStart(4, '0'));
  expect(notes.map((path) => path.split('/')[2]?.slice(0, 4))).toEqual(numbers);
  expect(notes.map((path) => /^# (\d{4}): /.exec(readText(path))?.[1])).toEqual(numbers);
});

test('the documentation is written in plain words', () => {
  const text = DOCS.filter((path) => !path.startsWith('docs/es/')).map((path) => withoutCode(readText(path)));
  const dialect = text.join('\n').match(/\b(?:told|tells?|nobody|stands?|anew|whoever)\b/gi) ?? [];
  expect(dialect.length).toBeLessThan(15);
});

test('a paragraph keeps its lines within 120 characters', () => {
  const long = DOCS.flatMap((path) =>
    withoutCode(readText(path))
      .split('\n')
      .filter((line) => line.length > 120 && !/^\s*\||^ {4}/.test(line))
      .map((line) => `${path}: ${line.slice(0, 60)}`),
  );
  expect(long).toEqual([]);
});

function withoutCode(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
}
