import { isUtf8 } from 'node:buffer';

/**
 * MySQL's `latin1` from 0x80 to 0x9F. It is cp1252, except that the five bytes that cp1252 does not define are
 * control characters. So every byte is a character and can be restored.
 */
const FROM_0X80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const BYTES: ReadonlyMap<number, number> = new Map(
  Array.from(FROM_0X80, (character, at) => [character.charCodeAt(0), 0x80 + at]),
);
const BEYOND_ASCII = /[\u0080-\uffff]/;

/** The bytes of a text in MySQL's `latin1`. Null if a character is not in `latin1`. */
export function latin1Bytes(text: string): Buffer | null {
  const bytes = Buffer.allocUnsafe(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const byte = code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : BYTES.get(code);
    if (byte === undefined) return null;
    bytes[at] = byte;
  }
  return bytes;
}

/** The text of some bytes in MySQL's `latin1`. */
export function latin1Text(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (byte) => FROM_0X80[byte.charCodeAt(0) - 0x80] ?? byte);
}

/**
 * Decodes a text whose UTF-8 bytes were stored as if they were `latin1`, as WordPress does if its connection uses
 * `latin1`: `JosÃ©` becomes `José`. Null if it is not such a text; then it stays unchanged. ASCII is the same in
 * both, and letters of `latin1` hardly ever form valid UTF-8. A text that was stored wrongly twice is decoded once,
 * as the site shows it.
 */
export function utf8InLatin1(text: string): string | null {
  if (!BEYOND_ASCII.test(text)) return null;
  const bytes = latin1Bytes(text);
  return bytes === null || !isUtf8(bytes) ? null : bytes.toString('utf8');
}
