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

const DIALECT = /\b(?:told|tells?|nobody|stands?|anew|whoever)\b/gi;

test('the documentation is written in plain words', () => {
  const text = DOCS.filter((path) => !path.startsWith('docs/es/')).map((path) => withoutCode(readText(path)));
  expect(text.join('\n').match(DIALECT)?.length ?? 0).toBeLessThan(15);
});

test('code and tests are written in plain words', () => {
  // An applied migration keeps its text, because its checksum is stored. One of these words is also a value of the API
  // and an account of Unix.
  const files = repositoryFiles().filter(
    (path) => /^(src|admin\/src|tests)\/.*\.(tsx?|mjs)$/.test(path) && !path.endsWith('docs-prose.test.ts'),
  );
  expect(files.length).toBeGreaterThan(1500);
  const lines = files.flatMap((path) =>
    readText(path)
      .split('\n')
      .map((line) => `${path}: ${line.trim()}`),
  );
  const dialect = lines.filter((line) =>
    /\b(?:told|nobody|anew|whoever|stands|heard|wish)\b/i.test(line.replace(/'nobody'|"nobody"/g, '')),
  );
  expect(dialect.length, dialect.join('\n')).toBeLessThan(15);
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
