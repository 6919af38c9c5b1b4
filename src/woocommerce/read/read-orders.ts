import type { StoreConnection } from '../reach/store-connection.ts';
import { NO_METAS } from './metas.ts';
import type { OrderHeaderReader } from './order-headers.ts';
import { readItems } from './order-lines.ts';
import type { RawOrder, RawRefund, RawTicket } from './raw-rows.ts';
import type { StoreTables } from './store-tables.ts';
import { readTickets } from './tickets.ts';

/**
 * All that the store says of these orders, a handful of statements for the whole page. Independent
 * statements are asked together; those of refunds wait until it is known which refunds exist, since a
 * deleted one leaves its lines behind.
 */
export async function readOrders(
  connection: StoreConnection,
  tables: StoreTables,
  headerReader: OrderHeaderReader,
  orderIds: readonly number[],
  ticketsOf: (orderId: number) => readonly number[],
  signal: AbortSignal,
): Promise<readonly RawOrder[]> {
  if (orderIds.length === 0) return [];
  const ticketIds = orderIds.flatMap((id) => ticketsOf(id));
  const [headers, refundHeaders, tickets] = await Promise.all([
    headerReader.headers(orderIds, signal),
    headerReader.refundHeaders(orderIds, signal),
    readTickets(connection, tables, ticketIds, signal),
  ]);
  const allIds = [...orderIds, ...refundHeaders.map(({ id }) => id)];
  const [metas, items] = await Promise.all([
    headerReader.metas(allIds, signal),
    readItems(connection, tables, allIds, signal),
  ]);
  const ungenerated = orderIds.filter(
    (id) => metas.get(id)?.get('WooCommerceEventsTicketsGenerated') !== 'yes',
  );
  const records = await headerReader.records(ungenerated, signal);
  const refunds = new Map<number, RawRefund[]>();
  for (const refundHeader of refundHeaders) {
    const refund = {
      header: refundHeader,
      metas: metas.get(refundHeader.id) ?? NO_METAS,
      items: items.get(refundHeader.id) ?? [],
    };
    const siblings = refunds.get(refundHeader.orderId);
    if (siblings === undefined) refunds.set(refundHeader.orderId, [refund]);
    else siblings.push(refund);
  }
  return headers.map((header) => ({
    header,
    metas: metas.get(header.id) ?? NO_METAS,
    items: items.get(header.id) ?? [],
    refunds: refunds.get(header.id) ?? [],
    record: records.get(header.id) ?? null,
    tickets: present(ticketsOf(header.id), tickets),
  }));
}

function present(ids: readonly number[], tickets: ReadonlyMap<number, RawTicket>): readonly RawTicket[] {
  return ids.flatMap((id) => tickets.get(id) ?? []);
}
