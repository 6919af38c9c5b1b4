import EditIcon from '@mui/icons-material/EditOutlined';
import { Box, Button, Link, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Configuration } from '../../../../src/contract/configuration.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Allowed, useMay } from '../../ui/screens/Allowed.tsx';
import { Facts } from '../../ui/screens/Facts.tsx';
import { Section } from '../../ui/screens/Section.tsx';
import { Email } from '../../ui/values/Email.tsx';
import { Dash, RelativeTime } from '../../ui/values/RelativeTime.tsx';

/** The settings of a configuration, and who made them. */
export function Settings({ configuration: one }: { readonly configuration: Configuration }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const may = useMay();
  const at = (iso: string | null) => (iso === null ? <Dash /> : formats.dateTime(iso, one.timezone));
  const mapped = Object.entries(one.status_mapping);
  const fields = (names: readonly (readonly [keyof typeof values, string])[]) =>
    names.map(([name, label]) => ({ label, value: values[name] }));
  const values = {
    event_name: one.event_name,
    organizer:
      one.organizer_name === one.organizer_email ? (
        <Email address={one.organizer_email} />
      ) : (
        <>
          <span data-data>{one.organizer_name}</span> (<Email address={one.organizer_email} />)
        </>
      ),
    fee: formats.percent(Number(one.service_fee_percentage)),
    tier: one.ticket_tier_name,
    starts: at(one.event_start_date),
    ends: at(one.event_end_date),
    store: may('credentials', 'show') ? (
      <Link component={RouterLink} to={`/credentials/${one.credentials}/show`}>
        {one.credentials_name}
      </Link>
    ) : (
      one.credentials_name
    ),
    address:
      one.previous_store_url === null ? (
        one.store_url
      ) : (
        <>
          {one.store_url}{' '}
          {say('configurations.address_before', {
            before: one.previous_store_url,
            at:
              one.store_url_changed_at === null
                ? ''
                : formats.dateTime(one.store_url_changed_at, one.timezone),
          })}
        </>
      ),
    product: one.woocommerce_product_ids.join(', '),
    translations: one.woocommerce_translation_ids.join(', '),
    variation: one.woocommerce_variation_id === null ? <Dash /> : String(one.woocommerce_variation_id),
    frequency: say(`words.frequency.${one.frequency}`),
    run_at: one.run_at ?? <Dash />,
    timezone: <Zone configuration={one} />,
    refunds: say(`words.refund_policy.${one.refund_policy}`),
    removal: formats.percent(Number(one.max_removal_percent)),
    sweep: formats.duration(one.sweep_budget_seconds * 1000),
    mapping:
      mapped.length === 0 ? (
        <Dash />
      ) : (
        mapped.map(([theirs, ours]) => `${theirs} → ${say(`words.order_status.${ours}`)}`).join(', ')
      ),
    created: (
      <>
        <RelativeTime at={one.created_at} />
        {one.created_by_name !== null && ` · ${one.created_by_name}`}
      </>
    ),
    updated: <RelativeTime at={one.updated_at} />,
  };
  return (
    <Box sx={{ display: 'grid', gap: 2.5 }}>
      <Section
        title={say('configurations.section_event')}
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
        <Facts
          facts={fields([
            ['event_name', say('configurations.event_name')],
            ['organizer', say('configurations.organizer')],
            ['fee', say('configurations.fee')],
            ['tier', say('configurations.tier')],
            ['starts', say('configurations.starts')],
            ['ends', say('configurations.ends')],
          ])}
        />
      </Section>
      <Section title={say('configurations.section_store')}>
        <Facts
          facts={fields([
            ['store', say('configurations.store')],
            ['address', say('configurations.address')],
            ['product', say('configurations.product')],
            ...(one.woocommerce_translation_ids.length === 0
              ? []
              : [['translations', say('configurations.translations')] as const]),
            ['variation', say('configurations.variation')],
            ['frequency', say('configurations.frequency')],
            ['run_at', say('configurations.run_at')],
            ['timezone', say('configurations.timezone')],
          ])}
        />
      </Section>
      <Section title={say('configurations.section_rules')}>
        <Facts
          facts={fields([
            ['refunds', say('configurations.refund_policy')],
            ['removal', say('configurations.max_removal')],
            ['sweep', say('configurations.sweep_budget')],
            ['mapping', say('configurations.status_mapping')],
            ['created', say('configurations.created')],
            ['updated', say('configurations.updated')],
          ])}
        />
      </Section>
    </Box>
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
