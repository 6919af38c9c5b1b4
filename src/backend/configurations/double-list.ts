import { type Queryable, queryRows } from '../database.ts';

/** A configuration, or an event without a configuration, for a product that an older one already has. */
export interface Double {
  readonly kind: 'configuration' | 'event';
  readonly id: string;
  readonly eventName: string;
  readonly organizerEmail: string;
  /** The older configuration or event. */
  readonly of: Pick<Double, 'kind' | 'id' | 'eventName' | 'organizerEmail'>;
  /** true if both belong to one organizer, so that its orders and money count twice. */
  readonly sameOrganizer: boolean;
}

type Row = Pick<Double, 'kind' | 'id' | 'eventName' | 'organizerEmail' | 'sameOrganizer'> & {
  readonly firstKind: Double['kind'];
  readonly firstId: string;
  readonly firstEventName: string;
  readonly firstOrganizerEmail: string;
};

/**
 * Every configuration and every leftover event whose product an older one already has: the same product of one
 * store, or a product and one of its variations. It is compared with the oldest one of the same organizer, or
 * else with the oldest of all.
 */
export async function listDoubles(db: Queryable): Promise<readonly Double[]> {
  const rows = await queryRows<Row>(
    db,
    `with kept as (
       select 'configuration' as kind, c.id, c.event_name as name, c.organizer_id, c.created_at,
         store_key(c.pinned_site_url) as store, c.woo_product_id as product, c.woo_variation_id as variation
       from sync_configurations c where c.deleted_at is null
       union all
       select 'configuration', c.id, c.event_name, c.organizer_id, c.created_at, store_key(c.pinned_site_url),
         p.woo_product_id, null
       from sync_configuration_products p join sync_configurations c on c.id = p.configuration_id
       where c.deleted_at is null
       union all
       select 'event', e.id, e.title, e.organizer_id, e.created_at, store_key(e.store_url), e.woo_product_id,
         e.woo_variation_id
       from events e where e.configuration_id is null and e.removed_at is null
         and exists (select from tickets t where t.event_id = e.id and t.removed_at is null)
         -- the configuration that adopts it has not run yet
         and not exists (select from sync_configurations c where c.deleted_at is null
           and c.organizer_id = e.organizer_id and store_key(c.pinned_site_url) = store_key(e.store_url)
           and c.woo_product_id = e.woo_product_id and c.woo_variation_id is not distinct from e.woo_variation_id
           and not exists (select from events own where own.configuration_id = c.id))
     )
     select distinct on (k.created_at, k.id) k.kind, k.id, k.name as "eventName",
       ko.contact_email as "organizerEmail", f.kind as "firstKind", f.id as "firstId",
       f.name as "firstEventName", fo.contact_email as "firstOrganizerEmail",
       f.organizer_id = k.organizer_id as "sameOrganizer"
     from kept k join organizers ko on ko.id = k.organizer_id
     join kept f on f.store = k.store and f.product = k.product and (f.created_at, f.id) < (k.created_at, k.id)
       and (f.variation is not distinct from k.variation or f.variation is null or k.variation is null)
     join organizers fo on fo.id = f.organizer_id
     order by k.created_at, k.id, f.organizer_id = k.organizer_id desc, f.created_at, f.id`,
  );
  return rows.map(({ firstKind, firstId, firstEventName, firstOrganizerEmail, ...one }) => ({
    ...one,
    of: { kind: firstKind, id: firstId, eventName: firstEventName, organizerEmail: firstOrganizerEmail },
  }));
}
