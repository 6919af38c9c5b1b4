import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../kernel/errors.ts';
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

  it('has lengths of one kind alone', () => {
    expect(() => parsePhpValue('a:2:{i:0;s:1:"é";i:1;s:2:"é";}')).toThrow(
      expect.objectContaining({ code: 'php-value.malformed' }),
    );
  });

  it('may hold quotes, braces and semicolons in its texts', () => {
    const text = '";}O:3:"Foo":0:{};s:"';
    expect(parsePhpValue(`s:21:"${text}";`)).toBe(text);
  });

  it('has nothing where PHP has a number without an end, or none', () => {
    expect(parsePhpValue('a:3:{i:1;d:INF;s:8:"d:-INF;x";d:-INF;i:2;d:NAN;}')).toEqual({
      1: null,
      'd:-INF;x': null,
      2: null,
    });
  });

  it('keeps a number past 2⁵³ and tells scalars as PHP prints them', () => {
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
    ['a reference', 'a:1:{i:0;R:1;}', 'php-value.malformed'],
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

  it('never fails but as a reject, whatever it is', () => {
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
