import { createHash } from 'node:crypto';

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ROUNDS = 5000;

/**
 * A password in the format of /etc/shadow, for a server that reads a file of ours.
 * @source "Unix crypt using SHA-256 and SHA-512", Ulrich Drepper, the steps by their numbers
 */
export function crypted(password: string, salt = 'sal4pruebas'): string {
  const key = Buffer.from(password);
  const salted = Buffer.from(salt);
  // 4 to 8
  const b = sha512(key, salted, key);
  // 1 to 3, 9 to 12
  const parts = [key, salted, repeated(b, key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) parts.push((bits & 1) === 1 ? b : key);
  let a = sha512(...parts);
  // 13 to 16
  const p = repeated(sha512(...Array.from({ length: key.length }, () => key)), key.length);
  // 17 to 20
  const first = a[0] ?? 0;
  const s = repeated(sha512(...Array.from({ length: 16 + first }, () => salted)), salted.length);
  // 21
  for (let round = 0; round < ROUNDS; round += 1) {
    const odd = round % 2 === 1;
    a = sha512(
      odd ? p : a,
      round % 3 === 0 ? Buffer.alloc(0) : s,
      round % 7 === 0 ? Buffer.alloc(0) : p,
      odd ? a : p,
    );
  }
  return `$6$${salt}$${base64Of(a)}`;
}

function base64Of(digest: Buffer): string {
  let text = '';
  // 22: groups of three bytes, 21 apart, in rotating order
  for (let group = 0; group < 21; group += 1) {
    const turn = [group, group + 21, group + 42];
    const [x = 0, y = 0, z = 0] = turn.map((_, at) => digest[turn[(at + (group % 3)) % 3] ?? 0] ?? 0);
    text += characters((x << 16) | (y << 8) | z, 4);
  }
  return text + characters(digest[63] ?? 0, 2);
}

function characters(bits: number, count: number): string {
  return Array.from({ length: count }, (_, at) => ALPHABET[(bits >> (6 * at)) & 63]).join('');
}

function sha512(...parts: readonly Buffer[]): Buffer {
  return createHash('sha512').update(Buffer.concat(parts)).digest();
}

function repeated(block: Buffer, length: number): Buffer {
  return Buffer.concat(Array.from({ length: Math.ceil(length / block.length) }, () => block)).subarray(
    0,
    length,
  );
}
