import { type Queryable, queryRows, type Transaction } from '../database.ts';

/** Statuses of paid tickets, whether their posts exist already or not. */
const VALID = `('active', 'pending')`;

const ORDER_IS_REFUNDED = `(o.status is not distinct from 'refunded'
  or coalesce(o.total > 0 and o.refunded >= o.total, false))`;
const LINE_IS_REFUNDED = `(coalesce(i.quantity > 0 and i.refunded_quantity >= i.quantity, false)
  or coalesce(i.total + i.tax > 0 and i.refunded >= i.total + i.tax, false))`;

/**
 * SQL for a ticket's order `o` and line `i`: the money was refunded, by units or by the amount alone, so its holder must
 * not enter.
 */
export const MONEY_IS_REFUNDED = `(${ORDER_IS_REFUNDED} or ${LINE_IS_REFUNDED})`;

/**
 * What the pages of a reading write before any removal is decided. An execution has written it by then. A preview has
 * not, so its queries take these rows from here.
 */
export interface Unwritten {
  /** Orders and lines whose money would be refunded, and tickets that would have the status `refunded`. */
  readonly refunded: readonly string[];
  /** Orders, lines and tickets of which the backend says so, and the store does not. */
  readonly notRefunded: readonly string[];
  /** Existing tickets that would become valid. */
  readonly valid: readonly string[];
  /** Tickets that would become invalid at once: refunded ones, and those of erased buyers. */
  readonly invalid: readonly string[];
  /** Valid tickets that do not exist yet. */
  readonly created: number;
}

export const ALL_IS_WRITTEN: Unwritten = {
  refunded: [],
  notRefunded: [],
  valid: [],
  invalid: [],
  created: 0,
};

/** SQL: a condition, and its value for rows that are not written yet. */
function onceWritten(id: string, condition: string, holds: string, fails: string): string {
  return `(case when ${id} = any(${holds}::uuid[]) then true when ${id} = any(${fails}::uuid[]) then false
    else ${condition} end)`;
}

/** SQL: the same as `MONEY_IS_REFUNDED`, once the rows of these parameters are written. */
export function moneyOnceWritten(refunded: string, notRefunded: string): string {
  const order = onceWritten('o.id', ORDER_IS_REFUNDED, refunded, notRefunded);
  return `(${order} or ${onceWritten('i.id', LINE_IS_REFUNDED, refunded, notRefunded)})`;
}

/** SQL: a ticket `t` has the status `refunded`, once the rows of these parameters are written. */
export function statusOnceWritten(refunded: string, notRefunded: string): string {
  return onceWritten('t.id', `t.status = 'refunded'`, refunded, notRefunded);
}

export function isValidStatus(status: string): boolean {
  return status === 'active' || status === 'pending';
}

export interface PresentTicket {
  readonly id: string;
  readonly number: string | null;
  readonly wooTicketId: number | null;
  readonly wooOrderId: number | null;
  /** As the store shows it. */
  readonly orderNumber: string | null;
  readonly status: string;
}

/** Those of these tickets that are not removed in any way. */
export async function findPresentTickets(
  tx: Transaction,
  ids: readonly string[],
): Promise<readonly PresentTicket[]> {
  if (ids.length === 0) return [];
  return await queryRows<PresentTicket>(
    tx,
    `select t.id, t.ticket_number as number, t.woo_ticket_id as "wooTicketId", t.woo_order_id as "wooOrderId",
       coalesce(o.number, t.woo_order_id::text) as "orderNumber", t.status
     from tickets t left join orders o on o.id = t.order_id
     where t.id = any($1::uuid[]) and t.removed_at is null order by t.id`,
    [ids],
  );
}

/**
 * Tickets that are valid now, and those that executions of the last day made invalid. Refunded tickets are not included,
 * and neither are those that a person decided to remove.
 */
export async function countLosses(
  db: Queryable,
  eventId: string,
  configurationId: string,
  { refunded, notRefunded, valid, invalid, created }: Unwritten = ALL_IS_WRITTEN,
): Promise<{ readonly valid: number; readonly lostBefore: number }> {
  const isValid = onceWritten('t.id', `(t.status in ${VALID} and t.removed_at is null)`, '$5', '$6');
  const [row] = await queryRows<{ valid: number; lostBefore: number }>(
    db,
    `select
       (select count(*)::integer from tickets t where event_id = $1 and ${isValid}) as valid,
       (select count(distinct t.id)::integer
        from (
          select c.row_id from sync_executions e join sync_changes c on c.execution_id = e.id
          where e.configuration_id = $2 and c.created_at > now() - interval '24 hours'
            and c.table_name = 'tickets'
            and (c.operation = 'removed' or c.fields -> 'status' ->> 0 in ${VALID})
          union all select unnest($6::uuid[])
        ) lost (id)
        join tickets t on t.id = lost.id and not ${statusOnceWritten('$3', '$4')} and not ${isValid}
        left join orders o on o.id = t.order_id left join order_items i on i.id = t.order_item_id
        where not ${moneyOnceWritten('$3', '$4')}
          and not exists (select from held_removal_rows r join held_removals h on h.id = r.held_removal_id
            where r.row_id = t.id and h.state in ('approved', 'done')
              and (r.outcome = 'removed' or (r.outcome is null and h.state = 'approved')))) as "lostBefore"`,
    [eventId, configurationId, refunded, notRefunded, valid, invalid],
  );
  return row === undefined
    ? { valid: 0, lostBefore: 0 }
    : { valid: row.valid + created, lostBefore: row.lostBefore };
}
