import type { BackendWorld } from './backend-world.ts';

/** Another organizer with the same product. */
export const OTHER = {
  organizerEmail: 'other@example.com',
  eventName: 'The other event',
  anotherOrganizer: true,
};

/** The two rows of one store ticket. */
interface Pair {
  readonly woo: number;
  readonly here: string;
  readonly there: string;
}

/**
 * Gate rules for store tickets that have a row in two events.
 *
 * @param place the world, and an event other than its main one; called when tests run
 */
export function createSharedTickets(place: () => readonly [BackendWorld, string]) {
  const taken: number[] = [];

  async function gate(path: 'check-in' | 'undo-check-in', id: string, body: object = {}, language = 'en') {
    const [world] = place();
    const reply = await world.ask('operator', 'POST', `/api/v1/tickets/${id}/${path}/`, body, {
      'accept-language': language,
    });
    return { status: reply.statusCode, body: reply.json() };
  }

  return {
    /** The two rows of a store ticket that was not admitted, a different ticket each time. */
    freshPair: async (given?: readonly [string, string]): Promise<Pair> => {
      const [world, otherEventId] = place();
      const pair = await world.one<Pair>(
        `select a.woo_ticket_id as woo, a.id as here, b.id as there
         from tickets a join tickets b on b.event_id = $2 and b.woo_ticket_id = a.woo_ticket_id
         where a.event_id = $1 and a.status = 'active' and b.status = 'active'
           and a.removed_at is null and b.removed_at is null and a.order_id is not null
           and not exists (select from check_ins c where c.ticket_id in (a.id, b.id))
           and a.check_in_status = 'not_checked_in' and b.check_in_status = 'not_checked_in'
           and a.woo_ticket_id <> all($3::bigint[])
         order by a.woo_ticket_id limit 1`,
        [...(given ?? [world.eventId, otherEventId]), taken],
      );
      taken.push(pair.woo);
      return pair;
    },
    gate,
    letIn: async (id: string, body?: object) => await gate('check-in', id, body),
    undo: async (id: string, body?: object) => await gate('undo-check-in', id, body),
    /** How often the local gate admitted with a store ticket, minus the number of undone admissions. */
    admissions: async (woo: number): Promise<number> => {
      const [world] = place();
      const { inside } = await world.one<{ inside: number }>(
        `select coalesce(sum(case c.status when 'checked_in' then 1 else -1 end), 0)::int as inside
         from check_ins c join tickets t on t.id = c.ticket_id where t.woo_ticket_id = $1 and c.origin = 'local'`,
        [woo],
      );
      return inside;
    },
  };
}
