import type { ReactElement } from 'react';
import type { Change } from '../../../../src/contract/execution.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import type { Tone } from '../../theme/palette.ts';
import { Chip } from '../../ui/values/Chip.tsx';

type Operation = Change['operation'];

const TONE: Readonly<Record<Operation, Tone>> = {
  created: 'good',
  updated: 'live',
  removed: 'bad',
  restored: 'warn',
};

/** Shows whether a row was created, updated or removed. */
export function OperationChip({ operation }: { readonly operation: Operation }): ReactElement {
  const say = useTexts();
  return <Chip tone={TONE[operation]} label={say(`words.operation.${operation}`)} />;
}
