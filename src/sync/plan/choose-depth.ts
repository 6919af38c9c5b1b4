import { createHash } from 'node:crypto';
import { ORDER_TABLES } from '../../backend/tables/all-tables.ts';
import type { StoreIdentity } from '../../source/source.ts';
import type { EventRules } from '../../ticketing/model/event-order.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import type { Depth } from '../../vocabulary/depths.ts';
import { translationOf } from './translation.ts';

/** What is known of a configuration's last reading. */
interface LastReading {
  readonly rulesDigest: string;
  readonly sweptAtUtc: Date | null;
  /** What a sweep took, its proof included; null: none was measured yet. */
  readonly sweepMs: number | null;
  /** The whole proof failed. */
  readonly isDoubted: boolean;
}

/** Changes that leave no change signal wait no longer than this, however much a sweep costs. */
const LONGEST_UNSWEPT_MS = 24 * 3600 * 1000;

/**
 * Digest of all that an order's rows follow from besides the store's rows of that order.
 *
 * @shape the refund policy by its name, then the digest
 */
export function digestOfRules(
  rules: EventRules,
  event: Pick<StoreEvent, 'numDays' | 'keepsDays' | 'form'>,
  identity: Pick<StoreIdentity, 'layout' | 'timezone' | 'readsLatin1' | 'renewalsOweTickets'>,
): string {
  const labels = (event.form?.fields ?? []).map(({ key, label }) => [key, label]);
  const days = [event.numDays, event.numDays > 1 && event.keepsDays];
  const { layout, timezone, readsLatin1, renewalsOweTickets } = identity;
  // Further products have marks of their own, so that adding one does not read the others again.
  const { otherProductIds: _ids, otherTicketSources: _sources, ...own } = rules;
  const all = [translationOf(ORDER_TABLES), sorted(own), days, labels, layout, timezone];
  // What is usual has no part of its own, so that most existing digests stay the same and most stores are not read whole again.
  if (readsLatin1) all.push('latin1');
  if (!renewalsOweTickets) all.push('no tickets for renewals');
  const text = JSON.stringify(all, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return `${rules.refundPolicy} ${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/**
 * Was another refund policy in force at the last reading? Then the tickets that it chose are no longer bound to be
 * those: whoever changes the policy wants another choice.
 */
export function changesRefundPolicy(
  rules: Pick<EventRules, 'refundPolicy'>,
  last: LastReading | null,
): boolean {
  return last !== null && !last.rulesDigest.startsWith(`${rules.refundPolicy} `);
}

/**
 * How deep an execution goes. What was asked for goes, unless orders would now become other rows of ours, which
 * only reading all of them can tell. Else a sweep while it costs no more than the budget, or when the last one is
 * a day ago.
 *
 * @param last null: no reading was ever finished
 */
export function chooseDepth(
  asked: Depth | null,
  last: LastReading | null,
  rulesDigest: string,
  budgetSeconds: number,
  now: Date,
): Depth {
  if (last === null || last.rulesDigest !== rulesDigest) return 'full';
  if (asked !== null) return asked;
  const { sweptAtUtc, sweepMs, isDoubted } = last;
  const isOld = sweptAtUtc === null || now.getTime() - sweptAtUtc.getTime() >= LONGEST_UNSWEPT_MS;
  const isCheap = (sweepMs ?? 0) < budgetSeconds * 1000;
  return isOld || isCheap || isDoubted ? 'sweep' : 'quick';
}

function sorted(value: object): unknown {
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]: [string, unknown]) =>
      typeof part === 'object' && part !== null ? [key, sorted(part)] : [key, part],
    );
}
