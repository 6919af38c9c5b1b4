import { unserialize } from 'php-serialize';
import { expect, test } from 'vitest';
import { phpList, phpMap, phpSerialize } from './php-value.ts';

test('a length counts bytes, not characters', () => {
  expect(phpSerialize('ñ🎻')).toBe('s:6:"ñ🎻";');
});

test('a key that looks like a whole number is a number, any other is text', () => {
  const value = phpMap([
    ['173911', 1],
    [174_051, 2],
    ['007', 3],
    ['x', null],
  ]);
  expect(phpSerialize(value)).toBe('a:4:{i:173911;i:1;i:174051;i:2;s:3:"007";i:3;s:1:"x";N;}');
});

test('a list may count from one', () => {
  expect(phpSerialize(phpList(['a', true], 1))).toBe('a:2:{i:1;s:1:"a";i:2;b:1;}');
  expect(phpSerialize(phpList([]))).toBe('a:0:{}');
});

test('text with quotes, backslashes and line breaks is read back whole', () => {
  const hostile = 'a"b\'c\\d\n\t{i:0;s:1:"x";} 👩🏿‍🎤 مرحبا';
  expect(unserialize(phpSerialize(phpMap([['k', phpMap([['v', hostile]])]])))).toEqual({ k: { v: hostile } });
});
