import { AppError } from '../../kernel/errors.ts';
import { latin1Bytes, latin1Text } from './latin1/latin1.ts';
import { PhpReader } from './php-reader.ts';

export type PhpValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly PhpValue[]
  | { readonly [key: string]: PhpValue };

/**
 * Parses a text of PHP's `serialize()`. Its lengths count bytes of UTF-8 or, if they do not fit, of `latin1`,
 * which the site may have used earlier.
 *
 * @throws rejected `php-value.too-large`, `php-value.object`, `php-value.too-deep`, `php-value.malformed`
 */
export function parsePhpValue(text: string): PhpValue {
  try {
    return new PhpReader(Buffer.from(text, 'utf8'), (bytes) => bytes.toString('utf8')).read();
  } catch (error) {
    const isMalformed = error instanceof AppError && error.code === 'php-value.malformed';
    const bytes = isMalformed ? latin1Bytes(text) : null;
    // ASCII text has the same bytes in both.
    if (bytes === null || bytes.length === Buffer.byteLength(text, 'utf8')) throw error;
    return new PhpReader(bytes, latin1Text).read();
  }
}

/** The entries of an array or object by their keys. Any other value has no entries. */
export function phpEntries(value: PhpValue): readonly (readonly [string, PhpValue])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** One entry, if the value is an array that has it. */
export function phpGet(value: PhpValue, key: string): PhpValue {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
  return (value as { readonly [key: string]: PhpValue })[key] ?? null;
}

/** The text of a scalar as PHP would print it. Arrays and null have none. */
export function phpText(value: PhpValue): string | null {
  if (value === null || typeof value === 'object') return null;
  if (typeof value === 'boolean') return value ? '1' : '';
  return String(value);
}

/** An option of the site; null if it is missing or broken. */
export function parsePhpOption(option: string): PhpValue | null {
  try {
    return option === '' ? null : parsePhpValue(option);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'rejected') return null;
    throw error;
  }
}
