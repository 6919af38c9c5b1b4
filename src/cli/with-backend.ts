import { requireMigrated } from '../backend/migrate/require-migrated.ts';
import type { Backend, Session } from './session.ts';

/** Runs work on an open backend that is migrated. */
export async function withBackend<T>(session: Session, work: (backend: Backend) => Promise<T>): Promise<T> {
  await using backend = await session.openBackend();
  await requireMigrated(backend.db);
  return await work(backend);
}
