import { getConfiguration, noteStoreTimezone } from '../../backend/configurations/configuration-records.ts';
import type { StartedExecution } from '../../backend/executions/execution-start-records.ts';
import type { StoreSource } from '../../source/source.ts';
import { findTranslations } from './find-translations.ts';
import { readOtherProducts } from './read-products.ts';
import { requireStore } from './require-store.ts';
import { type AttemptDeps, type FinishedAttempt, type RunOptions, runExecution } from './run-execution.ts';

/** Opens the store of a set of credentials; the caller closes it. @throws unavailable, config `store.*` */
export type OpenStore = (credentialsId: string, signal: AbortSignal) => Promise<StoreSource>;

export interface ConfigurationDeps extends AttemptDeps {
  readonly openStore: OpenStore;
}

/**
 * Runs one attempt of a configuration's execution, whose lease we hold. It opens the store, checks that it is
 * still the one for which the configuration was created, and syncs.
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
        // Uses the credentials whose slot the execution took, even if the configuration has others by now.
        const source = await deps.openStore(execution.credentialsId, signal);
        opened.push(source);
        const identity = await source.identify(signal);
        const event = await source.readEvent(configuration.wooProductId, signal);
        const translations = await findTranslations(deps.db, source, configuration, signal);
        const otherProducts = await readOtherProducts(source, configuration, translations, signal);
        const store = await requireStore(deps, configuration.id, source, event, signal);
        await noteStoreTimezone(deps.db, configuration.id, identity.ownTimezone);
        return { source, identity, event, otherProducts, translations, ...store };
      },
      options,
    );
  } finally {
    for (const source of opened) await source.close();
  }
}
