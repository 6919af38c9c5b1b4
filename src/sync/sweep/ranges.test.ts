import { expect, test } from 'vitest';
import type { IdKind, RangeDigest } from '../../source/digests.ts';
import { changedRanges, differingRanges } from './ranges.ts';

const digest = (table: string, start: number, rows: number, hash: bigint): RangeDigest => ({
  table,
  start,
  rows,
  hash,
});

test('a range differs by its rows, by its hash, and when one side alone has it', () => {
  const earlier = [
    digest('orders', 0, 5, 10n),
    digest('orders', 256, 5, 10n),
    digest('items', 0, 5, 10n),
    digest('posts', 512, 1, 1n),
  ];
  const store = [
    digest('orders', 0, 5, 10n),
    digest('orders', 256, 6, 10n),
    digest('items', 0, 5, 11n),
    digest('posts', 768, 1, 1n),
  ];
  expect(differingRanges(store, earlier)).toEqual([
    { table: 'orders', start: 256 },
    { table: 'items', start: 0 },
    { table: 'posts', start: 768 },
    { table: 'posts', start: 512 },
  ]);
});

test('several tables of one order are read once', () => {
  const kinds: Readonly<Record<string, IdKind>> = {
    orders: 'orders',
    order_metas: 'orders',
    order_addresses: 'orders',
    postmeta: 'posts',
    itemmeta: 'items',
  };
  const differing = ['orders', 'order_metas', 'order_addresses', 'postmeta', 'itemmeta'].map((table) => ({
    table,
    start: 512,
  }));
  const range = { start: 512, end: 767 };
  expect(changedRanges(differing, kinds)).toEqual({ orders: [range], items: [range], posts: [range] });
});
