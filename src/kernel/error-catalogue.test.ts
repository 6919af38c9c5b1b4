import { describe, expect, test } from 'vitest';
import { ERROR_CATALOGUE, exitCodeOf, httpStatusOf, isErrorCode } from './error-catalogue.ts';

const entries = Object.entries(ERROR_CATALOGUE);

/** The names in braces, each once. */
function namedIn(text: string): readonly string[] {
  return [...new Set(text.match(/\{\w+\}/g))].toSorted();
}

describe('the catalogue of errors', () => {
  test('names the same objects in both languages', () => {
    expect(entries.filter(([, { en, es }]) => en.includes('{') || es.includes('{')).length).toBeGreaterThan(
      9,
    );
    for (const [code, { en, es }] of entries) expect([code, namedIn(es)]).toEqual([code, namedIn(en)]);
  });

  test('has a different sentence for each meaning, in either language', () => {
    const odd = entries.filter(
      ([, { en, es }]) => en === es || ![en, es].every((text) => /^[\p{Lu}{“«].*\.$/u.test(text)),
    );
    expect(odd).toEqual([]);
  });

  test('gives advice in both languages or in neither', () => {
    const half = entries.filter(
      ([, { adviceEn, adviceEs }]) => (adviceEn === undefined) !== (adviceEs === undefined),
    );
    expect(half).toEqual([]);
    for (const [code, { adviceEn = '', adviceEs = '' }] of entries) {
      const spans = (text: string) => (text.match(/`[^`]+`/g) ?? []).toSorted();
      expect([code, spans(adviceEs)]).toEqual([code, spans(adviceEn)]);
    }
  });

  test('accepts only its own codes', () => {
    expect(['store.unreachable', 'store.forgotten', 'toString', ''].map(isErrorCode)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

test('a code has the HTTP status and the exit code of its kind, unless it has its own', () => {
  expect(httpStatusOf('auth.not-allowed')).toBe(403);
  expect(httpStatusOf('auth.not-signed-in')).toBe(401);
  expect(httpStatusOf('execution.stopped')).toBeNull();
  expect(exitCodeOf('backend.unreachable')).toBe(75);
  expect(exitCodeOf('demo.tool-missing')).toBe(69);
});
