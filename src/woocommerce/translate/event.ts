import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import type { TicketPlugin } from '../plugins/ticket-plugin.ts';
import { ticketSourceOf } from '../plugins/ticket-plugins.ts';
import type { ProductMentions, RawProduct } from '../read/products.ts';
import { NO_METAS } from '../values/metas.ts';
import { readHtml, readText } from '../values/store-text.ts';
import { parseLocalTime, parseStoreTime } from '../values/times/store-time.ts';
import { readTiers } from './tiers.ts';

/** The site's settings for translating a product. */
export interface SiteContext {
  readonly timezone: string;
  readonly currency: string;
  readonly plugin: TicketPlugin;
  readonly keepsDays: boolean;
  readonly issuingStatuses: readonly string[];
  readonly dateFormat: string;
}

/** Translates a product to an event. */
export function readEvent(
  product: RawProduct,
  variations: readonly RawProduct[],
  termNames: ReadonlyMap<string, string>,
  hasTicketPosts: boolean,
  site: SiteContext,
): StoreEvent {
  const { metas } = product;
  const { form, ...fields } = site.plugin.readEventFields(metas, site.timezone, site.dateFormat);
  return {
    wooProductId: product.id,
    title: readText(product.title) ?? `#${product.id}`,
    description: readHtml(product.content),
    sourceStatus: product.postStatus,
    ticketSource: ticketSourceOf(site.plugin, { metas, hasTicketPosts }),
    issuingStatuses: site.issuingStatuses,
    ...fields,
    keepsDays: site.keepsDays,
    createdAtUtc: readCreated(product, site.timezone),
    currency: site.currency,
    tiers: readTiers(product, variations, termNames),
    form,
  };
}

/** WordPress leaves the UTC date of a draft at zero, and updates the local one at each save. */
const UNPUBLISHED: ReadonlySet<string> = new Set(['auto-draft', 'draft', 'pending']);

function readCreated(product: RawProduct, timezone: string): Date | null {
  const gmt = parseStoreTime(product.createdGmt);
  if (gmt !== null || UNPUBLISHED.has(product.postStatus)) return gmt;
  return parseLocalTime(product.createdLocal, timezone);
}

/**
 * Translates an event whose product was deleted for good, from the name and the days in its orders and tickets.
 * Null if the store has no row of it.
 */
export function readDeletedEvent(
  productId: number,
  mentions: ProductMentions,
  dayStatuses: readonly string[],
  site: SiteContext,
): StoreEvent | null {
  if (!mentions.hasTickets && mentions.lineName === null) return null;
  return {
    wooProductId: productId,
    title: readText(mentions.ticketName) ?? readText(mentions.lineName) ?? `#${productId}`,
    description: null,
    sourceStatus: 'deleted',
    ticketSource: ticketSourceOf(site.plugin, { metas: NO_METAS, hasTicketPosts: mentions.hasTickets }),
    issuingStatuses: site.issuingStatuses,
    startsAtUtc: null,
    endsAtUtc: null,
    timezone: site.timezone,
    venue: null,
    numDays: site.plugin.numDaysOf(dayStatuses),
    keepsDays: site.keepsDays,
    createdAtUtc: null,
    currency: site.currency,
    tiers: [],
    form: null,
    slots: [],
  };
}
