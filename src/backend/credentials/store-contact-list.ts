import { type Queryable, queryRows } from '../database.ts';
import { outageOf } from './outage-records.ts';

/** When a store last answered through a set of credentials. */
export interface StoreContact {
  /** Null if it has never answered. */
  readonly lastContactAtUtc: Date | null;
  /** Null if it is not known to be unreachable. */
  readonly unreachableSinceUtc: Date | null;
}

/**
 * The contacts by the id of the set. A successful test counts as a contact, and so does a successful sync of a
 * configuration that now uses the set.
 */
export async function readStoreContacts(db: Queryable): Promise<ReadonlyMap<string, StoreContact>> {
  const rows = await queryRows<StoreContact & { readonly id: string }>(
    db,
    `select k.id, o.since as "unreachableSinceUtc",
       greatest(case when k.last_test_success then k.last_tested_at end,
         (select max(c.last_success_at) from sync_configurations c where c.credentials_id = k.id))
         as "lastContactAtUtc"
     from sync_credentials k left join ${outageOf('k')} o on true`,
  );
  return new Map(rows.map(({ id, ...contact }) => [id, contact]));
}
