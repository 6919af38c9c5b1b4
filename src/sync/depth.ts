import { createHash } from 'node:crypto';
import type { EventRules } from '../ticketing/event-order.ts';
import type { StoreEvent } from '../ticketing/store-event.ts';
import type { StoreIdentity } from './store-source.ts';

/** How much of a store an execution reads: what its traces name, what digests of its tables find, or all. */
export const DEPTHS = ['quick', 'sweep', 'full'] as const;
export type Depth = (typeof DEPTHS)[number];

/** What is known of a configuration's last reading; null: none was ever finished. */
interface LastReading {
  readonly rulesDigest: string;
}

/**
 * Raised when the same rows of a store become other rows of ours: then every order is read anew once, as after a
 * change of settings.
 */
const TRANSLATION = 1;

/**
 * Digest of all that an order's rows follow from besides the store's rows of that order.
 *
 * @shape the refund policy by its name, then the digest
 */
export function digestOfRules(
  rules: EventRules,
  event: Pick<StoreEvent, 'numDays' | 'form'>,
  identity: Pick<StoreIdentity, 'layout' | 'timezone'>,
): string {
  const labels = (event.form?.fields ?? []).map(({ key, label }) => [key, label]);
  const all = [TRANSLATION, sorted(rules), event.numDays, labels, identity.layout, identity.timezone];
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

/** How deep an execution has to go, whatever it was asked for: traces tell of changes since a reading, and of one layout. */
export function chooseDepth(asked: Depth | null, last: LastReading | null, rulesDigest: string): Depth {
  if (last === null || last.rulesDigest !== rulesDigest) return 'full';
  return asked ?? 'full';
}

function sorted(value: object): unknown {
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]: [string, unknown]) =>
      typeof part === 'object' && part !== null ? [key, sorted(part)] : [key, part],
    );
}
