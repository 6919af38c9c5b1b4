import type { ReactElement } from 'react';
import { useFormats } from '../../format/use-formats.ts';

interface MoneyProps {
  /** A text with the digits of its currency, in the API's format. */
  readonly amount: string;
  readonly currency: string;
}

/** An amount that is never broken over two lines and whose digits align with those of other rows. */
export function Money({ amount, currency }: MoneyProps): ReactElement {
  const formats = useFormats();
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      {formats.money(amount, currency)}
    </span>
  );
}
