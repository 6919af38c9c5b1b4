import type { ApiDeps } from '../api-deps.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { eventEndpoints } from './ticketing/events.ts';
import { orderEndpoints } from './ticketing/orders.ts';
import { organizerEndpoints } from './ticketing/organizers.ts';
import { refundEndpoints } from './ticketing/refunds.ts';
import { searchEndpoints } from './ticketing/search.ts';
import { ticketTierEndpoints } from './ticketing/ticket-tiers.ts';
import { ticketEndpoints } from './ticketing/tickets.ts';

/** What reads the backend, and the local gate. */
export function backendEndpoints(deps: ApiDeps): readonly Endpoint[] {
  return [
    ...organizerEndpoints(deps),
    ...eventEndpoints(deps),
    ...ticketTierEndpoints(deps),
    ...orderEndpoints(deps),
    ...ticketEndpoints(deps),
    ...refundEndpoints(deps),
    ...searchEndpoints(deps),
  ];
}
