import { Alert, Box, Button, Checkbox, FormControlLabel, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Confirm } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { OpenStatement, Statement } from '../../../src/contract/ticketing/statements.ts';
import { call } from '../data-provider.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { resourceOf } from '../resources.ts';
import { useMay } from '../ui/screens/Allowed.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { useAction } from '../ui/screens/use-action.ts';
import { StatementFigures } from './StatementFigures.tsx';
import { StatementLines } from './StatementLines.tsx';

/** The open period of one currency: its balance, its lines, and its closing. */
export function OpenAccount({ open }: { readonly open: OpenStatement }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const may = useMay();
  const { event, currency, first_day: from, latest_last_day: latest, timezone } = open;
  const mayClose = may('statements', 'close') && latest !== null;
  const [lastDay, setLastDay] = useState(latest ?? '');
  const until = mayClose && /^20\d\d-\d\d-\d\d$/.test(lastDay) && lastDay <= latest ? lastDay : null;
  const { data } = useQuery({
    queryKey: ['open statement', event, currency, until],
    enabled: until !== null,
    queryFn: async ({ signal }) =>
      await call<{ readonly results: readonly OpenStatement[] }>(
        `${resourceOf('statements').path}open/?event=${event}&currency=${currency}&last_day=${until}`,
        { signal },
      ),
  });
  const ending = until === null ? undefined : data?.results[0];
  const filter = { event, currency, ...(until === null ? {} : { last_day: until }) };
  return (
    <>
      <Section
        title={`${say('statements.open_now')} · ${currency}`}
        aside={
          <Typography variant="body2" color="textSecondary">
            {from === null
              ? say('statements.open_from_first')
              : say('statements.open_from', { from: formats.day(from, { dateStyle: 'medium' }) })}
          </Typography>
        }
      >
        <StatementFigures figures={open} />
      </Section>
      {may('statements', 'close') && (
        <Section title={`${say('statements.close')} · ${currency}`}>
          <Box sx={{ display: 'grid', gap: 2, justifyItems: 'start' }}>
            {latest === null ? (
              <Typography color="textSecondary">{say('statements.not_yet')}</Typography>
            ) : (
              <TextField
                label={say('statements.last_day')}
                value={lastDay}
                onChange={(change) => setLastDay(change.target.value.trim())}
                helperText={say('statements.last_day_help', { day: latest })}
                error={until === null}
              />
            )}
            {ending !== undefined && <Closing key={ending.content_hash} ending={ending} />}
          </Box>
        </Section>
      )}
      <StatementLines resource="open-statement-lines" {...{ filter, currency, timezone }} />
    </>
  );
}

/** Exactly what will be kept, and the button that keeps it. */
function Closing({ ending }: { readonly ending: OpenStatement }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const navigate = useNavigate();
  const [asks, setAsks] = useState(false);
  const { event, currency, last_day, content_hash, closing, line_count: lines, unproven } = ending;
  const [confirms, setConfirms] = useState(false);
  const path = resourceOf('statements').path;
  const closes = useAction(
    async () =>
      await call<Statement>(`${path}close/`, {
        method: 'POST',
        body: {
          event,
          currency,
          last_day,
          content_hash,
          ...(confirms ? { confirm_unproven: true } : {}),
        },
      }),
    {
      done: () => say('statements.closed'),
      onDone: ({ id }) => void navigate(`/statements/${id}/show`),
    },
  );
  return (
    <>
      <Alert severity="info">{say('statements.frozen', { lines })}</Alert>
      <StatementFigures figures={ending} />
      {unproven.length > 0 && (
        <Alert severity="warning">
          <Typography>{say('statements.unproven_text')}</Typography>
          <Box component="ul" sx={{ my: 1, pl: 2.5 }}>
            {unproven.map((reason) => (
              <li key={reason}>{say(`statements.unproven.${reason}`, { rejects: ending.open_rejects })}</li>
            ))}
          </Box>
          <FormControlLabel
            control={<Checkbox checked={confirms} onChange={(_, checked) => setConfirms(checked)} />}
            label={say('statements.unproven_confirm')}
          />
        </Alert>
      )}
      <Typography variant="body2" color="textSecondary">
        {ending.verified_at === null
          ? say('statements.never_verified')
          : say('statements.verified_at', { when: formats.dateTime(ending.verified_at) })}
      </Typography>
      <Button
        variant="contained"
        disabled={closes.busy || (unproven.length > 0 && !confirms)}
        onClick={() => setAsks(true)}
      >
        {say('statements.close')}
      </Button>
      <Confirm
        isOpen={asks}
        loading={closes.busy}
        title={say('statements.close_title', { day: last_day ?? '' })}
        content={say('statements.close_text', { balance: formats.money(closing, currency), lines })}
        confirm={say('statements.close_yes')}
        cancel={say('ra.action.cancel')}
        onConfirm={() => closes.run()}
        onClose={() => setAsks(false)}
      />
    </>
  );
}
