import { parseSync, Visitor } from 'oxc-parser';
import { expect, test } from 'vitest';
import { auth as authEn } from '../../admin/src/texts/en/access/auth.ts';
import { en } from '../../admin/src/texts/en.ts';
import { auth as authEs } from '../../admin/src/texts/es/access/auth.ts';
import { es } from '../../admin/src/texts/es.ts';
import { readText, repositoryFiles } from './source-files.ts';

interface Entry {
  readonly key: string;
  readonly text: string;
}

function entriesOf(dictionary: object, way = ''): Entry[] {
  return Object.entries(dictionary).flatMap(([name, value]: [string, unknown]) => {
    const key = way === '' ? name : `${way}.${name}`;
    return typeof value === 'string' ? [{ key, text: value }] : entriesOf(value as object, key);
  });
}

const english = entriesOf({ ...en, auth: authEn });
const spanish = new Map(entriesOf({ ...es, auth: authEs }).map(({ key, text }) => [key, text]));

/** The placeholders of a text and its number of forms: its translation has the same. */
function shapeOf(text: string): string {
  const blanks = new Set([...text.matchAll(/%\{(\w+)\}/g)].map(([, name]) => name ?? ''));
  // `smart_count` may be absent: one form can say "one" in words.
  blanks.delete('smart_count');
  return `${[...blanks].sort().join(',')} ${text.split('||||').length}`;
}

test('both languages have the same texts, with the same placeholders and forms, none of them empty', () => {
  expect(english.length).toBeGreaterThan(200);
  expect([...spanish.keys()].sort()).toEqual(english.map(({ key }) => key).sort());
  const odd = english.filter(({ key, text }) => {
    const other = spanish.get(key) ?? '';
    return other.trim() === '' || text.trim() === '' || shapeOf(other) !== shapeOf(text);
  });
  expect(odd).toEqual([]);
});

/** Attributes that people read or hear. */
const SPOKEN = /^(label|title|text|sub|placeholder|alt|helperText|emptyText|aria-label|aria-description)$/;
/** The product's own name, and the names of languages, each in that language. */
const NAMES = new Set(['Taquilla']);
const WORDS = /\p{L}{2,}/u;

function hardCodedTexts(path: string): string[] {
  const source = readText(path);
  const found: string[] = [];
  const note = (text: string, at: number): void => {
    if (!WORDS.test(text) || NAMES.has(text.trim())) return;
    found.push(`${path}:${source.slice(0, at).split('\n').length} ${text.trim()}`);
  };
  new Visitor({
    JSXText: (node) => note(node.value, node.start),
    JSXAttribute: (node) => {
      const { name, value } = node;
      if (name.type !== 'JSXIdentifier' || !SPOKEN.test(name.name)) return;
      if (value?.type === 'Literal' && typeof value.value === 'string') note(value.value, node.start);
    },
    JSXExpressionContainer: ({ expression, start }) => {
      if (expression.type === 'Literal' && typeof expression.value === 'string')
        note(expression.value, start);
    },
  }).visit(parseSync(path, source).program);
  // Attributes that contain code instead of words are checked above, as containers.
  return found;
}

test('every text on a screen is in the dictionary', () => {
  const screens = repositoryFiles().filter((path) => /^admin\/src\/.*\.tsx$/.test(path));
  expect(screens.length).toBeGreaterThan(20);
  expect(screens.flatMap(hardCodedTexts)).toEqual([]);
});

test('one file calls the API, and one opens its streams', () => {
  const sources = repositoryFiles().filter((path) => /^admin\/src\/.*\.tsx?$/.test(path));
  const calling = (words: RegExp) => sources.filter((path) => words.test(readText(path)));
  expect(calling(/\bfetch\(|XMLHttpRequest|sendBeacon/)).toEqual(['admin/src/data-provider.ts']);
  expect(calling(/new EventSource/)).toEqual(['admin/src/live/event-source.ts']);
});

test('store text is text: no screen writes HTML', () => {
  const sources = repositoryFiles().filter((path) => /^admin\/src\/.*\.tsx?$/.test(path));
  expect(sources.filter((path) => /dangerouslySetInnerHTML|innerHTML|RichText/.test(readText(path)))).toEqual(
    [],
  );
});
