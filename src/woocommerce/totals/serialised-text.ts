const MOST_BYTES = 1_048_576;
const DEEPEST = 12;
const SCALAR =
  /N;|d:(?:NAN|-?INF);|(?:b:(?=[01];)|i:(?=[+-]?\d{1,40};)|d:)([+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,4})?);/y;
const TEXT = /s:(\d{1,7}):"/y;
const ARRAY = /a:(\d{1,7}):\{/y;
const REFERENCE = /R:(\d{1,7});/y;
const KEY = /i:|s:(?!9:"__proto__")/y;

/** A serialised value: null, the text of a scalar, or the parts of an array by their keys. */
export type Part = string | null | ReadonlyMap<string, Part>;

interface Read {
  readonly value: Part;
  /** The position in the text at which the value ends. */
  readonly end: number;
  /** The length that the value's text would have with its references written out. */
  readonly length: number;
  /** The depth of nested arrays in the value. */
  readonly height: number;
}

/**
 * Parses a text of PHP's serialize(), and replaces each reference by its value. Undefined if it cannot be read,
 * or contains an object. The proof has a parser of its own, because the reader's may be wrong. Lengths count
 * bytes of UTF-8, or of a character set with one byte for each character.
 */
export function readSerialised(text: string): Part | undefined {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > MOST_BYTES) return undefined;
  const inBytes = new Serialised(bytes.toString('latin1'), (part) =>
    Buffer.from(part, 'latin1').toString('utf8'),
  ).whole();
  return inBytes === undefined ? new Serialised(text, (part) => part).whole() : inBytes;
}

class Serialised {
  readonly #text: string;
  readonly #textOf: (part: string) => string;
  /**
   * The values in the order in which PHP counts them, without references and keys. Null if a value is not read
   * completely.
   */
  readonly #counted: (Read | null)[] = [];
  #length: number;

  constructor(text: string, textOf: (part: string) => string) {
    this.#text = text;
    this.#textOf = textOf;
    this.#length = text.length;
  }

  whole(): Part | undefined {
    const read = this.#value(0, 0);
    return read?.end === this.#text.length ? read.value : undefined;
  }

  #value(at: number, depth: number): Read | null {
    const number = this.#match(REFERENCE, at);
    if (number !== null) return this.#repeated(Number(number[1]), at + number[0].length, depth);
    const place = this.#counted.push(null) - 1;
    const read = this.#scalar(at) ?? this.#array(at, depth);
    this.#counted[place] = read;
    return read;
  }

  #repeated(number: number, end: number, depth: number): Read | null {
    const target = this.#counted[number - 1] ?? null;
    if (target === null || depth + target.height > DEEPEST) return null;
    this.#length += target.length;
    return this.#length > MOST_BYTES ? null : { ...target, end };
  }

  #scalar(at: number): Read | null {
    const scalar = this.#match(SCALAR, at);
    if (scalar !== null) return { value: scalar[1] ?? null, ...this.#until(at, at + scalar[0].length) };
    const string = this.#match(TEXT, at);
    if (string === null) return null;
    const from = at + string[0].length;
    const to = from + Number(string[1]);
    if (!this.#text.startsWith('";', to)) return null;
    return { value: this.#textOf(this.#text.slice(from, to)), ...this.#until(at, to + 2) };
  }

  #array(at: number, depth: number): Read | null {
    const head = this.#match(ARRAY, at);
    if (head === null || depth === DEEPEST) return null;
    const parts = new Map<string, Part>();
    let end = at + head[0].length;
    let length = head[0].length + 1;
    let height = 0;
    for (let left = Number(head[1]); left > 0; left -= 1) {
      const key = this.#match(KEY, end) === null ? null : this.#scalar(end);
      const read = key === null ? null : this.#value(key.end, depth + 1);
      if (key === null || read === null) return null;
      parts.set(typeof key.value === 'string' ? key.value : '', read.value);
      end = read.end;
      length += key.length + read.length;
      height = Math.max(height, read.height);
    }
    if (this.#text[end] !== '}') return null;
    return { value: parts, end: end + 1, length, height: height + 1 };
  }

  #until(at: number, end: number): Omit<Read, 'value'> {
    return { end, length: end - at, height: 0 };
  }

  #match(pattern: RegExp, at: number): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(this.#text);
  }
}
