import { type Money, max, minorUnit, ZERO } from '../../kernel/money/money.ts';
import type { OrderStatus } from '../../vocabulary/ticketing.ts';

export interface FeeSplit {
  readonly serviceFee: Money;
  readonly organizerAmount: Money;
}

/** Only a paid order owes money to the organizer. A refunded order owes the part that was not refunded. */
export function owesMoney(status: OrderStatus): boolean {
  return status === 'paid' || status === 'refunded';
}

/**
 * Divides an order's net between the service and the organizer. The fee is rounded up to the minor unit, once
 * and from the exact product. If more was refunded than the total, the organizer bears the difference.
 *
 * @unit percentage as Money: 10 % is 10_00000000n
 */
export function splitFee(net: Money, percentage: Money, status: OrderStatus, minorDigits: number): FeeSplit {
  if (!owesMoney(status)) return { serviceFee: ZERO, organizerAmount: ZERO };
  const unit = minorUnit(minorDigits);
  const divisor = PERCENT * unit;
  const product = max(net, ZERO) * percentage;
  const serviceFee = ((product + divisor - 1n) / divisor) * unit;
  return { serviceFee, organizerAmount: net - serviceFee };
}

/** One hundred, in the unit of a percentage. */
const PERCENT = 100n * 10n ** 8n;
