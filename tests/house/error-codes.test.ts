import { parseSync, Visitor } from 'oxc-parser';
import { expect, test } from 'vitest';
import { ERROR_KINDS } from '../../src/kernel/errors.ts';
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

test('docs/errors.md has the exit code and HTTP status of each kind', () => {
  const rows = [...readText('docs/errors.md').matchAll(/^\| (\w+) \| .* \| (\d+|–) \| ([\d, ]+|–) \|$/gm)];
  expect(rows.map(([, kind = '']) => kind).toSorted()).toEqual(Object.keys(ERROR_KINDS).toSorted());
  for (const [, kind = '', exitCode = '', status = ''] of rows) {
    const rule = ERROR_KINDS[kind as keyof typeof ERROR_KINDS];
    // A row that cannot be read ends no command.
    const exit = kind === 'rejected' ? '–' : String(rule.exitCode);
    expect([kind, exitCode]).toEqual([kind, exit]);
    expect([kind, status.split(', ').includes(String(rule.httpStatus ?? '–'))]).toEqual([kind, true]);
  }
});

/** Statuses that an error's own reply has, beside that of its kind. */
const OWN_STATUSES: Readonly<Record<string, readonly string[]>> = {
  denied: ['401', '429'],
  invalid: ['405', '429'],
};

test('docs/errors.md has the kind of each code, or the HTTP status of its answer', () => {
  const sentences = new Map<string, Set<string>>();
  for (const [, codes = '', second = ''] of readText('docs/errors.md').matchAll(
    /^\| ((?:`[^`]+`(?:, )?)+) \| (\w+) \|/gm,
  ))
    for (const [, code = ''] of codes.matchAll(/`([^`]+)`/g))
      sentences.set(code, (sentences.get(code) ?? new Set()).add(second));
  const given = sources.flatMap(kindsIn);
  expect(given.length).toBeGreaterThan(120);
  const untrue = given.filter(({ code, kind }) => {
    const said = sentences.get(code);
    const { httpStatus } = ERROR_KINDS[kind as keyof typeof ERROR_KINDS];
    const right = [kind, String(httpStatus), ...(OWN_STATUSES[kind] ?? [])];
    return said !== undefined && !right.some((one) => said.has(one));
  });
  expect(untrue).toEqual([]);
});

/** The errors that a file makes with both kind and code written out. */
function kindsIn(path: string): { readonly code: string; readonly kind: string }[] {
  const found: { code: string; kind: string }[] = [];
  new Visitor({
    ObjectExpression: ({ properties }) => {
      const text = (name: string): string => {
        for (const one of properties)
          if (one.type === 'Property' && one.key.type === 'Identifier' && one.key.name === name)
            return one.value.type === 'Literal' ? String(one.value.value) : '';
        return '';
      };
      const [kind, code] = [text('kind'), text('code')];
      if (kind in ERROR_KINDS && CODE.test(code)) found.push({ code, kind });
    },
  }).visit(parseSync(path, readText(path)).program);
  return found;
}
