import { BACKEND_SENTENCES } from '../../kernel/sentences/backend-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { whereabouts } from '../connection/postgres-errors.ts';
import { placeOf, type Queryable } from '../database.ts';
import { pendingMigrations, requireServer } from './migrate.ts';

/**
 * Stops before work that would fail halfway, because a table is missing or because the server cannot hold a
 * backend.
 *
 * @throws config `backend.not-migrated` and others; unavailable `backend.*`
 */
export async function requireMigrated(db: Queryable): Promise<void> {
  await requireServer(db);
  const pending = await pendingMigrations(db);
  if (pending.length === 0) return;
  throw errorOf(BACKEND_SENTENCES.notMigrated, whereabouts(placeOf(db)), { details: { pending } });
}
