import { countOrderHistory, readOrderHistory } from '../../../backend/ticketing-queries/order-history.ts';
import {
  findOrder,
  itemsOfOrder,
  listOrders,
  ORDER_SORTS,
  type ShownOrder,
  type ShownOrderItem,
} from '../../../backend/ticketing-queries/order-list.ts';
import { linesOfRefunds, refundsOfOrder } from '../../../backend/ticketing-queries/refund-list.ts';
import { ticketsOfOrder } from '../../../backend/ticketing-queries/ticket-list.ts';
import { startedOrderShape } from '../../../contract/configuration.ts';
import { idParams } from '../../../contract/scalars.ts';
import {
  orderDetailShape,
  orderHistoryQuery,
  orderHistoryShape,
  orderPageShape,
  orderQuery,
} from '../../../contract/ticketing/orders.ts';
import { syncOrder } from '../../../tasks/control.ts';
import type { ApiDeps } from '../../api-deps.ts';
import type { Actor } from '../../auth/actor.ts';
import { noSuchObject } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { withAmounts } from '../../replies/amount-text.ts';
import { withRefundedRounding } from '../../replies/event-sales-reply.ts';
import { instantFilter } from '../../replies/instant-filter.ts';
import { answerKeyPage } from '../../replies/key-paging.ts';
import { maskRow } from '../../replies/mask-row.ts';
import { answerPage } from '../../replies/paging.ts';
import { shownChange } from '../../replies/shown-change.ts';
import { shownTicket } from '../../replies/shown-ticket.ts';
import { answerStarted, startedLocation } from '../../replies/started.ts';
import { shownRefundDetail } from './refunds.ts';

const ORDERS = '/api/v1/orders/';
const ONE = { method: 'GET', access: 'viewer', params: idParams } as const;

/** The operations on this event's part of WooCommerce orders. */
export function orderEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, publicUrl } = deps;
  const require = async (id: string): Promise<ShownOrder> => {
    const order = await findOrder(db, id);
    if (order === undefined) throw noSuchObject();
    return order;
  };
  return [
    defineEndpoint({
      method: 'GET',
      path: ORDERS,
      name: 'orders.list',
      summary: 'Orders, the newest first; search takes the beginning of a number, a name or an address.',
      access: 'viewer',
      query: orderQuery,
      reply: orderPageShape,
      async handle({ query, request, actor }) {
        const { event = null, status = null, removed = 'false', search = null } = query;
        const filter = {
          event,
          status,
          removed,
          search,
          number: query.number ?? null,
          wooOrderId: query.woo_order_id ?? null,
          orderedAfter: instantFilter('ordered_after', query.ordered_after),
          orderedBefore: instantFilter('ordered_before', query.ordered_before),
          searchPersons: actor.seesPersonalData,
        };
        return await answerKeyPage(request, publicUrl, query, {
          sorts: ORDER_SORTS,
          usual: { by: 'ordered_at', descending: true },
          read: async (...asked) => await listOrders(db, filter, ...asked),
          show: (row) => shownOrder(row, actor),
        });
      },
    }),
    defineEndpoint({
      ...ONE,
      path: `${ORDERS}:id/`,
      name: 'orders.retrieve',
      summary: 'One order with its lines, refunds and tickets.',
      reply: orderDetailShape,
      async handle({ params, actor }) {
        const order = await require(params.id);
        const [items, refunds] = [await itemsOfOrder(db, order.id), await refundsOfOrder(db, order.id)];
        const lines = await linesOfRefunds(
          db,
          refunds.map((refund) => refund.id),
        );
        const tickets = await ticketsOfOrder(db, order.id);
        return {
          ...shownOrder(order, actor),
          items: items.map((item) => shownItem(item, order.currency, actor)),
          refunds: refunds.map((refund) => shownRefundDetail(refund, lines, actor)),
          tickets: tickets.map((ticket) => shownTicket(ticket, actor)),
        };
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${ORDERS}:id/sync/`,
      name: 'orders.sync',
      summary: 'Read this order again now, for every event that contains it.',
      access: 'operator',
      status: 202,
      idempotent: true,
      location: startedLocation(publicUrl),
      params: idParams,
      reply: startedOrderShape,
      async handle({ params, actor, request }) {
        const { id } = await require(params.id);
        const { executionIds, ...started } = await syncOrder(deps, id, actor.userId);
        return { ...answerStarted(request, started), execution_ids: [...executionIds] };
      },
    }),
    defineEndpoint({
      ...ONE,
      path: `${ORDERS}:id/history/`,
      name: 'orders.history',
      summary: 'The changes of syncs to an order and its lines, refunds and tickets, the newest first.',
      query: orderHistoryQuery,
      reply: orderHistoryShape,
      async handle({ params, query, request, actor }) {
        const { id, currency } = await require(params.id);
        return await answerPage(request, publicUrl, query, {
          count: async () => await countOrderHistory(db, id),
          rows: async (limit, offset) =>
            (await readOrderHistory(db, id, limit, offset)).map((row) => shownChange(row, currency, actor)),
        });
      },
    }),
  ];
}

const AMOUNTS = [
  ...(['subtotal', 'discount', 'tax', 'total', 'refunded_by_lines', 'refunded_apportioned'] as const),
  ...([
    'refunded_rounding',
    'refunded',
    'net',
    'service_fee',
    'organizer_amount',
    'rounding',
    'order_total',
  ] as const),
  'order_refunded' as const,
];

function shownOrder(row: ShownOrder, actor: Actor) {
  const shown = withAmounts(withRefundedRounding(row), AMOUNTS, row.currency);
  const seen = actor.seesPersonalData ? shown : maskRow('orders', shown);
  return { ...seen, coupon_codes: [...seen.coupon_codes] };
}

const ITEM_AMOUNTS = ['subtotal', 'discount', 'tax', 'total', 'refunded', 'unticketed_amount'] as const;

function shownItem(row: ShownOrderItem, currency: string, actor: Actor) {
  const shown = withAmounts(row, ITEM_AMOUNTS, currency);
  return actor.seesPersonalData ? shown : maskRow('order_items', shown);
}
