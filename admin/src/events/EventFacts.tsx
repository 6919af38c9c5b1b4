import { Link } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { type Fact, Facts } from '../ui/screens/Facts.tsx';
import { Email } from '../ui/values/Email.tsx';
import { listOf } from '../ui/values/NameLink.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';

export function EventFacts({ event }: { readonly event: EventDetail }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const time = (at: string | null) => (at === null ? <Dash /> : formats.dateTime(at, event.timezone));
  const product = event.woo_variation_id === null ? '' : ` / ${event.woo_variation_id}`;
  const facts: readonly Fact[] = [
    { label: say('events.starts'), value: time(event.starts_at) },
    { label: say('events.ends'), value: time(event.ends_at) },
    { label: say('events.time_zone'), value: event.timezone },
    { label: say('events.days'), value: formats.count(event.num_days) },
    { label: say('events.venue'), value: event.venue ?? <Dash /> },
    {
      label: say('events.organizer'),
      value: (
        <Link component={RouterLink} to={listOf('events', { organizer: event.organizer_id })}>
          <Email address={event.organizer_name} />
        </Link>
      ),
    },
    { label: say('events.product'), value: `${event.woo_product_id}${product}` },
    { label: say('events.store'), value: event.store_url },
  ];
  return <Facts facts={facts} />;
}
