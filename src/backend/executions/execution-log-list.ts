import { type Queryable, queryRows, streamRows, type Transaction } from '../database.ts';
import { updatedAfter } from '../queries/shown-columns.ts';
import { type ChangeRow, readChanges } from '../readings/change-list.ts';
import { REJECT_COLUMNS, type RejectRow } from '../readings/reject-list.ts';
import { readExpression } from '../tables/column-text.ts';

/** The lists that belong to an execution: its log, its journal, and its rejects. */

export interface LogLineRow {
  readonly id: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly created_at: string;
}

interface Part {
  readonly limit: number;
  readonly offset: number;
}

const time = (column: string): string => readExpression('timestamptz', column);

const LOG_WHERE = 'execution_id = $1 and ($2::text is null or level = $2)';

export async function countLogLines(db: Queryable, id: string, level: string | null): Promise<number> {
  return await countRows(db, `sync_log_lines where ${LOG_WHERE}`, [id, level]);
}

export async function listLogLines(
  db: Queryable,
  id: string,
  level: string | null,
  { limit, offset }: Part,
): Promise<readonly LogLineRow[]> {
  return await queryRows<LogLineRow>(
    db,
    `select id, level, message, details, ${time('created_at')} as created_at
     from sync_log_lines where ${LOG_WHERE} order by sync_log_lines.id limit $3 offset $4`,
    [id, level, limit, offset],
  );
}

/** Log lines of executions that follow the given line of each, for clients that watch them. */
export async function logLinesAfter(
  db: Queryable,
  places: ReadonlyMap<string, number>,
): Promise<readonly (LogLineRow & { readonly execution: string })[]> {
  return await queryRows<LogLineRow & { readonly execution: string }>(
    db,
    `select l.id, l.execution_id as execution, l.level, l.message, l.details,
       ${time('l.created_at')} as created_at
     from unnest($1::uuid[], $2::bigint[]) as place (execution_id, after)
       join sync_log_lines l on l.execution_id = place.execution_id and l.id > place.after
     order by l.id limit 2000`,
    [[...places.keys()], [...places.values()]],
  );
}

/** The newest lines of an execution after the given one, the oldest first. */
export async function newestLogLines(
  db: Queryable,
  executionId: string,
  after: number,
  limit: number,
): Promise<readonly LogLineRow[]> {
  const rows = await queryRows<LogLineRow>(
    db,
    `select l.id, l.level, l.message, l.details, ${time('l.created_at')} as created_at
     from sync_log_lines l where l.execution_id = $1 and l.id > $2 order by l.id desc limit $3`,
    [executionId, after, limit],
  );
  return rows.toReversed();
}

const CHANGE_KIND = '($2::text is null or table_name = $2) and ($3::text is null or operation = $3)';
const CHANGE_WHERE = `execution_id = $1 and ${CHANGE_KIND}`;

export async function countChanges(
  db: Queryable,
  id: string,
  table: string | null,
  operation: string | null,
): Promise<number> {
  return await countRows(db, `sync_changes where ${CHANGE_WHERE}`, [id, table, operation]);
}

export async function listChanges(
  db: Queryable,
  id: string,
  filter: { readonly table: string | null; readonly operation: string | null },
  { limit, offset }: Part,
): Promise<readonly ChangeRow[]> {
  return await readChanges(
    db,
    `select * from sync_changes where ${CHANGE_WHERE} order by sync_changes.id limit $4 offset $5`,
    'asc',
    [id, filter.table, filter.operation, limit, offset],
  );
}

/** Which entries of the journal an export contains. */
export interface ChangeFilter {
  /** Null for all executions. */
  readonly execution: string | null;
  /** Null for all events. */
  readonly events: readonly string[] | null;
  readonly table: string | null;
  readonly operation: string | null;
  readonly after: Date | null;
  readonly before: Date | null;
}

/**
 * SQL for the rows that belong to events, whichever configuration wrote them: an event may have none any more, or
 * another one than before.
 */
const ROWS_OF_EVENTS = `select id from events where id = any($4)
  union all select id from ticket_tiers where event_id = any($4)
  union all select id from forms where event_id = any($4)
  union all select f.id from form_fields f join forms m on m.id = f.form_id where m.event_id = any($4)
  union all select id from orders where event_id = any($4)
  union all select i.id from order_items i join orders o on o.id = i.order_id where o.event_id = any($4)
  union all select r.id from refunds r join orders o on o.id = r.order_id where o.event_id = any($4)
  union all select l.id from refund_lines l join refunds r on r.id = l.refund_id join orders o on o.id = r.order_id
    where o.event_id = any($4)
  union all select id from tickets where event_id = any($4)`;

