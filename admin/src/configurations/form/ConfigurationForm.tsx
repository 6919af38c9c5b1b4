import { Box, Button } from '@mui/material';
import type { ReactElement } from 'react';
import { email, Form, regex, required, SaveButton, SelectInput, TextInput, useGetList } from 'react-admin';
import { useWatch } from 'react-hook-form';
import { useNavigate } from 'react-router-dom';
import type { Configuration } from '../../../../src/contract/configuration.ts';
import type { CredentialsReply } from '../../../../src/contract/credentials.ts';
import { type Frequency, WITHOUT_TIME_OF_DAY } from '../../../../src/vocabulary/configurations.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { DecimalInput } from '../../ui/forms/DecimalInput.tsx';
import { Fields } from '../../ui/forms/Fields.tsx';
import { Section } from '../../ui/screens/Section.tsx';
import { FREQUENCIES } from '../BulkFrequency.tsx';
import { AdvancedFields } from './AdvancedFields.tsx';
import { FirstProduct } from './FirstProduct.tsx';
import type { FormValues } from './form-values.ts';
import { MoreProductsInput } from './MoreProductsInput.tsx';
import { ProductInput } from './ProductInput.tsx';
import { TimezoneInput } from './TimezoneInput.tsx';

interface ConfigurationFormProps {
  readonly values: Partial<FormValues>;
  readonly onSubmit: (values: FormValues) => Promise<unknown>;
  /** null: a new one. The store, first product and organizer of an existing one cannot be changed. */
  readonly existing: Configuration | null;
}

/**
 * The form of a configuration. The user first chooses the store and the product, which fill in the other fields.
 */
export function ConfigurationForm({ values, onSubmit, existing }: ConfigurationFormProps): ReactElement {
  const say = useTexts();
  const navigate = useNavigate();
  const fixed = existing !== null;
  return (
    <Form
      noValidate
      defaultValues={values}
      onSubmit={async (given: unknown) => await onSubmit(given as FormValues)}
      warnWhenUnsavedChanges
    >
      <Box sx={{ display: 'grid', gap: 2.5, maxWidth: 860 }}>
        {!fixed && (
          <Section title={say('configurations.section_store')}>
            <StoreInput />
            <Box sx={{ mt: 2 }}>
              <ProductInput />
            </Box>
            <Box sx={{ mt: 2 }}>
              <MoreProductsInput existing={null} />
            </Box>
          </Section>
        )}
        {existing !== null && (
          <Section title={say('configurations.section_store')}>
            <Box sx={{ mt: 1 }}>
              <FirstProduct />
            </Box>
            <Box sx={{ mt: 2 }}>
              <MoreProductsInput existing={{ id: existing.id, products: existing.woocommerce_product_ids }} />
            </Box>
          </Section>
        )}
        <Section title={say('configurations.section_event')}>
          <Fields>
            <TextInput
              source="name"
              label={say('configurations.name')}
              helperText={say('configurations.name_help')}
              validate={required()}
            />
            <TextInput source="event_name" label={say('configurations.event_name')} validate={required()} />
            <TextInput
              source="organizer_email"
              label={say('configurations.organizer_email')}
              type="email"
              validate={[required(), email()]}
              readOnly={fixed}
              helperText={fixed ? say('configurations.organizer_fixed') : false}
            />
            <TextInput
              source="organizer_name"
              label={say('configurations.organizer_name')}
              helperText={false}
            />
            <DecimalInput
              source="service_fee_percentage"
              label={say('configurations.fee')}
              validate={required()}
              helperText={say('configurations.fee_help')}
            />
            <TextInput
              source="ticket_tier_name"
              label={say('configurations.tier')}
              helperText={say('configurations.tier_help')}
            />
          </Fields>
        </Section>
        <Section title={say('configurations.section_schedule')}>
          <Fields>
            <SelectInput
              source="frequency"
              label={say('configurations.frequency')}
              validate={required()}
              choices={FREQUENCIES.map((id) => ({ id, name: say(`words.frequency.${id}`) }))}
              translateChoice={false}
              helperText={false}
            />
            <RunAtInput />
            <TimezoneInput fixed={fixed} storeZone={existing?.store_timezone ?? null} />
          </Fields>
        </Section>
        <AdvancedFields fixed={fixed} />
        <Box sx={{ display: 'flex', gap: 1.5 }}>
          <SaveButton alwaysEnable={!fixed} label={say(fixed ? 'ra.action.save' : 'configurations.create')} />
          <Button onClick={() => void navigate(-1)}>{say('ra.action.cancel')}</Button>
        </Box>
      </Box>
    </Form>
  );
}

function StoreInput(): ReactElement {
  const say = useTexts();
  const { data, isPending } = useGetList<CredentialsReply>('credentials', {
    pagination: { page: 1, perPage: 200 },
    sort: { field: 'id', order: 'ASC' },
  });
  const sets = (data ?? []).filter(({ is_active }) => is_active);
  return (
    <SelectInput
      source="credentials"
      label={say('configurations.store')}
      isPending={isPending}
      choices={sets.map(({ id, name }) => ({ id, name }))}
      translateChoice={false}
      validate={required()}
      helperText={say('configurations.store_help')}
      fullWidth
    />
  );
}

/** Only configurations that run once a day or less often have a time of day. */
function RunAtInput(): ReactElement | null {
  const say = useTexts();
  const frequency: Frequency | undefined = useWatch({ name: 'frequency' });
  if (frequency === undefined || WITHOUT_TIME_OF_DAY.includes(frequency)) return null;
  return (
    <TextInput
      source="run_at"
      label={say('configurations.run_at')}
      placeholder={say('states.time_letters')}
      // The browser's own time field is not used, because it follows the browser's language and not the
      // panel's.
      validate={regex(/^([01]\d|2[0-3]):[0-5]\d$/, say('states.no_time'))}
      helperText={say('configurations.run_at_help')}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}
