import { noSuchRemovals } from '../../../backend/removals/decide-removals.ts';
import {
  countHeldOrders,
  countHeldRemovals,
  findHeldRemoval,
  type HeldOrder as HeldOrderRow,
  type HeldRemovalRow,
  listHeldOrders,
  listHeldRemovals,
} from '../../../backend/removals/held-removal-list.ts';
import {
  approvedRemovalShape,
  approveRemovalInput,
  type HeldOrder,
  type HeldRemoval,
  heldOrderPageShape,
  heldOrderQuery,
  heldRemovalPageShape,
  heldRemovalQuery,
  heldRemovalShape,
  rejectRemovalInput,
} from '../../../contract/removals.ts';
import { idParams } from '../../../contract/scalars.ts';
import { amountText } from '../../../kernel/money/amount-text.ts';
import { updatedAfterFilter } from '../../../kernel/time/instant-filter.ts';
import { approve, reject } from '../../../tasks/decide-removals.ts';
import type { ApiDeps } from '../../api-deps.ts';
import type { Actor } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { maskRow } from '../../replies/mask-row.ts';
import { answerPage } from '../../replies/paging.ts';
import { masked } from '../../replies/personal-data.ts';

const ROOT = '/api/v1/sync-woocommerce/removals/';

/** The operations on lists of removals that the removal guard holds. */
export function removalEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, publicUrl } = deps;
  const get = async (id: string, actor: Actor): Promise<HeldRemoval> => {
    const row = await findHeldRemoval(db, id);
    if (row === null) throw noSuchRemovals();
    return toRemoval(row, actor);
  };
  return [
    defineEndpoint({
      method: 'GET',
      path: ROOT,
      name: 'removals.list',
      summary: 'Lists of held removals, the newest first.',
      access: 'viewer',
      query: heldRemovalQuery,
      reply: heldRemovalPageShape,
      async handle({ query, request, actor }) {
        const { configuration = null, state = 'open' } = query;
        const filter = { configuration, state, updatedAfter: updatedAfterFilter(query) };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countHeldRemovals(db, filter),
          rows: async (limit, offset) =>
            (await listHeldRemovals(db, filter, limit, offset)).map((row) => toRemoval(row, actor)),
        });
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${ROOT}:id/`,
      name: 'removals.get',
      summary: 'One list of held removals.',
      access: 'viewer',
      params: idParams,
      reply: heldRemovalShape,
      handle: async ({ params, actor }) => await get(params.id, actor),
    }),
    defineEndpoint({
      method: 'GET',
      path: `${ROOT}:id/orders/`,
      name: 'removals.orders',
      summary: 'The orders and tickets of a list of held removals.',
      access: 'viewer',
      params: idParams,
      query: heldOrderQuery,
      reply: heldOrderPageShape,
      async handle({ params, query, request, actor }) {
        await get(params.id, actor);
        return await answerPage(request, publicUrl, query, {
          count: async () => await countHeldOrders(db, params.id),
          rows: async (limit, offset) =>
            (await listHeldOrders(db, params.id, limit, offset)).map((row) => toOrder(row, actor)),
        });
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${ROOT}:id/approve/`,
      name: 'removals.approve',
      summary: 'Approve exactly this list, and carry it out.',
      access: 'operator',
      conflicts: true,
      params: idParams,
      body: approveRemovalInput,
      reply: approvedRemovalShape,
      async handle({ params, body, actor }) {
        const decision = { digest: body.digest, note: body.note ?? null, by: actor.userId };
        const started = await approve(deps, params.id, decision);
        return { ...(await get(params.id, actor)), started };
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${ROOT}:id/reject/`,
      name: 'removals.reject',
      summary: 'Reject this list: its rows stay for some days.',
      access: 'operator',
      conflicts: true,
      params: idParams,
      body: rejectRemovalInput,
      reply: heldRemovalShape,
      async handle({ params, body, actor }) {
        const { digest, note = null, days } = body;
        await reject(deps, params.id, { digest, note, days, by: actor.userId });
        return await get(params.id, actor);
      },
    }),
  ];
}

function toRemoval({ money, ...row }: HeldRemovalRow, actor: Actor): HeldRemoval {
  return {
    ...row,
    // A note may contain names of persons.
    note: actor.seesPersonalData ? row.note : masked(row.note),
    money: money.map(({ currency, total }) => ({ currency, total: amountText(total, currency) })),
  };
}

function toOrder(row: HeldOrderRow, actor: Actor): HeldOrder {
  const { total, organizer_amount, currency } = row;
  const amount = (text: string | null): string | null => (text === null ? null : amountText(text, currency));
  const shown = actor.seesPersonalData ? row : maskRow('orders', row);
  return {
    ...shown,
    total: amount(total),
    organizer_amount: amount(organizer_amount),
    tickets: row.tickets.map((ticket) => (actor.seesPersonalData ? ticket : maskRow('tickets', ticket))),
  };
}
