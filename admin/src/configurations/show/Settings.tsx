import EditIcon from '@mui/icons-material/EditOutlined';
import { Alert, Box, Button, Link, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Configuration } from '../../../../src/contract/configuration.ts';
import type { SettingsEffects } from '../../../../src/contract/effects/settings-effects.ts';
import { SETTINGS_WITH_DEFAULT } from '../../../../src/vocabulary/configurations.ts';
import type { ApiError } from '../../api-error.ts';
import { call } from '../../data-provider.ts';
import { useFormats } from '../../format/use-formats.ts';
import { type Say, useTexts } from '../../i18n/use-texts.ts';
import { resourceOf } from '../../resources.ts';
import { Allowed, useMay } from '../../ui/screens/Allowed.tsx';
import { Section } from '../../ui/screens/Section.tsx';
import { Failed, Loading } from '../../ui/screens/States.tsx';
import { Email } from '../../ui/values/Email.tsx';
import { Dash, RelativeTime } from '../../ui/values/RelativeTime.tsx';
import { effectSentences, type SettingName } from '../settings/effect-sentences.ts';
import { type Setting, SettingList } from '../settings/SettingList.tsx';

/** Every setting: its value, whether that is the default, and its effect on the figures of this event. */
export function Settings({ configuration: one }: { readonly configuration: Configuration }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const may = useMay();
  const { data, error, isPending, refetch } = useQuery<SettingsEffects, ApiError>({
    queryKey: ['configurations', 'settings-effects', one.id],
    queryFn: async ({ signal }) =>
      await call(`${resourceOf('configurations').path}${one.id}/settings-effects/`, { signal }),
  });
  if (isPending) return <Loading rows={12} />;
  if (data === undefined) return <Failed error={error} onRetry={() => void refetch()} />;
  const sentences = effectSentences({ configuration: one, effects: data, say, formats });
  const { defaults } = data;
  const at = (iso: string | null) => (iso === null ? <Dash /> : formats.dateTime(iso, one.timezone));
  const row = (name: SettingName, label: string, value: ReactNode, usual?: string): Setting => {
    const known = SETTINGS_WITH_DEFAULT.find((one) => one === name);
    return {
      name,
      label,
      value,
      ...(known !== undefined && { isDefault: !data.not_default.includes(known) }),
      ...(usual !== undefined && { usual }),
      effects: sentences[name],
    };
  };
  // Less than a second would be shown in milliseconds.
  const duration = (seconds: number): string => (seconds === 0 ? '0 s' : formats.duration(seconds * 1000));
  const percent = (text: string): string => formats.percent(Number(text), 2);
  return (
    <Box sx={{ display: 'grid', gap: 2.5 }}>
      {data.event === null && <Alert severity="info">{say('settings.never_synced')}</Alert>}
      <Section
        title={say('settings.group_products')}
        aside={
          <Allowed resource="configurations" action="edit">
            <Button
              component={RouterLink}
              to={`/configurations/${one.id}`}
              size="small"
              startIcon={<EditIcon />}
            >
              {say('ra.action.edit')}
            </Button>
          </Allowed>
        }
      >
        <SettingList
          settings={[
            row(
              'credentials',
              say('configurations.store'),
              may('credentials', 'show') ? (
                <Link component={RouterLink} to={`/credentials/${one.credentials}/show`}>
                  {one.credentials_name}
                </Link>
              ) : (
                one.credentials_name
              ),
            ),
            {
              name: 'address',
              label: say('configurations.address'),
              value: <StoreUrl configuration={one} />,
              effects: [],
            },
            row(
              'woocommerce_product_ids',
              say('configurations.product'),
              [
                one.woocommerce_product_ids.join(', '),
                ...(one.woocommerce_translation_ids.length === 0
                  ? []
                  : [`${say('configurations.translations')}: ${one.woocommerce_translation_ids.join(', ')}`]),
              ].join('. '),
            ),
            row(
              'woocommerce_variation_id',
              say('configurations.variation'),
              one.woocommerce_variation_id ?? say('settings.one_variation'),
            ),
          ]}
        />
      </Section>
      <Section title={say('settings.group_people')}>
        <SettingList
          settings={[
            row('event_name', say('configurations.event_name'), one.event_name),
            row('organizer_name', say('configurations.organizer'), <Organizer configuration={one} />),
            row('event_start_date', say('configurations.starts'), at(one.event_start_date)),
            row('event_end_date', say('configurations.ends'), at(one.event_end_date)),
            row('timezone', say('configurations.timezone'), <Zone configuration={one} />, defaults.timezone),
            row(
              'ticket_tier_name',
              say('configurations.tier'),
              one.ticket_tier_name,
              defaults.ticket_tier_name,
            ),
            row(
              'event_description',
              say('configurations.description'),
              one.event_description === null ? (
                <Dash />
              ) : (
                <span data-data>{beginningOf(one.event_description)}</span>
              ),
            ),
          ]}
        />
      </Section>
      <Section title={say('settings.group_money')}>
        <SettingList
          settings={[
            row('service_fee_percentage', say('configurations.fee'), percent(one.service_fee_percentage)),
            row('status_mapping', say('configurations.status_mapping'), mappingText(one, say)),
            row(
              'refund_policy',
              say('configurations.refund_policy'),
              say(`words.refund_policy.${one.refund_policy}`),
              say(`words.refund_policy.${defaults.refund_policy}`),
            ),
            row(
              'max_removal_percent',
              say('configurations.max_removal'),
              percent(one.max_removal_percent),
              percent(defaults.max_removal_percent),
            ),
          ]}
        />
      </Section>
      <Section title={say('settings.group_syncs')}>
        <SettingList
          settings={[
            row('frequency', say('configurations.frequency'), say(`words.frequency.${one.frequency}`)),
            row('run_at', say('configurations.run_at'), one.run_at ?? <Dash />),
            row(
              'sweep_budget_seconds',
              say('configurations.sweep_budget'),
              duration(one.sweep_budget_seconds),
              duration(defaults.sweep_budget_seconds),
            ),
          ]}
        />
        <Typography variant="body2" color="textSecondary" sx={{ pt: 1.5 }}>
          {say('configurations.created')} <RelativeTime at={one.created_at} />
          {one.created_by_name !== null && ` · ${one.created_by_name}`} · {say('configurations.updated')}{' '}
          <RelativeTime at={one.updated_at} />
        </Typography>
      </Section>
    </Box>
  );
}

