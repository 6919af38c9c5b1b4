import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret, toSecret } from './secret.ts';
import { newBoxKey, open, type SecretPlace, seal, sealedWith, wrappingKey } from './secret-box.ts';

const key = newBoxKey('key-1');
const place: SecretPlace = { table: 'sync_credentials', rowId: 'row-1', column: 'password' };
const fault = { kind: 'config', code: 'secret.cannot-open' };

describe('a sealed value', () => {
  it('opens with its key in its place, whatever it contains', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (secret) => {
        const whole = secret.toWellFormed();
        expect(open(key, place, seal(key, place, whole))).toBe(whole);
      }),
    );
  });

  it('never looks the same twice, and contains nothing of its text', () => {
    const [one, two] = [seal(key, place, 'gato con botas'), seal(key, place, 'gato con botas')];
    expect(one).not.toBe(two);
    expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('gato');
    expect(sealedWith(one)).toBe('key-1');
  });

  it.each([
    ['another row', { ...place, rowId: 'row-2' }],
    ['another column', { ...place, column: 'ssh_password' }],
    ['another table', { ...place, table: 'users' }],
  ])('does not open in %s', (_where, elsewhere) => {
    expect(() => open(key, elsewhere, seal(key, place, 'secret'))).toThrow(expect.objectContaining(fault));
  });

  it('does not open with another key, even one that took its name', () => {
    const sealed = seal(key, place, 'secret');
    expect(() => open(newBoxKey('key-1'), place, sealed)).toThrow(expect.objectContaining(fault));
    expect(() => open({ ...key, id: 'key-2' }, place, sealed)).toThrow(expect.objectContaining(fault));
  });

  it('does not open once a single bit of it was altered', () => {
    const [format, id, body = ''] = seal(key, place, 'secret').split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const sealed = `${format}.${id}.${changed.toString('base64url')}`;
      expect(() => open(key, place, sealed)).toThrow(expect.objectContaining(fault));
    }
  });

  it.each(['', 's1', 's1.key-1', 's1.key-1.', 's1.key-1.AAAA', 'plain text'])('is not %j', (text) => {
    expect(() => open(key, place, text)).toThrow(expect.objectContaining(fault));
  });
});

describe('the key of an operator', () => {
  const text = 'a'.repeat(16) + 'b'.repeat(16);

  it('gives the same wrapping key each time, under an id that does not reveal it', () => {
    const [one, two] = [wrappingKey(new Secret(text)), wrappingKey(new Secret(`${text}\n`))];
    expect(one.bytes.equals(two.bytes)).toBe(true);
    expect(one.id).toBe(two.id);
    expect(wrappingKey(new Secret(`${text}c`)).id).not.toBe(one.id);
    expect(one.bytes.toString('hex')).not.toContain(one.id);
  });

  it('is refused when it is short', () => {
    expect(() => wrappingKey(new Secret('hunter2'))).toThrow(
      expect.objectContaining({ kind: 'config', code: 'config.secret-key-short' }),
    );
  });
});

describe('a secret', () => {
  const secret = new Secret('gato');

  it('is shown only on request', () => {
    const printed = [JSON.stringify({ secret }), inspect({ secret }), String(secret)];
    for (const text of printed) expect(text).not.toContain('gato');
    expect(Object.keys(secret)).toEqual([]);
    expect(secret.reveal()).toBe('gato');
  });

  it('is absent when it is empty', () => {
    expect([toSecret(''), toSecret(null), toSecret(undefined)]).toEqual([null, null, null]);
    expect(toSecret('x')?.reveal()).toBe('x');
  });
});
