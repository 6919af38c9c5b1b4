import type { ApiDeps } from '../api-deps.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Live } from '../live/live.ts';
import { accountRecoveryEndpoints } from './access/account-recovery.ts';
import { auditEndpoints } from './access/audit.ts';
import { authEndpoints } from './access/auth.ts';
import { secondFactorEndpoints } from './access/second-factor.ts';
import { secondFactorRuleEndpoints } from './access/second-factor-rules.ts';
import { tokenEndpoints } from './access/tokens.ts';
import { userTokenEndpoints } from './access/user-tokens.ts';
import { userEndpoints } from './access/users.ts';
import { connectionTestEndpoints } from './credentials/connection-tests.ts';
import { credentialsEndpoints } from './credentials/credentials.ts';
import { keyPairEndpoints, serverKeyEndpoints } from './credentials/keys.ts';
import { webhookEndpoints } from './credentials/webhooks.ts';
import { alertDeliveryEndpoints } from './operation/alert-delivery.ts';
import { alertEndpoints } from './operation/alerts.ts';
import { managementEndpoints } from './operation/management.ts';
import { outboundEndpoints } from './operation/outbound-endpoints.ts';
import { queueEndpoints } from './operation/queues.ts';
import { payoutEndpoints } from './settlement/payouts.ts';
import { statementEndpoints } from './settlement/statements.ts';
import { configurationActionEndpoints } from './sync/configuration-actions.ts';
import { configurationEndpoints } from './sync/configurations.ts';
import { executionLogEndpoints } from './sync/execution-logs.ts';
import { executionEndpoints } from './sync/executions.ts';
import { noteEndpoints } from './sync/notes.ts';
import { previewEndpoints } from './sync/previews.ts';
import { rejectEndpoints } from './sync/rejects.ts';
import { removalEndpoints } from './sync/removals.ts';
import { settingsEffectsEndpoints } from './sync/settings-effects.ts';
import { storeComparisonEndpoints } from './sync/store-comparison.ts';
import { streamEndpoints } from './sync/streams.ts';
import { changeEndpoints } from './ticketing/changes.ts';
import { conflictEndpoints } from './ticketing/conflicts.ts';
import { eventEndpoints } from './ticketing/events.ts';
import { explanationEndpoints } from './ticketing/explanations.ts';
import { exportEndpoints } from './ticketing/exports.ts';
import { orderEndpoints } from './ticketing/orders.ts';
import { organizerEndpoints } from './ticketing/organizers.ts';
import { refundEndpoints } from './ticketing/refunds.ts';
import { searchEndpoints } from './ticketing/search.ts';
import { ticketTierEndpoints } from './ticketing/ticket-tiers.ts';
import { ticketEndpoints } from './ticketing/tickets.ts';

/** Every operation of the API. */
export function apiEndpoints(deps: ApiDeps, live: Live): readonly Endpoint[] {
  return [
    ...authEndpoints(deps),
    ...accountRecoveryEndpoints(deps),
    ...secondFactorEndpoints(deps),
    ...secondFactorRuleEndpoints(deps),
    ...tokenEndpoints(deps),
    ...configurationEndpoints(deps),
    ...configurationActionEndpoints(deps),
    ...settingsEffectsEndpoints(deps),
    ...storeComparisonEndpoints(deps),
    ...credentialsEndpoints(deps),
    ...serverKeyEndpoints(deps),
    ...webhookEndpoints(deps),
    ...(deps.stores === null
      ? []
      : [...connectionTestEndpoints(deps, deps.stores), ...keyPairEndpoints(deps, deps.stores)]),
    ...executionEndpoints(deps),
    ...executionLogEndpoints(deps),
    ...noteEndpoints(deps),
    ...previewEndpoints(deps),
    ...removalEndpoints(deps),
    ...statementEndpoints(deps),
    ...payoutEndpoints(deps),
    ...rejectEndpoints(deps),
    ...conflictEndpoints(deps),
    ...streamEndpoints(deps, live),
    ...alertEndpoints(deps),
    ...alertDeliveryEndpoints(deps),
    ...outboundEndpoints(deps),
    ...managementEndpoints(deps),
    ...(deps.carrier === null ? [] : queueEndpoints(deps.carrier)),
    ...userEndpoints(deps),
    ...userTokenEndpoints(deps),
    ...auditEndpoints(deps),
    ...backendEndpoints(deps),
  ];
}

/** Operations that read the backend, and the local gate. */
function backendEndpoints(deps: ApiDeps): readonly Endpoint[] {
  return [
    ...organizerEndpoints(deps),
    ...eventEndpoints(deps),
    ...ticketTierEndpoints(deps),
    ...orderEndpoints(deps),
    ...explanationEndpoints(deps),
    ...ticketEndpoints(deps),
    ...refundEndpoints(deps),
    ...searchEndpoints(deps),
    ...exportEndpoints(deps),
    ...changeEndpoints(deps),
  ];
}
