import { type Queryable, queryRows } from '../database.ts';
import { updatedAfter } from '../queries/shown-columns.ts';
import { type Json, readExpression } from '../tables/column-text.ts';
import { comparedFields, EDITED_TABLES, type EditedTable, typeOfField } from '../tables/edited-tables.ts';
import { type ConflictEntry, readConflictEntries } from './conflict-entries.ts';

/** The possible decisions about an open conflict: only those that change something, or that close it. */
type Decision = 'keep-ours' | 'take-theirs' | 'acknowledge';

/** A difference between both sides that waits for a person's decision, or has one. */
export interface ConflictRow {
  readonly id: string;
  readonly kind: 'edited' | 'admitted';
  readonly configuration: string;
  readonly configuration_name: string;
  /** The last execution that found the conflict. */
  readonly execution: string;
  readonly event: string;
  readonly event_title: string;
  readonly table: EditedTable;
  readonly row_id: string;
  /** A readable name of the row: a ticket's number, a tier's name, an event's title. */
  readonly label: string | null;
  readonly order: string | null;
  readonly order_number: string | null;
  /** The attendee of a ticket. */
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly timezone: string;
  readonly currency: string | null;
  readonly field: string;
  /** The value that both sides had before. */
  readonly base: Json;
  /** Our value; in an open conflict, the present one. */
  readonly ours: Json;
  readonly theirs: Json;
  /** What happened and when, for a ticket that was checked in; null for an edited field. */
  readonly entry: Omit<ConflictEntry, 'undoable'> | null;
  readonly decisions: readonly Decision[];
  readonly settled_as: 'ours' | 'theirs' | 'agreed' | 'acknowledged' | null;
  readonly settled_at: string | null;
  readonly settled_by_name: string | null;
  readonly note: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface ConflictFilter {
  readonly configuration: string | null;
  readonly execution: string | null;
  readonly table: string | null;
  readonly kind: string | null;
  /** The id of a ticket, tier or event. */
  readonly row: string | null;
  /** Only conflicts about the tickets of this order. */
  readonly order: string | null;
  readonly state: 'open' | 'settled' | 'all';
  /** Only rows that changed after this time; by default all. */
  readonly updatedAfter?: string | null;
}

const WHERE = `($1::uuid is null or k.configuration_id = $1) and ($2::uuid is null or k.execution_id = $2)
  and ($3::text is null or k.table_name = $3) and ($4::text is null or k.kind = $4)
  and ($5 = 'all' or (k.settled_at is null) = ($5 = 'open')) and ($6::uuid is null or k.row_id = $6)
  and ($7::uuid is null or k.row_id in (select o.id from tickets o where o.order_id = $7))
  and ${updatedAfter('k', 8)}`;

const time = (column: string): string => readExpression('timestamptz', column);

/** Both sides already agree, so there is no choice left; the next sync closes such a conflict. */
const ALIAS: Readonly<Record<EditedTable, string>> = { events: 'e', ticket_tiers: 'r', tickets: 't' };
const AGREED = `(k.kind = 'edited' and (${EDITED_TABLES.flatMap((table) =>
  comparedFields(table, ALIAS[table]).map(
    ({ field, ours, theirs }) =>
      `(k.table_name = '${table}' and k.field = '${field}' and ${ours} is not distinct from ${theirs})`,
  ),
).join(' or ')}))`;

/**
 * The conflicts with the present values of their rows. `present` is the value that the row has now, as text.
 */
const ROWS = `select k.id, k.kind, k.configuration_id as configuration, c.name as configuration_name,
    k.execution_id as execution, e.id as event, e.title as event_title, k.table_name as "table", k.row_id,
    case k.table_name when 'tickets' then coalesce(t.ticket_number, t.pending_key)
      when 'ticket_tiers' then r.name else e.title end as label,
    t.order_id as "order", o.number as order_number, t.first_name, t.last_name, e.timezone, coalesce(t.currency, r.currency) as currency, k.field, k.base, k.ours, k.theirs,
    case when k.kind = 'admitted' then t.check_in_status
      else coalesce(to_jsonb(t), to_jsonb(r), to_jsonb(e)) ->> k.field end as present,
    ${AGREED} as agreed, k.note, k.settled_as, ${time('k.settled_at')} as settled_at,
    coalesce(u.name, split_part(u.email, '@', 1)) as settled_by_name,
    ${time('k.created_at')} as created_at, ${time('k.updated_at')} as updated_at
  from conflicts k join sync_configurations c on c.id = k.configuration_id
    left join tickets t on k.table_name = 'tickets' and t.id = k.row_id
    left join orders o on o.id = t.order_id
    left join ticket_tiers r on k.table_name = 'ticket_tiers' and r.id = k.row_id
    join events e on e.id = coalesce(t.event_id, r.event_id, k.row_id)
    left join users u on u.id = k.settled_by`;

interface Read extends Omit<ConflictRow, 'entry' | 'decisions'> {
  readonly present: string | null;
  readonly agreed: boolean;
}

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
    `${ROWS} where ${WHERE} order by k.created_at desc, k.id desc limit $9 offset $10`,
    [...values(filter), limit, offset],
  );
  return await complete(db, rows);
}

export async function findConflict(db: Queryable, id: string): Promise<ConflictRow | null> {
  const [row] = await queryRows<Read>(db, `${ROWS} where k.id = $1`, [id]);
  if (row === undefined) return null;
  const [found] = await complete(db, [row]);
  return found ?? null;
}

async function complete(db: Queryable, rows: readonly Read[]): Promise<readonly ConflictRow[]> {
  const admitted = rows.filter(({ kind }) => kind === 'admitted').map(({ id }) => id);
  const entries = await readConflictEntries(db, admitted);
  return rows.map(({ present, agreed, ...row }) => {
    const entry = entries.get(row.id);
    const shown = { ...row, entry: null, decisions: decisionsOf(row, agreed, entry?.undoable ?? false) };
    if (entry !== undefined) {
      const { undoable: _, ...happened } = entry;
      return { ...shown, entry: happened };
    }
    // Somebody may have edited the row since the conflict began, and the decision is about the present value.
    return row.settled_as === null ? { ...shown, ours: asJson(row.table, row.field, present) } : shown;
  });
}

function decisionsOf(
  { kind, table, field, settled_as }: Omit<Read, 'present' | 'agreed'>,
  agreed: boolean,
  undoable: boolean,
): readonly Decision[] {
  if (settled_as !== null || agreed) return [];
  if (kind === 'admitted') return undoable ? ['acknowledge', 'take-theirs'] : ['acknowledge'];
  return typeOfField(table, field) === null ? ['keep-ours'] : ['keep-ours', 'take-theirs'];
}

function asJson(table: EditedTable, field: string, text: string | null): Json {
  if (text === null) return null;
  const type = typeOfField(table, field);
  if (type === 'jsonb') return JSON.parse(text) as Json;
  return type === 'timestamptz' ? new Date(text).toISOString().replace('Z', '000Z') : text;
}

function values({
  configuration,
  execution,
  table,
  kind,
  state,
  row,
  order,
  updatedAfter: after = null,
}: ConflictFilter): (string | null)[] {
  return [configuration, execution, table, kind, state, row, order, after];
}
