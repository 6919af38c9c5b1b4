import type { ReactElement } from 'react';
import type { Execution } from '../../../src/contract/execution.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';
import { Chip } from '../ui/values/Chip.tsx';

const TONE: Readonly<Record<Execution['status'], Tone>> = {
  pending: 'quiet',
  running: 'live',
  success: 'good',
  failed: 'bad',
  cancelled: 'quiet',
};

export const PROVED: Readonly<Record<NonNullable<Execution['verification']>, Tone>> = {
  verified: 'good',
  verified_with_rejects: 'warn',
  unverified: 'bad',
};

/** The status of an execution or, once it has ended, the result of its proof. */
export function ExecutionStatus({
  status,
  verification,
}: Pick<Execution, 'status' | 'verification'>): ReactElement {
  const say = useTexts();
  if (status === 'success' && verification !== null) {
    return <Chip tone={PROVED[verification]} label={say(`words.verification.${verification}`)} />;
  }
  return (
    <Chip tone={TONE[status]} alive={status === 'running'} label={say(`words.execution_status.${status}`)} />
  );
}
