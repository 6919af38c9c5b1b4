import { TextField } from '@mui/material';
import { type ChangeEvent, type ReactElement, useState } from 'react';
import { useInput } from 'react-admin';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { TextKey } from '../texts/dictionary.ts';
import { dayOf, momentOf } from './day-bounds.ts';

interface DayFilterProps {
  readonly source: string;
  readonly says: TextKey;
  /** The day is the last one that counts. */
  readonly through?: boolean;
}

/**
 * A day of the reader's own zone. It is entered in the browser's own date field, which follows the browser's
 * language; at rest it is told in the panel's.
 */
export function DayFilter({ source, says, through = false }: DayFilterProps): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { field, id } = useInput({ source, defaultValue: '' });
  const [entering, setEntering] = useState<string | null>(null);
  const day = dayOf(field.value, through);
  const enter = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    setEntering(target.value);
    const moment = momentOf(target.value, through);
    if (moment !== null || target.value === '') field.onChange(moment);
  };
  const isEntered = entering !== null;
  return (
    <TextField
      // One field each: an input that changes its type loses what it holds.
      key={isEntered ? 'entered' : 'told'}
      id={id}
      label={say(says)}
      type={isEntered ? 'date' : 'text'}
      value={entering ?? (day === '' ? '' : formats.day(day, { dateStyle: 'medium' }))}
      autoFocus={isEntered}
      onFocus={() => setEntering((now) => now ?? day)}
      onBlur={() => setEntering(null)}
      onChange={enter}
      slotProps={{ htmlInput: { readOnly: !isEntered, sx: { width: { sm: 150 } } } }}
    />
  );
}
