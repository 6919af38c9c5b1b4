import type { Me } from '../../src/contract/access/auth.ts';

export type Role = Me['role'];

const OPERATOR = [
  'trigger',
  'pause',
  'live',
  'resume',
  'cancel',
  'retry',
  'test',
  'acknowledge',
  'check-in',
  'settle',
  'decide',
  'sync',
  'close',
  'record',
  'replay',
];
/** Resources of which operators may edit single fields. */
const EDITED: readonly string[] = ['events', 'ticket-tiers', 'tickets'];
/** Resources that only some roles may read. */
const READERS: Readonly<Record<string, readonly Role[]>> = {
  users: ['superuser'],
  audit: ['superuser'],
  'alert-delivery': ['superuser'],
  credentials: ['superuser', 'operator'],
  'outbound-endpoints': ['superuser', 'operator'],
};
const READS = ['list', 'show', 'export'];

/**
 * Whether the server allows this role to use the resource in this way, so that the panel shows no button that
 * would be refused. Everybody may manage their own tokens.
 */
export function may(role: Role, resource: string, action: string): boolean {
  const readers = READERS[resource];
  if (readers !== undefined && !readers.includes(role)) return false;
  if (role === 'superuser' || resource === 'tokens') return true;
  if (READS.includes(action)) return true;
  if (role === 'operator' && action === 'edit') return EDITED.includes(resource);
  return role === 'operator' && OPERATOR.includes(action);
}
