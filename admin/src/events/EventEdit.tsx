import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import { required, TextInput } from 'react-admin';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import { TimezoneInput } from '../configurations/form/TimezoneInput.tsx';
import { changedValues } from '../edits/changed-values.ts';
import { EditForm } from '../edits/EditForm.tsx';
import { toLocalTime } from '../format/local-time.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { DateTimeInput } from '../ui/forms/DateTimeInput.tsx';
import { Fields } from '../ui/forms/Fields.tsx';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { Section } from '../ui/screens/Section.tsx';

type Values = Pick<EventDetail, 'title' | 'venue' | 'description' | 'timezone' | 'starts_at' | 'ends_at'>;

export default function EventEdit(): ReactElement {
  return (
    <DetailScreen<EventDetail> resource="events" editing>
      {(event) => <Edited event={event} />}
    </DetailScreen>
  );
}

/** The initial values, with times in the event's zone. */
function toForm({ title, venue, description, timezone, starts_at, ends_at }: EventDetail): Values {
  const local = (at: string | null) => (at === null ? null : toLocalTime(at, timezone));
  return { title, venue, description, timezone, starts_at: local(starts_at), ends_at: local(ends_at) };
}

function toBody(now: Values, before: Values): Record<string, unknown> {
  const changed = changedValues(now, before);
  // A new zone gives the same clock time another meaning, so both times are sent with it.
  if (!('timezone' in changed)) return changed;
  return { ...changed, starts_at: now.starts_at ?? null, ends_at: now.ends_at ?? null };
}

function Edited({ event }: { readonly event: EventDetail }): ReactElement {
  const say = useTexts();
  return (
    <EditForm
      resource="events"
      record={event}
      title={event.title}
      toForm={toForm}
      toBody={toBody}
      timeZone={event.timezone}
    >
      <Section title={say('events.about')}>
        <Fields>
          <TextInput
            source="title"
            label={say('words.field.title')}
            validate={required()}
            helperText={false}
          />
          <TextInput source="venue" label={say('words.field.venue')} helperText={false} />
          <DateTimeInput source="starts_at" label={say('words.field.starts_at')} help={say('edits.times')} />
          <DateTimeInput source="ends_at" label={say('words.field.ends_at')} />
          <TimezoneInput fixed storeZone={null} help={say('edits.timezone_help')} />
        </Fields>
        <Box sx={{ mt: 2 }}>
          <TextInput
            source="description"
            label={say('words.field.description')}
            multiline
            minRows={3}
            maxRows={12}
            fullWidth
            slotProps={{ htmlInput: { 'data-data': true } }}
            helperText={false}
          />
        </Box>
      </Section>
    </EditForm>
  );
}
