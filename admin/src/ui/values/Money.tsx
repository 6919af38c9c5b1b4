import type { ReactElement } from 'react';
import { useFormats } from '../../format/use-formats.ts';

interface MoneyProps {
  /** Text with its digits, as the API gives it. */
  readonly amount: string;
  readonly currency: string;
}

/** Digits under each other, never broken over lines. */
export function Money({ amount, currency }: MoneyProps): ReactElement {
  const formats = useFormats();
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      {formats.money(amount, currency)}
    </span>
  );
}
