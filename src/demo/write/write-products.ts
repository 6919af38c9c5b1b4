import { formatMoney, type Money, ZERO } from '../../kernel/money/money.ts';
import type { DemoCoupon, DemoProduct, DemoVariation } from '../model/catalogue-model.ts';
import type { DemoAttributeValue } from '../model/model.ts';
import { lineText } from '../text/money-text.ts';
import { phpMap, phpSerialize } from '../text/php-value.ts';
import { slugify } from '../text/wordpress-text.ts';
import { productEventMetas } from './event-settings.ts';
import { WOOCOMMERCE_VERSION } from './order-bookkeeping.ts';
import { emitPost, type Meta, type SqlValue, type StoreWriter } from './store-writer.ts';

/** The units sold and the numbered tickets of a product, which are known only after all orders are written. */
export interface ProductTally {
  readonly unitsSold: number;
  readonly lastTicketSequence: number;
}

/** Writes products and their variations as posts. Their rows have lower ids than those of any order. */
export function writeProduct(
  writer: StoreWriter,
  product: DemoProduct,
  tally: ProductTally,
  metaIds: MetaIds,
): void {
  if (product.status === 'deleted') return;
  const slug = slugify(product.title);
  const trashed = product.status === 'trash';
  emitPost(writer, {
    id: product.id,
    type: 'product',
    status: product.status,
    createdAtUtc: product.createdAtUtc,
    modifiedAtUtc: product.modifiedAtUtc,
    content: product.description,
    title: product.title,
    commentStatus: 'open',
    name: product.status === 'draft' ? '' : trashed ? `${slug}__trashed` : slug,
    path: `product/${slug}/`,
  });
  const prices = pricesOf(product);
  emitMetas(writer, product.id, metaIds, [
    ['_sku', product.sku],
    ...(product.price === null ? [] : [['_regular_price', lineText(product.price.CLP)] as const]),
    ['total_sales', String(tally.unitsSold)],
    ...stockMetas(product.stock, '', !product.shipped && product.price !== null),
    ...(product.attributes.length === 0 ? [] : [['_product_attributes', attributesText(product)] as const]),
    ['_product_version', WOOCOMMERCE_VERSION],
    ...productEventMetas(writer.clock, product, tally.lastTicketSequence),
    ...prices.map((price): Meta => ['_price', lineText(price)]),
    ...(trashed
      ? ([
          ['_wp_trash_meta_status', 'publish'],
          ['_wp_trash_meta_time', String(product.createdAtUtc + 9_000_000)],
          ['_wp_desired_post_slug', slug],
        ] as const)
      : []),
  ]);
  emitProductLookup(writer, product.id, product.sku, product.stock, prices, tally.unitsSold, '');
  for (const variation of product.variations) writeVariation(writer, product, variation, slug, metaIds);
}

function writeVariation(
  writer: StoreWriter,
  product: DemoProduct,
  variation: DemoVariation,
  slug: string,
  metaIds: MetaIds,
): void {
  const price = variation.price.CLP;
  emitPost(writer, {
    id: variation.id,
    type: 'product_variation',
    status: 'publish',
    createdAtUtc: product.createdAtUtc,
    modifiedAtUtc: product.createdAtUtc,
    title: `${product.title} - ${variation.label}`,
    excerpt: variation.attributes.map((attribute) => describe(product, variation, attribute)).join(', '),
    name: `${slug}-${slugify(variation.label)}`,
    parentId: product.id,
    path: `?post_type=product_variation&p=${variation.id}`,
  });
  emitMetas(writer, variation.id, metaIds, [
    ['_variation_description', ''],
    ['_regular_price', lineText(variation.regularPriceClp ?? price)],
    ...(variation.regularPriceClp === null ? [] : [['_sale_price', lineText(price)] as const]),
    ['total_sales', '0'],
    ...stockMetas(variation.stock, 'parent', true),
    ...variation.attributes.map(({ key, value }): Meta => [`attribute_${key}`, value]),
    ['_price', lineText(price)],
    ['_product_version', WOOCOMMERCE_VERSION],
  ]);
  emitProductLookup(
    writer,
    variation.id,
    '',
    variation.stock,
    [price],
    0,
    'parent',
    variation.regularPriceClp !== null,
  );
}

