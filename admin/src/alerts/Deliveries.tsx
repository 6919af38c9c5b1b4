import { Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Delivery } from '../../../src/contract/alert.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Dash, RelativeTime } from '../ui/values/RelativeTime.tsx';

const TONE: Readonly<Record<Delivery['status'], Tone>> = { sent: 'good', waiting: 'warn', given_up: 'bad' };

interface DeliveriesProps {
  readonly label: string;
  readonly deliveries: readonly Delivery[];
}

/**
 * A table of messages: the recipient, and the time of delivery, or the reason of the failure and the next
 * attempt.
 */
export function Deliveries({ label, deliveries }: DeliveriesProps): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  return (
    <RowTable
      label={label}
      rows={deliveries}
      rowKey={({ id }) => id}
      columns={[
        {
          label: say('alerts.delivery_to'),
          cell: ({ channel, recipient }) => (channel === 'webhook' ? say('alerts.webhook') : recipient),
        },
        { label: say('alerts.delivery_event'), cell: ({ event }) => say(`alerts.event_${event}`) },
        {
          label: say('alerts.state'),
          cell: ({ status, error_code }) => (
            <Chip
              tone={status === 'waiting' && error_code !== null ? 'bad' : TONE[status]}
              label={say(
                status === 'waiting' && error_code !== null
                  ? 'alerts.delivery_failing'
                  : `alerts.delivery_${status}`,
              )}
            />
          ),
        },
        { label: say('alerts.delivery_when'), cell: (one) => <When delivery={one} /> },
        { label: say('alerts.delivery_why'), wide: true, cell: (one) => <Why delivery={one} /> },
        {
          label: say('alerts.delivery_attempts'),
          figures: true,
          cell: ({ attempts }) => formats.count(attempts),
        },
      ]}
    />
  );
}

function When({ delivery }: { readonly delivery: Delivery }): ReactElement {
  const say = useTexts();
  const { sent_at, next_attempt_at, last_attempt_at } = delivery;
  if (sent_at !== null) return <Moment at={sent_at} />;
  if (next_attempt_at === null) return <Moment at={last_attempt_at} />;
  return (
    <>
      {say('alerts.delivery_next')} <RelativeTime at={next_attempt_at} />
    </>
  );
}

function Why({ delivery }: { readonly delivery: Delivery }): ReactElement {
  const { error_message, reply } = delivery;
  if (error_message === null) return <Dash />;
  return (
    <>
      {error_message}
      {reply !== null && (
        <Typography component="div" variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          <code>{reply}</code>
        </Typography>
      )}
    </>
  );
}
