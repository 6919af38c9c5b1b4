import { type Queryable, queryRows } from '../database.ts';
import { type KeyPage, type Place, readKeyPage, type SortKey } from './key-list.ts';
import { type RemovedFilter, type RowTimes, removedIs, shownColumns } from './shown-columns.ts';

/** A tier as it is shown. */
export interface ShownTier extends RowTimes {
  readonly id: string;
  readonly event_id: string;
  readonly event_title: string;
  readonly name: string;
  readonly woo_product_id: number;
  readonly woo_variation_id: number;
  /** Eight decimals. */
  readonly price: string | null;
  readonly currency: string;
  readonly capacity: number | null;
  readonly form_id: string | null;
}

export interface TierFilter {
  readonly event: string | null;
  readonly removed: RemovedFilter;
  readonly search: string | null;
}

const COLUMNS = `${shownColumns('t', `id event_id name woo_product_id woo_variation_id price currency capacity form_id removed_reason`, 'removed_at created_at updated_at')}, e.title as event_title`;
const JOINS = 'join events e on e.id = t.event_id';

export const TIER_SORTS = {
  name: { expression: 'lower(t.name)', type: 'text' },
  created_at: { expression: 't.id', type: 'uuid' },
} as const satisfies Record<string, Omit<SortKey, 'descending'>>;

export async function listTiers(
  db: Queryable,
  filter: TierFilter,
  sort: SortKey,
  place: Place,
  pageSize: number,
): Promise<KeyPage<ShownTier>> {
  const list = {
    table: 'ticket_tiers t',
    alias: 't',
    where: `($1::uuid is null or t.event_id = $1) and ${removedIs('t', 2)}
      and ($3::text is null or position(lower($3) in lower(t.name)) > 0)`,
    values: [filter.event, filter.removed, filter.search],
    search: null,
    columns: COLUMNS,
    joins: JOINS,
  };
  return await readKeyPage<ShownTier>(db, list, sort, place, pageSize);
}

export async function findTier(db: Queryable, id: string): Promise<ShownTier | undefined> {
  const [row] = await queryRows<ShownTier>(
    db,
    `select ${COLUMNS} from ticket_tiers t ${JOINS} where t.id = $1`,
    [id],
  );
  return row;
}
