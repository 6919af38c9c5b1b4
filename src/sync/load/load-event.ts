import { lockEvent } from '../../backend/check-ins/gate-lock.ts';
import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import {
  type EventIdentity,
  type ExistingForm,
  readExistingEvent,
} from '../../backend/configurations/event-records.ts';
import type { Transaction } from '../../backend/database.ts';
import type { Journal } from '../../backend/loader/journal.ts';
import { loadRows } from '../../backend/loader/load-rows.ts';
import { markRemoved } from '../../backend/loader/mark-removed.ts';
import { EVENTS } from '../../backend/tables/events.ts';
import { FORM_FIELDS, FORMS } from '../../backend/tables/forms.ts';
import { slugOf } from '../../backend/tables/slug.ts';
import type { ExistingRow } from '../../backend/tables/synced-table.ts';
import { TICKET_TIERS } from '../../backend/tables/ticket-tiers.ts';
import { newId } from '../../kernel/ids.ts';
import type { StoreEvent, StoreForm } from '../../ticketing/model/store-event.ts';
import { kindOf } from '../../ticketing/tickets/ticket-units.ts';
import type { LoadedEvent } from '../model/event-sync.ts';
import { byProduct, eventDraft, formFieldDraft, tierDraft } from './event-rows.ts';

/** The products of the store that are one event. */
interface EventProducts {
  /** The first product, which determines the event's own data. */
  readonly event: StoreEvent;
  readonly otherProducts: readonly StoreEvent[];
}

/** Writes the event, and the form and tiers of each product. A tier or field that left the product stays: it was sold. */
export async function loadEvent(
  tx: Transaction,
  configuration: Configuration,
  { event, otherProducts }: EventProducts,
  journal: Journal,
): Promise<LoadedEvent> {
  const existing = await readExistingEvent(tx, eventIdentity(configuration));
  const id = existing?.id ?? newId();
  // The lock makes a person who settles a conflict about the event or its tiers wait, as a page does.
  await lockEvent(tx, id);
  const slug = existing?.slug ?? slugOf(configuration.eventName, id);
  const draft = eventDraft(id, slug, configuration, event, byProduct(event, otherProducts));
  await loadRows(tx, EVENTS, [draft], byId([existing]), journal);
  const formIds = new Map<number, string>();
  for (const product of [event, ...otherProducts]) {
    const formId = await loadForm(
      tx,
      id,
      product,
      existing?.forms.get(product.wooProductId) ?? null,
      journal,
    );
    if (formId !== null) formIds.set(product.wooProductId, formId);
  }
  const tiers = new Map([...(existing?.tiers ?? [])].map(([kind, row]) => [kind, row.id]));
  const drafts = [event, ...otherProducts].flatMap((product) => {
    const isFirst = product === event;
    // The tier of a further product without variations has the product's name, because there may be several
    // such products.
    const tierName = isFirst ? configuration.ticketTierName : product.title;
    const formId = formIds.get(product.wooProductId) ?? null;
    return product.tiers
      .filter(
        ({ wooVariationId }) =>
          configuration.wooVariationId === null || wooVariationId === configuration.wooVariationId,
      )
      .map((tier) => {
        const kind = kindOf({ productId: product.wooProductId, variationId: tier.wooVariationId });
        const tierId = tiers.get(kind) ?? newId();
        tiers.set(kind, tierId);
        return tierDraft({ id: tierId, eventId: id, formId, tierName }, product, tier);
      });
  });
  await loadRows(tx, TICKET_TIERS, drafts, byId([...(existing?.tiers.values() ?? [])]), journal);
  return { id, title: event.title, formIds, otherTitles: titlesOf(otherProducts), tiers };
}

function eventIdentity(configuration: Configuration): EventIdentity {
  return {
    configurationId: configuration.id,
    organizerId: configuration.organizerId,
    storeUrl: configuration.pinnedSiteUrl,
    wooProductId: configuration.wooProductId,
    wooVariationId: configuration.wooVariationId,
  };
}

/** The event as an earlier execution loaded it; null if none has loaded it. */
export async function findLoadedEvent(
  tx: Transaction,
  configuration: Configuration,
  { event: { title }, otherProducts }: EventProducts,
): Promise<LoadedEvent | null> {
  const existing = await readExistingEvent(tx, eventIdentity(configuration));
  if (existing === undefined) return null;
  const tiers = new Map([...existing.tiers].map(([kind, row]) => [kind, row.id]));
  const otherTitles = titlesOf(otherProducts);
  const formIds = new Map([...existing.forms].map(([productId, { id }]) => [productId, id]));
  return { id: existing.id, title, formIds, otherTitles, tiers };
}

function titlesOf(products: readonly StoreEvent[]): ReadonlyMap<number, string> {
  return new Map(products.map(({ wooProductId, title }) => [wooProductId, title]));
}

async function loadForm(
  tx: Transaction,
  eventId: string,
  product: StoreEvent,
  existing: ExistingForm | null,
  journal: Journal,
): Promise<string | null> {
  const { form, sourceStatus, title, wooProductId } = product;
  const existingFields = existing?.fields ?? new Map<string, ExistingRow>();
  if (form === null) {
    // A product that asks nothing any more has no questions. A deleted product keeps those that it had.
    if (sourceStatus !== 'deleted')
      await markRemoved(tx, 'form_fields', leftFields([], existingFields), 'gone', journal);
    return existing?.id ?? null;
  }
  const formId = existing?.id ?? newId();
  const values = { event_id: eventId, woo_product_id: wooProductId, name: title };
  const draft = { id: formId, removedReason: null, values };
  await loadRows(tx, FORMS, [draft], byId([existing ?? undefined]), journal);
  const fields = form.fields.map((field) =>
    formFieldDraft(existingFields.get(field.key)?.id ?? newId(), formId, field),
  );
  await loadRows(tx, FORM_FIELDS, fields, byId([...existingFields.values()]), journal);
  await markRemoved(tx, 'form_fields', leftFields(form.fields, existingFields), 'gone', journal);
  return formId;
}

function leftFields(
  asked: StoreForm['fields'],
  existing: ReadonlyMap<string, ExistingRow>,
): readonly string[] {
  const present = new Set(asked.map((field) => field.key));
  return [...existing].filter(([key]) => !present.has(key)).map(([, row]) => row.id);
}

function byId(rows: readonly (ExistingRow | undefined)[]): ReadonlyMap<string, ExistingRow> {
  return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.id, row] as const])));
}
