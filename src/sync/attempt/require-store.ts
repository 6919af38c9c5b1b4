import { type Configuration, getConfiguration } from '../../backend/configurations/configuration-records.ts';
import type { Database } from '../../backend/database.ts';
import { respellAddress } from '../../backend/stores/keep-store.ts';
import { requireRecordedStore } from '../../backend/stores/require-recorded-store.ts';
import type { StoreSource } from '../../source/source.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import type { StoreState } from '../../ticketing/model/store-identity.ts';

/** A configuration whose store answers and is the store for which the configuration was created. */
export interface RecognisedStore {
  readonly configuration: Configuration;
  /** The state of the store's data. */
  readonly state: StoreState;
  /** The previous address, if only its scheme or `www` changed; null if it did not change. */
  readonly respelledFrom: string | null;
  /**
   * true if a person accepted that the store went back in time. Then only a full reading finds the rows that
   * are gone.
   */
  readonly readsAll: boolean;
}

/**
 * @throws config `store.address-changed`, `store.other-store`, `store.product-changed`, `store.older-copy`,
 * `store.older-state`
 */
export async function requireStore(
  { db, now }: { readonly db: Database; readonly now: () => Date },
  configurationId: string,
  source: StoreSource,
  event: StoreEvent,
  signal: AbortSignal,
): Promise<RecognisedStore> {
  const find = async (ids: readonly number[]) => await source.findStore(event, ids, signal);
  const { recorded, found, weighed } = await requireRecordedStore(db, configurationId, find);
  const isRespelled =
    weighed.verdict === 'respelled' && (await respellAddress(db, configurationId, found.siteUrl, now()));
  return {
    configuration: await getConfiguration(db, configurationId),
    state: found.state,
    respelledFrom: isRespelled ? recorded.siteUrl : null,
    readsAll: recorded.acceptsOlderState,
  };
}
