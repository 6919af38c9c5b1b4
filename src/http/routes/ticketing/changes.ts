import { readFeed } from '../../../backend/feed/read-changes.ts';
import { changesQuery, changesShape } from '../../../contract/changes.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';

/** The operation with which other programs follow all changes. */
export function changeEndpoints({ db }: ApiDeps): readonly Endpoint[] {
  return [
    defineEndpoint({
      method: 'GET',
      path: '/api/v1/changes/',
      name: 'changes.follow',
      summary: 'What changed after a cursor: orders, tickets, check-ins, events, executions and alerts.',
      access: 'viewer',
      expires: true,
      query: changesQuery,
      reply: changesShape,
      async handle({ query }) {
        const { kind = null, organizer = null, event = null } = query;
        const filter = { kinds: kind, organizers: organizer, events: event };
        const page = await readFeed(db, query.after ?? null, query.limit, filter);
        const results = page.changes.map(({ fields, ...change }) => ({ ...change, fields: [...fields] }));
        return { results, cursor: page.cursor, more: page.more };
      },
    }),
  ];
}
