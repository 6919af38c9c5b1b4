import { expect, test } from 'vitest';
import { searchTerms } from './search-text.ts';

test('one piece may be a name, a number or an address', () => {
  expect(searchTerms(' 174071 ')).toEqual({ words: '174071', beginning: '174071%' });
});

test('an address is no name', () => {
  expect(searchTerms('ana@example.com')).toEqual({ words: null, beginning: 'ana@example.com%' });
});

test('several pieces are words of a name', () => {
  expect(searchTerms('Ana  María')).toEqual({ words: 'Ana  María', beginning: null });
});

test('signs that mean something to the database mean nothing when typed', () => {
  expect(searchTerms('100%_\\')).toEqual({ words: '100%_\\', beginning: '100\\%\\_\\\\%' });
});
