import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/**
 * A password or key on its way through the program. Whatever prints, logs, compares or serialises it by
 * accident gets a placeholder; only who asks with `reveal` gets the text.
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

/** '' counts as absent: no server takes an empty key, and an empty password is written as none. */
export function toSecret(text: string | null | undefined): Secret | null {
  return text === null || text === undefined || text === '' ? null : new Secret(text);
}
