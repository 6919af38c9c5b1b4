import { hostname } from 'node:os';
import { ensureCredentials, type StoreAddress } from '../backend/credentials/credentials-records.ts';
import { startExecution } from '../backend/executions/execution-start-records.ts';
import type { AppError } from '../kernel/errors.ts';
import type { StoreSource } from '../source/source.ts';
import { findTranslations } from '../sync/attempt/find-translations.ts';
import { readOtherProducts } from '../sync/attempt/read-products.ts';
import { requireStore } from '../sync/attempt/require-store.ts';
import { type AttemptDeps, runExecution } from '../sync/attempt/run-execution.ts';
import type { OnProgress } from '../sync/model/event-sync.ts';
import type { Depth, Targets } from '../vocabulary/depths.ts';
import type { SyncReport } from '../vocabulary/sync-report.ts';
import { configureProduct, type ProductRequest } from './create-configuration.ts';

export interface SyncOptions {
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  /** Null means as deep as the configuration's budget allows. */
  readonly depth: Depth | null;
  /** Rows that are read instead of the event. */
  readonly targets?: Targets;
}

/** A finished execution, and the error that ended it, if there was one. */
export interface FinishedSync {
  readonly report: SyncReport;
  readonly error: AppError | null;
}

/**
 * Runs an execution from a person's request to the report. Nothing is written before the store has answered for
 * the product, so a wrong address or product leaves nothing behind. From then on, everything is recorded with
 * the execution.
 *
 * @throws errors before the execution exists: unavailable, config, missing `store.*`, `backend.*`; conflict
 *   `execution.already-running`, `execution.no-slot`
 */
export async function runSync(
  deps: AttemptDeps & { readonly source: StoreSource },
  request: ProductRequest,
  store: StoreAddress,
  options: SyncOptions,
): Promise<FinishedSync> {
  const { db, source } = deps;
  const identity = await source.identify(options.signal);
  const event = await source.readEvent(request.wooProductId, options.signal);
  for (const id of request.wooProductIds ?? []) {
    if (id !== request.wooProductId) await source.readEvent(id, options.signal);
  }
  const configuration = await configureProduct(
    deps,
    request,
    async (tx) => await ensureCredentials(tx, store),
    identity,
    event,
    async (ids) => await source.findStore(event, ids, options.signal),
  );
  const translations = await findTranslations(db, source, configuration, options.signal);
  const otherProducts = await readOtherProducts(source, configuration, translations, options.signal);
  const recognised = await requireStore(deps, configuration.id, source, event, options.signal);
  const holder = `${hostname()}:${process.pid}`;
  const asked = options.targets ?? options.depth;
  const execution = await startExecution(db, configuration.id, holder, asked, deps.now());
  const prepared = { source, identity, event, otherProducts, translations, ...recognised };
  return await runExecution(deps, execution, async () => prepared, { ...options, onSignal: 'cancel' });
}
