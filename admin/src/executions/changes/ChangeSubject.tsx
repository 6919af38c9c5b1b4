import { Box, Typography } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import type { Change } from '../../../../src/contract/execution.ts';
import { type Say, useTexts, useWords } from '../../i18n/use-texts.ts';
import { NameLink } from '../../ui/values/NameLink.tsx';

type Changed = Pick<Change, 'table' | 'subject'>;
type Subject = NonNullable<Changed['subject']>;

/** The row that an entry of the journal is about: its name, its owner, and a link to its page. */
export function ChangeSubject({ change }: { readonly change: Changed }): ReactElement {
  const say = useTexts();
  const words = useWords();
  const { table, subject } = change;
  const kind = words('table_one', table);
  if (subject === null) return <>{say('executions.subject_gone', { kind })}</>;
  const isOfOrder = subject.kind === 'order' && table !== 'orders';
  return (
    <Box sx={{ overflowWrap: 'anywhere' }}>
      <NameLink to={pageOf(subject)}>{titleOf(table, kind, subject, say)}</NameLink>
      <Typography component="div" variant="body2" color="textSecondary">
        {restOf(subject)}
      </Typography>
      {subject.kind === 'ticket' && subject.order !== null && (
        <Typography component="div" variant="body2">
          <NameLink to={`/orders/${subject.order}/show`}>
            {say('orders.number_of', { number: subject.order_number ?? '' })}
          </NameLink>
        </Typography>
      )}
      {isOfOrder && (
        <Typography component="div" variant="body2">
          {say('orders.number_of', { number: subject.number ?? '' })}
        </Typography>
      )}
    </Box>
  );
}

/** A tier links to the page of its event, which lists all tiers. */
function pageOf({ kind, id, event }: Subject): string {
  if (kind === 'ticket_tier') return `/events/${event}/show`;
  return `/${kind}s/${id}/show`;
}

function titleOf(table: string, kind: string, subject: Subject, say: Say): ReactNode {
  const { number, name, part } = subject;
  switch (table) {
    case 'orders':
      return say('orders.number_of', { number: number ?? '' });
    case 'tickets':
      return `${kind} ${number ?? say('tickets.no_number')}`;
    case 'refunds':
      return `${kind} ${part ?? ''}`;
    case 'events':
    case 'ticket_tiers':
      return withKind(kind, name ?? '');
    default:
      if (part === null) return kind;
      return (
        <>
          {kind}: <span data-data>{part}</span>
        </>
      );
  }
}

/** Adds the kind of the row, unless the name begins with that word. */
function withKind(kind: string, name: string): string {
  const isSaid = `${name.toLocaleLowerCase()} `.startsWith(`${kind.toLocaleLowerCase()} `);
  return isSaid ? name : `${kind} ${name}`;
}

function restOf({ kind, name, part, event_title }: Subject): string {
  if (kind === 'event') return '';
  if (kind === 'ticket_tier') return event_title;
  return [name, kind === 'ticket' ? part : null, event_title].filter((text) => text !== null).join(' · ');
}
