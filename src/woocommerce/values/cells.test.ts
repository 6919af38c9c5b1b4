import { expect, it } from 'vitest';
import { textList } from './cells.ts';

it('names nothing if a list is empty, and is still SQL', () => {
  expect(textList(['a', 'b'])).toBe(`'a', 'b'`);
  expect(textList([])).toBe(`''`);
});
