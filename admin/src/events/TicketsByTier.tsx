import { Link } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { EventDetail } from '../../../src/contract/backend-events.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { listOf } from '../ui/NameLink.tsx';
import { RowTable } from '../ui/RowTable.tsx';
import { Section } from '../ui/Section.tsx';
import { NoSales } from './NoSales.tsx';

interface TierTickets {
  readonly id: string | null;
  readonly name: string | null;
  readonly valid: number;
  readonly inside: number;
  readonly pending: number;
  readonly other: number;
}

/** Who may come in, and who has. */
export function TicketsByTier({ event }: { readonly event: EventDetail }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const rows = ticketsByTier(event.tickets);
  return (
    <Section title={say('events.tickets_by_tier')} flush>
      {rows.length === 0 ? (
        <NoSales />
      ) : (
        <RowTable
          label={say('events.tickets_by_tier')}
          rows={rows}
          rowKey={({ id }) => String(id)}
          columns={[
            {
              label: say('sales.tier'),
              cell: ({ id, name }) =>
                id === null ? (
                  say('sales.no_tier')
                ) : (
                  <Link component={RouterLink} to={listOf('tickets', { event: event.id, ticket_tier: id })}>
                    {name}
                  </Link>
                ),
            },
            { label: say('events.valid'), figures: true, cell: ({ valid }) => formats.count(valid) },
            { label: say('events.inside'), figures: true, cell: ({ inside }) => formats.count(inside) },
            { label: say('events.not_made'), figures: true, cell: ({ pending }) => formats.count(pending) },
            { label: say('events.void'), figures: true, cell: ({ other }) => formats.count(other) },
          ]}
        />
      )}
    </Section>
  );
}

function ticketsByTier(tickets: EventDetail['tickets']): readonly TierTickets[] {
  const tiers = new Map<string | null, TierTickets>();
  for (const { ticket_tier_id: id, name, status, check_in_status, tickets: count } of tickets) {
    const before = tiers.get(id) ?? { id, name, valid: 0, inside: 0, pending: 0, other: 0 };
    const valid = status === 'active';
    tiers.set(id, {
      ...before,
      valid: before.valid + (valid ? count : 0),
      inside: before.inside + (valid && check_in_status !== 'not_checked_in' ? count : 0),
      pending: before.pending + (status === 'pending' ? count : 0),
      other: before.other + (valid || status === 'pending' ? 0 : count),
    });
  }
  return [...tiers.values()];
}
