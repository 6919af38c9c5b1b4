import { findTier, listTiers, type ShownTier, TIER_SORTS } from '../../backend/lists/ticket-tier-list.ts';
import { tierPageShape, tierQuery, tierShape } from '../../contract/backend-ticket-tiers.ts';
import { idParams } from '../../contract/scalars.ts';
import { amountText } from '../amount-text.ts';
import type { ApiDeps } from '../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { answerKeyPage } from '../key-paging.ts';
import { noSuchObject } from '../parse-request.ts';

const TIERS = '/api/v1/ticket-tiers/';

/** What an event sells, a variation each. */
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
