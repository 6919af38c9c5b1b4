import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../../kernel/errors.ts';
import { type Line, passwordChecks } from './password-checks.ts';

// OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane. Argon2id is the library's default
// variant.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const MIN_LENGTH = 12;
/** Hashing a longer password would only take more time. */
const MAX_LENGTH = 512;
const MIN_DISTINCT = 5;
const COMMON = ['password', 'contraseña', 'contrasena', 'qwerty', 'letmein', 'iloveyou', 'taquilla', 'admin'];

/**
 * Refuses passwords that an attacker guesses first. Length matters most. There are no rules about digits and
 * special characters, because such rules lead people to `Password1!`.
 *
 * @throws invalid `user.weak-password`
 */
export function refuseWeakPassword(password: string, email: string): void {
  const reason = weaknessOf(password, email);
  if (reason === null) return;
  throw new AppError({ code: 'user.weak-password', message: reason });
}

function weaknessOf(password: string, email: string): string | null {
  const length = Array.from(password).length;
  if (length < MIN_LENGTH) return `The password must have at least ${MIN_LENGTH} characters.`;
  if (length > MAX_LENGTH) return `The password must have at most ${MAX_LENGTH} characters.`;
  const lower = password.toLowerCase();
  if (new Set(lower).size < MIN_DISTINCT) {
    return `The password must have at least ${MIN_DISTINCT} different characters.`;
  }
  const name = email.toLowerCase().split('@')[0] ?? '';
  if (name.length >= MIN_DISTINCT && lower.includes(name)) {
    return 'The password must not contain the name of the e-mail address.';
  }
  // What remains of the password without a common word, digits and signs; of `password2026!` nothing remains.
  const word = COMMON.find((common) => lower.includes(common));
  if (word !== undefined && lower.replace(word, '').replace(/[\d\W_]/g, '').length < MIN_DISTINCT) {
    return 'The password is little more than a common word.';
  }
  if (isSequence(lower)) return 'The password must not be a row of neighbouring keys or letters.';
  return null;
}

const SEQUENCES = [
  'abcdefghijklmnopqrstuvwxyz',
  '0123456789012345678901234567890',
  'qwertyuiopasdfghjklzxcvbnm',
];

function isSequence(lower: string): boolean {
  return SEQUENCES.some((row) => row.includes(lower) || Array.from(row).reverse().join('').includes(lower));
}

/** @throws unavailable `auth.busy` */
export async function hashPassword(password: string): Promise<string> {
  return await passwordChecks.pass(async () => await hash(password.normalize('NFC'), COST));
}

/** @throws unavailable `auth.busy` */
export async function passwordMatches(
  password: string,
  passwordHash: string,
  line: Line = 'known',
): Promise<boolean> {
  return await passwordChecks.pass(async () => await verify(passwordHash, password.normalize('NFC')), line);
}
