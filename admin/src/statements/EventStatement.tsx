import { Box } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useGetOne } from 'react-admin';
import { useParams } from 'react-router-dom';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import type { OpenStatement } from '../../../src/contract/ticketing/statements.ts';
import { call } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { resourceOf } from '../resources.ts';
import { Details } from '../ui/screens/DetailScreen.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { OpenAccount } from './OpenAccount.tsx';
import { PayoutsOfEvent } from './PayoutsOfEvent.tsx';

/** What the organizer of an event is owed now, and the closing of a period. */
export default function EventStatement(): ReactElement {
  const { id = '' } = useParams();
  const { data, error, refetch } = useGetOne<EventDetail>('events', { id });
  return (
    <Details
      record={data}
      error={error}
      onRetry={() => void refetch()}
      content={(event) => <Shown event={event} />}
    />
  );
}

function Shown({ event }: { readonly event: EventDetail }): ReactElement {
  const say = useTexts();
  const { data } = useQuery({
    queryKey: ['open statements', event.id],
    queryFn: async ({ signal }) =>
      await call<{ readonly results: readonly OpenStatement[] }>(
        `${resourceOf('statements').path}open/?event=${event.id}`,
        { signal },
      ),
  });
  const accounts = data?.results ?? [];
  return (
    <>
      <ScreenHead
        title={say('statements.open_title', { event: event.title })}
        back={{ to: `/events/${event.id}/show`, label: event.title }}
        sub={event.organizer_name}
      />
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        {data?.results.length === 0 && (
          <Section title={say('statements.open_now')}>
            <Empty title={say('statements.no_account')} text={say('statements.no_account_hint')} />
          </Section>
        )}
        {accounts.map((open) => (
          <OpenAccount key={open.currency} open={open} />
        ))}
        <PayoutsOfEvent event={event.id} currencies={accounts.map(({ currency }) => currency)} />
      </Box>
    </>
  );
}
