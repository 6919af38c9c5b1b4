import type { Database } from '../backend/database.ts';
import type { SyncProgress } from '../sync/report.ts';
import type { SyncRequest } from '../sync/resolve-configuration.ts';
import { type FinishedSync, runSync } from '../sync/run-sync.ts';
import { openWooStore } from '../woocommerce/woo-store.ts';
import { createProgress, progressBar } from './progress.ts';
import type { Session } from './session.ts';
import type { StoreLogin } from './store-address.ts';
import { showCount } from './tables.ts';

const STEPS: Readonly<Record<SyncProgress['phase'], string>> = {
  connect: 'Connecting to the store',
  read: 'Reading and loading',
  load: 'Reading and loading',
  remove: 'Looking for what is gone',
  prove: 'Proving that both sides agree',
};

/** One execution with its progress shown, live on a terminal; the store's connections end with it. */
export async function syncStore(
  session: Session,
  db: Database,
  login: StoreLogin,
  request: Omit<SyncRequest, 'store'>,
): Promise<FinishedSync> {
  const { log, stop, terminal } = session;
  const progress = createProgress(terminal.err, () => performance.now());
  progress.show(STEPS.connect);
  const source = openWooStore(login, log);
  try {
    const store = {
      host: login.host,
      port: login.port,
      username: login.user,
      database: login.database,
      tablePrefix: login.prefix,
    };
    return await runSync(
      { db, source, log, now: () => new Date() },
      { ...request, store },
      { signal: stop, onProgress: (now) => progress.show(STEPS[now.phase], detailOf(now)) },
    );
  } finally {
    progress.clear();
    await source.close();
  }
}

function detailOf(now: SyncProgress): string {
  if (now.phase !== 'read' && now.phase !== 'load') return '';
  const bar = progressBar(now.ordersRead + now.ticketsRead, now.ordersExpected + now.ticketsExpected);
  const orders = `${showCount(now.ordersRead)} of ${showCount(now.ordersExpected)} orders`;
  return `${bar}  ${orders}, ${showCount(now.ticketsRead)} of ${showCount(now.ticketsExpected)} tickets`;
}
