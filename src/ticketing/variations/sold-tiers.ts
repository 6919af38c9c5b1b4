import type { StoreLine } from '../model/store-order.ts';

/**
 * A name for a tier that was sold but that its product no longer has: the order's line still says what was
 * bought. WooCommerce names a variation's line `Title - Attributes`; where the title changed since, the
 * chosen attributes tell, and at last the line's whole name.
 */
export function soldTierName(line: Pick<StoreLine, 'name' | 'attributes'>, eventTitle: string): string {
  const prefix = `${eventTitle} - `;
  if (line.name.startsWith(prefix) && line.name.length > prefix.length) {
    return line.name.slice(prefix.length);
  }
  const chosen = Object.values(line.attributes).filter((value) => value !== '');
  return chosen.length > 0 ? chosen.join(', ') : line.name;
}
