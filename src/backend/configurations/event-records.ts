import { kindOf } from '../../ticketing/tickets/ticket-units.ts';
import type { Transaction } from '../database.ts';
import type { ExistingRow } from '../tables/synced-table.ts';

/** The event's rows in the backend: itself, its forms and tiers, by the store's ids. */
export interface ExistingEvent extends ExistingRow {
  readonly slug: string;
  /** By product. */
  readonly forms: ReadonlyMap<number, ExistingForm>;
  /** The tiers by product and variation (`kindOf`). */
  readonly tiers: ReadonlyMap<string, ExistingRow>;
}

/** A product's form with its fields by key. */
export interface ExistingForm extends ExistingRow {
  readonly fields: ReadonlyMap<string, ExistingRow>;
}

/** Finds or creates the event of a configuration: the store's product, for this organizer. */
export interface EventIdentity {
  readonly configurationId: string;
  readonly organizerId: string;
  readonly storeUrl: string;
  readonly wooProductId: number;
  readonly wooVariationId: number | null;
}

const OWN = `encode(t.content_digest, 'hex') as digest, t.removed_reason as "removedReason"`;

/**
 * Finds the configuration's event, whatever the store's present address is. A configuration that is created
 * again finds the event of its predecessor, even if the address has another form. Version 0.1 could create an
 * event for each form of the address; then each configuration keeps its own.
 */
export async function readExistingEvent(
  tx: Transaction,
  identity: EventIdentity,
): Promise<ExistingEvent | undefined> {
  const events = await tx.query<ExistingRow & { slug: string }>(
    `select t.id, t.slug, ${OWN} from events t
     where t.organizer_id = $1 and t.woo_product_id = $3 and t.woo_variation_id is not distinct from $4
       and (t.configuration_id = $5 or (store_key(t.store_url) = store_key($2) and t.configuration_id is null))
     order by t.configuration_id is null, t.store_url = $2 desc, t.id limit 1`,
    [
      identity.organizerId,
      identity.storeUrl,
      identity.wooProductId,
      identity.wooVariationId,
      identity.configurationId,
    ],
  );
  const [event] = events.rows;
  if (event === undefined) return undefined;
  // A form without a product, from an older program, is the first product's.
  const forms = await tx.query<ExistingRow & { productId: number }>(
    `select t.id, coalesce(t.woo_product_id, e.woo_product_id) as "productId", ${OWN}
     from forms t join events e on e.id = t.event_id where t.event_id = $1
     order by t.woo_product_id nulls first`,
    [event.id],
  );
  const fields = await tx.query<ExistingRow & { formId: string; key: string }>(
    `select t.id, t.form_id as "formId", t.key, ${OWN} from form_fields t join forms f on f.id = t.form_id
     where f.event_id = $1`,
    [event.id],
  );
  const fieldsOf = (formId: string): ReadonlyMap<string, ExistingRow> =>
    new Map(fields.rows.filter((row) => row.formId === formId).map((row) => [row.key, row]));
  const tiers = await tx.query<ExistingRow & { productId: number; variationId: number }>(
    `select t.id, t.woo_product_id as "productId", t.woo_variation_id as "variationId", ${OWN} from ticket_tiers t where t.event_id = $1`,
    [event.id],
  );
  return {
    ...event,
    forms: new Map(forms.rows.map((row) => [row.productId, { ...row, fields: fieldsOf(row.id) }])),
    tiers: new Map(tiers.rows.map((row) => [kindOf(row), row])),
  };
}
