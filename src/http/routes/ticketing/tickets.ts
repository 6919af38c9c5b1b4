import {
  checkIn,
  type GateAnswer,
  type GateWord,
  undoCheckIn,
} from '../../../backend/check-ins/local-gate.ts';
import { refusedCheckInsOf } from '../../../backend/check-ins/refused-check-in-records.ts';
import { questionsOfTicket, tickBoxes, unanswered } from '../../../backend/conflicts/form-questions.ts';
import {
  checkInsOfTicket,
  findTicket,
  listTickets,
  TICKET_SORTS,
} from '../../../backend/ticketing-queries/ticket-list.ts';
import { idParams } from '../../../contract/scalars.ts';
import {
  gateInput,
  gateReplyShape,
  ticketDetailShape,
  ticketEditInput,
  ticketPageShape,
  ticketQuery,
} from '../../../contract/ticketing/tickets.ts';
import { ticketFilter } from '../../../exports/filters.ts';
import type { ApiDeps } from '../../api-deps.ts';
import type { Actor } from '../../auth/actor.ts';
import { noSuchObject } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerKeyPage } from '../../replies/key-paging.ts';
import { shownTicket } from '../../replies/shown-ticket.ts';
import { applyEdit, withEdits } from './apply-edit.ts';

const TICKETS = '/api/v1/tickets/';

/** The operations on tickets, and on the local gate, which checks them in. */
export function ticketEndpoints({ db, now, publicUrl }: ApiDeps): readonly Endpoint[] {
  const place = (id: string) => ({ table: 'tickets', id, currency: null }) as const;
  const detail = async (id: string, actor: Actor) => {
    const found = await findTicket(db, id);
    if (found === undefined) throw noSuchObject();
    const questions = await questionsOfTicket(db, id);
    const { row: ticket, edited } = await withEdits({ db }, place(id), found, actor);
    return {
      ...shownTicket(ticket, actor),
      ...edited,
      tick_boxes: [...tickBoxes(questions, ticket.form_data)],
      unanswered: unanswered(questions, ticket.form_data).map((question) => ({
        ...question,
        options: [...question.options],
      })),
      check_ins: [...(await checkInsOfTicket(db, id))],
      refused_check_ins: [...(await refusedCheckInsOf(db, id))],
    };
  };
  const gate = (
    path: string,
    name: string,
    summary: string,
    say: (word: GateWord) => Promise<GateAnswer>,
  ): Endpoint =>
    defineEndpoint({
      method: 'POST',
      path: `${TICKETS}:id/${path}/`,
      name,
      summary,
      access: 'operator',
      conflicts: true,
      params: idParams,
      body: gateInput,
      reply: gateReplyShape,
      async handle({ params, body, actor }) {
        const answer = await say({
          ticketId: params.id,
          day: body.day ?? null,
          madeBy: actor.userId,
          now: now(),
        });
        return { ...(await detail(params.id, actor)), ...answer };
      },
    });
  return [
    defineEndpoint({
      method: 'GET',
      path: TICKETS,
      name: 'tickets.list',
      summary: 'Tickets, the newest first; search takes the beginning of a number, a name or an address.',
      access: 'viewer',
      query: ticketQuery,
      reply: ticketPageShape,
      async handle({ query, request, actor }) {
        const filter = ticketFilter(query, query.event, actor.seesPersonalData);
        return await answerKeyPage(request, publicUrl, query, {
          sorts: TICKET_SORTS,
          usual: { by: 'created_at', descending: true },
          read: async (...asked) => await listTickets(db, filter, ...asked),
          show: (row) => shownTicket(row, actor),
        });
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${TICKETS}:id/`,
      name: 'tickets.retrieve',
      summary: 'One ticket with its check-ins at both gates.',
      access: 'viewer',
      params: idParams,
      reply: ticketDetailShape,
      async handle({ params, actor }) {
        return await detail(params.id, actor);
      },
    }),
    defineEndpoint({
      method: 'PATCH',
      path: `${TICKETS}:id/`,
      name: 'tickets.change',
      summary: 'Correct an attendee, or take the store’s values again; no sync undoes it.',
      access: 'operator',
      conflicts: true,
      refusesReadOnly: true,
      params: idParams,
      body: ticketEditInput,
      reply: ticketDetailShape,
      async handle({ params, body, actor }) {
        await applyEdit({ db, now }, place(params.id), body, actor);
        return await detail(params.id, actor);
      },
    }),
    gate(
      'check-in',
      'tickets.check-in',
      'Let somebody in. Repeating the request changes nothing; a store ticket in several events is checked in once.',
      async (word) => await checkIn(db, word),
    ),
    gate(
      'undo-check-in',
      'tickets.undo-check-in',
      'Undo a check-in of the local gate, under any row of the store ticket; the store’s own check-in stays.',
      async (word) => await undoCheckIn(db, word),
    ),
  ];
}
