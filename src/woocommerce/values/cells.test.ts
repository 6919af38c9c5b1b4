import { expect, it } from 'vitest';
import { textList } from './cells.ts';

it('names nothing where a list is empty, and is SQL still', () => {
  expect(textList(['a', 'b'])).toBe(`'a', 'b'`);
  expect(textList([])).toBe(`''`);
});
