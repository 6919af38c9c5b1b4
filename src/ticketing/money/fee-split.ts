import { formatMoney, type Money, max, minorUnit, ZERO } from '../../kernel/money/money.ts';
import type { Because } from '../../kernel/sentences/reasons/reason.ts';
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
export function splitFee(
  net: Money,
  percentage: Money,
  status: OrderStatus,
  minorDigits: number,
  because?: Because,
): FeeSplit {
  if (!owesMoney(status)) {
    because?.({ code: 'money_owes_nothing', figures: { status, net } });
    return { serviceFee: ZERO, organizerAmount: ZERO };
  }
  const unit = minorUnit(minorDigits);
  const divisor = PERCENT * unit;
  const product = max(net, ZERO) * percentage;
  const serviceFee = ((product + divisor - 1n) / divisor) * unit;
  const organizerAmount = net - serviceFee;
  because?.(
    net > ZERO
      ? { code: 'money_fee', figures: { net, percentage: plainNumber(percentage), amount: serviceFee } }
      : { code: 'money_no_fee', figures: { net } },
  );
  because?.({ code: 'money_organizer', figures: { net, fee: serviceFee, amount: organizerAmount } });
  return { serviceFee, organizerAmount };
}

function plainNumber(percentage: Money): string {
  return formatMoney(percentage).replace(/\.?0+$/, '');
}

/** One hundred, in the unit of a percentage. */
const PERCENT = 100n * 10n ** 8n;
