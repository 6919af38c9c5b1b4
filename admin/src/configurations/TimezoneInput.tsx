import { Autocomplete, TextField } from '@mui/material';
import type { ReactElement } from 'react';
import { required, useInput } from 'react-admin';
import { useTexts } from '../i18n/use-texts.ts';

const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

export function TimezoneInput(): ReactElement {
  const say = useTexts();
  const { field, fieldState } = useInput({ source: 'timezone', validate: required() });
  const value: string | null = field.value ?? null;
  return (
    <Autocomplete
      options={value === null || ZONES.includes(value) ? ZONES : [value, ...ZONES]}
      value={value}
      onChange={(_, zone) => field.onChange(zone)}
      noOptionsText={say('states.no_match')}
      clearText={say('ra.action.clear_input_value')}
      openText={say('ra.action.open')}
      closeText={say('ra.action.close')}
      renderInput={(params) => (
        <TextField
          {...params}
          label={say('configurations.timezone')}
          error={fieldState.error !== undefined}
          helperText={say('configurations.timezone_help')}
        />
      )}
    />
  );
}
