/** A value for PHP's serialize(); an array keeps its order, and its keys are numbers or strings. */
export type PhpValue = string | number | boolean | null | PhpArray;
export interface PhpArray {
  readonly entries: readonly (readonly [number | string, PhpValue])[];
}

/**
 * PHP's serialize(). It is written separately from the reader, so that tests find the reader's mistakes.
 * Lengths are bytes of UTF-8, and a key that looks like a whole number is one.
 *
 * @source PHP manual, serialize(): `s:<bytes>:"<text>";`, `i:<number>;`, `a:<count>:{…}`
 */
export function phpSerialize(value: PhpValue): string {
  if (value === null) return 'N;';
  if (typeof value === 'string') return `s:${Buffer.byteLength(value, 'utf8')}:"${value}";`;
  if (typeof value === 'number') return `i:${value};`;
  if (typeof value === 'boolean') return `b:${value ? 1 : 0};`;
  let inside = '';
  for (const [key, item] of value.entries) inside += phpSerialize(asKey(key)) + phpSerialize(item);
  return `a:${value.entries.length}:{${inside}}`;
}

function asKey(key: number | string): number | string {
  return typeof key === 'string' && /^(?:0|-?[1-9]\d*)$/.test(key) ? Number(key) : key;
}

/** An array keyed by names, in the order given. */
export function phpMap(entries: readonly (readonly [number | string, PhpValue])[]): PhpArray {
  return { entries };
}

/** A PHP array whose keys are counted from `first`. */
export function phpList(items: readonly PhpValue[], first = 0): PhpArray {
  return { entries: items.map((item, index) => [index + first, item] as const) };
}
