import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes, latin1Text, utf8InLatin1 } from './latin1.ts';

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** The text as a server returns it that stores UTF-8 in a `latin1` column. */
function stored(text: string): string {
  return latin1Text(Buffer.from(text, 'utf8'));
}

describe('a text whose UTF-8 was stored as latin1', () => {
  it.each([
    ['JosÃ©', 'José'],
    ['ZÃºÃ±iga', 'Zúñiga'],
    ['Ã\u0081gueda', 'Águeda'],
    ['5 â‚¬', '5 €'],
    ['ðŸŽŸ', '🎟'],
    ['æ\u009d±äº¬', '東京'],
    ['JoseÌ\u0081', 'Jose\u0301'],
    ['JosÃƒÂ©', 'JosÃ©'],
  ])('%j is %j', (arrived, read) => {
    expect(utf8InLatin1(arrived)).toBe(read);
  });

  it.each([
    '',
    'Jose',
    'José',
    'Zúñiga',
    'Ñuñoa',
    'PELÉ',
    '5 €',
    '“Hola”',
    '東京',
    '🎟',
    'Ã',
    'ÃguedaÂ·Ã',
    'a\0b',
  ])('%j stays unchanged', (arrived) => {
    expect(utf8InLatin1(arrived)).toBeNull();
  });

  it('is restored, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const isAscii = Buffer.byteLength(text) === text.length;
        expect(utf8InLatin1(stored(text))).toBe(isAscii ? null : text);
      }),
    );
  });

  it('is not any other text in latin1', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const decoder = new TextDecoder('utf-8', { fatal: true });
        let isUtf8 = true;
        try {
          decoder.decode(bytes);
        } catch {
          isUtf8 = false;
        }
        fc.pre(!isUtf8);
        expect(utf8InLatin1(latin1Text(bytes))).toBeNull();
      }),
    );
  });

  it('is decoded once if it was stored wrongly twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite' }), (text) => {
        const once = stored(text);
        fc.pre(once !== text);
        expect(utf8InLatin1(stored(once))).toBe(once);
      }),
    );
  });
});

describe('latin1', () => {
  it('has 256 characters, each of which is one byte', () => {
    const text = latin1Text(ALL_BYTES);
    expect(new Set(text).size).toBe(256);
    expect(latin1Bytes(text)).toEqual(Buffer.from(ALL_BYTES));
  });

  it('has no other', () => {
    expect(latin1Bytes('Ā')).toBeNull();
    expect(latin1Bytes('\u0080')).toBeNull();
    expect(latin1Bytes('🎟')).toBeNull();
  });
});
