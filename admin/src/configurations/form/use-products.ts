import { useQuery } from '@tanstack/react-query';
import type { Product } from '../../../../src/contract/credentials.ts';
import { call } from '../../data-provider.ts';
import { resourceOf } from '../../resources.ts';

const FRESH_MS = 120_000;

/**
 * The products of a store. The list comes from the store itself, so it is not fetched again for each typed
 * letter.
 */
export function useProducts(credentials: string | null) {
  return useQuery({
    queryKey: ['products', credentials],
    enabled: credentials !== null,
    staleTime: FRESH_MS,
    retry: false,
    queryFn: async ({ signal }) => {
      const address = `${resourceOf('credentials').path}${credentials}/products/`;
      return (await call<{ results: Product[] }>(address, { signal })).results;
    },
  });
}

/**
 * Finds products whose title contains every word or whose number begins with it. Products on sale come first,
 * then the newest.
 */
export function searchProducts(products: readonly Product[], text: string): readonly Product[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return products
    .filter(({ title, woocommerce_product_id }) => {
      const name = plain(title);
      return words.every((word) => name.includes(word) || String(woocommerce_product_id).startsWith(word));
    })
    .sort(
      (a, b) => Number(onSale(b)) - Number(onSale(a)) || b.woocommerce_product_id - a.woocommerce_product_id,
    );
}

export const onSale = ({ source_status }: Product): boolean => source_status === 'publish';

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

const UNKNOWN: Omit<Product, 'woocommerce_product_id'> = {
  title: '',
  source_status: 'publish',
  starts_at: null,
  orders: 0,
  tickets: 0,
  translation_of: null,
};

/** The product with this number; without a title if the store has none or is unreachable. */
export function productOf(products: readonly Product[], id: number): Product {
  return (
    products.find((one) => one.woocommerce_product_id === id) ?? { ...UNKNOWN, woocommerce_product_id: id }
  );
}

export function labelOf({ title, woocommerce_product_id: id }: Product): string {
  return title === '' ? String(id) : `${title} · ${id}`;
}

/** Translations that are counted with these products although no person chose them. */
export function translationsOf(
  products: readonly Product[],
  first: number | null,
  chosen: readonly number[],
): readonly number[] {
  const own = new Set([...chosen, ...(first === null ? [] : [first])]);
  const groupOf = ({ translation_of, woocommerce_product_id }: Product): number =>
    translation_of ?? woocommerce_product_id;
  const groups = new Set(products.filter(({ woocommerce_product_id: id }) => own.has(id)).map(groupOf));
  return products
    .filter((one) => groups.has(groupOf(one)) && !own.has(one.woocommerce_product_id))
    .map(({ woocommerce_product_id: id }) => id);
}
