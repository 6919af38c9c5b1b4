import { Autocomplete, TextField } from '@mui/material';
import type { ReactElement } from 'react';
import { required, useInput } from 'react-admin';
import { useTexts } from '../../i18n/use-texts.ts';

const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

/** Of a new configuration it may stay empty: then the store says, or the installation. */
export function TimezoneInput({
  fixed,
  storeZone,
  help: given,
}: {
  readonly fixed: boolean;
  /** As a sync found it; null: none has, or the store names none. */
  readonly storeZone: string | null;
  /** What the zone is for, where not for a configuration. */
  readonly help?: string;
}): ReactElement {
  const say = useTexts();
  const { field, fieldState } = useInput({
    source: 'timezone',
    ...(fixed && { validate: required() }),
  });
  const value: string | null = field.value ?? null;
  const help = !fixed
    ? say('configurations.timezone_new_help')
    : storeZone === null
      ? say('configurations.timezone_help')
      : say('configurations.timezone_help_store', { zone: storeZone });
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
          helperText={given ?? help}
          {...(!fixed && { placeholder: say('configurations.timezone_of_store') })}
        />
      )}
    />
  );
}
