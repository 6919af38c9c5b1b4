import type { DemoProduct } from '../model/catalogue-model.ts';
import type { DemoOrder, DemoSettings, DemoStore } from '../model/model.ts';
import { createSiteClock, type SiteClock } from '../model/site-clock.ts';
import type { TableName } from '../tables/tables.ts';

/** A column's value. Decimals come as text, and a number is a whole number. */
export type SqlValue = string | number | null;

/** Takes one row, with its values in the order of the table's columns. */
export type Emit = (table: TableName, row: readonly SqlValue[]) => void;

export type Meta = readonly [key: string, value: SqlValue];

/** What all writers of one store share: the destination of rows, and the row ids that were given so far. */
export interface StoreWriter {
  readonly settings: DemoSettings;
  readonly clock: SiteClock;
  readonly emit: Emit;
  readonly products: ReadonlyMap<number, DemoProduct>;
  /** The next row id of a table. */
  next(table: TableName): number;
}

/**
 * Row ids that are reserved before the first order. A store's own pages, products and people get lower ids than
 * its orders, but their totals are known, and written, only after the last order.
 */
const RESERVED: Partial<Readonly<Record<TableName, number>>> = { postmeta: 5_000 };

export function openStoreWriter(store: DemoStore, emit: Emit): StoreWriter {
  const ids = new Map<TableName, number>();
  return {
    settings: store.settings,
    clock: createSiteClock(store.settings.timezone),
    emit,
    products: new Map(store.products.map((product) => [product.id, product])),
    next: (table) => {
      const id = (ids.get(table) ?? RESERVED[table] ?? 0) + 1;
      ids.set(table, id);
      return id;
    },
  };
}

export function emitPostMeta(writer: StoreWriter, postId: number, metas: readonly Meta[]): void {
  for (const [key, value] of metas) writer.emit('postmeta', [writer.next('postmeta'), postId, key, value]);
}

interface PostParts {
  readonly id: number;
  readonly author?: number;
  readonly type: string;
  readonly status: string;
  readonly createdAtUtc: number;
  readonly modifiedAtUtc: number;
  readonly content?: string;
  readonly title?: string;
  readonly excerpt?: string;
  readonly commentStatus?: 'open' | 'closed';
  readonly password?: string;
  readonly name?: string;
  readonly parentId?: number;
  /** The address without the site. */
  readonly path: string;
  readonly comments?: number;
}

export function emitPost(writer: StoreWriter, post: PostParts): void {
  const { clock } = writer;
  writer.emit('posts', [
    post.id,
    post.author ?? 0,
    clock.local(post.createdAtUtc),
    clock.utc(post.createdAtUtc),
    post.content ?? '',
    post.title ?? '',
    post.excerpt ?? '',
    post.status,
    post.commentStatus ?? 'closed',
    'closed',
    post.password ?? '',
    post.name ?? '',
    '',
    '',
    clock.local(post.modifiedAtUtc),
    clock.utc(post.modifiedAtUtc),
    '',
    post.parentId ?? 0,
    `${writer.settings.siteUrl}/${post.path}`,
    0,
    post.type,
    '',
    post.comments ?? 0,
  ]);
}

/** Statuses have WooCommerce's prefix, except `trash`, which is WordPress's own. */
export function storedStatus(status: DemoOrder['status']): string {
  return status === 'trash' ? 'trash' : `wc-${status}`;
}
