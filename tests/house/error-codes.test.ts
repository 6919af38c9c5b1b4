import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, test } from 'vitest';
import { ERROR_PAGES, ERROR_TABLES, withErrorTables } from '../../ops/error-pages/error-tables.ts';
import { STORE_NOTICES } from '../../src/kernel/error-catalogue/store-notices.ts';
import { ERROR_CATALOGUE, type ErrorCode } from '../../src/kernel/error-catalogue.ts';
import { ERROR_KINDS } from '../../src/kernel/error-kinds.ts';
import { readText, sourceFiles } from './source-files.ts';

const CODE = /^[a-z]+(-[a-z]+)*\.[a-z\d]+(-[a-z\d]+)*$/;
/** Names that look like codes. */
const FILE_OR_HOST =
  /\.(ts|tsx|js|mjs|sql|json|log|pid|html|css|svg|conf|sock|lock|draft|com|org|net|example)$/;

/** Codes of errors and of notices. */
const catalogue: ReadonlySet<string> = new Set([
  ...Object.keys(ERROR_CATALOGUE),
  ...Object.keys(STORE_NOTICES),
]);
/** `store`, `backend` …: the families of our codes. */
const families = new Set([...catalogue].map((code) => code.split('.')[0]));

function codesIn(path: string): string[] {
  // Other names may look alike; a file that has nothing to do with errors contains no code.
  if (!/AppError|\bcode\b/.test(readText(path))) return [];
  const found: string[] = [];
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value !== 'string' || !CODE.test(value) || FILE_OR_HOST.test(value)) return;
      if (families.has(value.split('.')[0])) found.push(value);
    },
    Property: ({ key, value }) => {
      // A `code:` of a family that the documentation lacks.
      if (key.type !== 'Identifier' || key.name !== 'code') return;
      if (value.type === 'Literal' && typeof value.value === 'string' && CODE.test(value.value)) {
        found.push(value.value);
      }
    },
  }).visit(parseSync(path, readText(path)).program);
  return found;
}

const sources = sourceFiles().filter(
  (path) =>
    path.startsWith('src/') && !path.includes('.test.') && !path.startsWith('src/kernel/error-catalogue'),
);
const used = new Set(sources.flatMap(codesIn));

test('every error code of the source is in the catalogue', () => {
  expect(used.size).toBeGreaterThan(50);
  expect([...used].filter((code) => !catalogue.has(code)).sort()).toEqual([]);
});

test('the catalogue has no code that the source does not use', () => {
  // Searched as text, because some codes are inside a statement.
  const all = sources.map(readText).join('\n');
  expect([...catalogue].filter((code) => !all.includes(`'${code}'`)).sort()).toEqual([]);
});

test('the tables of the pages have every code of the catalogue once', () => {
  const listed = Object.values(ERROR_TABLES).flatMap((entries) => Object.keys(entries));
  expect(listed.toSorted()).toEqual(Object.keys(ERROR_CATALOGUE).toSorted());
});

describe.each(['en', 'es'] as const)('the page about errors in the language %s', (language) => {
  const page = readText(ERROR_PAGES[language]);

  test('equals the catalogue: "npm run error-pages" writes it', () => {
    const tables = [...page.matchAll(/<!-- errors: ([a-z-]+) -->/g)].map(([, name = '']) => name);
    expect(tables.toSorted()).toEqual([...Object.keys(ERROR_TABLES), 'notices'].toSorted());
    expect(withErrorTables(page, language)).toBe(page);
  });

  test('gives the kind, the HTTP status, the meaning and the advice of each code', () => {
    for (const [code, entry] of Object.entries(ERROR_CATALOGUE)) {
      const status = entry.httpStatus ?? ERROR_KINDS[entry.kind].httpStatus ?? '–';
      expect(page).toContain(`| \`${code}\` | ${entry.kind} | ${status} | `);
      const [start = ''] = entry[language].split('{');
      const advice = language === 'en' ? entry.adviceEn : entry.adviceEs;
      expect(page).toContain(start);
      expect(page).toContain(advice?.replaceAll('{taquilla}', 'taquilla') ?? '');
    }
  });

  test('gives exit code and HTTP status of each kind', () => {
    const rows = [...page.matchAll(/^\| (\w+) \| .* \| (\d+|–) \| ([\d, ]+|–) \|$/gm)];
    expect(rows.map(([, kind = '']) => kind).toSorted()).toEqual(Object.keys(ERROR_KINDS).toSorted());
    for (const [, kind = '', exitCode = '', status = ''] of rows) {
      const rule = ERROR_KINDS[kind as keyof typeof ERROR_KINDS];
      // An unreadable row ends no command.
      const exit = kind === 'rejected' ? '–' : String(rule.exitCode);
      expect([kind, exitCode]).toEqual([kind, exit]);
      expect([kind, status.split(', ').includes(String(rule.httpStatus ?? '–'))]).toEqual([kind, true]);
    }
  });
});

test('a comment with @throws gives the kind in the catalogue', () => {
  const given = sources.flatMap(kindsIn);
  expect(given.length).toBeGreaterThan(120);
  expect(given.filter(({ code, kind }) => ERROR_CATALOGUE[code]?.kind !== kind)).toEqual([]);
});

/** The kinds and codes of the `@throws` of a file: `config \`store.other-store\`, \`store.older-copy\`; missing …`. */
function kindsIn(path: string): { readonly path: string; readonly code: ErrorCode; readonly kind: string }[] {
  const comments = parseSync(path, readText(path)).comments.map(({ value }) =>
    value.replace(/\s*\n\s*\*\s*/g, ' '),
  );
  const listed = new RegExp(
    `\\b(${Object.keys(ERROR_KINDS).join('|')}) ((?:\`[a-z.-]+\`(?:, | or | and )?)+)`,
    'g',
  );
  return comments
    .filter((comment) => comment.includes('@throws'))
    .flatMap((comment) => [...comment.slice(comment.indexOf('@throws')).matchAll(listed)])
    .flatMap(([, kind = '', codes = '']) =>
      [...codes.matchAll(/`([^`]+)`/g)].map(([, code = '']) => ({ path, code: code as ErrorCode, kind })),
    );
}
