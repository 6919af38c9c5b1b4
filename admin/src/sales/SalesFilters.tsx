import type { ReactElement } from 'react';
import { AutocompleteInput, DateInput, ReferenceInput, SelectInput } from 'react-admin';
import { useWatch } from 'react-hook-form';
import { useTexts } from '../i18n/use-texts.ts';
import type { TextKey } from '../texts/dictionary.ts';

interface ChoiceFilterProps {
  readonly source: string;
  readonly says: TextKey;
  /** The codes of the API, and below which key their words stand. */
  readonly codes: readonly string[];
  readonly words: 'words.order_status' | 'sales.ticket_status' | 'sales.check_in' | 'sales.event_status';
}

/** Narrows a list to one of the codes that the API knows. */
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

/** Only of the event that is chosen: others have other tiers. */
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

/** Rows that the store does not have any more are left out unless asked for. */
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

const DAY_MS = 24 * 3_600_000;

interface DayFilterProps {
  readonly source: string;
  readonly says: TextKey;
  /** The day is the last one that counts: the API is asked for all before the next one. */
  readonly through?: boolean;
}

/** A day of the reader's own zone, as the moment that the API compares with. */
export function DayFilter({ source, says, through = false }: DayFilterProps): ReactElement {
  const say = useTexts();
  const parse = (day: string): string | null => {
    const start = new Date(`${day}T00:00`);
    if (Number.isNaN(start.getTime())) return null;
    if (through) start.setDate(start.getDate() + 1);
    return start.toISOString();
  };
  const format = (value: unknown): string => {
    const moment = typeof value === 'string' ? new Date(value) : null;
    if (moment === null || Number.isNaN(moment.getTime())) return '';
    return localDay(through ? new Date(moment.getTime() - DAY_MS / 2) : moment);
  };
  return <DateInput source={source} label={say(says)} parse={parse} format={format} />;
}

function localDay(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
