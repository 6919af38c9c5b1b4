import type { ApiDeps } from './api-deps.ts';
import type { Endpoint } from './endpoint.ts';
import { eventEndpoints } from './routes/events.ts';
import { orderEndpoints } from './routes/orders.ts';
import { organizerEndpoints } from './routes/organizers.ts';
import { refundEndpoints } from './routes/refunds.ts';
import { searchEndpoints } from './routes/search.ts';
import { ticketTierEndpoints } from './routes/ticket-tiers.ts';
import { ticketEndpoints } from './routes/tickets.ts';

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
