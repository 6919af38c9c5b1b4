import type { TicketSource } from '../vocabulary/ticketing.ts';
import type { StoreConnection } from './connect/store-connection.ts';
import { countProducts } from './read/event-products.ts';
import { readMentions, readProducts } from './read/products.ts';
import { readTranslations } from './read/translations.ts';
import type { StoreLayout } from './schema/layout.ts';
import { readDeletedEvent, readEvent } from './translate/event.ts';

/** One event in a list of a store's events. */
export interface EventProduct {
  readonly wooProductId: number;
  readonly title: string;
  /** The status of the product's post, or `deleted`. */
  readonly sourceStatus: string;
  readonly startsAtUtc: Date | null;
  readonly orders: number;
  readonly tickets: number;
  readonly ticketSource: TicketSource;
  /** The product that it translates; null if it is not a translation. */
  readonly translationOf: number | null;
}

/**
 * The store's events, the newest product first: those of the ticket plugin, and deleted ones that still have
 * tickets. A store without the plugin lists all of its products.
 */
export async function listEventProducts(
  connection: StoreConnection,
  layout: StoreLayout,
  signal: AbortSignal,
): Promise<readonly EventProduct[]> {
  const { tables } = layout;
  const { eventIds, ordersOf, ticketsOf } = await countProducts(connection, tables, layout.orders, signal);
  const groups = layout.hasTranslations ? await readTranslations(connection, tables, signal) : [];
  const originals = new Map(
    groups.flatMap(([original = 0, ...others]) => others.map((id) => [id, original])),
  );
  const ticketed = new Set([...eventIds, ...ticketsOf.keys()]);
  ticketed.delete(0);
  const ids = ticketed.size > 0 ? ticketed : new Set(ordersOf.keys());
  const products = await readProducts(connection, tables, [...ids], signal);
  const events = products.map((product) =>
    readEvent(product, [], new Map(), ticketsOf.has(product.id), layout),
  );
  const known = new Set(events.map(({ wooProductId }) => wooProductId));
  for (const id of ids) {
    if (known.has(id)) continue;
    const mentions = await readMentions(connection, tables, id, signal);
    const event = readDeletedEvent(id, mentions, [], layout);
    if (event !== null) events.push(event);
  }
  return events
    .sort((a, b) => b.wooProductId - a.wooProductId)
    .map(({ wooProductId, title, sourceStatus, startsAtUtc, ticketSource }) => ({
      wooProductId,
      title,
      sourceStatus,
      startsAtUtc,
      orders: ordersOf.get(wooProductId) ?? 0,
      tickets: ticketsOf.get(wooProductId) ?? 0,
      ticketSource,
      translationOf: originals.get(wooProductId) ?? null,
    }));
}
