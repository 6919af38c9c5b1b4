import { countOrderHistory, readOrderHistory } from '../../../backend/ticketing-queries/order-history.ts';
import {
  findOrder,
  listOrders,
  ORDER_SORTS,
  type ShownOrder,
} from '../../../backend/ticketing-queries/order-list.ts';
import { startedOrderShape } from '../../../contract/configuration.ts';
import { idParams } from '../../../contract/scalars.ts';
import {
  orderDetailShape,
  orderHistoryQuery,
  orderHistoryShape,
  orderPageShape,
  orderQuery,
} from '../../../contract/ticketing/orders.ts';
import { orderFilter } from '../../../exports/filters.ts';
import { syncOrder } from '../../../tasks/control.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { noSuchObject } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerKeyPage } from '../../replies/key-paging.ts';
import { answerPage } from '../../replies/paging.ts';
import { shownChange } from '../../replies/shown-change.ts';
import { answerStarted, startedLocation } from '../../replies/started.ts';
import { readOrderDetail, shownOrder } from './order-detail.ts';

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
        const filter = orderFilter(query, query.event, actor.seesPersonalData);
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
        return await readOrderDetail(db, await require(params.id), actor);
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
