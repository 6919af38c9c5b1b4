import type { EndedExecution } from '../backend/incidents/evaluation-records.ts';
import type { Cause } from '../backend/incidents/incident-records.ts';
import { saysUnreachable } from '../backend/incidents/outage-records.ts';

/** What the store says of one product, not of the way to the store. */
const OF_THE_PRODUCT: ReadonlySet<string> = new Set(['store.no-such-product', 'store.product-changed']);
/** A store that is not the one that is held: one incident for all of its events. */
const OF_THE_IDENTITY: ReadonlySet<string> = new Set([
  'store.address-changed',
  'store.other-store',
  'store.older-copy',
  'store.older-state',
]);

type Failure = NonNullable<EndedExecution['error']>;

/** What a connection test failed of: a store that is away or refuses us is the same thing for an execution. */
export function causeOfTest(failure: Failure, credentialsId: string): Cause {
  const cause = causeOf(failure, { credentialsId, configurationId: '' });
  if (cause.kind !== 'sync_failed') return cause;
  return { ...cause, key: `test:${credentialsId}`, kind: 'test_failed', credentialsId };
}

/**
 * What an execution failed of, named so that all that fail of it share one incident: a store that is away is
 * one, not one for each of its events.
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
