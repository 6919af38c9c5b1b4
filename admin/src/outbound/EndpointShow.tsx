import { Alert, AlertTitle, Box } from '@mui/material';
import type { ReactElement } from 'react';
import { useGetMany } from 'react-admin';
import type { OutboundEndpoint } from '../../../src/contract/outbound.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { type Fact, Facts } from '../ui/screens/Facts.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { RelativeTime } from '../ui/values/RelativeTime.tsx';
import { DeliveryLog } from './DeliveryLog.tsx';
import { EndpointActions } from './EndpointActions.tsx';
import { EndpointStatus } from './EndpointStatus.tsx';

export default function EndpointShow(): ReactElement {
  return (
    <DetailScreen<OutboundEndpoint> resource="outbound-endpoints">
      {(endpoint) => <Shown endpoint={endpoint} />}
    </DetailScreen>
  );
}

interface EndpointProps {
  readonly endpoint: OutboundEndpoint;
}

function Shown({ endpoint }: EndpointProps): ReactElement {
  const say = useTexts();
  const words = useWords();
  const { name, last_error, last_reply } = endpoint;
  return (
    <>
      <ScreenHead
        title={name}
        back={{ to: '/outbound-endpoints', label: say('outbound.title') }}
        state={<EndpointStatus endpoint={endpoint} />}
        actions={<EndpointActions endpoint={endpoint} />}
      />
      {last_error !== null && (
        <Alert severity={endpoint.state === 'ended' ? 'error' : 'warning'} sx={{ mb: 2 }}>
          <AlertTitle>{words('outbound_error', last_error)}</AlertTitle>
          {endpoint.held_until !== null && (
            <div>
              {say('outbound.next_attempt')} <RelativeTime at={endpoint.held_until} />
            </div>
          )}
          {last_reply !== null && <code style={{ overflowWrap: 'anywhere' }}>{last_reply}</code>}
        </Alert>
      )}
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Section title={say('outbound.facts')}>
          <EndpointFacts endpoint={endpoint} />
        </Section>
        <DeliveryLog endpoint={endpoint} />
      </Box>
    </>
  );
}

function EndpointFacts({ endpoint }: EndpointProps): ReactElement {
  const say = useTexts();
  const words = useWords();
  const formats = useFormats();
  const { url, kinds, organizer_ids, event_ids, waiting, given_up, old_secret_until } = endpoint;
  const organizers = useNames('organizers', 'name', organizer_ids);
  const events = useNames('events', 'title', event_ids);
  const all = say('outbound.all');
  const facts: Fact[] = [
    { label: say('outbound.url'), value: url },
    {
      label: say('outbound.kinds'),
      value: kinds.length === 0 ? all : kinds.map((kind) => words('change_kind', kind)).join(', '),
    },
    { label: say('organizers.title'), value: organizer_ids.length === 0 ? all : organizers },
    { label: say('events.title'), value: event_ids.length === 0 ? all : events },
    { label: say('outbound.waiting'), value: formats.count(waiting) },
    { label: say('outbound.given_up'), value: formats.count(given_up) },
    { label: say('outbound.last_delivered'), value: <RelativeTime at={endpoint.last_delivered_at} /> },
    { label: say('outbound.state_since'), value: <Moment at={endpoint.state_changed_at} /> },
  ];
  if (old_secret_until !== null)
    facts.push({ label: say('outbound.two_secrets_until'), value: <Moment at={old_secret_until} /> });
  return <Facts facts={facts} minWidth={240} />;
}

/** The names of these rows; the id of one that is not there. */
function useNames(resource: 'organizers' | 'events', field: string, ids: readonly string[]): string {
  const { data = [] } = useGetMany(resource, { ids: [...ids] }, { enabled: ids.length > 0 });
  const names = new Map(data.flatMap((row) => (row === undefined ? [] : [[row.id, String(row[field])]])));
  return ids.map((id) => names.get(id) ?? id).join(', ');
}
