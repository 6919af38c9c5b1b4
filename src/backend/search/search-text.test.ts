import { expect, test } from 'vitest';
import { literally, searchTerms } from './search-text.ts';

const phoneOf = (typed: string): string | undefined => searchTerms(typed).phone?.beginning;

test('one piece may be a name, a number, a phone or part of an address', () => {
  expect(searchTerms(' 174071 ')).toEqual({
    words: '174071',
    numbers: ['174071'],
    mailPart: '174071',
    phone: { beginning: '170471', whole: [] },
  });
});

test('an e-mail address is neither a name nor a number', () => {
  expect(searchTerms('ana@example.com')).toEqual({
    words: null,
    numbers: [],
    mailPart: 'ana@example.com',
    phone: null,
  });
});

test('several parts are words of a name', () => {
  expect(searchTerms('Ana  María')).toEqual({ words: 'Ana María', numbers: [], mailPart: null, phone: null });
});

test('letters of a number may be of either case, and a number may be typed with its sign', () => {
  expect(searchTerms('#Wc-1').numbers).toEqual(['Wc-1', 'WC-1', 'wc-1']);
});

test('a number may have spaces', () => {
  expect(searchTerms(' # ORD  100').numbers).toEqual(['ORD 100', 'ord 100']);
});

test('a phone is found by the end of its digits, with any separators and any prefix', () => {
  for (const typed of [
    '+56 9 8765 4321',
    '0056-9-8765-4321',
    '(56) 9.8765.4321',
    '9/8765 4321',
    '0 9 87654321',
  ]) {
    expect([typed, phoneOf(typed)]).toEqual([typed, '123456789']);
  }
  expect(searchTerms('87654321').phone).toEqual({ beginning: '12345678', whole: ['123456', '1234567'] });
});

test('fewer than six digits, or letters, are not a phone', () => {
  for (const typed of ['54321', '000000', '00054321', 'a654321', '654321 ext', '+', '6543+21']) {
    expect([typed, phoneOf(typed)]).toEqual([typed, undefined]);
  }
});

test('fewer than three characters are not a part of an address', () => {
  expect(searchTerms('an').mailPart).toBeNull();
  expect(searchTerms('ana').mailPart).toBe('ana');
});

test('punctuation alone is not a name, and of many words the first eight count', () => {
  expect(searchTerms('%%% _').words).toBeNull();
  expect(searchTerms('a b c d e f g h i j').words).toBe('a b c d e f g h');
  expect(searchTerms('a-b-c-d-e-f-g-h-i-j').words).toBe('a b c d e f g h');
});

test("operators of the database's search have no effect when typed", () => {
  expect(literally('100%_\\')).toBe('100\\%\\_\\\\');
});
