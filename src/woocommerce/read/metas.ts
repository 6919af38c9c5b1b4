import type { Row } from '../reach/store-connection.ts';
import { cellId, cellText } from './cells.ts';

/** All metas of one post, order or item by key. */
export type Metas = ReadonlyMap<string, string>;

export const NO_METAS: Metas = new Map();

/**
 * Folds `owner, meta id, key, value` rows into one map an owner. Duplicate rows of a key exist; WordPress
 * reads the one with the lowest meta id, and so do we. Servers answer in that order by themselves, without
 * being made to sort megabytes; where one does not, the rows are sorted here.
 */
export function foldMetas(rows: readonly Row[]): ReadonlyMap<number, Metas> {
  return foldInOrder(rows) ?? foldInOrder(rows.toSorted((a, b) => cellId(a[1]) - cellId(b[1]))) ?? new Map();
}

interface Folded {
  readonly metas: Map<string, string>;
  lastMetaId: number;
}

function foldInOrder(rows: readonly Row[]): ReadonlyMap<number, Metas> | null {
  const owners = new Map<number, Folded>();
  for (const [ownerCell, metaCell, keyCell, valueCell] of rows) {
    const owner = cellId(ownerCell);
    const metaId = cellId(metaCell);
    let folded = owners.get(owner);
    if (folded === undefined) {
      folded = { metas: new Map(), lastMetaId: 0 };
      owners.set(owner, folded);
    }
    if (metaId < folded.lastMetaId) return null;
    folded.lastMetaId = metaId;
    const key = cellText(keyCell) ?? '';
    if (!folded.metas.has(key)) folded.metas.set(key, cellText(valueCell) ?? '');
  }
  return new Map([...owners].map(([owner, { metas }]) => [owner, metas]));
}
