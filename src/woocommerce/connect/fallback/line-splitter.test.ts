import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.ts';

function split(pieces: readonly Buffer[], limitBytes = 1_000_000) {
  const lines: string[] = [];
  let tooLong = false;
  const splitter = new LineSplitter(
    limitBytes,
    (line) => lines.push(line.toString('utf8')),
    () => {
      tooLong = true;
    },
  );
  for (const piece of pieces) splitter.push(piece);
  return { lines, tooLong };
}

describe('lines', () => {
  it('are whole, for any cuts of the bytes', () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n'));
    const property = fc.property(fc.array(line), fc.integer({ min: 1, max: 9 }), (texts, size) => {
      const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
      const pieces = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
      expect(split(pieces).lines).toEqual(texts);
    });
    fc.assert(property);
  });

  it('are passed on once they end, and one longer than allowed is noticed before its end', () => {
    expect(split([Buffer.from('one\ntw')])).toEqual({ lines: ['one'], tooLong: false });
    expect(split([Buffer.alloc(60), Buffer.alloc(60)], 100).tooLong).toBe(true);
  });
});
