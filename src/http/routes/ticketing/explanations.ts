import {
  type ExplainedPlace,
  findPlaceInStore,
  findPlaceOfOrder,
  findPlaceOfTicket,
} from '../../../backend/ticketing-queries/explained-rows.ts';
import { findOrder } from '../../../backend/ticketing-queries/order-list.ts';
import { findTicket } from '../../../backend/ticketing-queries/ticket-list.ts';
import { explainRow } from '../../../configurations/explain-row.ts';
import { explanationParts } from '../../../configurations/explanation-parts.ts';
import { idParams } from '../../../contract/scalars.ts';
import { type Explanation, explainQuery, explanationShape } from '../../../contract/ticketing/explanation.ts';
import { invalidField } from '../../../kernel/field-faults.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { type Actor, noSuchObject } from '../../auth/actor.ts';
import { type Call, defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { readerOf } from '../../errors/reader.ts';
import { sentenceFor } from '../../errors/spanish.ts';
import { maskRow } from '../../replies/mask-row.ts';
import { masked, maskFields } from '../../replies/personal-data.ts';
import { shownChange } from '../../replies/shown-change.ts';
import { shownReject } from '../../replies/shown-reject.ts';
import { shownTicket } from '../../replies/shown-ticket.ts';
import { CONFIGURATIONS, getConfigurationRow } from '../sync/configurations.ts';
import { toConflict, toLocalEdit } from './conflicts.ts';
import { readOrderDetail } from './order-detail.ts';

const ROOT = '/api/v1/';

/** Why an order or a ticket is as it is. Each of these operations reads the order from the store. */
export function explanationEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const facts = {
    method: 'GET',
    access: 'viewer',
    limit: 'connection-test',
    params: idParams,
    reply: explanationShape,
  } as const;
  return [
    defineEndpoint({
      ...facts,
      path: `${ROOT}orders/:id/explain/`,
      name: 'orders.explain',
      summary: 'Why an order is as it is: both sides now, the rules between them, its money and its history.',
      async handle({ params, request, actor }) {
        return await explained(deps, await findPlaceOfOrder(deps.db, params.id), request, actor);
      },
    }),
    defineEndpoint({
      ...facts,
      path: `${ROOT}tickets/:id/explain/`,
      name: 'tickets.explain',
      summary: 'Why a ticket is as it is, with its order.',
      async handle({ params, request, actor }) {
        return await explained(deps, await findPlaceOfTicket(deps.db, params.id), request, actor);
      },
    }),
    defineEndpoint({
      ...facts,
      path: `${CONFIGURATIONS}:id/explain/`,
      name: 'configurations.explain',
      summary: 'The same for an order or a ticket of the store, which the backend need not have.',
      query: explainQuery,
      async handle({ params, query, request, actor }) {
        const { woo_order_id: order = null, woo_ticket_id: ticket = null } = query;
        if ((order === null) === (ticket === null)) throw invalidField('woo_order_id', 'required');
        const { id } = await getConfigurationRow(deps, params.id);
        return await explained(deps, await findPlaceInStore(deps.db, id, order, ticket), request, actor);
      },
    }),
  ];
}

async function explained(
  deps: ApiDeps,
  asked: ExplainedPlace | null,
  request: Call<unknown, unknown, unknown>['request'],
  actor: Actor,
): Promise<Explanation> {
  if (asked === null) throw noSuchObject();
  const { db } = deps;
  const explanation = await explainRow(deps, asked);
  const { place } = explanation;
  const reader = readerOf(request, actor);
  const parts = explanationParts(explanation, reader.language, (code, english) =>
    sentenceFor(reader, code, english),
  );
  const order = place.order === null ? undefined : await findOrder(db, place.order);
  const ticket = place.ticket === null ? undefined : await findTicket(db, place.ticket);
  const currency = parts.head.currency ?? '';
  return {
    ...parts.head,
    store: actor.seesPersonalData ? parts.store : maskStore(parts.store),
    order: order === undefined ? null : ((await readOrderDetail(db, order, actor)) as Explanation['order']),
    ticket: ticket === undefined ? null : shownTicket(ticket, actor),
    reasons: parts.reasons,
    differences:
      parts.differences?.map((difference) => ({
        ...difference,
        fields: (actor.seesPersonalData
          ? difference.fields
          : maskFields(difference.table, difference.fields)) as typeof difference.fields,
      })) ?? null,
    executions: [...explanation.executions],
    changes: explanation.changes.map((row) => shownChange(row, currency, actor)) as Explanation['changes'],
    edits: explanation.edits.map((row) => toLocalEdit(row, actor)),
    conflicts: explanation.conflicts.map((row) => toConflict(row, actor)),
    rejects: explanation.rejects.map((row) => shownReject(row, reader, actor)),
    notes: parts.notes.map((note) => (actor.seesPersonalData ? note : { ...note, raw: masked(note.raw) })),
  };
}

/** The store's rows have the names of our columns, so the same ones are personal. */
function maskStore(store: Explanation['store']): Explanation['store'] {
  const { order, tickets } = store;
  return {
    ...store,
    order: order && {
      ...maskRow('orders', order),
      refunds: order.refunds.map((refund) => maskRow('refunds', refund)),
      lines: order.lines.map((line) => maskRow('order_items', line)),
    },
    tickets: tickets.map((ticket) => maskRow('tickets', ticket)),
  };
}
