import type { Transaction } from '../database.ts';
import type { KnownRow } from '../load/synced-table.ts';

/** What the backend has of an event and of the things that hang on it, by the store's ids. */
export interface KnownEvent extends KnownRow {
  readonly slug: string;
  readonly form: KnownRow | null;
  readonly fields: ReadonlyMap<string, KnownRow>;
  readonly tiers: ReadonlyMap<number, KnownRow>;
}

/** Which event a configuration keeps: the store's product, for this organizer. */
export interface EventIdentity {
  readonly organizerId: string;
  readonly storeUrl: string;
  readonly wooProductId: number;
  readonly wooVariationId: number | null;
}

const OWN = `encode(t.content_digest, 'hex') as digest, t.removed_reason as "removedReason"`;

/**
 * The present event; a configuration that was made again finds the event of the one before, also where the store's
 * address has another form now. Version 0.1 could make an event for each form: then each configuration has its own.
 */
export async function readKnownEvent(
  tx: Transaction,
  identity: EventIdentity,
): Promise<KnownEvent | undefined> {
  const events = await tx.query<KnownRow & { slug: string }>(
    `select t.id, t.slug, ${OWN} from events t
     where t.organizer_id = $1 and t.woo_product_id = $3 and t.woo_variation_id is not distinct from $4
       and store_key(t.store_url) = store_key($2) and (t.store_url = $2 or t.configuration_id is null)
     order by t.store_url = $2 desc, t.id limit 1`,
    [identity.organizerId, identity.storeUrl, identity.wooProductId, identity.wooVariationId],
  );
  const [event] = events.rows;
  if (event === undefined) return undefined;
  const forms = await tx.query<KnownRow>(`select t.id, ${OWN} from forms t where t.event_id = $1`, [
    event.id,
  ]);
  const fields = await tx.query<KnownRow & { key: string }>(
    `select t.id, t.key, ${OWN} from form_fields t join forms f on f.id = t.form_id where f.event_id = $1`,
    [event.id],
  );
  const tiers = await tx.query<KnownRow & { wooVariationId: number }>(
    `select t.id, t.woo_variation_id as "wooVariationId", ${OWN} from ticket_tiers t where t.event_id = $1`,
    [event.id],
  );
  return {
    ...event,
    form: forms.rows[0] ?? null,
    fields: new Map(fields.rows.map((row) => [row.key, row])),
    tiers: new Map(tiers.rows.map((row) => [row.wooVariationId, row])),
  };
}
