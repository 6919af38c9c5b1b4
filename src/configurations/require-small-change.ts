import { type OwedSums, readOwedSums } from '../backend/configurations/settings-effects-records.ts';
import type { Queryable } from '../backend/database.ts';
import { AppError } from '../kernel/errors.ts';
import { formatAmount } from '../kernel/money/currency.ts';
import { type Money, parseMoney, ZERO } from '../kernel/money/money.ts';
import { owesMoney } from '../ticketing/money/fee-split.ts';
import { mapOrderStatus } from '../ticketing/status.ts';
import type { OrderStatus } from '../vocabulary/ticketing.ts';

/** A change of more than this share of the organizer's amount needs a confirmation. */
const MOST_PERCENT = 5n;

/** The settings that decide how much an organizer gets. */
export interface MoneySettings {
  /** Decimal text: `10.00`. */
  readonly feePercentage: string;
  readonly statusMapping: Readonly<Record<string, OrderStatus>>;
}

interface OrganizerAmount {
  readonly currency: string;
  readonly before: Money;
  readonly after: Money;
}

/**
 * Makes sure that a person knows what a change of the fee or of the meanings of statuses does to the organizer's money:
 * a fee of 100 % instead of 10 % is one key too many.
 *
 * @throws conflict `configuration.money-changes` if the amount in some currency changes by more than 5 %
 */
export async function requireSmallChange(
  db: Queryable,
  configurationId: string,
  before: MoneySettings,
  after: MoneySettings,
): Promise<void> {
  const isSameFee = Number(before.feePercentage) === Number(after.feePercentage);
  if (isSameFee && sameMapping(before.statusMapping, after.statusMapping)) return;
  const sums = await readOwedSums(db, configurationId, after.feePercentage);
  const large = organizerAmounts(sums, before.statusMapping, after.statusMapping).filter(isLarge);
  if (large.length === 0) return;
  const shown = large.map(
    ({ currency, before: was, after: is }) =>
      `${currency} ${formatAmount(was, currency)} → ${formatAmount(is, currency)}`,
  );
  const change = shown.join(', ');
  throw new AppError({
    code: 'configuration.money-changes',
    message: `With these settings the organizer's amount changes by more than 5 %: ${change}. Confirm the change if it is meant.`,
    details: { change },
  });
}

function organizerAmounts(
  sums: readonly OwedSums[],
  mapping: MoneySettings['statusMapping'],
  then: MoneySettings['statusMapping'],
): readonly OrganizerAmount[] {
  const found = new Map<string, OrganizerAmount>();
  for (const one of sums) {
    const { currency } = one;
    const { before, after } = found.get(currency) ?? { before: ZERO, after: ZERO };
    const now = parseMoney(one.organizer_amount);
    found.set(currency, { currency, before: before + now, after: after + owedThen(one, now, mapping, then) });
  }
  return [...found.values()];
}

/** What the orders of one status would owe. Where the backend does not know it, the larger change counts. */
function owedThen(
  { source_status, status, was_paid, if_owed }: OwedSums,
  now: Money,
  mapping: MoneySettings['statusMapping'],
  then: MoneySettings['statusMapping'],
): Money {
  const owed = (isPaid: boolean): Money =>
    owesMoney(mapOrderStatus(source_status, isPaid, then).status) ? parseMoney(if_owed) : ZERO;
  if (was_paid) return owed(true);
  // The meaning of a status that is not mapped shows itself whether its orders were ever paid.
  if (mapOrderStatus(source_status, false, mapping).unmapped) return owed(status === 'paid');
  const [ifPaid, ifUnpaid] = [owed(true), owed(false)];
  return size(ifPaid - now) > size(ifUnpaid - now) ? ifPaid : ifUnpaid;
}

function size(amount: Money): Money {
  return amount < ZERO ? -amount : amount;
}

function isLarge({ before, after }: OrganizerAmount): boolean {
  return size(after - before) * 100n > size(before) * MOST_PERCENT;
}

function sameMapping(one: MoneySettings['statusMapping'], other: MoneySettings['statusMapping']): boolean {
  const text = (mapping: MoneySettings['statusMapping']): string =>
    JSON.stringify(Object.entries(mapping).sort(([a], [b]) => (a < b ? -1 : 1)));
  return text(one) === text(other);
}
