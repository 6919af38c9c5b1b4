import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import type { StoreSource } from '../../source/source.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';

/**
 * The products of a configuration as the store has them.
 *
 * @throws missing `store.no-such-product`; unavailable, config `store.*`
 */
export async function readProducts(
  source: StoreSource,
  configuration: Pick<Configuration, 'wooProductId' | 'otherProductIds'>,
  signal: AbortSignal,
): Promise<{ readonly event: StoreEvent; readonly otherProducts: readonly StoreEvent[] }> {
  const event = await source.readEvent(configuration.wooProductId, signal);
  return { event, otherProducts: await readOtherProducts(source, configuration, signal) };
}

/** Those besides the first one. @throws missing `store.no-such-product`; unavailable, config `store.*` */
export async function readOtherProducts(
  source: StoreSource,
  { otherProductIds }: Pick<Configuration, 'otherProductIds'>,
  signal: AbortSignal,
): Promise<readonly StoreEvent[]> {
  const products: StoreEvent[] = [];
  for (const id of otherProductIds) products.push(await source.readEvent(id, signal));
  return products;
}
