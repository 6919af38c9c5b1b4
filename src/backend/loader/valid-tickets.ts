import { type Queryable, queryRows, type Transaction } from '../database.ts';

/** Statuses of paid tickets, whether their posts exist already or not. */
const VALID = `('active', 'pending')`;

/**
 * SQL for a ticket's order `o` and line `i`: the money was refunded, by units or by the amount alone, so its holder must
 * not enter.
 */
export const MONEY_IS_REFUNDED = `(o.status is not distinct from 'refunded'
  or coalesce(i.quantity > 0 and i.refunded_quantity >= i.quantity, false)
  or coalesce(i.total + i.tax > 0 and i.refunded >= i.total + i.tax, false)
  or coalesce(o.total > 0 and o.refunded >= o.total, false))`;

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
): Promise<{ readonly valid: number; readonly lostBefore: number }> {
  const [row] = await queryRows<{ valid: number; lostBefore: number }>(
    db,
    `select
       (select count(*)::integer from tickets
        where event_id = $1 and status in ${VALID} and removed_at is null) as valid,
       (select count(distinct c.row_id)::integer
        from sync_executions e join sync_changes c on c.execution_id = e.id
        join tickets t on t.id = c.row_id and t.status <> 'refunded'
          and (t.status not in ${VALID} or t.removed_at is not null)
        left join orders o on o.id = t.order_id left join order_items i on i.id = t.order_item_id
        where e.configuration_id = $2 and c.created_at > now() - interval '24 hours'
          and c.table_name = 'tickets'
          and not ${MONEY_IS_REFUNDED}
          and not exists (select from held_removal_rows r join held_removals h on h.id = r.held_removal_id
            where r.row_id = t.id and h.state in ('approved', 'done')
              and (r.outcome = 'removed' or (r.outcome is null and h.state = 'approved')))
          and (c.operation = 'removed' or c.fields -> 'status' ->> 0 in ${VALID})) as "lostBefore"`,
    [eventId, configurationId],
  );
  return row ?? { valid: 0, lostBefore: 0 };
}
