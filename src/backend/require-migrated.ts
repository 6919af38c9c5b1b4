import { AppError } from '../kernel/errors.ts';
import type { Queryable } from './database.ts';
import { pendingMigrations } from './migrate.ts';

/**
 * Stops before work that would fail halfway for want of a table.
 *
 * @throws config `backend.not-migrated`; unavailable `backend.*`
 */
export async function requireMigrated(db: Queryable): Promise<void> {
  const pending = await pendingMigrations(db);
  if (pending.length === 0) return;
  throw new AppError({
    kind: 'config',
    code: 'backend.not-migrated',
    message: 'The PostgreSQL backend lacks tables. Run: taquilla migrate',
    details: { pending },
  });
}
