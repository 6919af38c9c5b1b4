import { type Queryable, queryRows } from '../database.ts';
import { type KeyPage, type Place, readKeyPage, type SortKey } from '../queries/key-list.ts';
import {
  type RemovedFilter,
  removedIs,
  type ShownRow,
  shownColumnsOf,
  updatedAfter,
} from '../queries/shown-columns.ts';
import { furtherProductsOf, hasWords } from '../search/search-text.ts';
import { EVENTS } from '../tables/events.ts';

/** The columns with a fixed set of values, and the types of `jsonb` columns. */
interface NarrowedEvent {
  readonly configuration_id: string | null;
  readonly status: 'draft' | 'published' | 'archived';
}

/** An event as the API shows it. */
export interface ShownEvent extends ShownRow<typeof EVENTS, NarrowedEvent> {
  readonly organizer_name: string;
  readonly visibility: 'public' | 'private';
}

export interface EventFilter {
  readonly organizer: string | null;
  readonly status: ShownEvent['status'] | null;
  readonly wooProductId: number | null;
  /** Only rows that changed after this time; null means all. */
  readonly updatedAfter: string | null;
  readonly removed: RemovedFilter;
  readonly search: string | null;
}

const COLUMNS = `${shownColumnsOf(EVENTS, 'e', 'visibility')}, o.name as organizer_name`;
/** The texts that a search of events uses. */
export const EVENT_NAMES = [
  'e.title',
  'e.slug',
  'e.venue',
  'e.woo_product_id::text',
  furtherProductsOf('e.configuration_id'),
] as const;
const JOINS = 'join organizers o on o.id = e.organizer_id';

export const EVENT_SORTS = {
  starts_at: { expression: `coalesce(e.starts_at, '-infinity')`, type: 'timestamptz' },
  title: { expression: 'lower(e.title)', type: 'text' },
  created_at: { expression: 'e.id', type: 'uuid' },
  updated_at: { expression: 'e.updated_at', type: 'timestamptz' },
} as const satisfies Record<string, Omit<SortKey, 'descending'>>;

export async function listEvents(
  db: Queryable,
  filter: EventFilter,
  sort: SortKey,
  place: Place,
  pageSize: number,
): Promise<KeyPage<ShownEvent>> {
  const list = {
    table: 'events e',
    alias: 'e',
    where: `($1::uuid is null or e.organizer_id = $1) and ($2::text is null or e.status = $2)
      and ($3::bigint is null or e.woo_product_id = $3 or exists (select from sync_configuration_products p
        where p.configuration_id = e.configuration_id and p.woo_product_id = $3)) and ${removedIs('e', 4)}
      and ${hasWords('$5', EVENT_NAMES)} and ${updatedAfter('e', 6)}`,
    values: [
      filter.organizer,
      filter.status,
      filter.wooProductId,
      filter.removed,
      filter.search,
      filter.updatedAfter,
    ],
    search: null,
    columns: COLUMNS,
    joins: JOINS,
  };
  return await readKeyPage<ShownEvent>(db, list, sort, place, pageSize);
}

export async function findEvent(db: Queryable, id: string): Promise<ShownEvent | undefined> {
  const [row] = await queryRows<ShownEvent>(db, `select ${COLUMNS} from events e ${JOINS} where e.id = $1`, [
    id,
  ]);
  return row;
}

/** The zone in which the days of each event are counted. */
export async function zonesOfEvents(db: Queryable): Promise<ReadonlyMap<string, string>> {
  const rows = await queryRows<{ id: string; timezone: string }>(db, 'select id, timezone from events');
  return new Map(rows.map(({ id, timezone }) => [id, timezone]));
}
