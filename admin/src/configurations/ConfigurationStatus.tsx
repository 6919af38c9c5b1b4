import type { ReactElement } from 'react';
import type { Configuration } from '../../../src/contract/configuration.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';
import { Chip } from '../ui/Chip.tsx';

const TONE: Readonly<Record<Configuration['status'], Tone>> = {
  active: 'good',
  paused: 'warn',
  disabled: 'quiet',
  error: 'bad',
};

export function ConfigurationStatus({ status }: Pick<Configuration, 'status'>): ReactElement {
  const say = useTexts();
  return <Chip tone={TONE[status]} label={say(`words.configuration_status.${status}`)} />;
}
