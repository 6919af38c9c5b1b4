import type { ReactElement } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { COLOR_MODES, keptColorMode, useColorMode } from '../theme/color-mode.ts';
import { ChoiceRow } from './ChoiceRow.tsx';

export function ColorModeChoice(): ReactElement {
  const say = useTexts();
  const mode = useColorMode();
  return (
    <ChoiceRow
      label={say('layout.colours')}
      choices={COLOR_MODES.map((value) => ({ value, label: say(`layout.colours_${value}`) }))}
      value={mode}
      onChange={keptColorMode.set}
    />
  );
}
