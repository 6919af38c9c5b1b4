import { writeAudit } from '../backend/access/audit-records.ts';
import type { Queryable } from '../backend/database.ts';
import type { Json } from '../backend/load/column-text.ts';

/** Records in the audit log what a command changed. The entry has no user: nobody is signed in at a terminal. */
export async function noteInAudit(
  db: Queryable,
  action: string,
  objectId: string | null,
  sent: Readonly<Record<string, Json>> = {},
): Promise<void> {
  const from = { userId: null, userEmail: null, tokenId: null, address: 'command line', requestId: null };
  await writeAudit(db, { ...from, action, objectId, sent });
}

/** Somebody confirmed the key that a store's SSH host or database server showed. */
export async function noteConfirmedKey(
  db: Queryable,
  credentialsId: string,
  of: 'host' | 'server',
): Promise<void> {
  await noteInAudit(db, `credentials.confirm-${of}-key`, credentialsId);
}
