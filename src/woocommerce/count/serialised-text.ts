const MOST_BYTES = 1_048_576;
const DEEPEST = 12;
const SCALAR =
  /N;|b:[01];|i:[+-]?\d{1,40};|d:(?:NAN|-?INF|[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,4})?);/y;
const TEXT = /s:(\d{1,7}):"/y;
const ARRAY = /a:(\d{1,7}):\{/y;
const REFERENCE = /R:(\d{1,7});/y;
const KEY = /i:|s:(?!9:"__proto__")/y;

/** A value as text without references, where it ends in the text that is read, and how deep arrays lie in it. */
interface Written {
  readonly text: string;
  readonly end: number;
  readonly height: number;
}

/**
 * What PHP wrote with each reference replaced by the value that it repeats; null: it cannot be read, as with an object.
 * The proof asks for itself: the reader's own answer may be what is wrong. Lengths are of UTF-8, or of a site that
 * has a byte a character.
 */
export function writtenOut(text: string): string | null {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > MOST_BYTES) return null;
  const ofBytes = new Expansion(bytes.toString('latin1')).whole();
  return ofBytes === null ? new Expansion(text).whole() : Buffer.from(ofBytes, 'latin1').toString('utf8');
}

class Expansion {
  readonly #text: string;
  /** In the order in which PHP counts values: all but references and keys. null: not read to its end. */
  readonly #counted: (Written | null)[] = [];
  #length: number;

  constructor(text: string) {
    this.#text = text;
    this.#length = text.length;
  }

  whole(): string | null {
    const written = this.#value(0, 0);
    return written?.end === this.#text.length ? written.text : null;
  }

  #value(at: number, depth: number): Written | null {
    const number = this.#match(REFERENCE, at);
    if (number !== null) return this.#repeated(Number(number[1]), at + number[0].length, depth);
    const place = this.#counted.push(null) - 1;
    const written = this.#plain(at) ?? this.#array(at, depth);
    this.#counted[place] = written;
    return written;
  }

  #repeated(number: number, end: number, depth: number): Written | null {
    const target = this.#counted[number - 1] ?? null;
    if (target === null || depth + target.height > DEEPEST) return null;
    this.#length += target.text.length;
    return this.#length > MOST_BYTES ? null : { ...target, end };
  }

  #plain(at: number): Written | null {
    const scalar = this.#match(SCALAR, at);
    const string = this.#match(TEXT, at);
    let end = at + (scalar?.[0].length ?? 0);
    if (string !== null) {
      end = at + string[0].length + Number(string[1]) + 2;
      if (!this.#text.startsWith('";', end - 2)) return null;
    }
    return end === at ? null : { text: this.#text.slice(at, end), end, height: 0 };
  }

  #array(at: number, depth: number): Written | null {
    const head = this.#match(ARRAY, at);
    if (head === null || depth === DEEPEST) return null;
    let [end, height] = [at + head[0].length, 0];
    const parts = [head[0]];
    for (let left = Number(head[1]); left > 0; left -= 1) {
      const key = this.#match(KEY, end) === null ? null : this.#plain(end);
      const value = key === null ? null : this.#value(key.end, depth + 1);
      if (key === null || value === null) return null;
      parts.push(key.text, value.text);
      end = value.end;
      height = Math.max(height, value.height);
    }
    if (this.#text[end] !== '}') return null;
    return { text: `${parts.join('')}}`, end: end + 1, height: height + 1 };
  }

  #match(pattern: RegExp, at: number): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(this.#text);
  }
}
