import type { StoreLine } from '../model/store-order.ts';

/**
 * Names a tier that was sold but is no longer part of its product, after the order's line. WooCommerce names a
 * variation's line `Title - Attributes`. If the title has changed, the name comes from the chosen attributes;
 * without those, it is the line's whole name.
 */
export function soldTierName(line: Pick<StoreLine, 'name' | 'attributes'>, eventTitle: string): string {
  const prefix = `${eventTitle} - `;
  if (line.name.startsWith(prefix) && line.name.length > prefix.length) {
    return line.name.slice(prefix.length);
  }
  const chosen = Object.values(line.attributes).filter((value) => value !== '');
  return chosen.length > 0 ? chosen.join(', ') : line.name;
}
