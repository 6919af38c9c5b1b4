import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 32;

/** A random value that cannot be guessed. `prefix` shows people and scanners what kind of value it is. */
export function newOpaqueToken(prefix: string): string {
  return `${prefix}${randomBytes(TOKEN_BYTES).toString('base64url')}`;
}

/** The digest that is stored. The token is random, so a slow hash would only cost time. */
export function digestOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function digestsEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
