import {
  findRefund,
  linesOfRefunds,
  listRefunds,
  REFUND_SORTS,
  type ShownRefund,
  type ShownRefundLine,
} from '../../../backend/ticketing-queries/refund-list.ts';
import { idParams } from '../../../contract/scalars.ts';
import { refundDetailShape, refundPageShape, refundQuery } from '../../../contract/ticketing/refunds.ts';
import { refundFilter } from '../../../exports/filters.ts';
import { withAmounts } from '../../../kernel/money/amount-text.ts';
import type { ApiDeps } from '../../api-deps.ts';
import type { Actor } from '../../auth/actor.ts';
import { noSuchObject } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerKeyPage } from '../../replies/key-paging.ts';
import { maskRow } from '../../replies/mask-row.ts';

const REFUNDS = '/api/v1/refunds/';

/** The operations on refunds. */
export function refundEndpoints({ db, publicUrl }: ApiDeps): readonly Endpoint[] {
  return [
    defineEndpoint({
      method: 'GET',
      path: REFUNDS,
      name: 'refunds.list',
      summary: 'Refunds, the newest first; search takes the number of an order or of a refund.',
      access: 'viewer',
      query: refundQuery,
      reply: refundPageShape,
      async handle({ query, request, actor }) {
        const filter = refundFilter(query, query.event);
        return await answerKeyPage(request, publicUrl, query, {
          sorts: REFUND_SORTS,
          usual: { by: 'refunded_at', descending: true },
          read: async (...asked) => await listRefunds(db, filter, ...asked),
          show: (row) => shownRefund(row, actor),
        });
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${REFUNDS}:id/`,
      name: 'refunds.retrieve',
      summary: 'One refund with its lines.',
      access: 'viewer',
      params: idParams,
      reply: refundDetailShape,
      async handle({ params, actor }) {
        const row = await findRefund(db, params.id);
        if (row === undefined) throw noSuchObject();
        const lines = await linesOfRefunds(db, [row.id]);
        return shownRefundDetail(row, lines, actor);
      },
    }),
  ];
}

function shownRefund(row: ShownRefund, actor: Actor): ShownRefund {
  const shown = withAmounts(row, ['amount', 'order_amount'], row.currency);
  return actor.seesPersonalData ? shown : maskRow('refunds', shown);
}

/** A refund, with its own lines out of these. */
export function shownRefundDetail(row: ShownRefund, lines: readonly ShownRefundLine[], actor: Actor) {
  return {
    ...shownRefund(row, actor),
    lines: lines
      .filter((line) => line.refund_id === row.id)
      .map((line) => withAmounts(line, ['amount', 'tax'], row.currency)),
  };
}
