import { createHash, randomBytes } from 'node:crypto';

const CODES = 10;
const LENGTH = 16;
const GROUP = 4;
/** 32 characters, without those that look alike. */
const SIGNS = 'abcdefghijkmnpqrstuvwxyz23456789';

/**
 * Creates ten codes for users who have lost their phone. Each has 80 random bits, so its digest can be stored
 * without a salt.
 *
 * @shape `k3pd-7hqa-…`, four groups of four
 */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: CODES }, () => {
    const signs = [...randomBytes(LENGTH)].map((byte) => SIGNS[byte % SIGNS.length] ?? '').join('');
    return signs.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? signs;
  });
}

/** A typed code without the spaces, hyphens and capitals that people add. */
export function bareCode(typed: string): string {
  return typed.replace(/[\s-]+/g, '').toLowerCase();
}

/** The stored digest of a code, bound to its user. */
export function digestOfRecoveryCode(userId: string, code: string): Buffer {
  return createHash('sha256')
    .update(`${userId}:${bareCode(code)}`)
    .digest();
}
