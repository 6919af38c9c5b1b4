import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import type { Configuration } from '../../../src/contract/configuration.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';
import { Chip } from '../ui/values/Chip.tsx';

const TONE: Readonly<Record<Configuration['status'], Tone>> = {
  active: 'good',
  paused: 'warn',
  disabled: 'quiet',
  error: 'bad',
};

type StatusFacts = Pick<Configuration, 'status' | 'store_unreachable_since'>;

/** The status of a configuration, and whether its store can be reached. */
export function ConfigurationStatus({ status, store_unreachable_since }: StatusFacts): ReactElement {
  const say = useTexts();
  const away = store_unreachable_since !== null && (status === 'active' || status === 'error');
  return (
    <Box component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', gap: 0.75 }}>
      {away && <Chip tone="bad" label={say('configurations.store_away')} />}
      {!(away && status === 'active') && (
        <Chip tone={TONE[status]} label={say(`words.configuration_status.${status}`)} />
      )}
    </Box>
  );
}
