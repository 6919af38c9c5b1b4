import { MenuItem, TextField } from '@mui/material';
import type { ReactElement } from 'react';
import { TextInput, useInput } from 'react-admin';
import { useWatch } from 'react-hook-form';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useWhole } from '../ui/screens/use-whole.ts';
import { slotWhen } from './place-label.ts';

/** The slots and seats of the event that is chosen, where its tickets have them; what is chosen stays in sight. */
export function PlaceFilters(): ReactElement {
  const id: unknown = useWatch({ name: 'event' });
  const isChosen = isText(id);
  const { data: event } = useWhole<EventDetail>('events', isChosen ? id : '', { enabled: isChosen });
  const { slots = [], seat_rows = [], slot_timezone = 'UTC' } = (isChosen ? event : undefined) ?? {};
  // The form gives the values of the address to the inputs that it has when it is opened, and the event comes later.
  const chosen = useSlotInputs();
  const { field: row } = useInput({ source: 'seat_row', defaultValue: '' });
  const { field: number } = useInput({ source: 'seat_number', defaultValue: '' });
  return (
    <>
      {(slots.length > 0 || isText(chosen.slot.value)) && (
        <SlotFilter slots={slots} timeZone={slot_timezone} chosen={chosen} />
      )}
      {(seat_rows.length > 0 || isText(row.value) || isText(number.value)) && <SeatFilters />}
    </>
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A slot is its text with its moment, or with its date where it has none: three parts of the list's filter. */
function useSlotInputs() {
  const { field: slot, id } = useInput({ source: 'slot', defaultValue: '' });
  const { field: at } = useInput({ source: 'slot_at', defaultValue: '' });
  const { field: date } = useInput({ source: 'slot_date', defaultValue: '' });
  return { id, slot, at, date };
}

interface SlotFilterProps {
  readonly slots: EventDetail['slots'];
  readonly timeZone: string;
  readonly chosen: ReturnType<typeof useSlotInputs>;
}

/** The slot of another event, or one that nothing is for any more. */
const OTHER = 'other';

function SlotFilter({ slots, timeZone, chosen: { id, slot, at, date } }: SlotFilterProps): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const place = slots.findIndex(
    (one) =>
      one.slot === slot.value && (one.slot_at ?? '') === at.value && (one.slot_date ?? '') === date.value,
  );
  const isOther = place < 0 && isText(slot.value);
  const choose = (option: string): void => {
    if (option === OTHER) return;
    const one = option === '' ? undefined : slots[Number(option)];
    slot.onChange(one?.slot ?? '');
    at.onChange(one?.slot_at ?? '');
    date.onChange(one?.slot_date ?? '');
  };
  return (
    <TextField
      id={id}
      select
      label={say('words.field.slot')}
      value={place >= 0 ? String(place) : isOther ? OTHER : ''}
      onChange={({ target }) => choose(target.value)}
    >
      <MenuItem value="">{say('tickets.any_slot')}</MenuItem>
      {isOther && <MenuItem value={OTHER}>{slot.value}</MenuItem>}
      {slots.map((one, index) => (
        <MenuItem key={`${one.slot} ${one.slot_at} ${one.slot_date}`} value={String(index)}>
          {[one.slot, slotWhen(one, timeZone, formats)].filter((part) => part !== null).join(' · ')}
        </MenuItem>
      ))}
    </TextField>
  );
}

function SeatFilters(): ReactElement {
  const say = useTexts();
  return (
    <>
      <TextInput source="seat_row" label={say('words.field.seat_row')} />
      <TextInput source="seat_number" label={say('words.field.seat_number')} />
    </>
  );
}
