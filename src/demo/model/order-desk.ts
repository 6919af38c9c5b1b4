import type { DemoProduct, DemoVariation } from './catalogue-model.ts';
import type { DemoCustomer, DemoSettings } from './model.ts';
import type { SiteClock } from './site-clock.ts';

/** What all cases of a store share: the catalogue, and the numbers that the store gives out. */
export interface OrderDesk {
  readonly settings: DemoSettings;
  readonly clock: SiteClock;
  readonly products: readonly DemoProduct[];
  readonly customers: readonly DemoCustomer[];
  product(id: number): DemoProduct;
  nextPostId(): number;
  nextItemId(): number;
  /** The next ticket number of the event, counted from 1. */
  nextTicketSequence(productId: number): number;
}

/** A product and its chosen variation; null for a simple product. */
export interface Chosen {
  readonly product: DemoProduct;
  readonly variation: DemoVariation | null;
}

export function openOrderDesk(
  parts: Pick<OrderDesk, 'settings' | 'clock' | 'products' | 'customers'>,
  firstPostId: number,
): OrderDesk {
  const byId = new Map(parts.products.map((product) => [product.id, product]));
  const sequences = new Map<number, number>();
  let postId = firstPostId;
  let itemId = 1;
  return {
    ...parts,
    product: (id) => {
      const found = byId.get(id);
      if (found === undefined) throw new RangeError(`The demo store has no product ${id}.`);
      return found;
    },
    nextPostId: () => postId++,
    nextItemId: () => itemId++,
    nextTicketSequence: (productId) => {
      const sequence = (sequences.get(productId) ?? 0) + 1;
      sequences.set(productId, sequence);
      return sequence;
    },
  };
}
