import type { ApiDeps } from './api-deps.ts';
import { backendEndpoints } from './backend-endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import type { Live } from './live/live.ts';
import { accountRecoveryEndpoints } from './routes/account-recovery.ts';
import { alertDeliveryEndpoints } from './routes/alert-delivery.ts';
import { alertEndpoints } from './routes/alerts.ts';
import { auditEndpoints } from './routes/audit.ts';
import { authEndpoints } from './routes/auth.ts';
import { configurationActionEndpoints } from './routes/configuration-actions.ts';
import { configurationEndpoints } from './routes/configurations.ts';
import { conflictEndpoints } from './routes/conflicts.ts';
import { connectionTestEndpoints } from './routes/connection-tests.ts';
import { credentialsEndpoints } from './routes/credentials.ts';
import { executionTraceEndpoints } from './routes/execution-traces.ts';
import { executionEndpoints } from './routes/executions.ts';
import { keyPairEndpoints } from './routes/key-pairs.ts';
import { managementEndpoints } from './routes/management.ts';
import { noteEndpoints } from './routes/notes.ts';
import { queueEndpoints } from './routes/queues.ts';
import { secondFactorEndpoints } from './routes/second-factor.ts';
import { secondFactorRuleEndpoints } from './routes/second-factor-rules.ts';
import { serverKeyEndpoints } from './routes/server-keys.ts';
import { storeComparisonEndpoints } from './routes/store-comparison.ts';
import { streamEndpoints } from './routes/streams.ts';
import { tokenEndpoints } from './routes/tokens.ts';
import { userTokenEndpoints } from './routes/user-tokens.ts';
import { userEndpoints } from './routes/users.ts';

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
    ...storeComparisonEndpoints(deps),
    ...credentialsEndpoints(deps),
    ...serverKeyEndpoints(deps),
    ...(deps.stores === null
      ? []
      : [...connectionTestEndpoints(deps, deps.stores), ...keyPairEndpoints(deps, deps.stores)]),
    ...executionEndpoints(deps),
    ...executionTraceEndpoints(deps),
    ...noteEndpoints(deps),
    ...conflictEndpoints(deps),
    ...streamEndpoints(deps, live),
    ...alertEndpoints(deps),
    ...alertDeliveryEndpoints(deps),
    ...managementEndpoints(deps),
    ...(deps.carrier === null ? [] : queueEndpoints(deps.carrier)),
    ...userEndpoints(deps),
    ...userTokenEndpoints(deps),
    ...auditEndpoints(deps),
    ...backendEndpoints(deps),
  ];
}
