interface OfProduct {
  readonly woo_product_id: number;
  readonly product_name: string | null;
}

/**
 * The names of the products of these slots, if there are several products. The product's number is added where
 * two have the same name.
 */
export function slotProducts(slots: readonly OfProduct[]): ReadonlyMap<number, string> {
  const names = new Map(slots.map(({ woo_product_id, product_name }) => [woo_product_id, product_name]));
  if (names.size < 2) return new Map();
  const all = [...names.values()];
  return new Map(
    [...names].map(([id, name]) => {
      if (name === null) return [id, `#${id}`];
      return [id, all.indexOf(name) === all.lastIndexOf(name) ? name : `${name} · #${id}`];
    }),
  );
}
