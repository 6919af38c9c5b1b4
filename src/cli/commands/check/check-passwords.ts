import { listUnverifiedAuth } from '../../../backend/credentials/server-key-records.ts';
import type { Queryable } from '../../../backend/database.ts';
import { REFUSED_FROM_VERSION } from '../../../kernel/addresses/unverified-auth.ts';
import { ownCommand } from '../../../kernel/own-command.ts';

/** Which sets of credentials send a password that an unconfirmed server can read: a warning, if there are any. */
export async function describePasswords(db: Queryable): Promise<string | { readonly warning: string }> {
  const sets = await listUnverifiedAuth(db);
  if (sets.length === 0) return 'no password is known to go to an unconfirmed server';
  const names = sets.map(({ name }) => `"${name}"`).join(', ');
  const warning =
    `An unconfirmed server can read the database password of ${names}. From version ${REFUSED_FROM_VERSION} on, ` +
    `Taquilla refuses this connection. Run "${ownCommand('credentials test')}" and confirm the key of the server, or use ` +
    'verified TLS or SSH.';
  return { warning };
}
