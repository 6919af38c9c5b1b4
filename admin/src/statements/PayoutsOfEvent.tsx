import { Box, Button, MenuItem, TextField } from '@mui/material';
import { type ReactElement, useRef, useState } from 'react';
import type { Payout } from '../../../src/contract/ticketing/statements.ts';
import { call, newIdempotencyKey } from '../data-provider.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { resourceOf } from '../resources.ts';
import { useMay } from '../ui/screens/Allowed.tsx';
import { PagedSection } from '../ui/screens/PagedSection.tsx';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { useAction } from '../ui/screens/use-action.ts';
import { Money } from '../ui/values/Money.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';

const PER_PAGE = 10;

interface PayoutsOfEventProps {
  readonly event: string;
  readonly currencies: readonly string[];
}

/** What was paid to the organizer of an event, and the form for another payout. */
export function PayoutsOfEvent({ event, currencies }: PayoutsOfEventProps): ReactElement {
  const say = useTexts();
  const may = useMay();
  const formats = useFormats();
  return (
    <>
      <PagedSection<Payout>
        title={say('statements.payouts')}
        resource="payouts"
        filter={{ event }}
        perPage={PER_PAGE}
        sort={{ field: 'id', order: 'ASC' }}
        empty={<Empty title={say('statements.payout_none')} text={say('statements.payout_none_hint')} />}
      >
        {(rows) => (
          <RowTable
            label={say('statements.payouts')}
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              {
                label: say('statements.payout_day'),
                cell: ({ paid_on }) => formats.day(paid_on, { dateStyle: 'medium' }),
              },
              {
                label: say('statements.payout_reference'),
                wide: true,
                cell: ({ reference }) => reference ?? '',
              },
              {
                label: say('statements.payout_statement'),
                cell: ({ statement }) =>
                  statement === null ? (
                    say('statements.payout_open')
                  ) : (
                    <NameLink to={`/statements/${statement}/show`}>{say('statements.open')}</NameLink>
                  ),
              },
              {
                label: say('statements.payout_amount'),
                figures: true,
                cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
              },
            ]}
          />
        )}
      </PagedSection>
      {may('payouts', 'record') && currencies.length > 0 && (
        <PayoutForm key={currencies.join()} {...{ event, currencies }} />
      )}
    </>
  );
}

function PayoutForm({ event, currencies }: PayoutsOfEventProps): ReactElement {
  const say = useTexts();
  const [currency, setCurrency] = useState(currencies[0] ?? '');
  const [amount, setAmount] = useState('');
  const [day, setDay] = useState('');
  const [reference, setReference] = useState('');
  const body = {
    event,
    currency,
    amount: amount.trim(),
    paid_on: day.trim(),
    ...(reference.trim() === '' ? {} : { reference: reference.trim() }),
  };
  // A second attempt with the same values is the same payout, in case only the reply of the first was lost.
  const attempt = useRef({ sent: '', key: '' });
  const records = useAction(
    async () => {
      const sent = JSON.stringify(body);
      if (attempt.current.sent !== sent) attempt.current = { sent, key: newIdempotencyKey() };
      const idempotencyKey = attempt.current.key;
      return await call<Payout>(resourceOf('payouts').path, { method: 'POST', body, idempotencyKey });
    },
    {
      done: () => say('statements.payout_recorded'),
      onDone: () => {
        attempt.current = { sent: '', key: '' };
        setAmount('');
        setReference('');
      },
    },
  );
  return (
    <Section title={say('statements.payout_record')}>
      <Box
        component="form"
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault();
          records.run();
        }}
        sx={{ display: 'grid', gap: 2, maxWidth: 420, justifyItems: 'start' }}
      >
        <TextField
          select
          fullWidth
          label={say('statements.currency')}
          value={currency}
          onChange={(change) => setCurrency(change.target.value)}
        >
          {currencies.map((one) => (
            <MenuItem key={one} value={one}>
              {one}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          fullWidth
          label={say('statements.payout_amount')}
          value={amount}
          onChange={(change) => setAmount(change.target.value)}
        />
        <TextField
          fullWidth
          label={say('statements.payout_day')}
          helperText={say('statements.payout_day_help')}
          value={day}
          onChange={(change) => setDay(change.target.value)}
        />
        <TextField
          fullWidth
          label={say('statements.payout_reference')}
          value={reference}
          onChange={(change) => setReference(change.target.value)}
        />
        <Button
          type="submit"
          variant="outlined"
          disabled={records.busy || amount.trim() === '' || day.trim() === ''}
        >
          {say('statements.payout_record')}
        </Button>
      </Box>
    </Section>
  );
}
