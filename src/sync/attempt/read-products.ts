import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import { AppError } from '../../kernel/errors.ts';
import type { StoreSource } from '../../source/source.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import type { FoundTranslations } from './find-translations.ts';

/**
 * Reads the products of an event besides its first one, and the translations that are counted with it. A
 * product that is gone, together with everything that it sold, is left out, and the others are still synced.
 *
 * @throws unavailable, config `store.*`
 */
export async function readOtherProducts(
  source: Pick<StoreSource, 'readEvent'>,
  { otherProductIds }: Pick<Configuration, 'otherProductIds'>,
  { counted }: FoundTranslations,
  signal: AbortSignal,
): Promise<readonly StoreEvent[]> {
  const products: StoreEvent[] = [];
  for (const id of [...otherProductIds, ...Object.keys(counted).map(Number)]) {
    const product = await tryRead(source, id, signal);
    if (product !== null) products.push(product);
  }
  return products;
}

/** A product; null if neither the store nor any of its orders and tickets contains it any more. */
async function tryRead(
  source: Pick<StoreSource, 'readEvent'>,
  wooProductId: number,
  signal: AbortSignal,
): Promise<StoreEvent | null> {
  try {
    return await source.readEvent(wooProductId, signal);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'store.no-such-product') return null;
    throw thrown;
  }
}
