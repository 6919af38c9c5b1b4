import { expect, test } from 'vitest';
import { isPlainLine, oneLine, shownJson, shownLine } from './plain-text.ts';

const ATTACKS = [
  '\u001b[31mred',
  '\u001b]0;title\u0007',
  '\u009b2J',
  'a\rb',
  'a\nb',
  'a\tb',
  'a\u0000b',
  'a\u007fb',
  'a\u0085b',
  'a\u2028b',
  'a\u202egpj.exe',
  'a\u2066b\u2069',
  'a\u200fb',
];

test.each(ATTACKS)('%j is not a plain line, and becomes one', (attack) => {
  expect(isPlainLine(attack)).toBe(false);
  expect(isPlainLine(oneLine(attack))).toBe(true);
  expect(isPlainLine(shownLine(attack))).toBe(true);
});

test('ordinary text stays unchanged', () => {
  for (const text of ['Evento Híbrido 2025', '¡Ñandú! “€” 日本 👩‍👩‍👧 العربية', '[31m', 'a\\u001b']) {
    expect([isPlainLine(text), oneLine(text), shownLine(text)]).toEqual([true, text, text]);
  }
});

test('a terminal shows control codes as text', () => {
  expect(shownLine('\u001b[2J\u202e\r\nx\u009b')).toBe('\\u001b[2J\\u202e x\\u009b');
});

test('a mail has a space in their place', () => {
  expect(oneLine('Evento\r\nBcc: all@example.com\u0000')).toBe('Evento Bcc: all@example.com');
});

test('JSON keeps its lines and its meaning', () => {
  const value = { title: '\u001b[2J\u009b\u202e\u2066', two: 1 };
  const shown = shownJson(JSON.stringify(value, null, 2));
  expect(JSON.parse(shown)).toEqual(value);
  expect(shown.split('\n').every(isPlainLine)).toBe(true);
  expect(shown.split('\n')).toHaveLength(4);
});
