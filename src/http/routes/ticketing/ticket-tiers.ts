import {
  findTier,
  listTiers,
  type ShownTier,
  TIER_SORTS,
} from '../../../backend/ticketing-queries/ticket-tier-list.ts';
import { idParams } from '../../../contract/scalars.ts';
import { tierPageShape, tierQuery, tierShape } from '../../../contract/ticketing/ticket-tiers.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { noSuchObject } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { amountText } from '../../replies/amount-text.ts';
import { answerKeyPage } from '../../replies/key-paging.ts';

const TIERS = '/api/v1/ticket-tiers/';

/** The tiers of an event, one for each variation. */
export function ticketTierEndpoints({ db, publicUrl }: ApiDeps): readonly Endpoint[] {
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
        return await answerKeyPage(request, publicUrl, query, {
          sorts: TIER_SORTS,
          usual: { by: 'name', descending: false },
          read: async (...asked) => await listTiers(db, { event, removed, search }, ...asked),
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
      reply: tierShape,
      async handle({ params }) {
        const row = await findTier(db, params.id);
        if (row === undefined) throw noSuchObject();
        return shown(row);
      },
    }),
  ];
}

function shown(row: ShownTier): ShownTier {
  return { ...row, price: row.price === null ? null : amountText(row.price, row.currency) };
}
