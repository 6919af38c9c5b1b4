import { createHash } from 'node:crypto';
import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import { ORDER_TABLES } from '../../backend/tables/all-tables.ts';
import { parseMoney } from '../../kernel/money/money.ts';
import type { StoreIdentity } from '../../source/source.ts';
import type { EventRules } from '../../ticketing/model/event-order.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import { FREQUENT, type Frequency } from '../../vocabulary/configurations.ts';
import type { Depth } from '../../vocabulary/depths.ts';
import { slotRules } from '../model/product-marks.ts';
import { translationOf } from './translation.ts';

/** Facts about a configuration's last reading. */
interface LastReading {
  readonly rulesDigest: string;
  readonly sweptAtUtc: Date | null;
  /** When whole tables were compared. */
  readonly wholeSweptAtUtc: Date | null;
  /** The duration of a sweep, including its proof; null if none was measured yet. */
  readonly sweepMs: number | null;
  /** true if the whole proof failed. */
  readonly isDoubted: boolean;
}

/** A change without a change signal is found after this time at the latest, whatever a sweep costs. */
export const LONGEST_UNSWEPT_MS = 24 * 3600 * 1000;
/** A configuration that syncs every minute sweeps no more often than this: its store would do little else. */
const LEAST_BETWEEN_SWEEPS_MS = 15 * 60_000;

/**
 * The digest of everything that decides an order's rows, besides the store's rows of that order.
 *
 * @shape the name of the refund policy, then the digest
 */
export function digestOfRules(
  rules: EventRules,
  event: Pick<StoreEvent, 'numDays' | 'keepsDays' | 'form' | 'slots' | 'timezone'>,
  identity: Pick<
    StoreIdentity,
    'layout' | 'timezone' | 'readsLatin1' | 'orderNumberMeta' | 'renewalsOweTickets'
  >,
): string {
  const labels = (event.form?.fields ?? []).map(({ key, label }) => [key, label]);
  const days = [event.numDays, event.numDays > 1 && event.keepsDays];
  const { layout, timezone, readsLatin1, orderNumberMeta, renewalsOweTickets } = identity;
  // Further products have digests of their own, so that adding one does not make the others be read again.
  const { otherProductIds: _ids, otherTicketSources: _sources, ...own } = rules;
  const all: unknown[] = [translationOf(ORDER_TABLES), sorted(own), days, labels, layout, timezone];
  // Usual values add no part, so that most existing digests stay the same and most stores need not be read
  // whole again.
  if (readsLatin1) all.push('latin1');
  if (orderNumberMeta !== null) all.push(`order numbers of ${orderNumberMeta}`);
  if (!renewalsOweTickets) all.push('no tickets for renewals');
  all.push(...slotRules(event, timezone));
  const text = JSON.stringify(all, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return `${rules.refundPolicy} ${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/**
 * The part of these rules that people set, which is known without the store. A change of it is read as a whole, whether
 * or not any order becomes another row.
 */
export function digestOfSettings(
  {
    wooProductId,
    wooVariationId,
    serviceFeePercentage,
    statusMapping,
    refundPolicy,
  }: Pick<
    Configuration,
    'wooProductId' | 'wooVariationId' | 'serviceFeePercentage' | 'statusMapping' | 'refundPolicy'
  >,
  orderNumberMeta: string | null,
): string {
  const fee = parseMoney(serviceFeePercentage).toString();
  const settings = [wooProductId, wooVariationId, fee, sorted(statusMapping), refundPolicy, orderNumberMeta];
  const text = JSON.stringify([translationOf(ORDER_TABLES), ...settings]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/**
 * Whether the refund policy was another one at the last reading. Then the refunded tickets are chosen again by
 * the new policy, instead of keeping the earlier choice.
 */
export function changesRefundPolicy(
  rules: Pick<EventRules, 'refundPolicy'>,
  last: LastReading | null,
): boolean {
  return last !== null && !last.rulesDigest.startsWith(`${rules.refundPolicy} `);
}

/**
 * Decides how deep an execution reads. The requested depth is used unless the rules changed; then every order
 * is read again. Without a request it is a sweep, as long as that costs no more than the budget, or if the last
 * sweep was a day ago.
 *
 * @param last null if no reading was ever finished
 * @param isOn the event is on and parts of the tables can be compared: then the cost of a sweep does not matter
 */
export function chooseDepth(
  asked: Depth | null,
  last: LastReading | null,
  rulesDigest: string,
  { frequency, sweepBudgetSeconds }: Pick<Configuration, 'frequency' | 'sweepBudgetSeconds'>,
  now: Date,
  isOn = false,
): Depth {
  if (last === null || last.rulesDigest !== rulesDigest) return 'full';
  if (asked !== null) return asked;
  const { sweptAtUtc, wholeSweptAtUtc, sweepMs, isDoubted } = last;
  if (!isDoubted && isBetweenSweeps(frequency, sweptAtUtc, now)) return 'quick';
  const isOld = wholeSweptAtUtc === null || now.getTime() - wholeSweptAtUtc.getTime() >= LONGEST_UNSWEPT_MS;
  const isCheap = (sweepMs ?? 0) < sweepBudgetSeconds * 1000;
  return isOld || isCheap || isDoubted || (isOn && sweepBudgetSeconds > 0) ? 'sweep' : 'quick';
}

/**
 * Does this configuration sync more often than a store can be swept, and was it swept a short time ago? Then an
 * execution stays quick, even if the store lacks some change signals.
 */
export function isBetweenSweeps(frequency: Frequency, sweptAtUtc: Date | null, now: Date): boolean {
  const isFrequent = FREQUENT.some((one) => one === frequency);
  if (!isFrequent || sweptAtUtc === null) return false;
  // The sweep has the time of the store's clock, which may be ahead.
  return Math.abs(now.getTime() - sweptAtUtc.getTime()) < LEAST_BETWEEN_SWEEPS_MS;
}

function sorted(value: object): unknown {
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]: [string, unknown]) =>
      typeof part === 'object' && part !== null ? [key, sorted(part)] : [key, part],
    );
}
