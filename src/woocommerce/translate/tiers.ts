import { AppError } from '../../kernel/errors.ts';
import { type Money, parseMoney } from '../../kernel/money/money.ts';
import type { StoreTier } from '../../ticketing/model/store-event.ts';
import type { RawProduct } from '../read/products.ts';
import type { Metas } from '../values/metas.ts';
import { parsePhpValue, phpEntries } from '../values/php-value.ts';
import { readText } from '../values/store-text.ts';

const ATTRIBUTE = 'attribute_';

/** One tier for each variation, by id, or one tier for a product without variations. */
export function readTiers(
  product: RawProduct,
  variations: readonly RawProduct[],
  termNames: ReadonlyMap<string, string>,
): readonly StoreTier[] {
  if (variations.length === 0)
    return [{ wooVariationId: 0, name: null, attributes: {}, ...offerOf(product.metas) }];
  const order = attributeOrder(product.metas);
  return variations.map((variation) => ({
    wooVariationId: variation.id,
    name: variationName(variation, product.title, order, termNames),
    attributes: Object.fromEntries([...variation.metas].filter(([key]) => key.startsWith(ATTRIBUTE))),
    ...offerOf(variation.metas),
  }));
}

/** Only a variation with its own stock has a remaining number. Shared stock belongs to no single variation. */
function offerOf(metas: Metas): Pick<StoreTier, 'price' | 'stockLeft'> {
  const stock = metas.get('_stock') ?? '';
  const managed = metas.get('_manage_stock') === 'yes' && /^-?\d{1,9}(?:\.0*)?$/.test(stock);
  return {
    price: readPrice(metas.get('_price') || metas.get('_regular_price')),
    stockLeft: managed ? Number.parseInt(stock, 10) : null,
  };
}

/** A price that cannot be read is unknown. The orders have the amounts that were paid. */
function readPrice(text: string | undefined): Money | null {
  if (text === undefined || text === '') return null;
  try {
    return parseMoney(text);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'rejected') return null;
    throw error;
  }
}

/** The variation's attributes, joined as in WooCommerce: `Full pass, On site`. */
function variationName(
  variation: RawProduct,
  productTitle: string,
  order: readonly string[],
  termNames: ReadonlyMap<string, string>,
): string {
  const keys = [...variation.metas.keys()].filter((key) => key.startsWith(ATTRIBUTE));
  const names = keys
    .map((key) => key.slice(ATTRIBUTE.length))
    .toSorted((a, b) => place(order, a) - place(order, b))
    .flatMap((attribute) => {
      const value = variation.metas.get(ATTRIBUTE + attribute) ?? '';
      // '' means any value, so it is not part of the name.
      return readText(termNames.get(`${attribute}/${value}`) ?? value) ?? [];
    });
  if (names.length > 0) return names.join(', ');
  const title = readText(variation.title) ?? '';
  const prefix = `${readText(productTitle) ?? ''} - `;
  if (title.startsWith(prefix) && title.length > prefix.length) return title.slice(prefix.length);
  return title === '' ? `#${variation.id}` : title;
}

/** The attributes in the order in which the product shows them. */
function attributeOrder(metas: Metas): readonly string[] {
  try {
    return phpEntries(parsePhpValue(metas.get('_product_attributes') ?? 'a:0:{}')).map(([key]) => key);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'rejected') return [];
    throw error;
  }
}

function place(order: readonly string[], attribute: string): number {
  const at = order.indexOf(attribute);
  return at < 0 ? order.length : at;
}
