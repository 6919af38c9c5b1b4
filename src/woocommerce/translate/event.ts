import { isTimezone } from '../../kernel/time/timezone.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import { readForm } from '../plugins/fooevents/attendee-form.ts';
import { lastDay } from '../plugins/fooevents/day-states.ts';
import { readEventTimes } from '../plugins/fooevents/event-times.ts';
import { ticketSourceOf } from '../plugins/ticket-plugins.ts';
import type { ProductTraces, RawProduct } from '../read/products.ts';
import { readHtml, readText } from '../values/store-text.ts';
import { parseLocalTime, parseStoreTime } from '../values/times/store-time.ts';
import { readTiers } from './tiers.ts';

/** What of the site a product's translation needs. */
export interface SiteContext {
  readonly timezone: string;
  readonly currency: string;
  readonly keepsDays: boolean;
  readonly issuingStatuses: readonly string[];
}

const FORM = 'fooevents_custom_attendee_fields_options_serialized';
const MOST_DAYS = 366;

/** Is this product one of the ticket plugin's? Unset flags of the plugin are `off` or ''. */
export function isPluginEvent(product: RawProduct): boolean {
  return product.metas.get('WooCommerceEventsEvent') === 'Event';
}

/** A product as an event, in our words. */
export function readEvent(
  product: RawProduct,
  variations: readonly RawProduct[],
  termNames: ReadonlyMap<string, string>,
  hasTicketPosts: boolean,
  site: SiteContext,
): StoreEvent {
  const { metas } = product;
  const ownZone = metas.get('WooCommerceEventsTimeZone') ?? '';
  const timezone = ownZone !== '' && isTimezone(ownZone) ? ownZone : site.timezone;
  const numDays = readNumDays(metas.get('WooCommerceEventsNumDays'));
  return {
    wooProductId: product.id,
    title: readText(product.title) ?? `#${product.id}`,
    description: readHtml(product.content),
    sourceStatus: product.postStatus,
    ticketSource: ticketSourceOf({ isPluginEvent: isPluginEvent(product), hasTicketPosts }),
    issuingStatuses: site.issuingStatuses,
    ...readEventTimes(metas, numDays, timezone),
    timezone,
    venue: readText(metas.get('WooCommerceEventsLocation')),
    numDays,
    keepsDays: site.keepsDays,
    createdAtUtc: readCreated(product, site.timezone),
    currency: site.currency,
    tiers: readTiers(product, variations, termNames),
    form: readForm(metas.get(FORM)),
  };
}

/** WordPress leaves the UTC date of a draft at zero, and moves the local one at each save until it is published. */
const UNPUBLISHED: ReadonlySet<string> = new Set(['auto-draft', 'draft', 'pending']);

function readCreated(product: RawProduct, timezone: string): Date | null {
  const gmt = parseStoreTime(product.createdGmt);
  if (gmt !== null || UNPUBLISHED.has(product.postStatus)) return gmt;
  return parseLocalTime(product.createdLocal, timezone);
}

/**
 * An event whose product was deleted for good: its orders and tickets still say its name, and how many
 * days it had. null: nothing in the store knows it.
 */
export function readDeletedEvent(
  productId: number,
  traces: ProductTraces,
  dayStatuses: readonly string[],
  site: SiteContext,
): StoreEvent | null {
  if (!traces.hasTickets && traces.lineName === null) return null;
  return {
    wooProductId: productId,
    title: readText(traces.ticketName) ?? readText(traces.lineName) ?? `#${productId}`,
    description: null,
    sourceStatus: 'deleted',
    ticketSource: ticketSourceOf({ isPluginEvent: false, hasTicketPosts: traces.hasTickets }),
    issuingStatuses: site.issuingStatuses,
    startsAtUtc: null,
    endsAtUtc: null,
    timezone: site.timezone,
    venue: null,
    numDays: Math.min(MOST_DAYS, Math.max(1, ...dayStatuses.map(lastDay))),
    keepsDays: site.keepsDays,
    createdAtUtc: null,
    currency: site.currency,
    tiers: [],
    form: null,
  };
}

function readNumDays(text: string | undefined): number {
  const days = /^\d{1,4}$/.test(text ?? '') ? Number(text) : 1;
  return Math.min(MOST_DAYS, Math.max(1, days));
}