/** Entries of the journal, the oldest first, in batches. */
export async function* streamChanges(
  tx: Transaction,
  filter: ChangeFilter,
): AsyncGenerator<readonly ChangeRow[]> {
  const batches = streamRows<{ execution_id: string; id: number }>(
    tx,
    `select execution_id, sync_changes.id from sync_changes
     where ($1::uuid is null or execution_id = $1) and ${CHANGE_KIND}
       and ($4::uuid[] is null or row_id in (${ROWS_OF_EVENTS}))
       and ($5::timestamptz is null or created_at >= $5) and ($6::timestamptz is null or created_at < $6)
     order by sync_changes.id`,
    [filter.execution, filter.table, filter.operation, filter.events, filter.after, filter.before],
  );
  for await (const keys of batches) {
    yield await readChanges(
      tx,
      `select * from sync_changes where (execution_id, sync_changes.id) in
         (select * from unnest($1::uuid[], $2::bigint[]))`,
      'asc',
      [keys.map(({ execution_id }) => execution_id), keys.map(({ id }) => id)],
    );
  }
}

const REJECT_WHERE = `id in (select reject_id from sync_execution_rejects where execution_id = $1)
  and ($2::text is null or kind = $2) and ${updatedAfter('r', 3)}`;

export async function countRejects(
  db: Queryable,
  id: string,
  kind: string | null,
  after: string | null = null,
): Promise<number> {
  return await countRows(db, `sync_rejects r where ${REJECT_WHERE}`, [id, kind, after]);
}

export async function listRejectRows(
  db: Queryable,
  id: string,
  kind: string | null,
  { limit, offset }: Part,
  after: string | null = null,
): Promise<readonly RejectRow[]> {
  return await queryRows<RejectRow>(
    db,
    `select ${REJECT_COLUMNS}
     from sync_rejects r where ${REJECT_WHERE} order by kind, woo_id, r.id limit $4 offset $5`,
    [id, kind, after, limit, offset],
  );
}

const OF_CONFIGURATION = `configuration_id = $1 and ($2::text is null or kind = $2)
  and (settled_at is not null) = $3 and ${updatedAfter('r', 4)}`;

export interface RejectFilter {
  readonly kind: string | null;
  readonly settled: boolean;
  /** Only rows that changed after this time; by default all. */
  readonly updatedAfter?: string | null;
}

export async function countRejectsOfConfiguration(
  db: Queryable,
  id: string,
  { kind, settled, updatedAfter: after = null }: RejectFilter,
): Promise<number> {
  return await countRows(db, `sync_rejects r where ${OF_CONFIGURATION}`, [id, kind, settled, after]);
}

export async function listRejectsOfConfiguration(
  db: Queryable,
  id: string,
  { kind, settled, updatedAfter: after = null }: RejectFilter,
  { limit, offset }: Part,
): Promise<readonly RejectRow[]> {
  return await queryRows<RejectRow>(
    db,
    `select ${REJECT_COLUMNS} from sync_rejects r
     where ${OF_CONFIGURATION} order by kind, woo_id, r.id limit $5 offset $6`,
    [id, kind, settled, after, limit, offset],
  );
}

/** The rejects of an order and its tickets, or of a ticket, the open ones first. */
export async function listRejectsOfRow(
  db: Queryable,
  configurationId: string,
  { wooOrderId, wooTicketId }: { readonly wooOrderId: number | null; readonly wooTicketId: number | null },
): Promise<readonly RejectRow[]> {
  return await queryRows<RejectRow>(
    db,
    `select ${REJECT_COLUMNS} from sync_rejects r
     where configuration_id = $1 and (woo_order_id = $2 or (kind = 'order' and woo_id = $2)
       or (kind = 'ticket' and woo_id = $3))
     order by settled_at nulls first, r.id limit 100`,
    [configurationId, wooOrderId, wooTicketId],
  );
}

async function countRows(db: Queryable, what: string, values: readonly unknown[]): Promise<number> {
  const [row] = await queryRows<{ count: number }>(db, `select count(*) as count from ${what}`, values);
  return row?.count ?? 0;
}
