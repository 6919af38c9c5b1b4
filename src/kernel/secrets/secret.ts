import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/**
 * A password or key in memory. Printing, logging, comparing or serialising it by accident gives a
 * placeholder; only `reveal` returns the text.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

/** '' counts as absent: no server accepts an empty key, and an empty password is stored as none. */
export function toSecret(text: string | null | undefined): Secret | null {
  return text === null || text === undefined || text === '' ? null : new Secret(text);
}
