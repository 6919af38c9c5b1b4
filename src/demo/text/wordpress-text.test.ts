import { expect, test } from 'vitest';
import { addSlashes, escapeHtml, sanitizeField, slugify, stripSlashes } from './wordpress-text.ts';

test('a field loses tags, line breaks and outer spaces', () => {
  expect(sanitizeField('  Tab\tadentro \n <i>ya</i>  ')).toBe('Tab adentro ya');
  expect(sanitizeField('un <3 y "dos"')).toBe('un &lt;3 y "dos"');
});

test('escaping leaves an entity alone and escapes the rest once', () => {
  expect(escapeHtml(`O'Shea & "R&D" &lt;3`)).toBe('O&#039;Shea &amp; &quot;R&amp;D&quot; &lt;3');
});

test('slashes added are slashes stripped', () => {
  expect(addSlashes(`O'H "x" 12\\34`)).toBe(`O\\'H \\"x\\" 12\\\\34`);
  expect(stripSlashes(addSlashes(`O'H "x" 12\\34`))).toBe(`O'H "x" 12\\34`);
  expect(stripSlashes('12\\34')).toBe('1234');
});

test('a slug has no accents, and its emoji are percent-encoded', () => {
  expect(slugify('Recital Viento &amp; Ceniza 🎻')).toBe('recital-viento-ceniza-%f0%9f%8e%bb');
});
