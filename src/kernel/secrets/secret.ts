import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/**
 * A password or key in memory. If it is printed, logged, compared or serialised by accident, only a placeholder
 * appears. Only `reveal` returns the text.
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

/**
 * An empty text counts as absent, because no server accepts an empty key, and an empty password is stored as no
 * password.
 */
export function toSecret(text: string | null | undefined): Secret | null {
  return text === null || text === undefined || text === '' ? null : new Secret(text);
}
