import { MenuItem, TextField } from '@mui/material';
import { type ReactElement, useEffect } from 'react';
import { TextInput, useInput } from 'react-admin';
import { useFormContext, useWatch } from 'react-hook-form';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import { slotProducts } from '../events/slot-products.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useWhole } from '../ui/screens/use-whole.ts';
import { slotWhen } from './place-label.ts';

/** Filters by slot and seat, if the chosen event has them. A filter that is set stays visible. */
export function PlaceFilters(): ReactElement {
  const id: unknown = useWatch({ name: 'event' });
  const isChosen = isText(id);
  const { data: event } = useWhole<EventDetail>('events', isChosen ? id : '', { enabled: isChosen });
  const { slots = [], seat_rows = [], slot_timezone = 'UTC' } = (isChosen ? event : undefined) ?? {};
  useClearedWithEvent(isChosen);
  // The form gives the values of the address only to inputs that exist when it opens, and the event is loaded
  // later. So these inputs always exist, even while they are hidden.
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

/** The filters that the API accepts only together with an event. */
const OF_AN_EVENT = ['woo_product_id', 'slot', 'slot_at', 'slot_date', 'seat_row', 'seat_number'];

function useClearedWithEvent(isChosen: boolean): void {
  const { getValues, setValue } = useFormContext();
  useEffect(() => {
    if (isChosen) return;
    for (const name of OF_AN_EVENT) {
      if (isText(getValues(name))) setValue(name, '', { shouldDirty: true });
    }
  }, [isChosen, getValues, setValue]);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A slot is identified by its product, its text, and its time or date, so it sets four filters of the list. */
function useSlotInputs() {
  const { field: slot, id } = useInput({ source: 'slot', defaultValue: '' });
  const { field: at } = useInput({ source: 'slot_at', defaultValue: '' });
  const { field: date } = useInput({ source: 'slot_date', defaultValue: '' });
  const { field: product } = useInput({ source: 'woo_product_id', defaultValue: '' });
  return { id, slot, at, date, product };
}

interface SlotFilterProps {
  readonly slots: EventDetail['slots'];
  readonly timeZone: string;
  readonly chosen: ReturnType<typeof useSlotInputs>;
}

/** A slot of another event, or one that no ticket has any more. */
const OTHER = 'other';

function SlotFilter({
  slots,
  timeZone,
  chosen: { id, slot, at, date, product },
}: SlotFilterProps): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const products = slotProducts(slots);
  const place = slots.findIndex(
    (one) =>
      one.slot === slot.value &&
      (one.slot_at ?? '') === at.value &&
      (one.slot_date ?? '') === date.value &&
      [String(one.woo_product_id), ''].includes(String(product.value)),
  );
  const isOther = place < 0 && isText(slot.value);
  const choose = (option: string): void => {
    if (option === OTHER) return;
    const one = option === '' ? undefined : slots[Number(option)];
    slot.onChange(one?.slot ?? '');
    at.onChange(one?.slot_at ?? '');
    date.onChange(one?.slot_date ?? '');
    product.onChange(one === undefined ? '' : String(one.woo_product_id));
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
        <MenuItem
          key={`${one.woo_product_id} ${one.slot} ${one.slot_at} ${one.slot_date}`}
          value={String(index)}
        >
          {[one.slot, slotWhen(one, timeZone, formats), products.get(one.woo_product_id)]
            .filter((part) => part !== null && part !== undefined)
            .join(' · ')}
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
