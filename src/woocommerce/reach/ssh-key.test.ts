import { expect, test } from 'vitest';
import { generateKeyPair, publicLineOf, readPrivateKey } from './ssh-key.ts';

/** A public half begins with a zero in one of 256 pairs. */
const ENOUGH = 6_000;
const PUBLIC_BYTES = 32;
const NAME_AND_LENGTHS = 4 + 'ssh-ed25519'.length + 4;

test('every new key pair is whole, those that begin with a zero too', () => {
  let withZero = 0;
  for (let made = 0; made < ENOUGH && withZero < 3; made += 1) {
    const { privateKey, publicLine } = generateKeyPair('taquilla-teatro');
    const [type, base64 = '', comment] = publicLine.split(' ');
    const blob = Buffer.from(base64, 'base64');
    expect([type, comment, blob.length]).toEqual([
      'ssh-ed25519',
      'taquilla-teatro',
      NAME_AND_LENGTHS + PUBLIC_BYTES,
    ]);
    if (blob[NAME_AND_LENGTHS] !== 0) continue;
    withZero += 1;
    const key = readPrivateKey(privateKey, null);
    expect(publicLineOf(key, 'taquilla-teatro')).toBe(publicLine);
    const said = Buffer.from('abc');
    expect(key.verify(said, key.sign(said) as Buffer)).toBe(true);
  }
  expect(withZero).toBe(3);
});
