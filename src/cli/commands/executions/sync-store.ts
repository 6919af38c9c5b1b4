import { hostname } from 'node:os';
import { type AskedReading, startExecution } from '../../../backend/executions/execution-start-records.ts';
import type { Json } from '../../../backend/tables/column-text.ts';
import type { ProductRequest } from '../../../configurations/create-configuration.ts';
import { type FinishedSync, runSync } from '../../../configurations/run-sync.ts';
import { openStoredStore, type StoredStores } from '../../../stores/stored-store.ts';
import { runConfiguration } from '../../../sync/attempt/run-configuration.ts';
import type { Depth, Targets } from '../../../vocabulary/depths.ts';
import { continuesAfter, type SyncProgress } from '../../../vocabulary/sync-report.ts';
import { openWooStore } from '../../../woocommerce/woo-store.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { requireConfigurationId } from '../../options/named-object.ts';
import type { StoreLogin } from '../../options/store-address.ts';
import { createProgress, progressBar, shareOf } from '../../output/progress.ts';
import { showCount } from '../../output/tables.ts';
import type { Backend, Session } from '../../session.ts';

const STEPS: Readonly<Record<SyncProgress['phase'], string>> = {
  connect: 'Connecting to the store',
  read: 'Reading and loading',
  load: 'Reading and loading',
  remove: 'Looking for what is gone',
  prove: 'Proving that both sides agree',
};

/**
 * Runs one execution and shows its progress, live on a terminal. Afterwards the store's connections are closed.
 */
export async function syncStore(
  session: Session,
  { db, clock }: Pick<Backend, 'db' | 'clock'>,
  login: StoreLogin,
  request: ProductRequest,
  asked: AskedReading,
): Promise<FinishedSync> {
  const { log, stop } = session;
  const source = openWooStore(login, log);
  try {
    const store = {
      host: login.host,
      port: login.port,
      username: login.user,
      database: login.database,
      tablePrefix: login.prefix,
    };
    return await withProgress(
      session,
      async (onProgress) =>
        await runSync({ db, source, log, now: clock.now }, request, store, {
          signal: stop,
          onProgress,
          ...partsOf(asked),
        }),
    );
  } finally {
    await source.close();
  }
}

/** Runs one execution of an existing configuration, with its present credentials. */
export async function syncConfiguration(
  session: Session,
  stores: StoredStores,
  configuration: string,
  asked: AskedReading,
  previewId: string | null = null,
): Promise<FinishedSync> {
  const { db, log, now } = stores;
  const id = await requireConfigurationId(db, configuration);
  const openStore = async (credentialsId: string) =>
    await openStoredStore(stores, credentialsId, 'execution');
  return await withProgress(session, async (onProgress) => {
    const execution = await startExecution(db, id, `${hostname()}:${process.pid}`, asked, now(), previewId);
    if (previewId === null) await noteInAudit(db, 'configurations.trigger', id, sentBy(partsOf(asked)));
    else await noteInAudit(db, 'previews.run', previewId);
    const options = { signal: session.stop, onProgress, onSignal: 'cancel' } as const;
    return await runConfiguration({ db, log, now, openStore }, execution, options);
  });
}

/** As the API would be sent it. */
function sentBy({ depth, targets }: ReturnType<typeof partsOf>): Readonly<Record<string, Json>> {
  if (targets !== undefined) return { orders: [...targets.orderIds] };
  return depth === null ? {} : { depth };
}

function partsOf(asked: AskedReading): { readonly depth: Depth | null; readonly targets?: Targets } {
  return typeof asked === 'object' && asked !== null ? { depth: null, targets: asked } : { depth: asked };
}

async function withProgress<T>(
  { terminal }: Session,
  work: (onProgress: (now: SyncProgress) => void) => Promise<T>,
): Promise<T> {
  const progress = createProgress(terminal.err, () => performance.now());
  progress.show(STEPS.connect);
  try {
    return await work((now) => progress.show(STEPS[now.phase], ...detailOf(now)));
  } finally {
    progress.clear();
  }
}

/**
 * Tickets are counted as in the report, because it is not known beforehand how many tickets the orders give.
 */
function detailOf(now: SyncProgress): readonly [detail: string, share: number] {
  if (now.phase !== 'read' && now.phase !== 'load') return ['', 0];
  const done = now.ordersRead + now.ticketsRead;
  const expected = now.ordersExpected + now.ticketsExpected;
  const orders = `${showCount(now.ordersRead)} of ${showCount(now.ordersExpected)} orders`;
  const tickets = now.ticketsLoaded === 1 ? '1 ticket' : `${showCount(now.ticketsLoaded)} tickets`;
  const continued = now.continuedFrom === null ? '' : `  ${continuesAfter(now.continuedFrom)}`;
  return [
    `${progressBar(done, expected)}  ${orders}, ${tickets}${continued}`.trim(),
    shareOf(done, expected),
  ];
}
