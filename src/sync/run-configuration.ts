import { getConfiguration, noteStoreTimezone } from '../backend/records/configuration-records.ts';
import type { StartedExecution } from '../backend/records/execution-start-records.ts';
import { requireSameStore } from '../backend/records/store-identity.ts';
import { placeOf, requireSameProduct } from './configure-product.ts';
import { type AttemptDeps, type FinishedAttempt, type RunOptions, runExecution } from './run-execution.ts';
import type { StoreSource } from './store-source.ts';

/** Opens the store of a set of credentials; the caller closes it. @throws unavailable, config `store.*` */
export type OpenStore = (credentialsId: string, signal: AbortSignal) => Promise<StoreSource>;

export interface ConfigurationDeps extends AttemptDeps {
  readonly openStore: OpenStore;
}

/**
 * One attempt of a configuration's execution, whose lease we hold: opens its store, makes sure that it is still
 * the one that the configuration was made for, and syncs.
 */
export async function runConfiguration(
  deps: ConfigurationDeps,
  execution: StartedExecution,
  options: RunOptions,
): Promise<FinishedAttempt> {
  const opened: StoreSource[] = [];
  try {
    return await runExecution(
      deps,
      execution,
      async (signal) => {
        const configuration = await getConfiguration(deps.db, execution.configurationId);
        const source = await deps.openStore(configuration.credentialsId, signal);
        opened.push(source);
        const identity = await source.identify(signal);
        await requireSameStore(deps.db, placeOf(configuration), identity);
        const event = await source.readEvent(configuration.wooProductId, signal);
        requireSameProduct(configuration, event);
        await noteStoreTimezone(deps.db, configuration.id, identity.ownTimezone);
        return { source, configuration, identity, event };
      },
      options,
    );
  } finally {
    for (const source of opened) await source.close();
  }
}
