import type { BackendPlace } from '../backend/connection/backend-place.ts';
import { followEnvironment } from '../backend/credentials/environment-credentials.ts';
import { requireMigrated } from '../backend/migrate/require-migrated.ts';
import { createLoops } from '../kernel/time/loops.ts';
import { startStoreCosts } from '../stores/store-costs.ts';
import type { StoredStores } from '../stores/stored-store.ts';
import type { Session } from './session.ts';

/** An open backend whose sets of credentials include the environment's store, if there is one. */
export async function withStores<T>(
  session: Session,
  work: (stores: StoredStores, place: BackendPlace) => Promise<T>,
  onOpened: (place: BackendPlace) => void = () => undefined,
): Promise<T> {
  await using backend = await session.openBackend();
  onOpened(backend.place);
  await requireMigrated(backend.db);
  const environment = session.storeEnvironment;
  if (environment !== null) await followEnvironment(backend.db, environment);
  const { now } = backend.clock;
  const costs = startStoreCosts({ db: backend.db, loops: createLoops(session.log), now });
  const stores = {
    db: backend.db,
    log: session.log,
    now,
    secretKey: async () => await session.secretKey(),
    environment,
    costs,
  };
  try {
    return await work(stores, backend.place);
  } finally {
    await costs
      .stop()
      .catch((error: unknown) => session.log.debug({ err: error }, 'the last costs are lost'));
  }
}
