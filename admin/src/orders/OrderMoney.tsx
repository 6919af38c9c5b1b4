import { Box, Divider, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { OrderDetail } from '../../../src/contract/ticketing/orders.ts';
import { isNothing } from '../format/format-money.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { TextKey } from '../texts/dictionary.ts';
import { Money } from '../ui/values/Money.tsx';

interface Line {
  readonly label: TextKey;
  readonly amount: string;
  readonly strong?: boolean;
}

/** The amounts of the order, from what the store charged down to what the organizer gets. */
export function OrderMoney({ order }: { readonly order: OrderDetail }): ReactElement {
  const say = useTexts();
  const lines: readonly (Line | null)[] = [
    { label: 'orders.subtotal', amount: order.subtotal },
    { label: 'orders.discount', amount: negative(order.discount) },
    { label: 'orders.tax', amount: order.tax },
    isNothing(order.rounding) ? null : { label: 'orders.rounding', amount: order.rounding },
    { label: 'orders.total', amount: order.total, strong: true },
    isNothing(order.refunded_by_lines)
      ? null
      : { label: 'orders.refunded_by_lines', amount: negative(order.refunded_by_lines) },
    isNothing(order.refunded_apportioned)
      ? null
      : { label: 'orders.refunded_apportioned', amount: negative(order.refunded_apportioned) },
    isNothing(order.refunded_rounding)
      ? null
      : { label: 'orders.refunded_rounding', amount: negative(order.refunded_rounding) },
    { label: 'sales.net', amount: order.net },
    { label: 'sales.service_fee', amount: negative(order.service_fee) },
    { label: 'sales.organizer_amount', amount: order.organizer_amount, strong: true },
  ];
  const whole: readonly (Line | null)[] = [
    { label: 'orders.whole', amount: order.order_total },
    isNothing(order.order_refunded)
      ? null
      : { label: 'orders.whole_refunded', amount: negative(order.order_refunded) },
  ];
  return (
    <>
      <Lines lines={lines} currency={order.currency} />
      <Divider sx={{ my: 1.5 }} />
      <Lines lines={whole} currency={order.currency} />
      <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
        {say('orders.whole_hint')}
      </Typography>
    </>
  );
}

function Lines({
  lines,
  currency,
}: {
  readonly lines: readonly (Line | null)[];
  readonly currency: string;
}): ReactElement {
  const say = useTexts();
  return (
    <Box component="dl" sx={{ m: 0, display: 'grid', gap: 0.75 }}>
      {lines.map(
        (line) =>
          line !== null && (
            <Box
              key={line.label}
              sx={{
                display: 'flex',
                justifyContent: 'space-between',
                gap: 2,
                fontWeight: line.strong === true ? 650 : 400,
              }}
            >
              <Box component="dt" sx={{ color: line.strong === true ? 'text.primary' : 'text.secondary' }}>
                {say(line.label)}
              </Box>
              <Box component="dd" sx={{ m: 0 }}>
                <Money amount={line.amount} currency={currency} />
              </Box>
            </Box>
          ),
      )}
    </Box>
  );
}

function negative(amount: string): string {
  if (isNothing(amount)) return amount;
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}
