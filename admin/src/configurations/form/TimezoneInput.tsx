import { Autocomplete, TextField } from '@mui/material';
import type { ReactElement } from 'react';
import { required, useInput } from 'react-admin';
import { useTexts } from '../../i18n/use-texts.ts';

const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

/**
 * The time zone. It may stay empty in a new configuration, which then has the zone of the store or of the
 * installation.
 */
export function TimezoneInput({
  fixed,
  storeZone,
  help: given,
}: {
  readonly fixed: boolean;
  /** The zone that the last sync found; null if there was no sync yet or the store names no zone. */
  readonly storeZone: string | null;
  /** The help text, if the field is not the one of a configuration. */
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
