import { Box, Typography } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import { isNothing } from '../format/format-money.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { TextKey } from '../texts/dictionary.ts';
import { Section } from '../ui/screens/Section.tsx';
import { Money } from '../ui/values/Money.tsx';
import { NoSales } from './NoSales.tsx';

type Payout = EventDetail['payouts'][number];

const PARTS = ['total', 'refunded', 'net', 'service_fee'] as const;
const LABEL: Readonly<Record<(typeof PARTS)[number], TextKey>> = {
  total: 'sales.total',
  refunded: 'sales.refunded',
  net: 'sales.net',
  service_fee: 'sales.service_fee',
};

/** The organizer's amount, and how it is calculated. */
export function Payouts({ payouts }: { readonly payouts: readonly Payout[] }): ReactElement {
  const say = useTexts();
  return (
    <Section
      title={say('events.payout')}
      aside={
        <Typography variant="body2" color="textSecondary">
          {say('events.payout_hint')}
        </Typography>
      }
    >
      {payouts.length === 0 && <NoSales />}
      <Box sx={{ display: 'grid', gap: 2.5 }}>
        {payouts.map((payout) => (
          <PayoutRow key={payout.currency} payout={payout} />
        ))}
      </Box>
    </Section>
  );
}

function PayoutRow({ payout }: { readonly payout: Payout }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gap: { xs: 1.5, sm: 2 },
        gridTemplateColumns: { xs: '1fr 1fr', md: 'minmax(0, 1.6fr) repeat(5, minmax(0, 1fr))' },
        alignItems: 'start',
        '& dd': { m: 0 },
      }}
    >
      <Box sx={{ gridColumn: { xs: '1 / -1', md: 'auto' } }}>
        <Typography component="dt" variant="body2" color="textSecondary">
          {`${say('sales.organizer_amount')} · ${payout.currency}`}
        </Typography>
        <Typography component="dd" sx={{ fontSize: '1.5rem', fontWeight: 650, lineHeight: 1.3 }}>
          <Money amount={payout.organizer_amount} currency={payout.currency} />
        </Typography>
      </Box>
      {PARTS.map((part) => (
        <div key={part}>
          <Typography component="dt" variant="body2" color="textSecondary">
            {say(LABEL[part])}
          </Typography>
          <dd>
            <Money amount={payout[part]} currency={payout.currency} />
            {part === 'refunded' && <RefundedParts payout={payout} />}
          </dd>
        </div>
      ))}
      <div>
        <Typography component="dt" variant="body2" color="textSecondary">
          {say('sales.orders')}
        </Typography>
        <dd>{formats.count(payout.orders)}</dd>
      </div>
    </Box>
  );
}

/** The refunds that name lines, which the table of tiers shows as well, and the refunds that name none. */
function RefundedParts({ payout }: { readonly payout: Payout }): ReactNode {
  const say = useTexts();
  const formats = useFormats();
  const { currency, refunded_by_lines, refunded_apportioned } = payout;
  if (isNothing(refunded_apportioned)) return null;
  const parts = [
    say('events.refunded_lines', { amount: formats.money(refunded_by_lines, currency) }),
    say('events.refunded_without_lines', { amount: formats.money(refunded_apportioned, currency) }),
  ];
  return parts.map((part) => (
    <Typography key={part} variant="body2" color="textSecondary">
      {part}
    </Typography>
  ));
}
