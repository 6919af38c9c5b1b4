import { unserialize } from 'php-serialize';
import { AppError } from '../kernel/errors.ts';
import { latin1Bytes, latin1Text } from './text/latin1.ts';

export type PhpValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly PhpValue[]
  | { readonly [key: string]: PhpValue };

const MAX_BYTES = 1_048_576;
const MAX_DEPTH = 12;
const DIGITS = /^\d{1,7}$/;

/**
 * Reads what PHP's `serialize()` wrote, whose lengths are bytes as PHP had them: of UTF-8, and where they do not
 * fit, of `latin1`, since a site may have been in that.
 *
 * @throws rejected `php-value.too-large`, `php-value.object`, `php-value.too-deep`, `php-value.malformed`
 */
export function parsePhpValue(text: string): PhpValue {
  try {
    return parseBytes(Buffer.from(text, 'utf8'), 'utf8');
  } catch (error) {
    const isMalformed = error instanceof AppError && error.code === 'php-value.malformed';
    const bytes = isMalformed ? latin1Bytes(text) : null;
    // Bytes of ASCII alone are the same ones again.
    if (bytes === null || bytes.length === Buffer.byteLength(text, 'utf8')) throw error;
    return fromBinary(parseBytes(bytes, 'binary'));
  }
}

/**
 * Only scalars and arrays: an object would name a class of somebody else's program, and a store is not trusted to
 * choose. The whole text is walked once before the library sees it, so that neither depth, nor size, nor a wrong
 * length can hurt.
 *
 * @param encoding of the strings in it; `binary`: each byte is a character
 */
function parseBytes(bytes: Buffer, encoding: 'utf8' | 'binary'): PhpValue {
  if (bytes.length > MAX_BYTES)
    throw refuse('php-value.too-large', 'A serialised value is larger than any real one.');
  const read = withoutEndless(bytes, checkShape(bytes));
  try {
    return unserialize(read, Object.create(null), { strict: true, encoding }) as PhpValue;
  } catch (error) {
    throw refuse('php-value.malformed', 'A serialised value is broken.', error);
  }
}

/** Numbers without an end, and those that are none, become null: the library knows no such. */
function withoutEndless(bytes: Buffer, places: readonly (readonly [from: number, to: number])[]): Buffer {
  const kept: Buffer[] = [];
  let at = 0;
  for (const [from, to] of places) {
    kept.push(bytes.subarray(at, from), Buffer.from('N;'));
    at = to;
  }
  return places.length === 0 ? bytes : Buffer.concat([...kept, bytes.subarray(at)]);
}

/** Strings of bytes as the texts that they are in `latin1`. */
function fromBinary(value: PhpValue): PhpValue {
  if (typeof value === 'string') return latin1Text(Buffer.from(value, 'binary'));
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(fromBinary);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [latin1Text(Buffer.from(key, 'binary')), fromBinary(part)]),
  );
}

/** An array or object of the value by its keys; anything else has no entries. */
export function phpEntries(value: PhpValue): readonly (readonly [string, PhpValue])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** One entry, if the value is an array that has it. */
export function phpGet(value: PhpValue, key: string): PhpValue {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
  return (value as { readonly [key: string]: PhpValue })[key] ?? null;
}

/** A scalar as PHP would print it; arrays and null have no text. */
export function phpText(value: PhpValue): string | null {
  if (value === null || typeof value === 'object') return null;
  if (typeof value === 'boolean') return value ? '1' : '';
  return String(value);
}

/**
 * Walks the tokens without building anything: types allowed, lengths that fit, depth.
 *
 * @returns where `INF`, `-INF` and `NAN` stand
 */
function checkShape(bytes: Buffer): readonly (readonly [from: number, to: number])[] {
  const endless: [number, number][] = [];
  let at = 0;
  let depth = 0;
  const until = (end: string): string => {
    const stop = bytes.indexOf(end, at);
    if (stop < 0) throw broken();
    const read = bytes.toString('latin1', at, stop);
    at = stop + end.length;
    return read;
  };
  do {
    const type = bytes.toString('latin1', at, at + 2);
    at += 2;
    if (type.startsWith('}')) {
      // The closing brace is one byte, and nothing separates it from what follows.
      at -= 1;
      depth -= 1;
    } else if (type === 's:') {
      const length = until(':');
      if (!DIGITS.test(length)) throw broken();
      const end = at + 1 + Number(length);
      if (bytes.toString('latin1', at, at + 1) !== '"' || bytes.toString('latin1', end, end + 2) !== '";')
        throw broken();
      // As a key it would change what the object inherits.
      if (bytes.toString('latin1', at + 1, end) === '__proto__') throw broken();
      at = end + 2;
    } else if (type === 'a:') {
      if (!DIGITS.test(until(':{'))) throw broken();
      depth += 1;
      if (depth > MAX_DEPTH) throw refuse('php-value.too-deep', 'A serialised value is nested too deeply.');
    } else if (type === 'i:' || type === 'd:' || type === 'b:') {
      const from = at - type.length;
      const number = until(';');
      if (!/^[-+.\dEINFA]{1,40}$/i.test(number)) throw broken();
      if (/^(?:-?INF|NAN)$/.test(number)) endless.push([from, at]);
    } else if (type === 'O:' || type === 'C:' || type === 'E:') {
      throw refuse('php-value.object', 'A serialised value holds an object, which is never read.');
    } else if (type !== 'N;') {
      throw broken();
    }
  } while (depth > 0);
  if (at !== bytes.length) throw broken();
  return endless;
}

function broken(): AppError {
  return refuse('php-value.malformed', 'A serialised value is broken.');
}

function refuse(code: string, message: string, cause?: unknown): AppError {
  return new AppError({ kind: 'rejected', code, message, ...(cause === undefined ? {} : { cause }) });
}
