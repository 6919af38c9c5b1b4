import { saysUnreachable } from '../backend/credentials/outage-records.ts';
import type { EndedExecution } from '../backend/incidents/evaluation-records.ts';
import type { Cause } from '../backend/incidents/incident-records.ts';

/** Errors about a single product, not about the connection to the store. */
const OF_THE_PRODUCT: ReadonlySet<string> = new Set(['store.no-such-product', 'store.product-changed']);
/** The store that answers is not the recorded one: one incident covers all of its events. */
const OF_THE_IDENTITY: ReadonlySet<string> = new Set([
  'store.address-changed',
  'store.other-store',
  'store.older-copy',
  'store.older-state',
]);

type Failure = NonNullable<EndedExecution['error']>;

/**
 * The cause of a failed connection test, named as for an execution: a store that is unreachable or refuses
 * the connection.
 */
export function causeOfTest(failure: Failure, credentialsId: string): Cause {
  const cause = causeOf(failure, { credentialsId, configurationId: '' });
  if (cause.kind !== 'sync_failed') return cause;
  return { ...cause, key: `test:${credentialsId}`, kind: 'test_failed', credentialsId };
}

/**
 * The cause of a failed execution. All executions that fail for the same cause share one incident: an
 * unreachable store opens one incident, not one for each of its events.
 */
export function causeOf(
  failure: Failure,
  of: { readonly configurationId: string; readonly credentialsId: string },
): Cause {
  const { configurationId, credentialsId } = of;
  const error = { errorCode: failure.code, errorMessage: failure.message };
  if (saysUnreachable(failure)) {
    return { key: `store:${credentialsId}`, kind: 'store_unreachable', credentialsId, ...error };
  }
  if (OF_THE_PRODUCT.has(failure.code)) {
    const key = `configuration:${configurationId}:${failure.code}`;
    return { key, kind: 'sync_failed', credentialsId, ...error };
  }
  if (OF_THE_IDENTITY.has(failure.code)) {
    return { key: `identity:${credentialsId}:${failure.code}`, kind: 'sync_failed', credentialsId, ...error };
  }
  if (ofTheStore(failure.code)) {
    return failure.kind === 'unavailable'
      ? { key: `trouble:${credentialsId}:${failure.code}`, kind: 'sync_failed', credentialsId, ...error }
      : { key: `credentials:${credentialsId}`, kind: 'credentials_failing', credentialsId, ...error };
  }
  return { key: `code:${failure.code}`, kind: 'sync_failed', credentialsId: null, ...error };
}

export function unverifiedCause(configurationId: string): Cause {
  const error = { errorCode: null, errorMessage: null };
  return { key: `proof:${configurationId}`, kind: 'proof_unverified', credentialsId: null, ...error };
}

/** Removals of a configuration wait for a decision. */
export function heldCause(configurationId: string): Cause {
  const error = { errorCode: null, errorMessage: null };
  return { key: `removals:${configurationId}`, kind: 'removals_held', credentialsId: null, ...error };
}

/** Within a day, unusually many tickets of a configuration were refunded. */
export function refundsCause(configurationId: string): Cause {
  const error = { errorCode: null, errorMessage: null };
  return { key: `refunds:${configurationId}`, kind: 'many_refunds', credentialsId: null, ...error };
}

export function staleCause(credentialsId: string): Cause {
  return {
    key: `stale:${credentialsId}`,
    kind: 'sync_stale',
    credentialsId,
    errorCode: null,
    errorMessage: null,
  };
}

/** The password of a set of credentials goes to a server whose key is not confirmed. */
export function unprotectedCause(credentialsId: string): Cause {
  return {
    key: `unprotected:${credentialsId}`,
    kind: 'password_unprotected',
    credentialsId,
    errorCode: 'store.auth-unverified',
    errorMessage: null,
  };
}

function ofTheStore(code: string): boolean {
  return /^(store|credentials|secret)\./.test(code);
}
