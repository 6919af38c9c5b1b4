import { hash } from 'node:crypto';

const ABSENT = '\u0001';
const PRESENT = '\u0002';
const NAMED = '\u0003';

/**
 * Digest over the columns that the store alone decides: with equal digests there is nothing to write. NULL
 * differs from the empty text. The same digest can be computed in SQL from `readExpression` texts.
 *
 * @param places which of the texts it covers, in order
 * @param digestedWhenSet of which it covers those that are there, by name
 * @shape 32 hexadecimal digits: the first half of a SHA-256
 */
export function digestOf(
  texts: readonly (string | null)[],
  places: readonly number[],
  digestedWhenSet: readonly { readonly name: string; readonly place: number }[] = [],
): string {
  let whole = '';
  for (const place of places) {
    const text = texts[place] ?? null;
    whole += text === null ? ABSENT : PRESENT + text;
  }
  for (const { name, place } of digestedWhenSet) {
    const text = texts[place] ?? null;
    if (text !== null) whole += NAMED + name + PRESENT + text;
  }
  return hash('sha256', whole, 'hex').slice(0, 32);
}
