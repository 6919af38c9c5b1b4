import AddIcon from '@mui/icons-material/Add';
import { Button, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { DataTable } from 'react-admin';
import { Link } from 'react-router-dom';
import type { OutboundEndpoint } from '../../../src/contract/outbound.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { Dash, RelativeTime } from '../ui/values/RelativeTime.tsx';
import { EndpointStatus } from './EndpointStatus.tsx';

const Table = DataTable<OutboundEndpoint>;
const Col = Column<OutboundEndpoint>;

export default function EndpointList(): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const create = (
    <Allowed resource="outbound-endpoints" action="create">
      <Button component={Link} to="/outbound-endpoints/create" variant="contained" startIcon={<AddIcon />}>
        {say('outbound.new')}
      </Button>
    </Allowed>
  );
  return (
    <ListScreen
      resource="outbound-endpoints"
      title={say('outbound.title')}
      sub={say('outbound.sub')}
      actions={create}
      empty={<Empty title={say('outbound.empty')} text={say('outbound.empty_hint')} action={create} />}
    >
      <Table rowClick="show" bulkActionButtons={false} sx={{ '& td': { verticalAlign: 'top' } }}>
        <Col
          source="name"
          label={say('outbound.name')}
          disableSort
          render={(one) => <NameLink to={`/outbound-endpoints/${one.id}/show`}>{one.name}</NameLink>}
        />
        <Col
          source="state"
          label={say('outbound.state')}
          disableSort
          render={(one) => <EndpointStatus endpoint={one} />}
        />
        <Col
          wide
          source="url"
          label={say('outbound.url')}
          disableSort
          render={(one) => <span style={{ overflowWrap: 'anywhere' }}>{one.url}</span>}
        />
        <Col
          source="kinds"
          label={say('outbound.filters')}
          disableSort
          render={(one) => <Filters endpoint={one} />}
        />
        <Col
          align="right"
          source="waiting"
          label={say('outbound.waiting')}
          disableSort
          render={(one) => formats.count(one.waiting)}
        />
        <Col
          align="right"
          source="given_up"
          label={say('outbound.given_up')}
          disableSort
          render={(one) => formats.count(one.given_up)}
        />
        <Col
          source="last_delivered_at"
          label={say('outbound.last_answer')}
          disableSort
          render={(one) => <LastAnswer endpoint={one} />}
        />
      </Table>
    </ListScreen>
  );
}

interface EndpointProps {
  readonly endpoint: OutboundEndpoint;
}

/** How many values each filter has. */
function Filters({ endpoint }: EndpointProps): ReactElement {
  const say = useTexts();
  const { kinds, organizer_ids, event_ids } = endpoint;
  const parts = [
    kinds.length === 0 ? null : say('outbound.kinds_of', { smart_count: kinds.length }),
    organizer_ids.length === 0 ? null : say('outbound.organizers_of', { smart_count: organizer_ids.length }),
    event_ids.length === 0 ? null : say('outbound.events_of', { smart_count: event_ids.length }),
  ].filter((part) => part !== null);
  return <>{parts.length === 0 ? say('outbound.all_changes') : parts.join(' · ')}</>;
}

/** The error of the last attempt, or when the receiver accepted a message. */
function LastAnswer({ endpoint }: EndpointProps): ReactElement {
  const words = useWords();
  if (endpoint.last_error !== null)
    return (
      <Typography variant="body2" color="error">
        {words('outbound_error', endpoint.last_error)}
      </Typography>
    );
  return endpoint.last_delivered_at === null ? <Dash /> : <RelativeTime at={endpoint.last_delivered_at} />;
}
