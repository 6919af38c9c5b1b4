import type { ReactElement } from 'react';
import { AutocompleteInput, ReferenceInput, SelectInput } from 'react-admin';
import { useWatch } from 'react-hook-form';
import { useTexts } from '../i18n/use-texts.ts';
import type { TextKey } from '../texts/dictionary.ts';

interface ChoiceFilterProps {
  readonly source: string;
  readonly says: TextKey;
  /** The codes of the API. */
  readonly codes: readonly string[];
  readonly words: 'words.order_status' | 'sales.ticket_status' | 'sales.check_in' | 'sales.event_status';
}

/** Filters a list by one of the API's codes. */
export function ChoiceFilter({ source, says, codes, words, ...rest }: ChoiceFilterProps): ReactElement {
  const say = useTexts();
  const choices = codes.map((id) => ({ id, name: say(`${words}.${id}` as TextKey) }));
  return (
    <SelectInput source={source} label={say(says)} choices={choices} translateChoice={false} {...rest} />
  );
}

export function EventFilter(): ReactElement {
  const say = useTexts();
  return (
    <ReferenceInput source="event" reference="events" perPage={50} sort={{ field: 'title', order: 'ASC' }}>
      <AutocompleteInput
        label={say('sales.event')}
        optionText="title"
        filterToQuery={(q: string) => ({ q })}
        sx={{ flex: { xs: '1 1 140px', sm: '0 1 240px' } }}
      />
    </ReferenceInput>
  );
}

export function OrganizerFilter(): ReactElement {
  const say = useTexts();
  return (
    <ReferenceInput
      source="organizer"
      reference="organizers"
      perPage={50}
      sort={{ field: 'name', order: 'ASC' }}
    >
      <AutocompleteInput
        label={say('events.organizer')}
        optionText="name"
        filterToQuery={(q: string) => ({ q })}
        sx={{ flex: { xs: '1 1 140px', sm: '0 1 220px' } }}
      />
    </ReferenceInput>
  );
}

/** Appears only if an event is chosen, because each event has its own tiers. */
export function TierFilter(): ReactElement | null {
  const say = useTexts();
  const event: unknown = useWatch({ name: 'event' });
  if (typeof event !== 'string' || event === '') return null;
  return (
    <ReferenceInput
      source="ticket_tier"
      reference="ticket-tiers"
      perPage={100}
      sort={{ field: 'name', order: 'ASC' }}
      filter={{ event, removed: 'all' }}
    >
      <SelectInput label={say('sales.tier')} optionText="name" />
    </ReferenceInput>
  );
}

/** By default, lists leave out rows that the store no longer has. */
export function RemovedFilter(): ReactElement {
  const say = useTexts();
  const choices = (['true', 'all'] as const).map((id) => ({ id, name: say(`sales.removed_${id}`) }));
  return (
    <SelectInput
      source="removed"
      label={say('sales.removed')}
      choices={choices}
      emptyText={say('sales.removed_false')}
      translateChoice={false}
    />
  );
}
