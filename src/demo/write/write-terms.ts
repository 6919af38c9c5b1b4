import type { DemoProduct } from '../model/catalogue-model.ts';
import type { StoreWriter } from './store-writer.ts';

/**
 * Writes the kinds of products, and the terms of attributes. Only these tables distinguish a variable product
 * from a simple one.
 */
export function writeTerms(writer: StoreWriter, products: readonly DemoProduct[]): void {
  const kept = products.filter((product) => product.status !== 'deleted');
  const term = (name: string, slug: string, taxonomy: string, members: readonly DemoProduct[]): void => {
    const id = writer.next('terms');
    writer.emit('terms', [id, name, slug, 0]);
    writer.emit('term_taxonomy', [id, id, taxonomy, '', 0, members.length]);
    for (const product of members) writer.emit('term_relationships', [product.id, id, 0]);
  };
  const isVariable = (product: DemoProduct): boolean => product.variations.length > 0;
  term(
    'simple',
    'simple',
    'product_type',
    kept.filter((product) => !isVariable(product)),
  );
  term('grouped', 'grouped', 'product_type', []);
  term('variable', 'variable', 'product_type', kept.filter(isVariable));
  term('external', 'external', 'product_type', []);
  term('Uncategorized', 'uncategorized', 'product_cat', kept);
  let attributeId = 0;
  for (const product of kept) {
    for (const attribute of product.attributes.filter((one) => one.taxonomy)) {
      attributeId += 1;
      const name = attribute.key.replace('pa_', '');
      writer.emit('woocommerce_attribute_taxonomies', [
        attributeId,
        name,
        attribute.label,
        'select',
        'menu_order',
        0,
      ]);
      for (const [index, slug] of attribute.options.entries()) {
        term(product.variations[index]?.label ?? slug, slug, attribute.key, [product]);
      }
    }
  }
}
