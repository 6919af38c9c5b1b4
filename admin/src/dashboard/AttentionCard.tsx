import AlertIcon from '@mui/icons-material/ErrorOutlineOutlined';
import OkIcon from '@mui/icons-material/TaskAltOutlined';
import WarnIcon from '@mui/icons-material/WarningAmberOutlined';
import { Box, Button, Card, Typography } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Alert } from '../../../src/contract/alert.ts';
import type { Configuration } from '../../../src/contract/configuration.ts';
import { FAILED_SIGN_INS } from '../alerts/AlertWhere.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';
import { useMay } from '../ui/Allowed.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { Section } from '../ui/Section.tsx';
import { Failed, Loading } from '../ui/States.tsx';
import { useAttention } from './use-attention.ts';
import { useHealth } from './use-health.ts';

/** First of all: what is wrong, since when, and the way to it. Or that nothing is. */
export function AttentionCard(): ReactElement | null {
  const say = useTexts();
  const { alerts, configurations, conflicts, error, isPending, refetch } = useAttention();
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
  if (alerts.length === 0 && configurations.length === 0 && conflicts === 0) {
    // What else is wrong stands in the system's own card.
    return health?.status === 'healthy' ? <AllWell /> : null;
  }
  return (
    <Section title={say('dashboard.attention')} flush>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {alerts.map((alert) => (
          <AlertItem key={alert.id} alert={alert} />
        ))}
        {configurations.map((configuration) => (
          <ConfigurationItem key={configuration.id} configuration={configuration} />
        ))}
        {conflicts > 0 && (
          <Item
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

interface ItemProps {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: ReactNode;
  readonly since: string | null;
  readonly to: string;
}

function Item({ tone, icon, title, text, since, to }: ItemProps): ReactElement {
  const say = useTexts();
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1.5,
        px: 2.5,
        py: 1.5,
        borderTop: 1,
        borderColor: 'divider',
      }}
    >
      <Box sx={(theme) => ({ display: 'flex', color: theme.palette.tones[tone].ink })}>{icon}</Box>
      <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
        <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{title}</Typography>
        <Typography component="div" variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
          {text}
          {since !== null && (
            <>
              {' · '}
              <RelativeTime at={since} />
            </>
          )}
        </Typography>
      </Box>
      <Button
        component={Link}
        to={to}
        size="small"
        variant="outlined"
        aria-label={say('dashboard.look_at', { name: title })}
      >
        {say('dashboard.look')}
      </Button>
    </Box>
  );
}

const OF_CREDENTIALS: readonly Alert['kind'][] = [
  'store_unreachable',
  'credentials_failing',
  'password_unprotected',
];

function AlertItem({ alert }: { readonly alert: Alert }): ReactElement {
  const say = useTexts();
  const names = alert.configurations.map(({ name }) => name).join(', ');
  const [first] = alert.configurations;
  const may = useMay();
  const toConfiguration =
    first?.execution === null || first === undefined
      ? `/configurations/${first?.id ?? ''}/show`
      : `/executions/${first.execution}/show`;
  const toStore = OF_CREDENTIALS.includes(alert.kind) && may('credentials', 'show');
  const toSignIns = may('audit', 'list') ? FAILED_SIGN_INS : '/alerts';
  const to =
    alert.kind === 'sign_ins_failing'
      ? toSignIns
      : toStore
        ? `/credentials/${alert.credentials}/show`
        : toConfiguration;
  const text = alert.error_message ?? say(`dashboard.alert_${alert.kind}_text`);
  return (
    <Item
      tone="bad"
      icon={<AlertIcon />}
      title={
        names === ''
          ? say(`words.alert_kind.${alert.kind}`)
          : `${say(`words.alert_kind.${alert.kind}`)}: ${names}`
      }
      text={text}
      since={alert.opened_at}
      to={to}
    />
  );
}

function ConfigurationItem({ configuration }: { readonly configuration: Configuration }): ReactElement {
  const say = useTexts();
  const { id, name, status, last_verification, last_verified_at, last_sync_at, open_rejects } = configuration;
  const failing = status === 'error';
  const rejects = !failing && last_verification === 'verified_with_rejects';
  const text = failing
    ? say('dashboard.failing')
    : rejects
      ? say('configurations.has_rejects', { smart_count: open_rejects })
      : say('dashboard.differs');
  return (
    <Item
      tone={rejects ? 'warn' : 'bad'}
      icon={rejects ? <WarnIcon /> : <AlertIcon />}
      title={name}
      text={text}
      since={failing ? last_sync_at : last_verified_at}
      to={`/configurations/${id}/show${rejects ? '?tab=rejects' : ''}`}
    />
  );
}
