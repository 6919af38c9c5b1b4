interface OfProduct {
  readonly woo_product_id: number;
  readonly product_name: string | null;
}

/** How the products of these slots are named where they are several; the number is shown where the name is not enough. */
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
