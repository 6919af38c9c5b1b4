import type { StoreConnection } from '../connect/store-connection.ts';
import type { StoreTables } from '../schema/store-tables.ts';
import { cellId, cellText, idList, isMetaId, textList } from '../values/cells.ts';
import { foldMetas, type Metas, NO_METAS } from '../values/metas.ts';

/** A product or variation post of the store before it is parsed. */
export interface RawProduct {
  readonly id: number;
  readonly postType: string;
  readonly postStatus: string;
  readonly title: string;
  readonly content: string;
  readonly createdLocal: string | null;
  readonly createdGmt: string | null;
  readonly metas: Metas;
}

/** One post of any type, by id; null if there is none. */
export async function readProduct(
  connection: StoreConnection,
  tables: StoreTables,
  id: number,
  signal: AbortSignal,
): Promise<RawProduct | null> {
  const [product] = await readPosts(connection, tables, `p.ID = ${id}`, signal);
  return product ?? null;
}

/** The variations of a product by id. Trashed ones are included, so that sold ones keep their names. */
export async function readVariations(
  connection: StoreConnection,
  tables: StoreTables,
  productId: number,
  signal: AbortSignal,
): Promise<readonly RawProduct[]> {
  const where = `p.post_parent = ${productId} AND p.post_type = 'product_variation'
    AND p.post_status <> 'auto-draft'`;
  return await readPosts(connection, tables, where, signal);
}

/** Products by id; other posts are left out. */
export async function readProducts(
  connection: StoreConnection,
  tables: StoreTables,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<readonly RawProduct[]> {
  return await readPosts(connection, tables, `p.ID IN (${idList(ids)}) AND p.post_type = 'product'`, signal);
}

async function readPosts(
  connection: StoreConnection,
  tables: StoreTables,
  where: string,
  signal: AbortSignal,
): Promise<readonly RawProduct[]> {
  const [posts, metaRows] = await Promise.all([
    connection.query(
      `SELECT p.ID, p.post_type, p.post_status, p.post_title, LEFT(p.post_content, 200000), p.post_date,
         p.post_date_gmt
       FROM ${tables.posts} p WHERE ${where} ORDER BY p.ID`,
      signal,
    ),
    connection.query(
      `SELECT m.post_id, m.meta_id, m.meta_key, m.meta_value
       FROM ${tables.posts} p
       JOIN ${tables.postmeta} m ON m.post_id = p.ID
       WHERE ${where}
         AND (m.meta_key LIKE '${tables.tickets.product.prefix}%' OR m.meta_key LIKE 'attribute\\_%'
           OR m.meta_key IN ('_price', '_regular_price', '_manage_stock', '_stock', '_product_attributes',
             ${textList(tables.tickets.product.others)}))`,
      signal,
    ),
  ]);
  const metas = foldMetas(metaRows);
  return posts.map(([id, postType, postStatus, title, content, createdLocal, createdGmt]) => ({
    id: cellId(id),
    postType: cellText(postType) ?? '',
    postStatus: cellText(postStatus) ?? '',
    title: cellText(title) ?? '',
    content: cellText(content) ?? '',
    createdLocal: cellText(createdLocal),
    createdGmt: cellText(createdGmt),
    metas: metas.get(cellId(id)) ?? NO_METAS,
  }));
}

/** The names of the attribute terms in which a product is offered: `pa_zone/front-row` → `Front row`. */
export async function readTermNames(
  connection: StoreConnection,
  tables: StoreTables,
  productId: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.query(
    `SELECT tt.taxonomy, t.slug, t.name
     FROM ${tables.termRelationships} r
     JOIN ${tables.termTaxonomy} tt ON tt.term_taxonomy_id = r.term_taxonomy_id
     JOIN ${tables.terms} t ON t.term_id = tt.term_id
     WHERE r.object_id = ${productId} AND tt.taxonomy LIKE 'pa\\_%'`,
    signal,
  );
  return new Map(
    rows.map(([taxonomy, slug, name]) => [`${cellText(taxonomy)}/${cellText(slug)}`, cellText(name) ?? '']),
  );
}

/** Other places that name a product whose post may be deleted. */
export interface ProductMentions {
  readonly hasTickets: boolean;
  /** The name on the newest ticket of the product. */
  readonly ticketName: string | null;
  /** The name on a line that sold the product. */
  readonly lineName: string | null;
}

export async function readMentions(
  connection: StoreConnection,
  tables: StoreTables,
  productId: number,
  signal: AbortSignal,
): Promise<ProductMentions> {
  const [tickets, lines] = await Promise.all([
    connection.query(
      `SELECT m.post_id, (SELECT n.meta_value FROM ${tables.postmeta} n
           WHERE n.post_id = m.post_id AND n.meta_key = '${tables.tickets.ticket.productName}'
           ORDER BY n.meta_id LIMIT 1)
       FROM ${tables.postmeta} m
       JOIN ${tables.posts} p ON p.ID = m.post_id AND p.post_type = '${tables.tickets.postType}'
       WHERE m.meta_key = '${tables.tickets.ticket.productId}' AND ${isMetaId('m.meta_value', productId)}
       ORDER BY m.meta_id DESC LIMIT 1`,
      signal,
    ),
    connection.query(
      `SELECT i.order_item_name FROM ${tables.orderItemmeta} m
       JOIN ${tables.orderItems} i ON i.order_item_id = m.order_item_id AND i.order_item_type = 'line_item'
       WHERE m.meta_key = '_product_id' AND ${isMetaId('m.meta_value', productId)}
       LIMIT 1`,
      signal,
    ),
  ]);
  return {
    hasTickets: tickets.length > 0,
    ticketName: cellText(tickets[0]?.[1]),
    lineName: cellText(lines[0]?.[0]),
  };
}

/** The highest day in any ticket of a product. This is the only source once the product is deleted. */
export async function readDayStatuses(
  connection: StoreConnection,
  tables: StoreTables,
  productId: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const rows = await connection.query(
    `SELECT DISTINCT d.meta_value FROM ${tables.postmeta} m
     JOIN ${tables.postmeta} d ON d.post_id = m.post_id AND d.meta_key = '${tables.tickets.ticket.days}'
     WHERE m.meta_key = '${tables.tickets.ticket.productId}' AND ${isMetaId('m.meta_value', productId)}`,
    signal,
  );
  return rows.flatMap(([status]) => cellText(status) ?? []);
}
