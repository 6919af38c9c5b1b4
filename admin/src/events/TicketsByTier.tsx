import { Link, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { listOf } from '../ui/values/NameLink.tsx';
import { NoSales } from './NoSales.tsx';

interface Counted {
  readonly valid: number;
  /** People who were checked in, whether or not their tickets are still valid. */
  readonly inside: number;
  /** Those of them whose tickets are no longer valid. */
  readonly insideNotValid: number;
  readonly pending: number;
  readonly other: number;
}

interface TierTickets extends Counted {
  readonly id: string | null;
  readonly name: string | null;
}

/** How many tickets admit their holders, and how many holders were checked in. */
export function TicketsByTier({ event }: { readonly event: EventDetail }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const rows = ticketsByTier(event.tickets);
  const all = sumOf(rows);
  const totalCells = [
    say('events.all'),
    formats.count(all.valid),
    <Inside key="inside" {...all} />,
    formats.count(all.pending),
    formats.count(all.other),
  ];
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
            { label: say('events.inside'), figures: true, cell: (row) => <Inside {...row} /> },
            { label: say('events.not_made'), figures: true, cell: ({ pending }) => formats.count(pending) },
            { label: say('events.void'), figures: true, cell: ({ other }) => formats.count(other) },
          ]}
          footer={[{ key: 'all', total: true, cells: totalCells }]}
        />
      )}
      <DaysOfTheProof {...event.check_ins} />
    </Section>
  );
}

/** How many people were checked in. Those whose ticket became invalid afterwards are marked. */
function Inside({ inside, insideNotValid }: Counted): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  return (
    <>
      {formats.count(inside)}
      {insideNotValid > 0 && (
        <Typography variant="body2" color="textSecondary">
          {say('events.no_longer_valid', { smart_count: insideNotValid })}
        </Typography>
      )}
    </>
  );
}

/** Explains why the proof of an execution may count another number of days than this table has tickets. */
function DaysOfTheProof({
  days_in_store,
  days_trashed,
  days_by_local_gate,
}: EventDetail['check_ins']): ReactElement | null {
  const say = useTexts();
  const sentences = [
    [days_in_store, 'events.check_in_days'],
    [days_trashed, 'events.check_in_days_trashed'],
    [days_by_local_gate, 'events.check_in_days_local'],
  ] as const;
  const shown = sentences.filter(([days]) => days > 0).map(([days, key]) => say(key, { smart_count: days }));
  if (shown.length === 0) return null;
  return (
    <Typography variant="body2" color="textSecondary" sx={{ px: { xs: 2, sm: 2.5 }, py: 1.5 }}>
      {shown.join(' ')}
    </Typography>
  );
}

function ticketsByTier(tickets: EventDetail['tickets']): readonly TierTickets[] {
  const tiers = new Map<string | null, TierTickets>();
  for (const { ticket_tier_id: id, name, status, check_in_status, tickets: count } of tickets) {
    const before = tiers.get(id) ?? {
      id,
      name,
      valid: 0,
      inside: 0,
      insideNotValid: 0,
      pending: 0,
      other: 0,
    };
    const valid = status === 'active';
    const inside = check_in_status !== 'not_checked_in';
    tiers.set(id, {
      ...before,
      valid: before.valid + (valid ? count : 0),
      inside: before.inside + (inside ? count : 0),
      insideNotValid: before.insideNotValid + (inside && !valid ? count : 0),
      pending: before.pending + (status === 'pending' ? count : 0),
      other: before.other + (valid || status === 'pending' ? 0 : count),
    });
  }
  return [...tiers.values()];
}

function sumOf(rows: readonly Counted[]): Counted {
  const sum = (name: keyof Counted): number => rows.reduce((all, row) => all + row[name], 0);
  return {
    valid: sum('valid'),
    inside: sum('inside'),
    insideNotValid: sum('insideNotValid'),
    pending: sum('pending'),
    other: sum('other'),
  };
}
