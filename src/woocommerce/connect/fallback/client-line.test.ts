import { describe, expect, it } from 'vitest';
import { errorInLine, plainLine, rowInLine } from './client-line.ts';

describe('the row in a line of a remote client', () => {
  it.each([
    ['["1",null]', ['1', null]],
    ['store@host:~$ ["1","a [\\"b"]', ['1', 'a ["b']],
    ['[Warning] ["1",null]', ['1', null]],
    ['[null,null]', [null, null]],
  ])('%s', (line, row) => {
    expect(rowInLine(line, 2)).toEqual(row);
  });

  it.each(['', '[Warning] insecure', '[1,2]', '["one"]', '["a",1]', '[]', '2026-11-29 [note] x'])(
    'is none in %s',
    (line) => {
      expect(rowInLine(line, 2)).toBe('none');
    },
  );

  it.each(['["1","cut', 'mail ["1","cut', '["1","a"] mail'])('is broken in %s', (line) => {
    expect(rowInLine(line, 2)).toBe('broken');
  });
});

it('an error is found after other output of the host, if that is requested', () => {
  const line = "mail ERROR 1146 (42S02) at line 3: La tabla 'shop.wp_posts' no existe";
  expect(errorInLine(line, 'anywhere')).toMatchObject({
    errno: 1146,
    message: "La tabla 'shop.wp_posts' no existe",
  });
  expect(errorInLine(line, 'at its start')).toBeNull();
  expect(errorInLine(line.slice(5), 'at its start')).toMatchObject({ errno: 1146 });
});

it('colours and Windows line ends are not part of a line', () => {
  expect(plainLine(Buffer.from('\u001b]0;store\u0007\u001b[0m["1"]\u001b[1;33m\r'))).toBe('["1"]');
});
