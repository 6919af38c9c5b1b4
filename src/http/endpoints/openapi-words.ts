import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

/** The groups of operations, in the order in which a reader needs them. */
export const TAGS: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'root', description: 'The addresses of the sync.' },
  { name: 'session', description: 'Signing in and out, and the own account.' },
  { name: 'account', description: 'A new password by e-mail.' },
  { name: 'second-factor', description: 'Two-step sign-in.' },
  { name: 'access-settings', description: 'Rules of access for all users.' },
  { name: 'tokens', description: 'The own API tokens.' },
  { name: 'users', description: 'Users and their tokens.' },
  { name: 'audit', description: 'Who did what.' },
  { name: 'organizers', description: 'Organizers of events.' },
  { name: 'events', description: 'Events with their sales.' },
  { name: 'ticket-tiers', description: 'Ticket tiers of events.' },
  { name: 'orders', description: 'Each event’s part of the orders of a store.' },
  { name: 'tickets', description: 'Tickets, and check-ins in Taquilla.' },
  { name: 'refunds', description: 'Refunds with their lines.' },
  { name: 'search', description: 'Everything at once.' },
  { name: 'configurations', description: 'Which products are synced to which event, and how.' },
  { name: 'executions', description: 'Syncs with their log, journal and proof.' },
  { name: 'previews', description: 'What a sync would change, and carrying out what was shown.' },
  { name: 'removals', description: 'Rows that the removal guard holds.' },
  { name: 'rejects', description: 'Rows of stores that cannot be read.' },
  { name: 'conflicts', description: 'Differences that a person decides.' },
  { name: 'local-edits', description: 'Fields that were changed here.' },
  { name: 'statements', description: 'Settlement statements of events.' },
  { name: 'payouts', description: 'What organizers earned, and what was paid to them.' },
  { name: 'check-ins', description: 'Who was checked in, as a file.' },
  { name: 'changes', description: 'What changed, for programs that follow, and the journal as a file.' },
  { name: 'outbound-endpoints', description: 'Addresses of other systems to which changes are sent.' },
  { name: 'credentials', description: 'How stores are reached.' },
  { name: 'alerts', description: 'Problems that need a person.' },
  { name: 'management', description: 'The operation of the service.' },
];

interface Refusal {
  readonly status: string;
  /** Its name in `components.responses`. */
  readonly name: string;
  readonly description: string;
  readonly applies: (endpoint: Endpoint) => boolean;
}

const isClosed = ({ access }: Endpoint): boolean => access !== 'public';
const hasBody = ({ method }: Endpoint): boolean => method !== 'GET';

export const REFUSALS: readonly Refusal[] = [
  { status: '400', name: 'Invalid', description: 'The request is not valid.', applies: () => true },
  {
    status: '401',
    name: 'NotSignedIn',
    description: 'Not signed in.',
    applies: (endpoint) => isClosed(endpoint) || endpoint.name === 'session.login',
  },
  {
    // Any operation may be refused to a superuser who must set up a second factor first.
    status: '403',
    name: 'NotAllowed',
    description: 'Not allowed.',
    applies: (endpoint) => isClosed(endpoint) || endpoint.name === 'session.login',
  },
  {
    status: '404',
    name: 'NotFound',
    description: 'The object does not exist.',
    applies: (endpoint) =>
      endpoint.params !== null ||
      (endpoint.visibleTo ?? 'viewer') !== 'viewer' ||
      isList(endpoint) ||
      endpoint.looksUp === true,
  },
  {
    status: '409',
    name: 'Conflicts',
    description: 'Its present state does not allow this.',
    applies: ({ conflicts, idempotent }) => conflicts === true || idempotent === true,
  },
  {
    status: '410',
    name: 'Expired',
    description: 'Changes after this cursor are no longer kept.',
    applies: ({ expires }) => expires === true,
  },
  // A request without a need for a body may still contain one that is refused.
  { status: '413', name: 'TooLarge', description: 'The body is too large.', applies: hasBody },
  {
    status: '415',
    name: 'UnsupportedMediaType',
    description: 'The body is not JSON, nor a form that is sent with a token.',
    applies: hasBody,
  },
  {
    status: '422',
    name: 'NotConfigured',
    description: 'An operator must change something first.',
    applies: ({ reachesOut, opensSecrets }) => reachesOut === true || opensSecrets === true,
  },
  { status: '429', name: 'TooManyRequests', description: 'Too many requests.', applies: () => true },
  {
    status: '503',
    name: 'Unavailable',
    description: 'A service that this needs cannot be reached now.',
    applies: () => true,
  },
];

export function refusalsOf(endpoint: Endpoint): readonly Refusal[] {
  return REFUSALS.filter(({ applies }) => applies(endpoint));
}

function isList(endpoint: Endpoint): boolean {
  return endpoint.query instanceof z.ZodObject && 'page' in endpoint.query.shape;
}
