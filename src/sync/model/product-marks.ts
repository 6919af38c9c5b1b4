import { createHash } from 'node:crypto';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';

/**
 * For each product, a digest of everything that decides how its orders and tickets are translated, besides the
 * store's rows of them.
 */
export type ProductMarks = Readonly<Record<string, string>>;

/**
 * The digests of an event's further products. The data of the first product are part of the digest of the
 * rules.
 */
export function productMarks(otherProducts: readonly StoreEvent[]): ProductMarks {
  return Object.fromEntries(otherProducts.map((product) => [String(product.wooProductId), markOf(product)]));
}

function markOf({ ticketSource, numDays, keepsDays, form, slots, timezone }: StoreEvent): string {
  const labels = (form?.fields ?? []).map(({ key, label }) => [key, label]);
  const parts: unknown[] = [ticketSource, numDays, numDays > 1 && keepsDays, labels];
  // A product without slots keeps the digest of earlier versions, so that its rows are not read again.
  if (slots.length > 0) parts.push(slots, timezone);
  const text = JSON.stringify(parts);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** How an event's further products differ from those at its last reading. */
export interface ProductChanges {
  /**
   * Products that were added, or that are translated in another way now. All their rows in the store are read.
   */
  readonly read: readonly number[];
  /** Products that were removed. Their rows in the backend are read again. */
  readonly left: readonly number[];
}

export function productChanges(before: ProductMarks, now: ProductMarks): ProductChanges {
  return {
    read: Object.keys(now)
      .filter((id) => before[id] !== now[id])
      .map(Number),
    left: Object.keys(before)
      .filter((id) => now[id] === undefined)
      .map(Number),
  };
}

export function differsIn({ read, left }: ProductChanges): boolean {
  return read.length + left.length > 0;
}
