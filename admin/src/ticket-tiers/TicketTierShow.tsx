import { Box, Button } from '@mui/material';
import type { ReactElement } from 'react';
import { Link } from 'react-router-dom';
import type { TierDetail } from '../../../src/contract/ticketing/ticket-tiers.ts';
import { ConflictsOf } from '../conflicts/ConflictsOf.tsx';
import { EditButton } from '../edits/EditButton.tsx';
import { EditedFields } from '../edits/EditedFields.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { GoneNote } from '../sales/GoneNote.tsx';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { type Fact, Facts } from '../ui/screens/Facts.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { Money } from '../ui/values/Money.tsx';
import { listOf, NameLink } from '../ui/values/NameLink.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';

export default function TicketTierShow(): ReactElement {
  return <DetailScreen<TierDetail> resource="ticket-tiers">{(tier) => <Shown tier={tier} />}</DetailScreen>;
}

function Shown({ tier }: { readonly tier: TierDetail }): ReactElement {
  const say = useTexts();
  return (
    <>
      <ScreenHead
        title={tier.name}
        back={{ to: '/ticket-tiers', label: say('ticket_tiers.title') }}
        state={tier.edits.length > 0 && <Chip tone="quiet" label={say('edits.mark')} />}
        sub={<NameLink to={`/events/${tier.event_id}/show`}>{tier.event_title}</NameLink>}
        actions={
          <>
            <Button
              component={Link}
              to={listOf('tickets', { event: tier.event_id, ticket_tier: tier.id })}
              variant="outlined"
            >
              {say('tickets.title')}
            </Button>
            <EditButton resource="ticket-tiers" record={tier} />
          </>
        }
      />
      <GoneNote {...tier} />
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <EditedFields resource="ticket-tiers" record={tier} currency={tier.currency} />
        <Section title={say('ticket_tiers.about')}>
          <TierFacts tier={tier} />
        </Section>
        <ConflictsOf of={{ row: tier.id }} />
      </Box>
    </>
  );
}

function TierFacts({ tier }: { readonly tier: TierDetail }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const count = (value: number | null) => (value === null ? <Dash /> : formats.count(value));
  const { price, currency, left, oversold } = tier;
  const facts: readonly Fact[] = [
    {
      label: say('ticket_tiers.price'),
      value: price === null ? say('ticket_tiers.not_sold') : <Money amount={price} currency={currency} />,
    },
    { label: say('ticket_tiers.sold'), value: formats.count(tier.sold) },
    {
      label: say('ticket_tiers.left'),
      value:
        oversold > 0 ? (
          <Chip tone="bad" label={say('ticket_tiers.oversold', { count: formats.count(oversold) })} />
        ) : (
          count(left)
        ),
    },
    { label: say('ticket_tiers.capacity'), value: count(tier.capacity) },
    { label: say('words.field.stock_left'), value: count(tier.stock_left) },
    { label: say('ticket_tiers.product'), value: `${tier.woo_product_id} / ${tier.woo_variation_id}` },
  ];
  return <Facts facts={facts} />;
}
