import {
  countPayouts,
  deletePayout,
  listPayouts,
  recordPayout,
  requirePayout,
} from '../../../backend/settlement/payout-records.ts';
import { idParams } from '../../../contract/scalars.ts';
import {
  payoutInput,
  payoutPageShape,
  payoutShape,
  statementQuery,
} from '../../../contract/ticketing/statements.ts';
import { requireAmount } from '../../../statements/payout-amount.ts';
import { shownPayout } from '../../../statements/shown-statement.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerPage } from '../../replies/paging.ts';

const PAYOUTS = '/api/v1/sync-woocommerce/payouts/';

/** The operations on payouts to organizers. */
export function payoutEndpoints({ db, publicUrl, now }: ApiDeps): readonly Endpoint[] {
  return [
    defineEndpoint({
      method: 'GET',
      path: PAYOUTS,
      name: 'payouts.list',
      summary: 'Payouts to organizers, the newest first.',
      access: 'viewer',
      query: statementQuery,
      reply: payoutPageShape,
      async handle({ query, request }) {
        const { event = null, organizer = null, currency = null } = query;
        const filter = { event, organizer, currency };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countPayouts(db, filter),
          rows: async (limit, offset) => (await listPayouts(db, filter, limit, offset)).map(shownPayout),
        });
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: PAYOUTS,
      name: 'payouts.create',
      summary: 'Record a payout.',
      access: 'operator',
      status: 201,
      // A repeated request after a timeout must not lower the balance twice.
      idempotent: true,
      looksUp: true,
      body: payoutInput,
      reply: payoutShape,
      async handle({ body, actor }) {
        const { event, currency, amount, paid_on: paidOn, reference = null } = body;
        requireAmount(amount, currency);
        const payout = { event, currency, amount, paidOn, reference, by: actor.userId, now: now() };
        const id = await recordPayout(db, payout);
        return shownPayout(await requirePayout(db, id));
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${PAYOUTS}:id/`,
      name: 'payouts.get',
      summary: 'One payout.',
      access: 'viewer',
      params: idParams,
      reply: payoutShape,
      handle: async ({ params }) => shownPayout(await requirePayout(db, params.id)),
    }),
    defineEndpoint({
      method: 'DELETE',
      path: `${PAYOUTS}:id/`,
      name: 'payouts.delete',
      summary: 'Delete a payout that was recorded by mistake; one in a closed statement stays.',
      access: 'operator',
      status: 204,
      conflicts: true,
      params: idParams,
      handle: async ({ params }) => await deletePayout(db, params.id),
    }),
  ];
}
