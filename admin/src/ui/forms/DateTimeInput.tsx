import { TextField } from '@mui/material';
import type { ReactElement } from 'react';
import { useInput } from 'react-admin';
import { useTexts } from '../../i18n/use-texts.ts';
import { useTypedDate } from './use-typed-date.ts';

/** The field's value while its text is not a date, so that the form cannot be sent. */
const NO_DATE = 'no-date';

/**
 * A field for date and time. Its value is a local time without an offset, such as `2025-08-31T20:00`, or null.
 */
export function DateTimeInput({
  source,
  label,
  help,
}: {
  readonly source: string;
  readonly label: string;
  readonly help?: string;
}): ReactElement {
  const say = useTexts();
  const { field, id } = useInput({
    source,
    validate: (value: unknown) => (value === NO_DATE ? say('states.no_date') : undefined),
  });
  const value = typeof field.value === 'string' && field.value !== NO_DATE ? field.value : '';
  const typed = useTypedDate(value, true, (next) => {
    field.onChange(next === null ? NO_DATE : next === '' ? null : next);
  });
  return (
    <TextField
      id={id}
      name={source}
      inputRef={field.ref}
      label={label}
      value={typed.text}
      placeholder={typed.hint}
      error={typed.isWrong}
      helperText={typed.isWrong ? say('states.no_date_like', { hint: typed.hint }) : help}
      onChange={({ target }) => typed.onType(target.value)}
      onBlur={() => {
        typed.onLeave();
        field.onBlur();
      }}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { autoComplete: 'off' } }}
    />
  );
}