export function writeCoupon(writer: StoreWriter, coupon: DemoCoupon, uses: number, metaIds: MetaIds): void {
  const { createdAtUtc } = [...writer.products.values()][0] ?? { createdAtUtc: writer.settings.nowUtc };
  emitPost(writer, {
    id: coupon.id,
    type: 'shop_coupon',
    status: 'publish',
    createdAtUtc,
    modifiedAtUtc: createdAtUtc,
    title: coupon.code,
    name: coupon.code,
    path: `?post_type=shop_coupon&p=${coupon.id}`,
  });
  emitMetas(writer, coupon.id, metaIds, [
    ['discount_type', coupon.kind],
    ['coupon_amount', String(coupon.amount)],
    ['individual_use', 'no'],
    ...(coupon.variationId === null ? [] : [['product_ids', String(coupon.variationId)] as const]),
    ['usage_limit', '0'],
    ['usage_limit_per_user', '0'],
    ['limit_usage_to_x_items', null],
    ['usage_count', String(uses)],
    ['date_expires', null],
    ['free_shipping', 'no'],
    ['exclude_sale_items', 'no'],
  ]);
}

/** The meta ids of the reserved rows: a product is written last, but its rows are older than all orders. */
export interface MetaIds {
  next(): number;
}

function emitMetas(writer: StoreWriter, postId: number, metaIds: MetaIds, metas: readonly Meta[]): void {
  for (const [key, value] of metas) writer.emit('postmeta', [metaIds.next(), postId, key, value]);
}

function stockMetas(stock: number | null, taxClass: string, virtual: boolean): Meta[] {
  return [
    ['_tax_status', 'taxable'],
    ['_tax_class', taxClass],
    ['_manage_stock', stock === null ? 'no' : 'yes'],
    ['_backorders', 'no'],
    ['_sold_individually', 'no'],
    ['_virtual', virtual ? 'yes' : 'no'],
    ['_downloadable', 'no'],
    ['_download_limit', '-1'],
    ['_download_expiry', '-1'],
    ['_stock', stock === null ? null : String(stock)],
    ['_stock_status', 'instock'],
    ['_wc_average_rating', '0'],
    ['_wc_review_count', '0'],
  ];
}

function attributesText(product: DemoProduct): string {
  return phpSerialize(
    phpMap(
      product.attributes.map((attribute, index) => [
        attribute.key,
        phpMap([
          ['name', attribute.taxonomy ? attribute.key : attribute.label],
          ['value', attribute.taxonomy ? '' : attribute.options.join(' | ')],
          ['position', index],
          ['is_visible', 1],
          ['is_variation', 1],
          ['is_taxonomy', attribute.taxonomy ? 1 : 0],
        ]),
      ]),
    ),
  );
}

/** The different prices, the lowest first: a product with variations has one `_price` for each. */
function pricesOf(product: DemoProduct): Money[] {
  const all = product.price === null ? product.variations.map(({ price }) => price.CLP) : [product.price.CLP];
  return [...new Set(all)].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** `Pase: Tres días`. A taxonomy has its own name there, with the name of the term. */
function describe(
  product: DemoProduct,
  variation: DemoVariation,
  { key, value }: DemoAttributeValue,
): string {
  const attribute = product.attributes.find((one) => one.key === key);
  return attribute?.taxonomy === true ? `${key}: ${variation.label}` : `${attribute?.label ?? key}: ${value}`;
}

function emitProductLookup(
  writer: StoreWriter,
  id: number,
  sku: string,
  stock: number | null,
  prices: readonly Money[],
  sold: number,
  taxClass: string,
  onSale = false,
): void {
  const row: SqlValue[] = [
    id,
    sku,
    '',
    taxClass === 'parent' ? 1 : 0,
    0,
    formatMoney(prices[0] ?? ZERO),
    formatMoney(prices.at(-1) ?? ZERO),
    onSale ? 1 : 0,
    stock,
    'instock',
    0,
    '0.00',
    sold,
    'taxable',
    taxClass,
  ];
  writer.emit('wc_product_meta_lookup', row);
}
