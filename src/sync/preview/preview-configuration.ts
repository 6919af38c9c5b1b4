import { getConfiguration } from '../../backend/configurations/configuration-records.ts';
import type { Database } from '../../backend/database.ts';
import { requireHeldStore } from '../../backend/stores/require-held-store.ts';
import type { StoreSource } from '../../source/source.ts';
import { previewEvent } from './preview-event.ts';
import type { Preview } from './preview-report.ts';

/**
 * What the next reading of a configuration's event would change, by the rules and settings of now. The store must be
 * the one that the configuration was made for. null: the event was never synced.
 *
 * @throws unavailable, config `store.*`, `backend.*`; missing `configuration.none`; aborted
 */
export async function previewConfiguration(
  deps: { readonly db: Database; readonly now: () => Date },
  configurationId: string,
  source: StoreSource,
  signal: AbortSignal,
): Promise<Preview | null> {
  const configuration = await getConfiguration(deps.db, configurationId);
  const identity = await source.identify(signal);
  const event = await source.readEvent(configuration.wooProductId, signal);
  const find = async (ids: readonly number[]) => await source.findStore(event, ids, signal);
  await requireHeldStore(deps.db, configurationId, find);
  return await previewEvent(deps, { configuration, source, identity, event }, signal);
}
