import { lockEvent } from '../check-ins/gate-lock.ts';
import type { Transaction } from '../database.ts';
import type { ExistingRow } from '../tables/synced-table.ts';

/** The backend's rows of a page's orders, by the store's ids. */
export interface ExistingPage {
  readonly orders: ReadonlyMap<number, ExistingOrder>;
  readonly items: ReadonlyMap<number, ExistingChild>;
  readonly refunds: ReadonlyMap<number, ExistingChild>;
  readonly refundLines: ReadonlyMap<number, ExistingChild>;
  readonly tickets: readonly ExistingTicketRow[];
  /**
   * Orders of the page's tickets without an order, if the store erased their buyer before it deleted the order.
   */
  readonly anonymisedOrders: ReadonlySet<number>;
}

interface ExistingOrder extends ExistingRow {
  readonly anonymisedAtUtc: Date | null;
}

/** A row that belongs to another one: an item or refund to its order, a refund line to its refund. */
export interface ExistingChild extends ExistingRow {
  readonly parentId: string;
}

export interface ExistingTicketRow extends ExistingRow {
  readonly version: string;
  readonly wooOrderId: number | null;
  readonly wooTicketId: number | null;
  readonly pendingKey: string | null;
  readonly wooProductId: number;
  readonly wooVariationId: number;
  readonly status: string;
  /** The status after both the store's check-ins and the local ones. */
  readonly checkInStatus: string;
  readonly checkedInAtUtc: Date | null;
  /** The values of the attendee's columns and of the store's check-in days at the last sync. */
  readonly storeValues: unknown;
  /** The last state that the local gate set for each day; null if it never set one. */
  readonly localDays: Readonly<Record<string, 'checked_in' | 'not_checked_in' | 'cancelled'>> | null;
  /** The ids of the ticket's existing rows from the store's log. */
  readonly wooCheckInIds: readonly number[] | null;
}

const OWN = `encode(t.content_digest, 'hex') as digest, t.removed_reason as "removedReason"`;

/**
 * Reads the existing rows of these orders and tickets, and which orders of tickets without an order are
 * anonymised. No conflict of the event can be settled until the transaction ends. Check-ins continue, so each
 * ticket comes with its version.
 */
export async function readExistingPage(
  tx: Transaction,
  eventId: string,
  wooOrderIds: readonly number[],
  wooTicketIds: readonly number[],
  lostOrderIds: readonly number[],
): Promise<ExistingPage> {
  await lockEvent(tx, eventId);
  const orders = await tx.query<ExistingOrder & { wooOrderId: number }>(
    `select t.id, t.woo_order_id as "wooOrderId", t.anonymised_at as "anonymisedAtUtc", ${OWN}
     from orders t where t.event_id = $1 and t.woo_order_id = any($2::bigint[])`,
    [eventId, wooOrderIds],
  );
  const orderIds = orders.rows.map((row) => row.id);
  const items = await readChildren(tx, 'order_items', 'woo_item_id', 'order_id', orderIds);
  const refunds = await readChildren(tx, 'refunds', 'woo_refund_id', 'order_id', orderIds);
  const refundIds = [...refunds.values()].map((row) => row.id);
  const refundLines = await readChildren(tx, 'refund_lines', 'woo_item_id', 'refund_id', refundIds);
  const tickets = await readTickets(tx, eventId, wooOrderIds, wooTicketIds);
  return {
    orders: new Map(orders.rows.map((row) => [row.wooOrderId, row])),
    items,
    refunds,
    refundLines,
    tickets,
    anonymisedOrders: await readAnonymised(tx, eventId, lostOrderIds),
  };
}

async function readAnonymised(
  tx: Transaction,
  eventId: string,
  wooOrderIds: readonly number[],
): Promise<ReadonlySet<number>> {
  if (wooOrderIds.length === 0) return new Set();
  const result = await tx.query<{ id: number }>(
    `select woo_order_id as id from orders
     where event_id = $1 and woo_order_id = any($2::bigint[]) and anonymised_at is not null`,
    [eventId, wooOrderIds],
  );
  return new Set(result.rows.map(({ id }) => id));
}

async function readChildren(
  tx: Transaction,
  table: 'order_items' | 'refunds' | 'refund_lines',
  wooColumn: string,
  parentColumn: string,
  parentIds: readonly string[],
): Promise<ReadonlyMap<number, ExistingChild>> {
  if (parentIds.length === 0) return new Map();
  const result = await tx.query<ExistingChild & { wooId: number }>(
    `select t.id, t.${wooColumn} as "wooId", t.${parentColumn} as "parentId", ${OWN}
     from ${table} t where t.${parentColumn} = any($1::uuid[])`,
    [parentIds],
  );
  return new Map(result.rows.map((row) => [row.wooId, row]));
}

/** Reads the tickets for `readExistingPage`. */
export async function readTickets(
  tx: Transaction,
  eventId: string,
  wooOrderIds: readonly number[],
  wooTicketIds: readonly number[],
): Promise<readonly ExistingTicketRow[]> {
  // Two conditions, each with an index, because a ticket that moved to another order is found by its own id.
  const result = await tx.query<ExistingTicketRow>(
    `with found as (
       select id from tickets where event_id = $1 and woo_order_id = any($2::bigint[])
       union
       select id from tickets where event_id = $1 and woo_ticket_id = any($3::bigint[])
     )
     select t.id, t.woo_order_id as "wooOrderId", t.woo_ticket_id as "wooTicketId",
       t.pending_key as "pendingKey", t.woo_product_id as "wooProductId",
       t.woo_variation_id as "wooVariationId", t.status, t.check_in_status as "checkInStatus",
       t.checked_in_at as "checkedInAtUtc", t.store_values as "storeValues", ${OWN},
       t.xmin::text as version,
       (select jsonb_object_agg(l.day, l.status)
        from (select distinct on (c.day) c.day, c.status from check_ins c
              where c.ticket_id = t.id and c.origin = 'local'
              order by c.day, c.created_at desc, c.id desc) l) as "localDays",
       (select jsonb_agg(c.woo_check_in_id) from check_ins c
        where c.ticket_id = t.id and c.woo_check_in_id is not null) as "wooCheckInIds"
     from found join tickets t using (id)
     order by t.id`,
    [eventId, wooOrderIds, wooTicketIds],
  );
  return result.rows;
}
