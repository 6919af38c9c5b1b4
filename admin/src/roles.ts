import type { Me } from '../../src/contract/access/auth.ts';

export type Role = Me['role'];

const OPERATOR = [
  'trigger',
  'pause',
  'resume',
  'cancel',
  'retry',
  'test',
  'acknowledge',
  'check-in',
  'settle',
  'sync',
];
/** Where operators edit single fields of what the store says. */
const EDITED: readonly string[] = ['events', 'ticket-tiers', 'tickets'];
/** What only some may even read. */
const READERS: Readonly<Record<string, readonly Role[]>> = {
  users: ['superuser'],
  audit: ['superuser'],
  'alert-delivery': ['superuser'],
  credentials: ['superuser', 'operator'],
};
const READS = ['list', 'show', 'export'];

/**
 * Whether this role is answered when it asks for this: as the server decides, so that no button is shown that
 * would be refused. One's own tokens are everybody's.
 */
export function may(role: Role, resource: string, action: string): boolean {
  const readers = READERS[resource];
  if (readers !== undefined && !readers.includes(role)) return false;
  if (role === 'superuser' || resource === 'tokens') return true;
  if (READS.includes(action)) return true;
  if (role === 'operator' && action === 'edit') return EDITED.includes(resource);
  return role === 'operator' && OPERATOR.includes(action);
}
