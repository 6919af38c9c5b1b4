import type { FoundRows } from './source.ts';

/** An optional capability: fingerprints of the tables from which orders and tickets are read. */
export interface StoreDigests {
  /** For each digested table, the kind of object whose ids its ranges have. */
  readonly tables: Readonly<Record<string, IdKind>>;
  /**
   * Counts and hashes the tables by ranges of this many ids.
   *
   * @param ranges only these ranges; null means whole tables
   */
  take(
    width: number,
    ranges: ReadonlyMap<string, readonly IdRange[]> | null,
    signal: AbortSignal,
  ): Promise<readonly RangeDigest[]>;
  /**
   * Digests of single orders, with their lines and refunds in the store and these tickets.
   *
   * @param tickets the ids of the tickets of each order
   */
  takeOrders(
    tickets: ReadonlyMap<number, readonly number[]>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, string>>;
  /** The orders and tickets that have rows in these ranges now. */
  rowsInRanges(ranges: ChangedRanges, signal: AbortSignal): Promise<FoundRows>;
}

/** The kind of object that owns the ids in a digested table. */
export type IdKind = 'orders' | 'items' | 'posts';

/** A range of ids. The first and the last are included. */
export interface IdRange {
  readonly start: number;
  readonly end: number;
}

/** How many rows of a table belong to the ids from `start` on, and the sum of their hashes. */
export interface RangeDigest {
  /** The source's own name for the table. */
  readonly table: string;
  readonly start: number;
  readonly rows: number;
  /** Opaque, except that the hash of two ranges together is the sum of their hashes. */
  readonly hash: bigint;
}

/** Ranges in which the two sides differ, by the owner of their ids. */
export type ChangedRanges = Readonly<Record<IdKind, readonly IdRange[]>>;
