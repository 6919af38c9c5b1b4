import { writeAudit } from '../backend/access/audit-records.ts';
import type { Transaction } from '../backend/database.ts';

/** Records in the audit log what a command changed. The entry has no user: nobody is signed in at a terminal. */
export async function noteInAudit(
  tx: Transaction,
  action: string,
  objectId: string | null,
  sent: Readonly<Record<string, string>> = {},
): Promise<void> {
  const from = { userId: null, userEmail: null, tokenId: null, address: 'command line', requestId: null };
  await writeAudit(tx, { ...from, action, objectId, sent });
}
