import { listUnverifiedAuth } from '../backend/credentials/server-key-records.ts';
import type { Queryable } from '../backend/database.ts';
import { REFUSED_FROM_VERSION } from '../kernel/unverified-auth.ts';

/** The warning about sets of credentials whose password an unconfirmed server can read; null: there are none. */
export async function passwordWarning(db: Queryable): Promise<string | null> {
  const sets = await listUnverifiedAuth(db);
  if (sets.length === 0) return null;
  const names = sets.map(({ name }) => `"${name}"`).join(', ');
  return (
    `An unconfirmed server can read the database password of ${names}. From version ${REFUSED_FROM_VERSION} on, ` +
    'Taquilla refuses this connection. Run "taquilla credentials test" and confirm the key of the server, or use ' +
    'verified TLS or SSH.'
  );
}
