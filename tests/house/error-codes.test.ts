import { parseSync, Visitor } from 'oxc-parser';
import { expect, test } from 'vitest';
import { readText, sourceFiles } from './source-files.ts';

const CODE = /^[a-z]+(-[a-z]+)*\.[a-z\d]+(-[a-z\d]+)*$/;
/** What looks like a code and is a name. */
const FILE_OR_HOST =
  /\.(ts|tsx|js|mjs|sql|json|log|pid|html|css|svg|conf|sock|lock|draft|com|org|net|example)$/;

const documented = new Set(
  [...readText('docs/errors.md').matchAll(/`([a-z]+(?:-[a-z]+)*\.[a-z\d]+(?:-[a-z\d]+)*)`/g)].flatMap(
    ([, code]) => (code === undefined ? [] : [code]),
  ),
);
/** `store`, `backend` …: what begins like this is one of our codes. */
const families = new Set([...documented].map((code) => code.split('.')[0]));

function codesIn(path: string): string[] {
  // Names of other things may look alike; a file that has nothing to do with errors holds no code.
  if (!/AppError|\bcode\b/.test(readText(path))) return [];
  const found: string[] = [];
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value !== 'string' || !CODE.test(value) || FILE_OR_HOST.test(value)) return;
      if (families.has(value.split('.')[0])) found.push(value);
    },
    Property: ({ key, value }) => {
      // A `code:` of a family that is not documented at all.
      if (key.type !== 'Identifier' || key.name !== 'code') return;
      if (value.type === 'Literal' && typeof value.value === 'string' && CODE.test(value.value)) {
        found.push(value.value);
      }
    },
  }).visit(parseSync(path, readText(path)).program);
  return found;
}

const sources = sourceFiles().filter((path) => path.startsWith('src/') && !path.includes('.test.'));
const used = new Set(sources.flatMap(codesIn));

test('every error code of the source is explained in docs/errors.md', () => {
  expect(used.size).toBeGreaterThan(50);
  expect([...used].filter((code) => !documented.has(code)).sort()).toEqual([]);
});

test('docs/errors.md explains no code that no longer exists', () => {
  // As text: some stand inside a statement.
  const all = sources.map(readText).join('\n');
  expect([...documented].filter((code) => !all.includes(`'${code}'`)).sort()).toEqual([]);
});
