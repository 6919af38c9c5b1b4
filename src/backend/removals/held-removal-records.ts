import { createHash } from 'node:crypto';
import { newId } from '../../kernel/ids.ts';
import { queryRows, type Transaction } from '../database.ts';
import {
  ALL_IS_WRITTEN,
  moneyOnceWritten,
  statusOnceWritten,
  type Unwritten,
} from '../loader/valid-tickets.ts';
import { noteUnsettled } from '../readings/unfinished-reading-records.ts';
import { type EndedRemovals, endLists, noteOutcomes } from './removal-outcomes.ts';

/** A row that a reading would remove, or a ticket that it would make invalid. */
export interface RemovalRow {
  readonly kind: 'order' | 'ticket';
  readonly rowId: string;
  readonly wooOrderId: number | null;
  readonly wooTicketId: number | null;
  /** The status that the store would give the ticket, `trashed` or `gone`. */
  readonly becomes: string;
}

/** A row that would be removed, with what the guard must know of it. */
export interface RemovalCandidate extends RemovalRow {
  /** A valid ticket: its holder may enter. */
  readonly isValid: boolean;
  /** A ticket whose money was refunded: the guard never holds it, because its holder must not enter. */
  readonly isRefunded: boolean;
}

/** What the guard compares. */
export interface GuardBasis {
  readonly maxPercent: string;
  /** Tickets that were valid when the list was held. */
  readonly valid: number;
  /** Tickets that executions of the last day had made invalid by then. */
  readonly lostBefore: number;
}

/** A list that waits for a decision, or whose decision still counts. */
export interface OpenRemovals extends GuardBasis {
  readonly id: string;
  readonly state: 'waiting' | 'approved' | 'rejected';
  readonly digest: string;
  /** Until then a rejected list keeps its rows; null if it was not rejected. */
  readonly keepsUntil: Date | null;
  /** true if a person rejected rows of it before, so that it waits even if the limit would let it pass. */
  readonly afterRejection: boolean;
  /** The tickets of the list that were refunded after it was held. */
  readonly refunded: number;
  /** Without those of which it is known what became of them. */
  readonly rows: readonly RemovalCandidate[];
}

/** SQL for a ticket `t` with its order `o` and its line `i`. */
const TICKET_IS_VALID = `(t.status in ('active', 'pending') and t.removed_at is null)`;
const TICKETS =
  'tickets t left join orders o on o.id = t.order_id left join order_items i on i.id = t.order_item_id';

/** Those of these rows that are not removed yet. */
export async function describeRemovals(
  tx: Transaction,
  orderIds: readonly string[],
  tickets: ReadonlyMap<string, string>,
  { refunded, notRefunded }: Unwritten,
): Promise<readonly RemovalCandidate[]> {
  if (orderIds.length + tickets.size === 0) return [];
  return await queryRows<RemovalCandidate>(
    tx,
    `select 'order' as kind, id as "rowId", woo_order_id as "wooOrderId", null::bigint as "wooTicketId",
       'gone' as becomes, false as "isValid", false as "isRefunded"
     from orders where id = any($1::uuid[]) and removed_at is null
     union all
     select 'ticket', t.id, t.woo_order_id, t.woo_ticket_id, w.becomes, ${TICKET_IS_VALID},
       ${TICKET_IS_VALID} and ${moneyOnceWritten('$4', '$5')}
     from unnest($2::uuid[], $3::text[]) as w (id, becomes) join (${TICKETS}) on t.id = w.id
     where t.removed_at is null`,
    [orderIds, [...tickets.keys()], [...tickets.values()], refunded, notRefunded],
  );
}

export async function findOpenRemovals(
  tx: Transaction,
  configurationId: string,
  { refunded, notRefunded }: Unwritten = ALL_IS_WRITTEN,
): Promise<readonly OpenRemovals[]> {
  // A ticket on a list may have become refunded since.
  const isRefunded = `${statusOnceWritten('$2', '$3')} or ${moneyOnceWritten('$2', '$3')}`;
  // A decision waits here until the reading is committed, and the reading until the decision is.
  const lists = await queryRows<Omit<OpenRemovals, 'rows'>>(
    tx,
    `select id, state, digest, case when state = 'rejected' then keeps_until end as "keepsUntil",
       after_rejection as "afterRejection", max_removal_percent::text as "maxPercent", valid_tickets as valid,
       lost_before as "lostBefore", (select count(*)::integer from held_removal_rows r
         where r.held_removal_id = held_removals.id and r.outcome = 'refunded') as refunded
     from held_removals where configuration_id = $1 and state in ('waiting', 'approved', 'rejected')
     order by created_at, id for update`,
    [configurationId],
  );
  if (lists.length === 0) return [];
  const rows = await queryRows<RemovalCandidate & { readonly list: string }>(
    tx,
    `select r.held_removal_id as list, r.kind, r.row_id as "rowId", r.woo_order_id as "wooOrderId",
       r.woo_ticket_id as "wooTicketId", r.becomes, coalesce(${TICKET_IS_VALID}, false) as "isValid",
       coalesce(${isRefunded}, false) as "isRefunded"
     from held_removal_rows r left join (${TICKETS}) on t.id = r.row_id
     where r.held_removal_id = any($1::uuid[]) and r.outcome is null`,
    [lists.map(({ id }) => id), refunded, notRefunded],
  );
  return lists.map((list) => ({ ...list, rows: rows.filter((row) => row.list === list.id) }));
}

/**
 * The digest of a list as it was held: two lists with the same digest have the same rows, with the same end for each of
 * them.
 */
