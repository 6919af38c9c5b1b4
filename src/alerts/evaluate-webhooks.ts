import type { Transaction } from '../backend/database.ts';
import { type Occurrence, resolveSilent } from '../backend/incidents/incident-records.ts';
import { removeOldHints } from '../backend/webhooks/hint-records.ts';
import { listNewlySilent, settleFoundOrders } from '../backend/webhooks/silence-records.ts';

/**
 * Compares what executions found with what WooCommerce's webhooks announced, and opens an incident for a store whose
 * webhooks have become silent. Returns the incidents that are over.
 */
export async function evaluateWebhooks(
  tx: Transaction,
  at: Date,
  record: (occurrence: Occurrence) => Promise<void>,
): Promise<readonly string[]> {
  await settleFoundOrders(tx);
  await removeOldHints(tx);
  for (const { credentialsId, since } of await listNewlySilent(tx)) {
    const cause = {
      key: `webhooks:${credentialsId}`,
      kind: 'webhooks_silent',
      credentialsId,
      errorCode: null,
      errorMessage: null,
    } as const;
    await record({ cause, configurationId: null, executionId: null, since, at });
  }
  return await resolveSilent(tx, at);
}
