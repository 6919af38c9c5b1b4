import type { AuditAction } from '../backend/audit/audit-actions.ts';
import { writeAudit } from '../backend/audit/audit-records.ts';
import { type AuditedObject, changesBetween, readAuditedObject } from '../backend/audit/audited-objects.ts';
import type { Queryable } from '../backend/database.ts';
import type { Json } from '../backend/tables/column-text.ts';

/**
 * Records the changes of a command in the audit log. The entry has no user, because nobody signs in at a
 * terminal.
 *
 * @param before the object before the change, as `readAuditedObject` found it; null if it did not exist or has
 *   no values
 */
export async function noteInAudit(
  db: Queryable,
  action: AuditAction,
  objectId: string | null,
  sent: Readonly<Record<string, Json>> = {},
  before: AuditedObject | null = null,
): Promise<void> {
  const from = { userId: null, userEmail: null, tokenId: null, address: 'command line', requestId: null };
  const after = before === null ? null : await readAuditedObject(db, action, objectId);
  const changes = changesBetween(before, after);
  await writeAudit(db, { ...from, action, objectId, sent, changes, objectName: before?.name ?? null });
}

/** Records that somebody confirmed the key of a store's SSH host or database server. */
export async function noteConfirmedKey(
  db: Queryable,
  credentialsId: string,
  of: 'host' | 'server',
): Promise<void> {
  await noteInAudit(db, `credentials.confirm-${of}-key`, credentialsId);
}

/** Records that somebody tested whether the store of a set of credentials can be reached. */
export async function noteConnectionTest(db: Queryable, credentialsId: string): Promise<void> {
  await noteInAudit(db, 'credentials.test-connection', credentialsId);
}
