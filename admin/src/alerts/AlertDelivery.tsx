import { Box, Button, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Delivery, AlertDelivery as Ways } from '../../../src/contract/alert.ts';
import { call } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Facts } from '../ui/screens/Facts.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Failed, Loading } from '../ui/screens/States.tsx';
import { useAction } from '../ui/screens/use-action.ts';
import { Nothing } from '../ui/values/Nothing.tsx';
import { Deliveries } from './Deliveries.tsx';

const MANAGEMENT = '/api/v1/sync-woocommerce/management/';
const KEY = ['alert-delivery'];
/** A message that was just requested is delivered or refused within seconds, so it is checked often. */
const SOON_MS = 1_000;
const LATER_MS = 10_000;

/** Shows the channels of alerts, their recipients, and whether messages arrive. */
export default function AlertDelivery(): ReactElement {
  const say = useTexts();
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => await call<Ways>(`${MANAGEMENT}alert-delivery/`, { signal }),
    refetchInterval: ({ state }) => (state.data?.tests.some(isOnItsWay) === true ? SOON_MS : LATER_MS),
  });
  return (
    <>
      <ScreenHead
        title={say('alerts.delivery_title')}
        sub={say('alerts.delivery_sub')}
        back={{ to: '/alerts', label: say('alerts.title') }}
      />
      {data === undefined &&
        (error === null ? <Loading rows={6} /> : <Failed error={error} onRetry={() => void refetch()} />)}
      {data !== undefined && <Shown ways={data} />}
    </>
  );
}

function isOnItsWay({ status, error_code }: Delivery): boolean {
  return status === 'waiting' && error_code === null;
}

function Shown({ ways: { mail, webhook, tests } }: { readonly ways: Ways }): ReactElement {
  const say = useTexts();
  return (
    <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Section
        title={say('alerts.mail')}
        aside={mail !== null && mail.recipients.length > 0 && <SendTest channel="mail" />}
      >
        {mail === null ? (
          <Typography>{say('alerts.no_mail')}</Typography>
        ) : (
          <Facts
            minWidth={260}
            facts={[
              { label: say('alerts.mail_from'), value: mail.from },
              {
                label: say('alerts.mail_to'),
                value:
                  mail.recipients.length === 0 ? say('alerts.no_recipients') : mail.recipients.join(', '),
              },
            ]}
          />
        )}
      </Section>
      <Section title={say('alerts.webhook')} aside={webhook !== null && <SendTest channel="webhook" />}>
        <Typography>{webhook === null ? say('alerts.no_webhook') : <code>{webhook.host}</code>}</Typography>
      </Section>
      <Section title={say('alerts.tests')} flush>
        {tests.length === 0 ? (
          <Nothing text={say('alerts.no_tests')} />
        ) : (
          <Deliveries label={say('alerts.tests')} deliveries={tests} />
        )}
      </Section>
    </Box>
  );
}

function SendTest({ channel }: { readonly channel: Delivery['channel'] }): ReactElement {
  const say = useTexts();
  const queries = useQueryClient();
  const { run, busy } = useAction(
    async () => await call<Ways>(`${MANAGEMENT}test-alert/`, { method: 'POST', body: { channel } }),
    { onDone: (ways) => queries.setQueryData(KEY, ways) },
  );
  return (
    <Button variant="contained" size="small" disabled={busy} onClick={() => run()}>
      {say(`alerts.test_${channel}`)}
    </Button>
  );
}
