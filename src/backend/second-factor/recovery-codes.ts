import { createHash, randomBytes } from 'node:crypto';

const CODES = 10;
const LENGTH = 16;
const GROUP = 4;
/** 32 signs, without those that look like another one. */
const SIGNS = 'abcdefghijkmnpqrstuvwxyz23456789';

/**
 * Ten codes for a lost phone. Each has 80 random bits, so that its plain digest gives nothing away.
 *
 * @shape `k3pd-7hqa-…`, four groups of four
 */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: CODES }, () => {
    const signs = [...randomBytes(LENGTH)].map((byte) => SIGNS[byte % SIGNS.length] ?? '').join('');
    return signs.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? signs;
  });
}

/** A code as it was typed, without what people add: spaces, dashes, capitals. */
export function bareCode(typed: string): string {
  return typed.replace(/[\s-]+/g, '').toLowerCase();
}

/** What is stored of a code, bound to its user. */
export function digestOfRecoveryCode(userId: string, code: string): Buffer {
  return createHash('sha256')
    .update(`${userId}:${bareCode(code)}`)
    .digest();
}
