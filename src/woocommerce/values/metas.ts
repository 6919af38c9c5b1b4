import type { Row, StoreConnection } from '../connect/store-connection.ts';
import { cellId, cellText } from './cells.ts';

/** All metas of one post, order or item by key. */
export type Metas = ReadonlyMap<string, string>;

export const NO_METAS: Metas = new Map();

/**
 * More names than the useful metas of a store have. This limits the memory if a plugin creates a new name for
 * each post.
 */
const MOST_NAMES = 5_000;

interface Folded {
  readonly metas: Map<string, string>;
  /** The meta id of each entry of `metas`, in the same order. */
  readonly ids: number[];
  highestId: number;
  inOrder: boolean;
}

/**
 * Groups rows of `owner, meta id, key, value` into one map for each owner. If a key has several rows, the one
 * with the lowest meta id counts, as in WordPress. Servers usually return the rows in that order without
 * sorting megabytes; if one does not, the order is restored here.
 */
export function foldMetas(rows: readonly Row[]): ReadonlyMap<number, Metas> {
  const fold = new MetaFold();
  for (const row of rows) fold.take(row);
  return fold.finish();
}

/** Groups the rows when they arrive, because keeping them until the end would take half of a page's memory. */
export async function readMetas(
  connection: StoreConnection,
  sql: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Metas>> {
  const fold = new MetaFold();
  await connection.scan(sql, (row) => fold.take(row), signal);
  return fold.finish();
}

class MetaFold {
  readonly #owners = new Map<number, Folded>();
  /** One shared string for each name. */
  readonly #names = new Map<string, string>();
  #lastOwner = Number.NaN;
  #last: Folded | null = null;

  take([ownerCell, metaCell, keyCell, valueCell]: Row): void {
    const folded = this.#of(cellId(ownerCell));
    const id = cellId(metaCell);
    const key = this.#name(cellText(keyCell) ?? '');
    if (id < folded.highestId) folded.inOrder = false;
    else folded.highestId = id;
    if (!folded.metas.has(key)) folded.ids.push(id);
    else if (folded.inOrder || !replaces(folded, key, id)) return;
    folded.metas.set(key, cellText(valueCell) ?? '');
  }

  /** The metas of each owner, ordered by id. */
  finish(): ReadonlyMap<number, Metas> {
    const byOwner = new Map<number, Metas>();
    for (const [owner, folded] of this.#owners) {
      if (!folded.inOrder) mendOrder(folded);
      byOwner.set(owner, folded.metas);
    }
    return byOwner;
  }

  #of(owner: number): Folded {
    // Rows of one owner usually follow each other.
    if (owner === this.#lastOwner && this.#last !== null) return this.#last;
    let folded = this.#owners.get(owner);
    if (folded === undefined) {
      folded = { metas: new Map(), ids: [], highestId: 0, inOrder: true };
      this.#owners.set(owner, folded);
    }
    this.#lastOwner = owner;
    this.#last = folded;
    return folded;
  }

  #name(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    if (this.#names.size < MOST_NAMES) this.#names.set(name, name);
    return name;
  }
}

function replaces({ metas, ids }: Folded, key: string, id: number): boolean {
  const at = [...metas.keys()].indexOf(key);
  if (id >= (ids[at] ?? 0)) return false;
  ids[at] = id;
  return true;
}

function mendOrder({ metas, ids }: Folded): void {
  const sorted = [...metas]
    .map((entry, at) => ({ entry, id: ids[at] ?? 0 }))
    .sort((a, b) => a.id - b.id)
    .map(({ entry }) => entry);
  metas.clear();
  for (const [key, value] of sorted) metas.set(key, value);
}
