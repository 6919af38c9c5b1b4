import { Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { useGetList } from 'react-admin';
import type { Conflict } from '../../../src/contract/conflict.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { personName } from '../sales/person-name.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { conflictTitle, conflictTone, outcomeText, settledBy } from './conflict-title.ts';

const MOST = 50;

interface ConflictsOfProps {
  /** One ticket, or all tickets of an order. */
  readonly of: { readonly row: string } | { readonly order: string };
}

/** The conflicts of a ticket or an order, and their decisions; shows nothing if there are none. */
export function ConflictsOf({ of }: ConflictsOfProps): ReactElement | null {
  const say = useTexts();
  const words = useWords();
  const { data } = useGetList<Conflict>('conflicts', {
    filter: { ...of, state: 'all' },
    pagination: { page: 1, perPage: MOST },
  });
  if (data === undefined || data.length === 0) return null;
  return (
    <Section title={say('conflicts.of_this')} flush>
      <RowTable
        label={say('conflicts.of_this')}
        rows={data}
        rowKey={({ id }) => id}
        columns={[
          {
            label: say('conflicts.what'),
            cell: (one) => (
              <NameLink to={`/conflicts/${one.id}/show`}>
                {conflictTitle(one, words('field', one.field), say)}
              </NameLink>
            ),
          },
          { label: say('conflicts.person'), cell: (one) => personName(one) ?? say('tickets.no_name') },
          { label: say('conflicts.since'), cell: (one) => <Moment at={one.created_at} /> },
          { label: say('conflicts.settle'), wide: true, cell: (one) => <Outcome conflict={one} /> },
        ]}
      />
    </Section>
  );
}

/** Shows how the conflict was closed, or that it is still open. */
export function Outcome({ conflict }: { readonly conflict: Conflict }): ReactElement {
  const say = useTexts();
  const { settled_at, note } = conflict;
  const text = outcomeText(conflict, say);
  if (text === null) return <Chip tone={conflictTone(conflict)} label={say('conflicts.state_one_open')} />;
  return (
    <>
      {text}
      {note !== null && (
        <Typography component="div" sx={{ overflowWrap: 'anywhere' }}>
          “{note}”
        </Typography>
      )}
      <Typography component="div" variant="body2" color="textSecondary">
        {settledBy(conflict, say)} · <Moment at={settled_at} />
      </Typography>
    </>
  );
}
