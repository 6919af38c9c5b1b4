import ExpandIcon from '@mui/icons-material/ExpandMore';
import { Accordion, AccordionDetails, AccordionSummary, Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import {
  ArrayInput,
  BooleanInput,
  NumberInput,
  SelectInput,
  SimpleFormIterator,
  TextInput,
} from 'react-admin';
import { useTexts } from '../../i18n/use-texts.ts';
import { ORDER_STATUSES } from '../../sales/SalesStates.tsx';
import { DateTimeInput } from '../../ui/forms/DateTimeInput.tsx';
import { DecimalInput } from '../../ui/forms/DecimalInput.tsx';
import { Fields } from '../../ui/forms/Fields.tsx';

const POLICIES = ['newest_not_checked_in', 'oldest_not_checked_in'] as const;

/** Fields that few users need, in a section that is closed at first. */
export function AdvancedFields({ fixed }: { readonly fixed: boolean }): ReactElement {
  const say = useTexts();
  return (
    <Accordion sx={{ borderRadius: '14px !important', '&::before': { display: 'none' } }} disableGutters>
      <AccordionSummary expandIcon={<ExpandIcon />} sx={{ px: 2.5 }}>
        <Box>
          <Typography component="h2" variant="h2">
            {say('configurations.section_rules')}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {say('configurations.rules_help')}
          </Typography>
        </Box>
      </AccordionSummary>
      <AccordionDetails sx={{ px: 2.5, pb: 2.5 }}>
        <Fields>
          <DateTimeInput
            source="event_start_date"
            label={say('configurations.starts')}
            help={say('configurations.starts_help')}
          />
          <DateTimeInput source="event_end_date" label={say('configurations.ends')} />
          <SelectInput
            source="refund_policy"
            label={say('configurations.refund_policy')}
            choices={POLICIES.map((id) => ({ id, name: say(`words.refund_policy.${id}`) }))}
            translateChoice={false}
            helperText={say('configurations.refund_policy_help')}
          />
          <DecimalInput
            source="max_removal_percent"
            label={say('configurations.max_removal')}
            helperText={say('configurations.max_removal_help')}
          />
          <NumberInput
            source="sweep_budget_seconds"
            label={say('configurations.sweep_budget_seconds')}
            min={0}
            max={3600}
            helperText={say('configurations.sweep_budget_help')}
          />
          {!fixed && (
            <NumberInput
              source="woocommerce_variation_id"
              label={say('configurations.variation')}
              helperText={say('configurations.variation_help')}
            />
          )}
          {!fixed && (
            <BooleanInput
              source="another_organizer"
              label={say('configurations.another_organizer')}
              helperText={say('configurations.another_organizer_help')}
            />
          )}
        </Fields>
        <Box sx={{ mt: 2 }}>
          <TextInput
            source="event_description"
            label={say('configurations.description')}
            multiline
            minRows={2}
            fullWidth
            helperText={false}
          />
        </Box>
        <Box sx={{ mt: 3 }}>
          <ArrayInput
            source="mapping"
            label={say('configurations.status_mapping')}
            helperText={say('configurations.status_mapping_help')}
          >
            <SimpleFormIterator inline disableReordering disableClear>
              <TextInput source="status" label={say('configurations.their_status')} helperText={false} />
              <SelectInput
                source="means"
                label={say('configurations.means')}
                defaultValue="paid"
                choices={ORDER_STATUSES.map((id) => ({ id, name: say(`words.order_status.${id}`) }))}
                translateChoice={false}
                helperText={false}
              />
            </SimpleFormIterator>
          </ArrayInput>
        </Box>
      </AccordionDetails>
    </Accordion>
  );
}
