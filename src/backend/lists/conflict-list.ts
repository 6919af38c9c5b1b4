import { type Queryable, queryRows } from '../database.ts';
import { type Json, readExpression } from '../load/column-text.ts';
import { type EditedTable, typeOfField } from '../load/edited-tables.ts';

/** Something that a person has to decide, or did. */
export interface ConflictRow {
  readonly id: string;
  readonly kind: 'edited' | 'admitted';
  readonly configuration: string;
  readonly configuration_name: string;
  /** The execution that saw it last. */
  readonly execution: string;
  readonly event: string;
  readonly event_title: string;
  readonly table: EditedTable;
  readonly row_id: string;
  /** What people call the row: a ticket's number, a tier's name, an event's title. */
  readonly label: string | null;
  readonly order: string | null;
  readonly currency: string | null;
  readonly field: string;
  /** What both sides said before. */
  readonly base: Json;
  /** Of an open one: as it is now. */
  readonly ours: Json;
  readonly theirs: Json;
  readonly settled_as: 'ours' | 'theirs' | 'agreed' | null;
  readonly settled_at: string | null;
  readonly settled_by_name: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface ConflictFilter {
  readonly configuration: string | null;
  readonly execution: string | null;
  readonly table: string | null;
  readonly kind: string | null;
  readonly state: 'open' | 'settled' | 'all';
}

const WHERE = `($1::uuid is null or k.configuration_id = $1) and ($2::uuid is null or k.execution_id = $2)
  and ($3::text is null or k.table_name = $3) and ($4::text is null or k.kind = $4)
  and ($5 = 'all' or (k.settled_at is null) = ($5 = 'open'))`;

const time = (column: string): string => readExpression('timestamptz', column);

/** `present` is the field as it stands in its row, as text. */
const ROWS = `select k.id, k.kind, k.configuration_id as configuration, c.name as configuration_name,
    k.execution_id as execution, e.id as event, e.title as event_title, k.table_name as "table", k.row_id,
    case k.table_name when 'tickets' then coalesce(t.ticket_number, t.pending_key)
      when 'ticket_tiers' then r.name else e.title end as label,
    t.order_id as "order", coalesce(t.currency, r.currency) as currency, k.field, k.base, k.ours, k.theirs,
    case when k.kind = 'admitted' then t.check_in_status
      else coalesce(to_jsonb(t), to_jsonb(r), to_jsonb(e)) ->> k.field end as present,
    k.settled_as, ${time('k.settled_at')} as settled_at,
    coalesce(u.name, split_part(u.email, '@', 1)) as settled_by_name,
    ${time('k.created_at')} as created_at, ${time('k.updated_at')} as updated_at
  from conflicts k join sync_configurations c on c.id = k.configuration_id
    left join tickets t on k.table_name = 'tickets' and t.id = k.row_id
    left join ticket_tiers r on k.table_name = 'ticket_tiers' and r.id = k.row_id
    join events e on e.id = coalesce(t.event_id, r.event_id, k.row_id)
    left join users u on u.id = k.settled_by`;

type Read = ConflictRow & { readonly present: string | null };

export async function countConflicts(db: Queryable, filter: ConflictFilter): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from conflicts k where ${WHERE}`,
    values(filter),
  );
  return row?.count ?? 0;
}

/** The newest first. */
export async function listConflicts(
  db: Queryable,
  filter: ConflictFilter,
  limit: number,
  offset: number,
): Promise<readonly ConflictRow[]> {
  const rows = await queryRows<Read>(
    db,
    `${ROWS} where ${WHERE} order by k.created_at desc, k.id desc limit $6 offset $7`,
    [...values(filter), limit, offset],
  );
  return rows.map(withPresent);
}

export async function findConflict(db: Queryable, id: string): Promise<ConflictRow | null> {
  const [row] = await queryRows<Read>(db, `${ROWS} where k.id = $1`, [id]);
  return row === undefined ? null : withPresent(row);
}

/** Somebody may have edited the row since: whoever decides must see what it says now. */
function withPresent({ present, ...row }: Read): ConflictRow {
  if (row.settled_as !== null || row.kind === 'admitted') return row;
  return { ...row, ours: asJson(row.table, row.field, present) };
}

function asJson(table: EditedTable, field: string, text: string | null): Json {
  if (text === null) return null;
  const type = typeOfField(table, field);
  if (type === 'jsonb') return JSON.parse(text) as Json;
  return type === 'timestamptz' ? new Date(text).toISOString().replace('Z', '000Z') : text;
}

function values({ configuration, execution, table, kind, state }: ConflictFilter): (string | null)[] {
  return [configuration, execution, table, kind, state];
}
