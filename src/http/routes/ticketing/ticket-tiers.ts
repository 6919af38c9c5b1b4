import {
  findTier,
  listTiers,
  type ShownTier,
  TIER_SORTS,
} from '../../../backend/ticketing-queries/ticket-tier-list.ts';
import { idParams } from '../../../contract/scalars.ts';
import {
  tierDetailShape,
  tierEditInput,
  tierPageShape,
  tierQuery,
} from '../../../contract/ticketing/ticket-tiers.ts';
import { amountText } from '../../../kernel/money/amount-text.ts';
import { updatedAfterFilter } from '../../../kernel/time/instant-filter.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { type Actor, noSuchObject } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerKeyPage } from '../../replies/key-paging.ts';
import { applyEdit, withEdits } from './apply-edit.ts';

const TIERS = '/api/v1/ticket-tiers/';

/** The operations on ticket tiers. An event has one tier for each variation. */
export function ticketTierEndpoints({ db, now, publicUrl }: ApiDeps): readonly Endpoint[] {
  const get = async (id: string): Promise<ShownTier> => {
    const row = await findTier(db, id);
    if (row === undefined) throw noSuchObject();
    return row;
  };
  const place = ({ id, currency }: ShownTier) => ({ table: 'ticket_tiers', id, currency }) as const;
  const detail = async (id: string, actor: Actor) => {
    const found = await get(id);
    const { row, edited } = await withEdits({ db }, place(found), found, actor);
    return { ...shown(row), ...edited };
  };
  return [
    defineEndpoint({
      method: 'GET',
      path: TIERS,
      name: 'ticket-tiers.list',
      summary: 'Ticket tiers, by name.',
      access: 'viewer',
      query: tierQuery,
      reply: tierPageShape,
      async handle({ query, request }) {
        const { event = null, removed = 'false', search = null } = query;
        const filter = { event, removed, search, updatedAfter: updatedAfterFilter(query) };
        return await answerKeyPage(request, publicUrl, query, {
          sorts: TIER_SORTS,
          usual: { by: 'name', descending: false },
          read: async (...asked) => await listTiers(db, filter, ...asked),
          show: shown,
        });
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${TIERS}:id/`,
      name: 'ticket-tiers.retrieve',
      summary: 'One ticket tier.',
      access: 'viewer',
      params: idParams,
      reply: tierDetailShape,
      handle: async ({ params, actor }) => await detail(params.id, actor),
    }),
    defineEndpoint({
      method: 'PATCH',
      path: `${TIERS}:id/`,
      name: 'ticket-tiers.change',
      summary: 'Change what people may edit of a tier, or take the store’s values again; no sync undoes it.',
      access: 'operator',
      conflicts: true,
      refusesReadOnly: true,
      params: idParams,
      body: tierEditInput,
      reply: tierDetailShape,
      async handle({ params, body, actor }) {
        await applyEdit({ db, now }, place(await get(params.id)), body, actor);
        return await detail(params.id, actor);
      },
    }),
  ];
}

function shown(row: ShownTier): ShownTier {
  return { ...row, price: row.price === null ? null : amountText(row.price, row.currency) };
}
