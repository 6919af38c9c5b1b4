import { searchEverything } from '../../../backend/ticketing-queries/search-everything.ts';
import { searchQuery, searchShape } from '../../../contract/search.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { maskRow } from '../../replies/mask-row.ts';

/** The operation that searches orders, tickets, events and configurations at once. */
export function searchEndpoints({ db }: ApiDeps): readonly Endpoint[] {
  return [
    defineEndpoint({
      method: 'GET',
      path: '/api/v1/search/',
      name: 'search.find',
      summary:
        'The best few orders, tickets, events and configurations for a number, phone, part of an e-mail or name.',
      access: 'viewer',
      query: searchQuery,
      reply: searchShape,
      async handle({ query, actor }) {
        const persons = actor.seesPersonalData;
        const { orders, tickets, events, configurations } = await searchEverything(db, {
          typed: query.q,
          persons,
        });
        return {
          orders: {
            ...orders,
            results: orders.results.map((row) => (persons ? row : maskRow('orders', row))),
          },
          tickets: {
            ...tickets,
            results: tickets.results.map((row) => (persons ? row : maskRow('tickets', row))),
          },
          events: { ...events, results: [...events.results] },
          configurations: { ...configurations, results: [...configurations.results] },
        };
      },
    }),
  ];
}
