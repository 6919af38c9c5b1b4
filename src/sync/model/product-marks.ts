import { createHash } from 'node:crypto';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';

/**
 * For each product, a digest of everything that decides how its orders and tickets are translated, besides the
 * store's rows of them.
 */
export type ProductMarks = Readonly<Record<string, string>>;

/**
 * Everything of a product that decides the slots of its tickets. Tickets keep a slot that the product no longer offers,
 * so a zone of the product's own counts without a list of slots as well. The zone of the site is part of the rules.
 */
export function slotRules(
  { slots, timezone }: Pick<StoreEvent, 'slots' | 'timezone'>,
  siteTimezone: string,
): readonly unknown[] {
  return slots.length > 0 || timezone !== siteTimezone ? [slots, timezone] : [];
}

/**
 * The digests of an event's further products. The data of the first product are part of the digest of the
 * rules.
 */
export function productMarks(otherProducts: readonly StoreEvent[], siteTimezone: string): ProductMarks {
  return Object.fromEntries(
    otherProducts.map((product) => [String(product.wooProductId), markOf(product, siteTimezone)]),
  );
}

function markOf(product: StoreEvent, siteTimezone: string): string {
  const { ticketSource, numDays, keepsDays, form } = product;
  const labels = (form?.fields ?? []).map(({ key, label }) => [key, label]);
  const parts: unknown[] = [ticketSource, numDays, numDays > 1 && keepsDays, labels];
  // Most products have the zone of the site and no slots, and keep the digest of earlier versions.
  parts.push(...slotRules(product, siteTimezone));
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
