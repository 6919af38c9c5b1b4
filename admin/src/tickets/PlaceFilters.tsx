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
  const [id, slot, seatRow, seatNumber]: readonly unknown[] = useWatch({
    name: ['event', 'slot', 'seat_row', 'seat_number'],
  });
  const isChosen = isText(id);
  const { data: event } = useWhole<EventDetail>('events', isChosen ? id : '', { enabled: isChosen });
  const { slots = [], seat_rows = [], timezone = 'UTC' } = (isChosen ? event : undefined) ?? {};
  return (
    <>
      {(slots.length > 0 || isText(slot)) && <SlotFilter slots={slots} timeZone={timezone} />}
      {(seat_rows.length > 0 || isText(seatRow) || isText(seatNumber)) && <SeatFilters />}
    </>
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

interface SlotFilterProps {
  readonly slots: EventDetail['slots'];
  readonly timeZone: string;
}

/** The slot of another event, or one that nothing is for any more. */
const OTHER = 'other';

/** A slot is its text with its moment, or with its date where it has none: three parts of the list's filter. */
function SlotFilter({ slots, timeZone }: SlotFilterProps): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { field: slot, id } = useInput({ source: 'slot', defaultValue: '' });
  const { field: at } = useInput({ source: 'slot_at', defaultValue: '' });
  const { field: date } = useInput({ source: 'slot_date', defaultValue: '' });
  const chosen = slots.findIndex(
    (one) =>
      one.slot === slot.value && (one.slot_at ?? '') === at.value && (one.slot_date ?? '') === date.value,
  );
  const choose = (place: number): void => {
    const one = slots[place];
    slot.onChange(one?.slot ?? '');
    at.onChange(one?.slot_at ?? '');
    date.onChange(one?.slot_date ?? '');
  };
  return (
    <TextField
      id={id}
      select
      label={say('words.field.slot')}
      value={chosen >= 0 ? String(chosen) : isText(slot.value) ? OTHER : ''}
      onChange={({ target }) =>
        target.value !== OTHER && choose(target.value === '' ? -1 : Number(target.value))
      }
    >
      <MenuItem value="">{say('tickets.any_slot')}</MenuItem>
      {chosen < 0 && isText(slot.value) && <MenuItem value={OTHER}>{slot.value}</MenuItem>}
      {slots.map((one, place) => (
        <MenuItem key={`${one.slot} ${one.slot_at} ${one.slot_date}`} value={String(place)}>
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
