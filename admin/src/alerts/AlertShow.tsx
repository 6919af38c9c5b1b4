import { Box, Button, Link, Alert as Notice, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Alert } from '../../../src/contract/alert.ts';
import { useLeftOut } from '../executions/use-left-out.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { type Fact, Facts } from '../ui/screens/Facts.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Acknowledge } from './Acknowledge.tsx';
import { AlertState } from './AlertState.tsx';
import { AlertWhere } from './AlertWhere.tsx';
import { Deliveries } from './Deliveries.tsx';

/** One alert: what is wrong and where, what to do, and who was notified. */
export default function AlertShow(): ReactElement {
  return <DetailScreen<Alert> resource="alerts">{(alert) => <Shown alert={alert} />}</DetailScreen>;
}

function Shown({ alert }: { readonly alert: Alert }): ReactElement {
  const say = useTexts();
  const { ofAll } = useLeftOut();
  const { advice, error_code, error_message, guide, kind, left_out, resolved_at } = alert;
  const stores = alert.stores.map(({ name: store }) => store).join(', ');
  const name = say(`words.alert_kind.${kind}`);
  return (
    <>
      <ScreenHead
        title={stores === '' ? name : `${name}: ${stores}`}
        back={{ to: '/alerts', label: say('alerts.title') }}
        state={<AlertState alert={alert} />}
        sub={advice.means}
        actions={<Acknowledge alert={alert} />}
      />
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        {error_message !== null && (
          <Notice severity={resolved_at === null ? 'error' : 'info'}>
            {error_message}{' '}
            {error_code !== null && (
              <Typography component="code" variant="body2">
                {error_code}
              </Typography>
            )}
          </Notice>
        )}
        {left_out !== null && resolved_at === null && (
          <Notice severity="warning">
            {say('alerts.rejects', { smart_count: left_out.rows })}: {ofAll(left_out)}.
          </Notice>
        )}
        <Section
          title={say('alerts.what_to_do')}
          aside={
            <Button component={RouterLink} to={`/operations/${guide}`} size="small" variant="outlined">
              {say('alerts.guide')}
            </Button>
          }
        >
          <Typography>{resolved_at === null ? advice.todo : say('alerts.nothing_to_do')}</Typography>
        </Section>
        <Section title={say('alerts.about')}>
          <AlertFacts alert={alert} />
        </Section>
        <Notified alert={alert} />
      </Box>
    </>
  );
}

function AlertFacts({ alert }: { readonly alert: Alert }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { configurations, credentials, kind, server, started_at, opened_at, last_seen_at, resolved_at } =
    alert;
  const hasPlace = configurations.length > 0 || credentials !== null || kind === 'sign_ins_failing';
  const facts: readonly (Fact | null)[] = [
    { label: say('alerts.first_failure'), value: <Moment at={started_at} /> },
    { label: say('alerts.opened'), value: <Moment at={opened_at} /> },
    { label: say('alerts.last_seen'), value: <Moment at={last_seen_at} /> },
    { label: say('alerts.occurrences'), value: formats.count(alert.occurrences) },
    resolved_at === null ? null : { label: say('alerts.over_since'), value: <Moment at={resolved_at} /> },
    server === null ? null : { label: say('alerts.server'), value: <code>{server}</code> },
    hasPlace ? { label: say('alerts.where'), value: <AlertWhere alert={alert} /> } : null,
  ];
  return <Facts facts={facts.filter((fact) => fact !== null)} />;
}

function Notified({ alert }: { readonly alert: Alert }): ReactElement {
  const say = useTexts();
  const { deliveries } = alert;
  return (
    <Section
      title={say('alerts.deliveries')}
      flush
      aside={
        <Allowed resource="alert-delivery" action="list">
          <Link component={RouterLink} to="/alerts/delivery" variant="body2">
            {say('alerts.delivery_title')}
          </Link>
        </Allowed>
      }
    >
      {deliveries.length === 0 ? (
        <Typography color="textSecondary" sx={{ px: 2.5, pb: 2.5 }}>
          {say('alerts.nobody_told')}
        </Typography>
      ) : (
        <Deliveries label={say('alerts.deliveries')} deliveries={deliveries} />
      )}
    </Section>
  );
}
