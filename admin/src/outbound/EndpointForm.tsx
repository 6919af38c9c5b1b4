import { Box, Button } from '@mui/material';
import type { ReactElement } from 'react';
import { AutocompleteArrayInput, Form, ReferenceArrayInput, required, TextInput } from 'react-admin';
import { useFormState } from 'react-hook-form';
import { Link } from 'react-router-dom';
import type { OutboundEndpoint } from '../../../src/contract/outbound.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Section } from '../ui/screens/Section.tsx';
import { KindChoice } from './KindChoice.tsx';

export type EndpointValues = Pick<OutboundEndpoint, 'name' | 'url' | 'kinds' | 'organizer_ids' | 'event_ids'>;

interface EndpointFormProps {
  readonly values: EndpointValues;
  readonly back: string;
  readonly onSubmit: (values: EndpointValues) => Promise<unknown>;
}

export function EndpointForm({ values, back, onSubmit }: EndpointFormProps): ReactElement {
  const say = useTexts();
  return (
    <Form
      noValidate
      defaultValues={values}
      onSubmit={async (given: unknown) => await onSubmit(given as EndpointValues)}
    >
      <Box sx={{ display: 'grid', gap: 2.5, maxWidth: 960, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Section title={say('outbound.where')}>
          <Box sx={{ pt: 0.75, display: 'grid', gap: 1 }}>
            <TextInput
              source="name"
              label={say('outbound.name')}
              helperText={say('outbound.name_hint')}
              validate={required()}
              fullWidth
            />
            <TextInput
              source="url"
              label={say('outbound.url')}
              helperText={say('outbound.url_hint')}
              validate={required()}
              fullWidth
              slotProps={{ htmlInput: { autoComplete: 'off', inputMode: 'url' } }}
            />
          </Box>
        </Section>
        <Section title={say('outbound.what')}>
          <KindChoice />
          <Box sx={{ pt: 2.5, display: 'grid', gap: 1, gridTemplateColumns: 'minmax(0, 1fr)' }}>
            <ReferenceArrayInput
              source="organizer_ids"
              reference="organizers"
              perPage={50}
              sort={{ field: 'name', order: 'ASC' }}
            >
              <AutocompleteArrayInput
                label={say('organizers.title')}
                optionText="name"
                filterToQuery={(q: string) => ({ q })}
                helperText={say('outbound.none_is_all')}
              />
            </ReferenceArrayInput>
            <ReferenceArrayInput
              source="event_ids"
              reference="events"
              perPage={50}
              sort={{ field: 'title', order: 'ASC' }}
            >
              <AutocompleteArrayInput
                label={say('events.title')}
                optionText="title"
                filterToQuery={(q: string) => ({ q })}
                helperText={say('outbound.none_is_all')}
              />
            </ReferenceArrayInput>
          </Box>
        </Section>
        <SaveBar back={back} />
      </Box>
    </Form>
  );
}

function SaveBar({ back }: { readonly back: string }): ReactElement {
  const say = useTexts();
  const { isSubmitting } = useFormState();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
      <Button type="submit" variant="contained" disabled={isSubmitting}>
        {say('ra.action.save')}
      </Button>
      <Button component={Link} to={back}>
        {say('ra.action.cancel')}
      </Button>
    </Box>
  );
}
