import type { ErrorCode } from '../../kernel/error-catalogue.ts';
import { AppError } from '../../kernel/errors.ts';
import type { PhpValue } from './php-value.ts';

const MAX_BYTES = 1_048_576;
const MAX_DEPTH = 12;
const LENGTH = /^\d{1,7}$/;
const INTEGER = /^[+-]?\d{1,40}$/;
const FLOAT = /^[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:e[+-]?\d{1,4})?$/i;
const NO_NUMBER = /^(?:NAN|-?INF)$/;

/** A value, with the size that it would have if all references were written out. */
interface Read {
  readonly value: PhpValue;
  readonly bytes: number;
  /** The depth of nested arrays in the value. */
  readonly height: number;
}

/** The entries of an array while it is read. Null if a value is not read completely. */
type Entries = Map<string, Read | null>;

/**
 * Parses a text of PHP's `serialize()`. It accepts only scalars and arrays, because an object names a class of
 * another program, and the store is not trusted. Depth, size and lengths are checked.
 *
 * `R:n;` repeats the n-th value of the text. PHP counts every value except references, and it counts no keys. A
 * value that contains itself is refused, and the limits of size and depth apply to the text with its references
 * written out.
 */
export class PhpReader {
  readonly #bytes: Buffer;
  readonly #textOf: (bytes: Buffer) => string;
  /** The position of each counted value. A later entry with the same key replaces the earlier one. */
  readonly #places: { readonly entries: Entries; readonly key: string }[] = [];
  #at = 0;
  #repeatedBytes = 0;

  /** @param textOf decodes the bytes of a string */
  constructor(bytes: Buffer, textOf: (bytes: Buffer) => string) {
    this.#bytes = bytes;
    this.#textOf = textOf;
  }

  /** @throws rejected `php-value.too-large`, `php-value.object`, `php-value.too-deep`, `php-value.malformed` */
  read(): PhpValue {
    if (this.#bytes.length > MAX_BYTES) throw tooLarge();
    const { value } = this.#entry(new Map(), '', 0);
    if (this.#at !== this.#bytes.length) throw malformed();
    return value;
  }

  #entry(entries: Entries, key: string, depth: number): Read {
    entries.set(key, null);
    const start = this.#at;
    const type = this.#take(2);
    let read: Read;
    if (type === 'R:') read = this.#repeated(depth);
    else {
      this.#places.push({ entries, key });
      read = type === 'a:' ? this.#array(start, depth + 1) : this.#scalar(type, start);
    }
    entries.set(key, read);
    return read;
  }

  /** @source PHP, ext/standard/var_unserializer.re */
  #repeated(depth: number): Read {
    const digits = this.#until(';');
    if (!LENGTH.test(digits)) throw malformed();
    const place = this.#places[Number(digits) - 1];
    const read = place?.entries.get(place.key) ?? null;
    // The value is not read yet, or contains this reference.
    if (read === null) throw malformed();
    if (depth + read.height > MAX_DEPTH) throw tooDeep();
    this.#repeatedBytes += read.bytes;
    if (this.#bytes.length + this.#repeatedBytes > MAX_BYTES) throw tooLarge();
    return read;
  }

  #array(start: number, depth: number): Read {
    const length = this.#until(':{');
    if (!LENGTH.test(length)) throw malformed();
    if (depth > MAX_DEPTH) throw tooDeep();
    const repeatedBefore = this.#repeatedBytes;
    const entries: Entries = new Map();
    let height = 0;
    for (let left = Number(length); left > 0; left -= 1) {
      height = Math.max(height, this.#entry(entries, this.#key(), depth).height);
    }
    if (this.#take(1) !== '}') throw malformed();
    const bytes = this.#at - start + this.#repeatedBytes - repeatedBefore;
    return { value: listOrMap(entries), bytes, height: height + 1 };
  }

  #key(): string {
    const type = this.#take(2);
    if (type !== 'i:' && type !== 's:') throw malformed();
    const key = String(type === 'i:' ? this.#integer() : this.#string());
    // This key would change the prototype of the object.
    if (key === '__proto__') throw malformed();
    return key;
  }

  #scalar(type: string, start: number): Read {
    const value = this.#scalarValue(type);
    return { value, bytes: this.#at - start, height: 0 };
  }

  #scalarValue(type: string): PhpValue {
    switch (type) {
      case 's:':
        return this.#string();
      case 'i:':
        return this.#integer();
      case 'd:':
        return this.#float();
      case 'b:':
        return this.#boolean();
      case 'N;':
        return null;
      case 'O:':
      case 'C:':
      case 'E:':
        throw refuse('php-value.object', 'A serialised value holds an object, which is never read.');
      default:
        // This includes `r:`, which PHP reads only for objects.
        throw malformed();
    }
  }

  #string(): string {
    const length = this.#until(':"');
    if (!LENGTH.test(length)) throw malformed();
    const bytes = this.#bytes.subarray(this.#at, this.#at + Number(length));
    this.#at += Number(length);
    if (this.#take(2) !== '";') throw malformed();
    return this.#textOf(bytes);
  }

  #integer(): number | bigint {
    const text = this.#until(';');
    if (!INTEGER.test(text)) throw malformed();
    const number = Number(text);
    // PHP reads -0 as 0.
    return Number.isSafeInteger(number) ? number + 0 : BigInt(text.replace('+', ''));
  }

  /** A number; null if it does not end, or if there is none. */
  #float(): number | null {
    const text = this.#until(';');
    if (NO_NUMBER.test(text)) return null;
    if (!FLOAT.test(text)) throw malformed();
    return Number(text);
  }

  #boolean(): boolean {
    const text = this.#until(';');
    if (text !== '0' && text !== '1') throw malformed();
    return text === '1';
  }

  #take(count: number): string {
    const taken = this.#bytes.toString('latin1', this.#at, this.#at + count);
    this.#at += count;
    return taken;
  }

  #until(end: string): string {
    const stop = this.#bytes.indexOf(end, this.#at);
    if (stop < 0) throw malformed();
    const text = this.#bytes.toString('latin1', this.#at, stop);
    this.#at = stop + end.length;
    return text;
  }
}

/** An array becomes a list if its keys count up from zero. */
function listOrMap(entries: Entries): PhpValue {
  const read = [...entries].map(([key, entry]) => [key, entry?.value ?? null] as const);
  return read.every(([key], at) => key === String(at))
    ? read.map(([, value]) => value)
    : Object.fromEntries(read);
}

function malformed(): AppError {
  return refuse('php-value.malformed', 'A serialised value is broken.');
}

function tooLarge(): AppError {
  return refuse('php-value.too-large', 'A serialised value is larger than any real one.');
}

function tooDeep(): AppError {
  return refuse('php-value.too-deep', 'A serialised value is nested too deeply.');
}

function refuse(code: ErrorCode, message: string): AppError {
  return new AppError({ code, message });
}
