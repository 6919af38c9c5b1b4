import { hash } from 'node:crypto';

const ABSENT = '\u0001';
const PRESENT = '\u0002';
const NAMED = '\u0003';

/**
 * A digest over the columns that the store alone decides. If two digests are equal, there is nothing to write.
 * NULL differs from the empty text. SQL can compute the same digest from the texts of `readExpression`.
 *
 * @param places the positions of the covered texts, in order
 * @param digestedWhenSet the texts that are covered only if they exist, by name
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
