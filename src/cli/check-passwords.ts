import { listUnverifiedAuth } from '../backend/credentials/server-key-records.ts';
import type { Queryable } from '../backend/database.ts';
import { REFUSED_FROM_VERSION } from '../kernel/unverified-auth.ts';
import type { Session } from './session.ts';
import { warn } from './terminal.ts';

/** Which sets of credentials send a readable password to a server whose key nobody confirmed; with a warning. */
export async function describePasswords({ terminal }: Session, db: Queryable): Promise<string> {
  const sets = await listUnverifiedAuth(db);
  if (sets.length === 0) return 'only servers that prove their identity can read them';
  const names = sets.map(({ name }) => `"${name}"`).join(', ');
  warn(
    terminal,
    `An unconfirmed server can read the database password of ${names}. From version ${REFUSED_FROM_VERSION} on, ` +
      'Taquilla refuses this connection. Run "taquilla credentials test" and confirm the key of the server, or use ' +
      'verified TLS or SSH.',
  );
  return `unconfirmed servers can read ${sets.length}: ${names}`;
}
