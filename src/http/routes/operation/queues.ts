import { purgedShape, purgeInput, queueStatusShape } from '../../../contract/management.ts';
import type { Carrier } from '../../../tasks/carriers/carrier.ts';
import { QUEUES } from '../../../tasks/carriers/queues.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { languageAsked } from '../../errors/language.ts';

const MANAGEMENT = '/api/v1/sync-woocommerce/management/';

/** The operations on the waiting work in the queues. */
export function queueEndpoints(carrier: Pick<Carrier, 'counts' | 'purge'>): readonly Endpoint[] {
  return [
    defineEndpoint({
      method: 'GET',
      path: `${MANAGEMENT}queue-status/`,
      name: 'management.queue-status',
      summary: 'How many jobs wait and run in each queue.',
      access: 'viewer',
      reachesOut: true,
      reply: queueStatusShape,
      async handle() {
        const queues = await Promise.all(
          QUEUES.map(async (name) => ({ name, ...(await carrier.counts(name)) })),
        );
        return { queues };
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${MANAGEMENT}purge-queue/`,
      name: 'management.purge-queue',
      summary: 'Empty a queue, or all of them. Pending work is delivered again.',
      access: 'superuser',
      reachesOut: true,
      body: purgeInput,
      reply: purgedShape,
      async handle({ body, request }) {
        const purged = body.queue === undefined ? [...QUEUES] : [body.queue];
        for (const queue of purged) await carrier.purge(queue);
        return { purged, detail: PURGED[languageAsked(request)] };
      },
    }),
  ];
}

const PURGED = {
  en: 'Emptied. Pending work is delivered again.',
  es: 'Vaciada. El trabajo pendiente se volverá a entregar.',
} as const;
