import { Box, Button, MenuItem, TextField, Typography } from '@mui/material';
import { type ReactElement, useState } from 'react';
import type { OutboundDelivery, OutboundEndpoint } from '../../../src/contract/outbound.ts';
import { DELIVERY_STATUSES } from '../../../src/vocabulary/outbound.ts';
import { act } from '../data-provider.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { Allowed, useMay } from '../ui/screens/Allowed.tsx';
import { PagedSection } from '../ui/screens/PagedSection.tsx';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { useAction } from '../ui/screens/use-action.ts';
import { Chip } from '../ui/values/Chip.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { Nothing } from '../ui/values/Nothing.tsx';
import { Dash, RelativeTime } from '../ui/values/RelativeTime.tsx';
import { ReplaySpan } from './ReplaySpan.tsx';

const TONE = { waiting: 'warn', delivered: 'good', given_up: 'bad' } as const;
const PAGE = 25;

/** The messages of an endpoint with their attempts and answers, the newest first. */
export function DeliveryLog({ endpoint: { id } }: { readonly endpoint: OutboundEndpoint }): ReactElement {
  const say = useTexts();
  const words = useWords();
  const [status, setStatus] = useState('');
  return (
    <PagedSection<OutboundDelivery>
      title={say('outbound.log')}
      resource="outbound-deliveries"
      filter={{ endpoint: id, status }}
      perPage={PAGE}
      sort={{ field: 'id', order: 'DESC' }}
      aside={
        <>
          <TextField
            select
            size="small"
            label={say('outbound.state')}
            value={status}
            onChange={({ target }) => setStatus(target.value)}
            slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
            sx={{ minWidth: 140, m: 0 }}
          >
            <MenuItem value="">{say('outbound.all')}</MenuItem>
            {DELIVERY_STATUSES.map((one) => (
              <MenuItem key={one} value={one}>
                {words('outbound_status', one)}
              </MenuItem>
            ))}
          </TextField>
          <Allowed resource="outbound-endpoints" action="replay">
            <ReplaySpan id={id} />
          </Allowed>
        </>
      }
      empty={<Nothing text={say(status === '' ? 'outbound.log_empty' : 'states.no_match')} />}
    >
      {(rows) => <Messages endpoint={id} rows={rows} />}
    </PagedSection>
  );
}

interface MessagesProps {
  readonly endpoint: string;
  readonly rows: readonly OutboundDelivery[];
}

function Messages({ endpoint, rows }: MessagesProps): ReactElement {
  const say = useTexts();
  const words = useWords();
  const formats = useFormats();
  const may = useMay();
  const columns = [
    { label: say('outbound.kind'), cell: (one: OutboundDelivery) => <What delivery={one} /> },
    {
      label: say('outbound.changed_at'),
      cell: (one: OutboundDelivery) => <Moment at={one.change.changed_at} />,
    },
    {
      label: say('outbound.state'),
      cell: ({ status }: OutboundDelivery) => (
        <Chip tone={TONE[status]} label={words('outbound_status', status)} />
      ),
    },
    {
      label: say('outbound.attempts'),
      figures: true,
      cell: (one: OutboundDelivery) => formats.count(one.attempts),
    },
    { label: say('outbound.when'), cell: (one: OutboundDelivery) => <When delivery={one} /> },
    { label: say('outbound.answer'), wide: true, cell: (one: OutboundDelivery) => <Answer delivery={one} /> },
  ];
  const again = {
    label: say('outbound.action'),
    cell: (one: OutboundDelivery) => <Again endpoint={endpoint} delivery={one} />,
  };
  return (
    <RowTable
      label={say('outbound.log')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={may('outbound-endpoints', 'replay') ? [...columns, again] : columns}
    />
  );
}

interface DeliveryProps {
  readonly delivery: OutboundDelivery;
}

/** The kind of the change, as a link to the object, and its changed fields. */
function What({ delivery: { kind, change } }: DeliveryProps): ReactElement {
  const words = useWords();
  const name = words('change_kind', kind);
  const page = pageOf(kind, change);
  return (
    <Box sx={{ minWidth: { sm: 180 } }}>
      {page === null ? name : <NameLink to={page}>{name}</NameLink>}
      {change.fields.length > 0 && (
        <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
          {change.fields.join(', ')}
        </Typography>
      )}
    </Box>
  );
}

const PAGES: Readonly<Record<string, string>> = {
  order: 'orders',
  ticket: 'tickets',
  check_in: 'tickets',
  event: 'events',
  execution: 'executions',
  alert: 'alerts',
};

function pageOf(kind: string, { subject_id, ticket_id }: OutboundDelivery['change']): string | null {
  const [subject = ''] = kind.split('.');
  const page = PAGES[subject];
  // A check-in has no page of its own.
  const id = subject === 'check_in' ? ticket_id : subject_id;
  return page === undefined || id === null ? null : `/${page}/${id}/show`;
}

function When({ delivery: { last_attempt_at, next_attempt_at } }: DeliveryProps): ReactElement {
  const say = useTexts();
  if (next_attempt_at === null) return <Moment at={last_attempt_at} />;
  return (
    <>
      {say('outbound.next_attempt')} <RelativeTime at={next_attempt_at} />
    </>
  );
}

/** The status of the answer; if it was not accepted, also the reason and the text of the answer. */
function Answer({ delivery: { last_status, last_error, last_reply } }: DeliveryProps): ReactElement {
  const words = useWords();
  if (last_status === null && last_error === null) return <Dash />;
  return (
    <>
      {last_status !== null && <strong>{last_status} </strong>}
      {last_error !== null && words('outbound_error', last_error)}
      {last_reply !== null && (
        <Typography component="div" variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          <code>{last_reply}</code>
        </Typography>
      )}
    </>
  );
}

function Again({ endpoint, delivery }: DeliveryProps & { readonly endpoint: string }): ReactElement | null {
  const say = useTexts();
  const { run, busy } = useAction(
    async () =>
      await act<{ readonly replayed: number }>('outbound-endpoints', endpoint, 'replay', {
        deliveries: [delivery.id],
      }),
    { done: ({ replayed }) => say('outbound.replayed', { smart_count: replayed }) },
  );
  if (delivery.status === 'waiting') return null;
  return (
    <Button size="small" disabled={busy} onClick={() => run()}>
      {say('outbound.replay')}
    </Button>
  );
}
