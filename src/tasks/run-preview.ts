import {
  getConfigurationStatus,
  requireEnabled,
} from '../backend/configurations/configuration-status-records.ts';
import { inTransaction } from '../backend/database.ts';
import { lockConfiguration } from '../backend/executions/execution-end-records.ts';
import { type RequestedExecution, requestPreviewed } from '../backend/executions/execution-records.ts';
import { getPreview } from '../backend/previews/preview-records.ts';
import { notifyOfWork } from '../backend/work-notice.ts';
import type { ControlDeps } from './control.ts';

/**
 * Requests the execution that does what a preview showed. It compares again before it writes, and writes nothing if
 * anything else would change.
 *
 * @throws missing `preview.none`; conflict `execution.already-running`, `configuration.disabled`
 */
export async function runPreview(
  { db, now, maxRetries }: ControlDeps,
  previewId: string,
  requestedBy: string | null,
): Promise<RequestedExecution> {
  const { configuration: configurationId, orders } = await getPreview(db, previewId);
  return await inTransaction(db, async (tx) => {
    await lockConfiguration(tx, configurationId);
    requireEnabled(await getConfigurationStatus(tx, configurationId));
    const asked = { configurationId, trigger: 'manual', requestedBy, retryOf: null, maxRetries } as const;
    const requested = await requestPreviewed(tx, { ...asked, previewId, orderIds: orders, now: now() });
    await notifyOfWork(tx);
    return requested;
  });
}
