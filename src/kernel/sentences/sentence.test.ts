import { expect, test } from 'vitest';
import { errorOf, serverAt, translated } from './sentence.ts';
import { ALL_SENTENCES, spanishOf } from './spanish-of.ts';

const SENTENCE = {
  kind: 'config',
  code: 'store.no-such-database',
  en: 'The server at {server} has no database "{database}" (yet?).',
  es: 'La base de datos «{database}» no existe en {server}.',
} as const;

const namesIn = (template: string): string[] =>
  [...new Set([...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort();

test('both languages of every sentence name the same objects', () => {
  expect(ALL_SENTENCES.length).toBeGreaterThan(80);
  expect(ALL_SENTENCES.filter(({ en, es }) => namesIn(en).join() !== namesIn(es).join())).toEqual([]);
});

test('every sentence is recognised by its English text, with all its objects', () => {
  for (const { en, es } of ALL_SENTENCES) {
    const named = Object.fromEntries(namesIn(en).map((name) => [name, `<${name} 1.2:3>`]));
    const fill = (template: string) => template.replace(/\{(\w+)\}/g, (_, name: string) => named[name] ?? '');
    expect(spanishOf(fill(en))).toBe(fill(es));
  }
});

test('an error has its sentence, and keeps its objects for the log', () => {
  const named = { server: serverAt('::1', 3306), database: 'a {server} $& b' };
  const error = errorOf(SENTENCE, named, { details: { errno: 1049 } });
  expect(error.message).toBe('The server at [::1]:3306 has no database "a {server} $& b" (yet?).');
  expect(error).toMatchObject({ kind: 'config', code: 'store.no-such-database', brief: error.message });
  expect(error.details).toEqual({ ...named, errno: 1049 });
  expect(translated([SENTENCE], error.message)).toBe(
    'La base de datos «a {server} $& b» no existe en [::1]:3306.',
  );
});

test('a reader who may not know hosts gets the brief sentence', () => {
  const error = errorOf(
    { ...SENTENCE, brief: 'There is no such database.' },
    { server: 'db:1', database: 'x' },
  );
  expect(error.brief).toBe('There is no such database.');
  expect(error.message).toContain('db:1');
});

test('a foreign sentence is not translated', () => {
  expect(spanishOf('The store is away.')).toBeNull();
});
