const LONGEST = 60;
const MARKS = /\p{M}+/gu;
const SEPARATORS = /[^\p{L}\p{N}]+/gu;

/**
 * A readable part of an address, made unique by the end of the row's id: `evento-hibrido-2025-1f3c9a2b`. The
 * beginning of a UUIDv7 would not do, because it is the time, which is the same in rows that are created
 * together.
 */
export function slugOf(name: string, id: string): string {
  const words = name.normalize('NFKD').replace(MARKS, '').toLowerCase().replace(SEPARATORS, '-');
  const trimmed = words.slice(0, LONGEST).replace(/^-+|-+$/g, '');
  const unique = id.replaceAll('-', '').slice(-8);
  return trimmed === '' ? unique : `${trimmed}-${unique}`;
}