const BEGINNING_CHARACTERS = 280;

/** A description may be several pages long. */
function beginningOf(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= BEGINNING_CHARACTERS) return text;
  return `${characters.slice(0, BEGINNING_CHARACTERS).join('').trimEnd()} …`;
}

function mappingText({ status_mapping: mapping }: Configuration, say: Say): string {
  const rules = Object.entries(mapping);
  if (rules.length === 0) return say('settings.no_mapping');
  return rules.map(([theirs, ours]) => `wc-${theirs} → ${say(`words.order_status.${ours}`)}`).join(', ');
}

function Organizer({ configuration: one }: { readonly configuration: Configuration }): ReactElement {
  if (one.organizer_name === one.organizer_email) return <Email address={one.organizer_email} />;
  return (
    <>
      <span data-data>{one.organizer_name}</span> (<Email address={one.organizer_email} />)
    </>
  );
}

/** With its earlier address, if it moved. */
function StoreUrl({ configuration: one }: { readonly configuration: Configuration }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { previous_store_url: before, store_url_changed_at: changed } = one;
  if (before === null) return <>{one.store_url}</>;
  const at = changed === null ? '' : formats.dateTime(changed, one.timezone);
  return (
    <>
      {one.store_url} {say('configurations.address_before', { before, at })}
    </>
  );
}

/** The zone, who chose it, and whether the store's own clocks show another time. */
function Zone({ configuration: one }: { readonly configuration: Configuration }): ReactElement {
  const say = useTexts();
  return (
    <>
      {one.timezone}
      {one.timezone_source !== null && (
        <Typography variant="body2" color="textSecondary">
          {say(`configurations.timezone_source_${one.timezone_source}`)}
        </Typography>
      )}
      {one.timezone_differs && (
        <Typography variant="body2" color="warning.main">
          {say('configurations.timezone_differs', { zone: one.store_timezone ?? '' })}
        </Typography>
      )}
    </>
  );
}
