import { type TierRoom, tierRoom } from '../../ticketing/variations/tier-room.ts';
import { type Queryable, queryRows } from '../database.ts';
import { type KeyPage, type Place, readKeyPage, type SortKey } from '../queries/key-list.ts';
import {
  type RemovedFilter,
  removedIs,
  type ShownRow,
  shownColumnsOf,
  updatedAfter,
} from '../queries/shown-columns.ts';
import { hasWords } from '../search/search-text.ts';
import { ITEM_SUMS, presentSums } from '../sums/sum-kinds.ts';
import { TICKET_TIERS } from '../tables/ticket-tiers.ts';

/** A tier as stored in the backend. */
interface TierRow extends ShownRow<typeof TICKET_TIERS, object> {
  readonly event_title: string;
  readonly capacity: number | null;
}

/** A tier as the API shows it. */
export interface ShownTier extends TierRow, TierRoom {
  /** The units in paid orders, without refunded units. */
  readonly sold: number;
}

export interface TierFilter {
  readonly event: string | null;
  /** Only rows that changed after this time; null means all. */
  readonly updatedAfter: string | null;
  readonly removed: RemovedFilter;
  readonly search: string | null;
}

const COLUMNS = `${shownColumnsOf(TICKET_TIERS, 't', 'capacity')}, e.title as event_title`;
const JOINS = 'join events e on e.id = t.event_id';

export const TIER_SORTS = {
  name: { expression: 'lower(t.name)', type: 'text' },
  created_at: { expression: 't.id', type: 'uuid' },
  updated_at: { expression: 't.updated_at', type: 'timestamptz' },
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
      and ${hasWords('$3', ['t.name'])} and ${updatedAfter('t', 4)}`,
    values: [filter.event, filter.removed, filter.search, filter.updatedAfter],
    search: null,
    columns: COLUMNS,
    joins: JOINS,
  };
  const page = await readKeyPage<TierRow>(db, list, sort, place, pageSize);
  return { ...page, rows: await withSold(db, page.rows) };
}

export async function findTier(db: Queryable, id: string): Promise<ShownTier | undefined> {
  const rows = await queryRows<TierRow>(
    db,
    `select ${COLUMNS} from ticket_tiers t ${JOINS} where t.id = $1`,
    [id],
  );
  const [row] = await withSold(db, rows);
  return row;
}

/** From the sums of the events’ buckets. */
async function withSold(db: Queryable, tiers: readonly TierRow[]): Promise<readonly ShownTier[]> {
  const sums = await queryRows<{ id: string; sold: number }>(
    db,
    `with ${presentSums(ITEM_SUMS)}
     select ticket_tier_id as id, sum(quantity - refunded_quantity)::integer as sold from sums
     where status = 'paid' and ticket_tier_id = any($2::uuid[]) group by ticket_tier_id`,
    [[...new Set(tiers.map(({ event_id }) => event_id))], tiers.map(({ id }) => id)],
  );
  const soldOf = new Map(sums.map(({ id, sold }) => [id, sold]));
  return tiers.map((tier) => {
    const sold = soldOf.get(tier.id) ?? 0;
    return { ...tier, sold, ...tierRoom({ capacity: tier.capacity, stockLeft: tier.stock_left, sold }) };
  });
}
