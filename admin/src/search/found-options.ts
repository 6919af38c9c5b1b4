import type { SearchReply } from '../../../src/contract/search.ts';
import { listOf } from '../ui/values/NameLink.tsx';

type Orders = SearchReply['orders']['results'];
type Tickets = SearchReply['tickets']['results'];
type Events = SearchReply['events']['results'];
type Configurations = SearchReply['configurations']['results'];

export const KINDS = ['orders', 'tickets', 'events', 'configurations'] as const;
type Kind = (typeof KINDS)[number];

/** An option that opens a page. */
export type FoundOption =
  | { readonly kind: 'orders'; readonly to: string; readonly row: Orders[number] }
  | { readonly kind: 'tickets'; readonly to: string; readonly row: Tickets[number] }
  | { readonly kind: 'events'; readonly to: string; readonly row: Events[number] }
  | { readonly kind: 'configurations'; readonly to: string; readonly row: Configurations[number] }
  /** The list of that kind, filtered by the same text. */
  | { readonly kind: Kind; readonly to: string; readonly row: null };

/** All results by kind. A kind with more results than shown ends with a link to its list. */
export function foundOptions(reply: SearchReply, typed: string): readonly FoundOption[] {
  const { orders, tickets, events, configurations } = reply;
  const all = (kind: Kind): FoundOption[] =>
    reply[kind].has_more ? [{ kind, to: listOfKind(kind, typed), row: null }] : [];
  return [
    ...orders.results.map((row) => ({ kind: 'orders' as const, to: `/orders/${row.id}/show`, row })),
    ...all('orders'),
    ...tickets.results.map((row) => ({ kind: 'tickets' as const, to: `/tickets/${row.id}/show`, row })),
    ...all('tickets'),
    ...events.results.map((row) => ({ kind: 'events' as const, to: `/events/${row.id}/show`, row })),
    ...all('events'),
    ...configurations.results.map((row) => ({
      kind: 'configurations' as const,
      to: `/configurations/${row.id}/show`,
      row,
    })),
    ...all('configurations'),
  ];
}

/**
 * The option that Enter opens if the user has chosen none: the ticket whose number was typed or scanned, else
 * the first one.
 */
export function firstChoice(options: readonly FoundOption[], typed: string): number {
  const number = typed.trim().toLowerCase();
  const scanned = options.findIndex(
    ({ kind, row }) =>
      kind === 'tickets' &&
      row !== null &&
      'ticket_number' in row &&
      [row.ticket_number, row.display_number].some((own) => own?.toLowerCase() === number),
  );
  return Math.max(0, scanned);
}

function listOfKind(kind: Kind, typed: string): string {
  // The search finds removed rows as well, but no deleted configurations.
  return listOf(kind, { q: typed.trim(), ...(kind === 'configurations' ? {} : { removed: 'all' }) });
}
