import { expect, test } from 'vitest';
import { parseLdd } from './missing-libraries.ts';

test('names the missing libraries and versions, and none that the linker found', () => {
  const output = `\tlinux-vdso.so.1 (0x00007ffd)
\tliburing.so.2 => not found
\tlibz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f1e)
./mariadbd: /lib/x86_64-linux-gnu/libstdc++.so.6: version \`GLIBCXX_3.4.32' not found (required by ./mariadbd)`;
  expect(parseLdd(output)).toEqual(['liburing.so.2', 'GLIBCXX_3.4.32']);
});
