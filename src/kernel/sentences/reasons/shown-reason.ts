import { formatAmount } from '../../money/currency.ts';
import type { Reason } from './reason.ts';
import type { ShownReason } from './reason-sentence.ts';

/** A reason as replies show it: amounts are texts with the digits of the currency. */
export function shownReason({ code, figures }: Reason, currency: string | null): ShownReason {
  return { code, figures: shown(figures, currency) } as ShownReason;
}

function shown(figure: unknown, currency: string | null): unknown {
  if (typeof figure === 'bigint') return formatAmount(figure, currency);
  if (Array.isArray(figure)) return figure.map((one) => shown(one, currency));
  if (typeof figure !== 'object' || figure === null) return figure;
  return Object.fromEntries(Object.entries(figure).map(([name, value]) => [name, shown(value, currency)]));
}
