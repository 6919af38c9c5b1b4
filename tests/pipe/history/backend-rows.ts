import type { Database } from '../../../src/backend/database.ts';

/** A ticket in the backend, with the values that the model has as well. */
export interface BackendTicket {
  readonly id: string;
  readonly name: string;
  readonly orderId: number | null;
  readonly itemId: number | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly status: string;
  readonly price: bigint;
  readonly fee: bigint;
  readonly organizer: bigint;
  readonly removed: string | null;
  readonly days: readonly number[];
}

export interface RecordedOrder {
  readonly rowId: string;
  readonly id: number;
  readonly removed: string | null;
  /** The model's values, under the same names. */
  readonly said: Readonly<Record<string, unknown>>;
}

export interface BackendEvent {
  readonly orders: readonly RecordedOrder[];
  readonly tickets: readonly BackendTicket[];
  /** Rows of unsettled conflicts about names. */
  readonly contested: ReadonlySet<string>;
}

const MONEY = (column: string): string => `(${column} * 100000000)::bigint::text`;

/** Every row of an event, also removed ones. */
export async function readBackendEvent(db: Database, eventId: string): Promise<BackendEvent> {
  const rows = async <T extends object>(sql: string): Promise<readonly T[]> =>
    (await db.query<T>(sql, [eventId])).rows;
  const orders = await rows<{ row_id: string; id: number; removed: string | null } & Record<string, unknown>>(
    `select o.id as row_id, o.woo_order_id as id, o.removed_reason as removed, o.status,
       o.source_status as "sourceStatus",
       jsonb_build_object('firstName', coalesce(o.first_name, ''), 'lastName', coalesce(o.last_name, ''),
         'email', coalesce(o.email, '')) as buyer,
       ${MONEY('o.total')} as total, ${MONEY('o.refunded')} as refunded, ${MONEY('o.service_fee')} as fee,
       ${MONEY('o.organizer_amount')} as organizer, ${MONEY('o.order_total')} as "orderTotal",
       ${MONEY('o.order_refunded')} as "orderRefunded",
       extract(epoch from o.ordered_at)::bigint as "orderedAtUtc", extract(epoch from o.paid_at)::bigint as "paidAtUtc",
       extract(epoch from o.modified_at)::bigint as "modifiedAtUtc", coalesce(o.customer_note, '') as note,
       (select coalesce(jsonb_agg(jsonb_build_object('itemId', i.woo_item_id, 'quantity', i.quantity,
           'back', i.refunded_quantity, 'subtotal', ${MONEY('i.subtotal')}, 'total', ${MONEY('i.total')},
           'refunded', ${MONEY('i.refunded')}, 'withoutTicket', i.unticketed_quantity,
           'withoutTicketAmount', ${MONEY('i.unticketed_amount')},
           'refundedTickets', (select count(*) from tickets t where t.order_item_id = i.id
              and t.status = 'refunded' and t.removed_reason is distinct from 'gone')) order by i.woo_item_id), '[]')
        from order_items i where i.order_id = o.id and i.removed_at is null) as items,
       (select coalesce(jsonb_agg(jsonb_build_array(r.woo_refund_id, ${MONEY('r.amount')}) order by r.woo_refund_id), '[]')
        from refunds r where r.order_id = o.id and r.removed_at is null) as refunds
     from orders o where o.event_id = $1 order by o.woo_order_id`,
  );
  const tickets = await rows<
    Omit<BackendTicket, 'price' | 'fee' | 'organizer'> & Record<'price' | 'fee' | 'organizer', string>
  >(
    `select t.id, case when t.woo_ticket_id is null then t.woo_order_id || ' ' || t.pending_key
         else 'post ' || t.woo_ticket_id end as name, t.woo_order_id as "orderId", i.woo_item_id as "itemId",
       coalesce(t.first_name, '') as "firstName", coalesce(t.last_name, '') as "lastName",
       coalesce(t.email, '') as email, t.status, ${MONEY('t.price')} as price, ${MONEY('t.service_fee')} as fee,
       ${MONEY('t.organizer_amount')} as organizer, t.removed_reason as removed,
       (select coalesce(jsonb_agg(d.key::integer order by d.key::integer), '[]') from jsonb_each_text(t.day_status) d
        where d.value = 'checked_in') as days
     from tickets t left join order_items i on i.id = t.order_item_id
     where t.event_id = $1 order by t.woo_ticket_id, t.woo_order_id, t.pending_key`,
  );
  const contested = await rows<{ id: string }>(
    `select k.row_id as id from conflicts k join tickets t on t.id = k.row_id
     where t.event_id = $1 and k.kind = 'edited' and k.settled_at is null`,
  );
  return {
    orders: orders.map(({ row_id: rowId, ...said }) => ({ rowId, id: said.id, removed: said.removed, said })),
    tickets: tickets.map((ticket) => ({
      ...ticket,
      price: BigInt(ticket.price),
      fee: BigInt(ticket.fee),
      organizer: BigInt(ticket.organizer),
    })),
    contested: new Set(contested.map(({ id }) => id)),
  };
}
