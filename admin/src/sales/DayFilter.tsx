import { TextField } from '@mui/material';
import type { ReactElement } from 'react';
import { useInput } from 'react-admin';
import { useTexts } from '../i18n/use-texts.ts';
import type { TextKey } from '../texts/dictionary.ts';
import { useTypedDate } from '../ui/forms/use-typed-date.ts';
import { dayOf, momentOf } from './day-bounds.ts';

interface DayFilterProps {
  readonly source: string;
  readonly says: TextKey;
  /** true if the day is the last one to include. */
  readonly through?: boolean;
}

/** Filters by a day of the reader's own zone. An incomplete or invalid date does not filter. */
export function DayFilter({ source, says, through = false }: DayFilterProps): ReactElement {
  const say = useTexts();
  const { field, id } = useInput({ source, defaultValue: '' });
  const typed = useTypedDate(dayOf(field.value, through), false, (day) => {
    if (day === '') field.onChange(null);
    else if (day !== null) field.onChange(momentOf(day, through) ?? field.value);
  });
  return (
    <TextField
      id={id}
      label={say(says)}
      value={typed.text}
      placeholder={typed.hint}
      error={typed.isWrong}
      onChange={({ target }) => typed.onType(target.value)}
      onBlur={typed.onLeave}
      slotProps={{
        inputLabel: { shrink: true },
        htmlInput: { autoComplete: 'off', inputMode: 'text', sx: { width: { sm: 150 } } },
      }}
    />
  );
}