export function digestOfRemovals(rows: readonly RemovalRow[]): string {
  const lines = rows.map(({ kind, rowId, becomes }) => `${kind} ${rowId} ${becomes}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** The result of the guard, to be stored at the end of the reading. */
export interface HeldByReading extends EndedRemovals {
  readonly executionId: string;
  /** The rows that wait for a decision. */
  readonly waiting: readonly RemovalRow[];
  /** true if some of them wait because a person rejected them before. */
  readonly afterRejection: boolean;
  readonly basis: GuardBasis;
}

/** A row with what it would become: a person who rejects one end of a row does not reject another. */
export function endOf({ rowId, becomes }: Pick<RemovalRow, 'rowId' | 'becomes'>): string {
  return `${rowId} ${becomes}`;
}

/**
 * Stores what a reading holds. The same list keeps its row, and so does one that lacks only rows that were refunded
 * meanwhile, because no decision can concern these. A list with other rows expires, and the new list takes its place. An
 * approved list ends once a reading has covered all of its rows, and a rejected one once all of its rows are
 * back.
 */
export async function saveHeldRemovals(tx: Transaction, held: HeldByReading): Promise<void> {
  const { configurationId, now } = held;
  const open = await findOpenRemovals(tx, configurationId);
  const over = open.filter(({ keepsUntil }) => keepsUntil !== null && keepsUntil <= now);
  // A person may have decided since the guard looked.
  const inForce = open.filter((list) => list.state !== 'waiting' && !over.includes(list));
  const decided = new Set(
    inForce.flatMap(({ state, rows }) => rows.map((row) => (state === 'approved' ? row.rowId : endOf(row)))),
  );
  const waiting = held.waiting.filter((row) => !decided.has(row.rowId) && !decided.has(endOf(row)));
  const before = open.find(({ state }) => state === 'waiting');
  if (before !== undefined && waiting.length > 0 && isSameList(before.rows, waiting)) {
    await keep(tx, before, waiting, held);
  } else {
    if (before !== undefined) await endLists(tx, [before.id], 'expired', now);
    if (waiting.length > 0) await insert(tx, { ...held, digest: digestOfRemovals(waiting), waiting });
  }
  await noteOutcomes(
    tx,
    held,
    inForce.filter(({ state }) => state === 'rejected').map(({ id }) => id),
  );
  await endLists(
    tx,
    over.map(({ id }) => id),
    'expired',
    now,
  );
  await noteHeldRows(tx, configurationId);
}

/** Whether the rows that wait now are those of a list, without rows of it that were refunded. */
function isSameList(list: readonly RemovalCandidate[], waiting: readonly RemovalRow[]): boolean {
  const before = new Set(list.map((row) => endOf(row)));
  const now = new Set(waiting.map((row) => endOf(row)));
  return (
    waiting.every((row) => before.has(endOf(row))) &&
    list.every((row) => row.isRefunded || now.has(endOf(row)))
  );
}

async function keep(
  tx: Transaction,
  list: OpenRemovals,
  waiting: readonly RemovalRow[],
  { executionId, basis }: Pick<HeldByReading, 'executionId' | 'basis'>,
): Promise<void> {
  await tx.query(
    `update held_removals set last_execution_id = $2, max_removal_percent = $3, updated_at = now() where id = $1`,
    [list.id, executionId, basis.maxPercent],
  );
  await tx.query(
    `update held_removal_rows set outcome = 'refunded', updated_at = now()
     where held_removal_id = $1 and outcome is null and not row_id = any($2::uuid[])`,
    [list.id, waiting.map(({ rowId }) => rowId)],
  );
}

async function insert(
  tx: Transaction,
  {
    configurationId,
    executionId,
    digest,
    waiting,
    afterRejection,
    basis,
  }: Pick<HeldByReading, 'configurationId' | 'executionId' | 'waiting' | 'afterRejection' | 'basis'> & {
    readonly digest: string;
  },
): Promise<void> {
  const id = newId();
  await tx.query(
    `insert into held_removals (id, configuration_id, execution_id, last_execution_id, digest, state,
       max_removal_percent, valid_tickets, lost_before, after_rejection)
     values ($1, $2, $3, $3, $4, 'waiting', $5, $6, $7, $8)`,
    [
      id,
      configurationId,
      executionId,
      digest,
      basis.maxPercent,
      basis.valid,
      basis.lostBefore,
      afterRejection,
    ],
  );
  await tx.query(
    `insert into held_removal_rows (held_removal_id, kind, row_id, woo_order_id, woo_ticket_id, becomes)
     select $1, * from unnest($2::text[], $3::uuid[], $4::bigint[], $5::bigint[], $6::text[])`,
    [
      id,
      waiting.map(({ kind }) => kind),
      waiting.map(({ rowId }) => rowId),
      waiting.map(({ wooOrderId }) => wooOrderId),
      waiting.map(({ wooTicketId }) => wooTicketId),
      waiting.map(({ becomes }) => becomes),
    ],
  );
}

/** Makes every reading cover the rows of open lists, because no change signal of the store names them again. */
export async function noteHeldRows(tx: Transaction, configurationId: string): Promise<void> {
  const rows = await queryRows<{ readonly orderId: number | null; readonly ticketId: number | null }>(
    tx,
    `select distinct r.woo_order_id as "orderId", r.woo_ticket_id as "ticketId"
     from held_removals h join held_removal_rows r on r.held_removal_id = h.id
     where h.configuration_id = $1 and h.state in ('waiting', 'approved', 'rejected') and r.outcome is null`,
    [configurationId],
  );
  await noteUnsettled(tx, configurationId, {
    orderIds: rows.flatMap(({ orderId }) => orderId ?? []),
    ticketIds: rows.flatMap(({ ticketId }) => ticketId ?? []),
  });
}
