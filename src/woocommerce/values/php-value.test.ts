import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../kernel/errors.ts';
import { parsePhpValue, phpEntries, phpGet, phpText } from './php-value.ts';

describe('a PHP-serialised value', () => {
  it('is read with lengths in bytes', () => {
    const value = parsePhpValue('a:3:{s:3:"Ñu";s:6:"🎸 s";i:7;d:0.5;s:1:"x";a:1:{i:0;b:1;}}');
    expect(phpGet(value, 'Ñu')).toBe('🎸 s');
    expect(phpGet(value, '7')).toBe(0.5);
    expect(phpEntries(phpGet(value, 'x'))).toEqual([['0', true]]);
  });

  it('is read with lengths in bytes of latin1 where the site counted those', () => {
    const value = parsePhpValue('a:2:{s:2:"Ñu";s:8:"5 € “Peñ";s:1:"x";a:2:{i:0;s:1:"é";i:1;s:1:"y";}}');
    expect(value).toEqual({ Ñu: '5 € “Peñ', x: ['é', 'y'] });
  });

  it('has lengths of only one kind', () => {
    expect(() => parsePhpValue('a:2:{i:0;s:1:"é";i:1;s:2:"é";}')).toThrow(
      expect.objectContaining({ code: 'php-value.malformed' }),
    );
  });

  it('may hold quotes, braces and semicolons in its texts', () => {
    const text = '";}O:3:"Foo":0:{};s:"';
    expect(parsePhpValue(`s:21:"${text}";`)).toBe(text);
  });

  it('is null where PHP has an infinite number or NaN', () => {
    expect(parsePhpValue('a:3:{i:1;d:INF;s:8:"d:-INF;x";d:-INF;i:2;d:NAN;}')).toEqual({
      1: null,
      'd:-INF;x': null,
      2: null,
    });
  });

  it('keeps a number past 2⁵³ and gives scalars as PHP prints them', () => {
    expect(parsePhpValue('i:9007199254740993;')).toBe(9007199254740993n);
    expect([phpText(true), phpText(false), phpText(7), phpText(null), phpText([])]).toEqual([
      '1',
      '',
      '7',
      null,
      null,
    ]);
  });

  it.each([
    ['nothing', '', 'php-value.malformed'],
    ['plain text', 'hello', 'php-value.malformed'],
    ['cut off', 'a:1:{i:1;', 'php-value.malformed'],
    ['an array with fewer entries than it says', 'a:2:{i:1;s:1:"x";}', 'php-value.malformed'],
    ['a text shorter than it says', 's:5:"x";', 'php-value.malformed'],
    ['a text longer than it says', 's:1:"xx";', 'php-value.malformed'],
    ['a text of absurd length', 's:99999999999:"x";', 'php-value.malformed'],
    ['two values', 'i:1;i:2;', 'php-value.malformed'],
    ['a number that is none', 'i:one;', 'php-value.malformed'],
    ['after the prototype', 'a:1:{s:9:"__proto__";a:1:{s:1:"x";b:1;}}', 'php-value.malformed'],
    ['an array that holds itself', 'a:1:{i:0;R:1;}', 'php-value.malformed'],
    ['an array in what it holds', 'a:1:{i:0;a:1:{i:0;a:1:{i:0;R:2;}}}', 'php-value.malformed'],
    ['a reference alone', 'R:1;', 'php-value.malformed'],
    ['a reference to itself', 'a:1:{i:0;R:2;}', 'php-value.malformed'],
    ['a reference to what comes later', 'a:2:{i:0;R:3;i:1;i:4;}', 'php-value.malformed'],
    ['a reference beyond the last value', 'a:2:{i:0;i:4;i:1;R:3;}', 'php-value.malformed'],
    ['a reference to value 0', 'a:2:{i:0;i:4;i:1;R:0;}', 'php-value.malformed'],
    ['a reference with a sign', 'a:2:{i:0;i:4;i:1;R:+2;}', 'php-value.malformed'],
    ['a reference as a key', 'a:2:{i:0;i:4;R:2;i:1;}', 'php-value.malformed'],
    ['a reference to what another one replaces', 'a:2:{i:0;i:4;i:0;R:2;}', 'php-value.malformed'],
    ['a reference to an object, of a text', 'a:2:{i:0;s:1:"x";i:1;r:2;}', 'php-value.malformed'],
    ['a reference to an object', 'a:2:{i:0;O:8:"stdClass":0:{}i:1;r:2;}', 'php-value.object'],
    ['a truth that is neither', 'b:2;', 'php-value.malformed'],
    ['a key that is no key', 'a:1:{b:1;i:1;}', 'php-value.malformed'],
    ['an object', 'O:8:"stdClass":0:{}', 'php-value.object'],
    ['an object with a name of ours', 'a:1:{i:0;O:11:"constructor":0:{}}', 'php-value.object'],
    ['an object that reads itself', 'C:3:"Foo":2:{xx}', 'php-value.object'],
    ['an enum', 'E:7:"Foo:Bar";', 'php-value.object'],
    ['deep', `${'a:1:{i:0;'.repeat(50)}N;${'}'.repeat(50)}`, 'php-value.too-deep'],
    ['deep enough to break a stack', 'a:1:{i:0;'.repeat(100_000), 'php-value.too-deep'],
    ['large', `s:2000000:"${'x'.repeat(2_000_000)}";`, 'php-value.too-large'],
  ])('is refused when it is %s', (_what, text, code) => {
    expect(() => parsePhpValue(text)).toThrow(expect.objectContaining({ kind: 'rejected', code }));
  });

  // Each as PHP 8.2 reads it.
  it.each([
    ['of a text', 'a:2:{i:0;s:1:"x";i:1;R:2;}', ['x', 'x']],
    ['of null', 'a:2:{i:0;N;i:1;R:2;}', [null, null]],
    ['of an array', 'a:2:{i:0;a:1:{s:1:"k";i:7;}i:1;R:2;}', [{ k: 7 }, { k: 7 }]],
    ['of what an array holds', 'a:2:{i:0;a:2:{i:0;i:1;i:1;i:2;}i:1;R:4;}', [[1, 2], 2]],
    ['in an array that follows', 'a:2:{i:0;a:1:{i:0;i:1;}i:1;a:1:{i:0;R:2;}}', [[1], [[1]]]],
    ['of a value with a key of text', 'a:2:{s:1:"k";s:1:"v";s:1:"l";R:2;}', { k: 'v', l: 'v' }],
    ['that takes no number itself', 'a:4:{i:0;s:1:"x";i:1;R:2;i:2;s:1:"y";i:3;R:3;}', ['x', 'x', 'y', 'y']],
    [
      'as PHP writes them',
      'a:4:{s:1:"k";s:1:"A";s:1:"l";R:2;s:1:"m";s:1:"z";s:1:"n";a:1:{s:1:"q";R:2;}}',
      { k: 'A', l: 'A', m: 'z', n: { q: 'A' } },
    ],
    ['of an entry that a later one replaced', 'a:3:{i:0;i:1;i:0;i:2;i:1;R:2;}', [2, 2]],
    ['of the entry that replaced it', 'a:3:{i:0;i:1;i:0;i:2;i:1;R:3;}', [2, 2]],
    ['with zeros in front', 'a:2:{i:0;i:5;i:1;R:02;}', [5, 5]],
  ])('is read with a reference %s', (_what, text, value) => {
    expect(parsePhpValue(text)).toEqual(value);
  });

  it('is read with references where the site counted bytes of latin1', () => {
    expect(parsePhpValue('a:2:{i:0;s:4:"Peñ";i:1;R:2;}'.replace('s:4', 's:3'))).toEqual(['Peñ', 'Peñ']);
  });

  it('has the same size limit with references as with all of them written out', () => {
    const twice = (length: number) => `a:2:{i:0;s:${length}:"${'x'.repeat(length)}";i:1;R:2;}`;
    expect(phpEntries(parsePhpValue(twice(524_200)))).toHaveLength(2);
    const tooLarge = expect.objectContaining({ code: 'php-value.too-large' });
    expect(() => parsePhpValue(twice(524_400))).toThrow(tooLarge);
    // Ten levels, each a thousand times as large as the one before.
    const times = (number: number) => Array.from({ length: 1_000 }, (_, at) => `i:${at + 1};R:${number};`);
    const levels = Array.from({ length: 10 }, (_, at) => `i:${at + 1};a:1000:{${times(at + 2).join('')}}`);
    expect(() => parsePhpValue(`a:11:{i:0;s:1:"x";${levels.join('')}}`)).toThrow(tooLarge);
    // Twenty levels, each twice as large as the one before.
    const doubled = Array.from(
      { length: 20 },
      (_, at) => `i:${at + 1};a:2:{i:0;R:${at + 2};i:1;R:${at + 2};}`,
    );
    expect(() => parsePhpValue(`a:21:{i:0;i:7;${doubled.join('')}}`)).toThrow(
      expect.objectContaining({ code: 'php-value.too-deep' }),
    );
  });

  it('is as deep as its references lead', () => {
    const chain = (length: number) => {
      const levels = Array.from({ length }, (_, at) => `i:${at + 1};a:1:{i:0;R:${at + 2};}`);
      return `a:${length + 1}:{i:0;i:7;${levels.join('')}}`;
    };
    expect(phpEntries(parsePhpValue(chain(11)))).toHaveLength(12);
    expect(() => parsePhpValue(chain(12))).toThrow(expect.objectContaining({ code: 'php-value.too-deep' }));
  });

  it('fails only as a reject, for any text', () => {
    const token = fc.constantFrom(
      'a:',
      '1',
      ':{',
      'i:',
      ';',
      's:',
      '"',
      '}',
      'N;',
      'b:1;',
      'O:',
      '3',
      'é',
      '-',
      'd:',
      '.',
      'R:',
      'r:',
      'i:0;',
      'a:2:{',
    );
    fc.assert(
      fc.property(
        fc.array(token, { maxLength: 30 }).map((parts) => parts.join('')),
        (text) => {
          try {
            parsePhpValue(text);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        },
      ),
    );
  });
});
