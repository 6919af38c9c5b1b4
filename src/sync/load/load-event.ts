import { lockEvent } from '../../backend/check-ins/gate-lock.ts';
import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import { type EventIdentity, readExistingEvent } from '../../backend/configurations/event-records.ts';
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
import type { LoadedEvent } from '../model/event-sync.ts';
import { eventDraft, formFieldDraft, tierDraft } from './event-rows.ts';

/** Writes the event, its form and its tiers. A tier or field that left the product stays, because it was sold. */
export async function loadEvent(
  tx: Transaction,
  configuration: Configuration,
  event: StoreEvent,
  journal: Journal,
): Promise<LoadedEvent> {
  const existing = await readExistingEvent(tx, eventIdentity(configuration));
  const id = existing?.id ?? newId();
  // The lock makes a person who settles a conflict about the event or its tiers wait, as for a page.
  await lockEvent(tx, id);
  const slug = existing?.slug ?? slugOf(configuration.eventName, id);
  await loadRows(tx, EVENTS, [eventDraft(id, slug, configuration, event)], byId([existing]), journal);
  const formId = await loadForm(
    tx,
    id,
    event,
    existing?.form ?? null,
    existing?.fields ?? new Map(),
    journal,
  );
  const tiers = new Map([...(existing?.tiers ?? [])].map(([variation, row]) => [variation, row.id]));
  const sold = event.tiers.filter(
    (tier) => configuration.wooVariationId === null || tier.wooVariationId === configuration.wooVariationId,
  );
  const drafts = sold.map((tier) => {
    const tierId = tiers.get(tier.wooVariationId) ?? newId();
    tiers.set(tier.wooVariationId, tierId);
    return tierDraft(tierId, id, formId, configuration, event, tier);
  });
  await loadRows(tx, TICKET_TIERS, drafts, byId([...(existing?.tiers.values() ?? [])]), journal);
  return { id, title: event.title, formId, tiers };
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

/** The event as an earlier execution loaded it; null: none has loaded it. */
export async function findLoadedEvent(
  tx: Transaction,
  configuration: Configuration,
  { title }: StoreEvent,
): Promise<LoadedEvent | null> {
  const existing = await readExistingEvent(tx, eventIdentity(configuration));
  if (existing === undefined) return null;
  const tiers = new Map([...existing.tiers].map(([variation, row]) => [variation, row.id]));
  return { id: existing.id, title, formId: existing.form?.id ?? null, tiers };
}

async function loadForm(
  tx: Transaction,
  eventId: string,
  event: StoreEvent,
  existing: ExistingRow | null,
  existingFields: ReadonlyMap<string, ExistingRow>,
  journal: Journal,
): Promise<string | null> {
  if (event.form === null) return existing?.id ?? null;
  const formId = existing?.id ?? newId();
  const draft = { id: formId, removedReason: null, values: { event_id: eventId, name: event.title } };
  await loadRows(tx, FORMS, [draft], byId([existing ?? undefined]), journal);
  const fields = event.form.fields.map((field) =>
    formFieldDraft(existingFields.get(field.key)?.id ?? newId(), formId, field),
  );
  await loadRows(tx, FORM_FIELDS, fields, byId([...existingFields.values()]), journal);
  await markRemoved(tx, 'form_fields', leftFields(event.form, existingFields), 'gone', journal);
  return formId;
}

function leftFields(form: StoreForm, existing: ReadonlyMap<string, ExistingRow>): readonly string[] {
  const present = new Set(form.fields.map((field) => field.key));
  return [...existing].filter(([key]) => !present.has(key)).map(([, row]) => row.id);
}

function byId(rows: readonly (ExistingRow | undefined)[]): ReadonlyMap<string, ExistingRow> {
  return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.id, row] as const])));
}
