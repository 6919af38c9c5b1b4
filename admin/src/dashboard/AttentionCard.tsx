import AlertIcon from '@mui/icons-material/ErrorOutlineOutlined';
import OkIcon from '@mui/icons-material/TaskAltOutlined';
import WarnIcon from '@mui/icons-material/WarningAmberOutlined';
import { Box, Card, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Alert } from '../../../src/contract/alert.ts';
import type { Configuration } from '../../../src/contract/configuration.ts';
import { useLeftOut } from '../executions/use-left-out.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useMay } from '../ui/screens/Allowed.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Failed, Loading } from '../ui/screens/States.tsx';
import { AttentionItem } from './AttentionItem.tsx';
import type { Attention, ServerAway } from './attention.ts';
import { useAttention } from './use-attention.ts';
import { useHealth } from './use-health.ts';

/**
 * The first card of the overview. It lists each problem with its start and a link to its page, or says that
 * there are none.
 */
export function AttentionCard(): ReactElement | null {
  const say = useTexts();
  const { servers, alerts, failing, configurations, conflicts, error, isPending, refetch } = useAttention();
  const { data: health } = useHealth();
  if (error !== null) {
    return (
      <Section title={say('dashboard.attention')}>
        <Failed error={error} onRetry={refetch} />
      </Section>
    );
  }
  if (isPending)
    return (
      <Card>
        <Loading rows={2} />
      </Card>
    );
  const wrong = servers.length + alerts.length + failing.length + configurations.length + conflicts;
  if (wrong === 0) {
    // If the system itself has problems, this card shows nothing: the card of the system shows them.
    return health?.status === 'healthy' ? <AllWell /> : null;
  }
  return (
    <Section title={say('dashboard.attention')} flush>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {servers.map((one) => (
          <ServerItem key={one.stores[0].credentials} {...one} />
        ))}
        {alerts.map((alert) => (
          <AlertItem key={alert.id} alert={alert} />
        ))}
        {failing.map((one) => (
          <FailingItem key={one.execution} one={one} />
        ))}
        {configurations.map((configuration) => (
          <ConfigurationItem key={configuration.id} configuration={configuration} />
        ))}
        {conflicts > 0 && (
          <AttentionItem
            tone="warn"
            icon={<WarnIcon />}
            title={say('conflicts.open_ones', { smart_count: conflicts })}
            text={say('conflicts.sub')}
            since={null}
            to="/conflicts"
          />
        )}
      </Box>
    </Section>
  );
}

function AllWell(): ReactElement {
  const say = useTexts();
  return (
    <Card
      sx={(theme) => ({
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        px: 2.5,
        py: 2,
        borderColor: 'transparent',
        color: theme.palette.tones.good.ink,
        backgroundColor: theme.palette.tones.good.paper,
        '& svg': { fontSize: 32 },
      })}
    >
      <OkIcon />
      <Box>
        <Typography component="h2" variant="h2" sx={{ color: 'inherit' }}>
          {say('dashboard.all_well')}
        </Typography>
        <Typography sx={{ color: 'text.primary' }}>{say('dashboard.all_well_text')}</Typography>
      </Box>
    </Card>
  );
}

/** An unreachable server with all stores on it, and the time of the first failed attempt. */
function ServerItem({ stores, alert }: ServerAway): ReactElement {
  const say = useTexts();
  const may = useMay();
  const [first] = stores;
  const toStore = may('credentials', 'show') ? `/credentials/${first.credentials}/show` : '/executions';
  const configurations = stores.reduce((sum, one) => sum + one.configurations, 0);
  return (
    <AttentionItem
      tone="bad"
      icon={<AlertIcon />}
      title={say('dashboard.store_away', { name: stores.map(({ name }) => name).join(', ') })}
      text={
        <>
          {first.error_message ?? say('dashboard.alert_store_unreachable_text')}
          {' · '}
          {say('dashboard.of_configurations', { smart_count: configurations })}
          {alert !== null && <NotDelivered alert={alert} />}
        </>
      }
      since={first.unreachable_since}
      to={alert === null ? toStore : `/alerts/${alert.id}/show`}
    />
  );
}

function FailingItem({ one }: { readonly one: Attention['failing'][number] }): ReactElement {
  const say = useTexts();
  return (
    <AttentionItem
      tone="warn"
      icon={<WarnIcon />}
      title={one.name}
      text={[one.error_message, say('dashboard.attempts_fail', { smart_count: one.failed_attempts })]
        .filter((part) => part !== null)
        .join(' · ')}
      since={one.since}
      to={`/executions/${one.execution}/show`}
    />
  );
}

function AlertItem({ alert }: { readonly alert: Alert }): ReactElement {
  const say = useTexts();
  const names =
    alert.configurations.length === 0
      ? alert.stores.map(({ name }) => name).join(', ')
      : alert.configurations.map(({ name }) => name).join(', ');
  const kind = say(`words.alert_kind.${alert.kind}`);
  return (
    <AttentionItem
      tone="bad"
      icon={<AlertIcon />}
      title={names === '' ? kind : `${kind}: ${names}`}
      text={
        <>
          {alert.error_message ?? say(`dashboard.alert_${alert.kind}_text`)}
          <NotDelivered alert={alert} />
        </>
      }
      since={alert.started_at}
      to={`/alerts/${alert.id}/show`}
    />
  );
}

/** Says that one of the channels could not deliver the alert. */
function NotDelivered({ alert }: { readonly alert: Alert }): ReactElement | null {
  const say = useTexts();
  const stuck = alert.deliveries.some((one) => one.status !== 'sent' && one.error_code !== null);
  return stuck ? <b> {say('dashboard.not_delivered')}</b> : null;
}

function ConfigurationItem({ configuration }: { readonly configuration: Configuration }): ReactElement {
  const say = useTexts();
  const { id, name, status, last_verification, last_verified_at, last_sync_at, open_rejects, left_out } =
    configuration;
  const { ofAll } = useLeftOut();
  const failing = status === 'error';
  const rejects = !failing && last_verification === 'verified_with_rejects';
  const text = failing
    ? say('dashboard.failing')
    : rejects
      ? `${say('configurations.has_rejects', { smart_count: open_rejects })} · ${ofAll(left_out)}`
      : say('dashboard.differs');
  return (
    <AttentionItem
      tone={rejects ? 'warn' : 'bad'}
      icon={rejects ? <WarnIcon /> : <AlertIcon />}
      title={name}
      text={text}
      since={failing ? last_sync_at : last_verified_at}
      to={`/configurations/${id}/show${rejects ? '?tab=rejects' : ''}`}
    />
  );
}
