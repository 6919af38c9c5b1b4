import type { Transaction } from '../backend/database.ts';
import { type Cause, type Occurrence, resolveSkewed } from '../backend/incidents/incident-records.ts';
import { listNewlySkewed } from '../backend/operation/service-process-records.ts';
import { errorOf } from '../kernel/sentences/sentence.ts';
import { SERVICE_SENTENCES } from '../kernel/sentences/service-sentences.ts';

/**
 * Looks for machines that run a Taquilla process and whose clock is wrong: one incident for each machine.
 * Returns the incidents that are over.
 */
export async function evaluateClocks(
  tx: Transaction,
  at: Date,
  record: (occurrence: Occurrence) => Promise<void>,
): Promise<readonly string[]> {
  for (const { host, skewMs } of await listNewlySkewed(tx)) {
    await record({ cause: causeOf(host, skewMs), configurationId: null, executionId: null, since: at, at });
  }
  return await resolveSkewed(tx, at);
}

function causeOf(host: string, skewMs: number): Cause {
  const sentence = skewMs > 0 ? SERVICE_SENTENCES.clockAhead : SERVICE_SENTENCES.clockBehind;
  const { code, message } = errorOf(sentence, { host, seconds: Math.round(Math.abs(skewMs) / 1000) });
  return {
    key: `clock:${host}`,
    kind: 'clock_skewed',
    credentialsId: null,
    errorCode: code,
    errorMessage: message,
  };
}
