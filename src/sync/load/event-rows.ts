import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import type { EventRow } from '../../backend/tables/events.ts';
import type { FormFieldRow } from '../../backend/tables/forms.ts';
import type { RowDraft } from '../../backend/tables/synced-table.ts';
import type { TierRow } from '../../backend/tables/ticket-tiers.ts';
import type { StoreEvent, StoreFormField, StoreTier } from '../../ticketing/model/store-event.ts';

/** What may differ between the products of an event. */
interface ByProduct {
  readonly numDays: number;
  /**
   * The products whose tickets are valid for fewer days, with their number of days; null if there is no such
   * product.
   */
  readonly productDays: Readonly<Record<string, number>> | null;
  /** By product, if its slots are by another clock than those of the first one; null if there is no such product. */
  readonly productZones: Readonly<Record<string, string>> | null;
}

/** The days of an event are those of its longest product, and its zone is that of the first. */
export function byProduct(
  first: Pick<StoreEvent, 'wooProductId' | 'numDays' | 'timezone'>,
  others: readonly Pick<StoreEvent, 'wooProductId' | 'numDays' | 'timezone'>[],
): ByProduct {
  const products = [first, ...others];
  const numDays = Math.max(...products.map((product) => product.numDays));
  const shorter = products.filter((product) => product.numDays < numDays);
  const elsewhere = others.filter(({ timezone }) => timezone !== first.timezone);
  return {
    numDays,
    productDays: recordOf(shorter.map((one) => [one.wooProductId, one.numDays])),
    productZones: recordOf(elsewhere.map((one) => [one.wooProductId, one.timezone])),
  };
}

function recordOf<Value>(
  entries: readonly (readonly [number, Value])[],
): Readonly<Record<string, Value>> | null {
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** Makes an event's row from the configuration and the store. The configuration's values take precedence. */
export function eventDraft(
  id: string,
  slug: string,
  configuration: Configuration,
  event: StoreEvent,
  { numDays, productDays, productZones }: ByProduct,
): RowDraft<EventRow> {
  return {
    id,
    removedReason: null,
    values: {
      organizer_id: configuration.organizerId,
      configuration_id: configuration.id,
      title: configuration.eventName,
      slug,
      description: configuration.eventDescription ?? event.description,
      status: eventStatus(event.sourceStatus),
      starts_at: configuration.eventStartDate ?? event.startsAtUtc,
      ends_at: configuration.eventEndDate ?? event.endsAtUtc,
      timezone: event.timezone,
      num_days: numDays,
      product_days: productDays,
      product_zones: productZones,
      venue: event.venue,
      woo_product_id: event.wooProductId,
      woo_variation_id: configuration.wooVariationId,
      store_url: configuration.pinnedSiteUrl,
      store_values: {},
    },
  };
}

/** The event of a deleted product stays, because people have tickets for it. */
function eventStatus(productStatus: string): 'published' | 'archived' | 'draft' {
  if (productStatus === 'publish') return 'published';
  return productStatus === 'trash' || productStatus === 'deleted' ? 'archived' : 'draft';
}

/** The product of a tier, and the tier's name if the product has no variations. */
interface TierPlace {
  readonly id: string;
  readonly eventId: string;
  readonly formId: string | null;
  readonly tierName: string;
}

/** The row of a tier that the product has. */
export function tierDraft(
  { id, eventId, formId, tierName }: TierPlace,
  product: StoreEvent,
  tier: StoreTier,
): RowDraft<TierRow> {
  return {
    id,
    removedReason: null,
    values: {
      event_id: eventId,
      name: tier.name ?? tierName,
      woo_product_id: product.wooProductId,
      woo_variation_id: tier.wooVariationId,
      price: tier.price,
      currency: product.currency,
      stock_left: tier.stockLeft,
      form_id: formId,
      store_values: {},
    },
  };
}

export function formFieldDraft(id: string, formId: string, field: StoreFormField): RowDraft<FormFieldRow> {
  return {
    id,
    removedReason: null,
    values: {
      form_id: formId,
      key: field.key,
      label: field.label,
      type: field.type,
      required: field.required,
      options: [...field.options],
      position: field.position,
    },
  };
}
