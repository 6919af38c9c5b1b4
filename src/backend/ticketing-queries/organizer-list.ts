import type { Queryable } from '../database.ts';
import { queryRows } from '../database.ts';
import { type KeyPage, type Place, readKeyPage, type SortKey } from '../queries/key-list.ts';
import { shownColumns, updatedAfter } from '../queries/shown-columns.ts';
import { hasWords } from '../search/search-text.ts';

/** An organizer as the API shows it. */
export interface ShownOrganizer {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly contact_email: string;
  /** How many of the organizer's events still exist in the store. */
  readonly events: number;
  readonly created_at: string;
  readonly updated_at: string;
}

const COLUMNS = `${shownColumns('o', 'id name slug contact_email', 'created_at updated_at')},
  (select count(*) from events e where e.organizer_id = o.id and e.removed_at is null) as events`;

export const ORGANIZER_SORTS = {
  name: { expression: 'lower(o.name)', type: 'text' },
  created_at: { expression: 'o.id', type: 'uuid' },
  updated_at: { expression: 'o.updated_at', type: 'timestamptz' },
} as const satisfies Record<string, Omit<SortKey, 'descending'>>;

export async function listOrganizers(
  db: Queryable,
  filter: { readonly search: string | null; readonly updatedAfter: string | null },
  sort: SortKey,
  place: Place,
  pageSize: number,
): Promise<KeyPage<ShownOrganizer>> {
  const list = {
    table: 'organizers o',
    alias: 'o',
    // There are so few organizers that each one is checked.
    where: `${hasWords('$1', ['o.name', 'o.contact_email'])} and ${updatedAfter('o', 2)}`,
    values: [filter.search, filter.updatedAfter],
    search: null,
    columns: COLUMNS,
    joins: '',
  };
  return await readKeyPage<ShownOrganizer>(db, list, sort, place, pageSize);
}

export async function findOrganizer(db: Queryable, id: string): Promise<ShownOrganizer | undefined> {
  const [row] = await queryRows<ShownOrganizer>(db, `select ${COLUMNS} from organizers o where o.id = $1`, [
    id,
  ]);
  return row;
}
