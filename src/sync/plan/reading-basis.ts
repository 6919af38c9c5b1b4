import type { ReadingBasis } from '../../backend/readings/unfinished-reading-records.ts';
import type { StoreIdentity } from '../../source/source.ts';
import type { EventRules } from '../../ticketing/model/event-order.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import { type ProductMarks, slotRules } from '../model/product-marks.ts';

/** The words for each part of a basis in a sentence. */
const PARTS = {
  program: 'the version of Taquilla',
  event: 'the event in the backend',
  site: 'the address of the store',
  prefix: 'the table prefix of the store',
  layout: 'where the store keeps its orders',
  timezone: 'the time zone of the store',
  currency: 'the currency of the store',
  product: 'the products',
  fee: 'the service fee',
  statuses: 'the mapping of order statuses',
  refunds: 'the refund policy',
  tickets: 'who issues the tickets, or in which order statuses',
  days: 'the number of days of the event, or whether the store keeps a state of each',
  form: 'the attendee form',
  slots: 'the slots of the event, or its time zone',
  text: 'the character set of the store',
  rules: 'the rules by which orders are translated',
} as const satisfies Readonly<Record<string, string>>;

export interface BasisOf {
  readonly program: string;
  readonly eventId: string;
  readonly identity: StoreIdentity;
  readonly event: Pick<StoreEvent, 'numDays' | 'keepsDays' | 'form' | 'slots' | 'timezone'>;
  readonly rules: EventRules;
  readonly rulesDigest: string;
  readonly productMarks: ProductMarks;
}

/** Everything that decides how rows are made, besides the rows of the store. */
export function readingBasis({
  program,
  eventId,
  identity,
  event,
  rules,
  rulesDigest,
  productMarks,
}: BasisOf): ReadingBasis {
  return {
    program,
    event: eventId,
    site: identity.siteUrl,
    prefix: identity.tablePrefix,
    layout: identity.layout,
    timezone: identity.timezone,
    currency: identity.currency,
    product: [`${rules.productId} ${rules.variationId ?? ''}`, ...Object.entries(productMarks).flat()].join(
      ' ',
    ),
    fee: rules.serviceFeePercentage.toString(),
    statuses: JSON.stringify(Object.entries(rules.statusMapping).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    refunds: rules.refundPolicy,
    tickets: [rules.ticketSource, ...rules.issuingStatuses].join(' '),
    days: `${event.numDays} ${event.numDays > 1 && event.keepsDays}`,
    form: JSON.stringify((event.form?.fields ?? []).map(({ key, label }) => [key, label])),
    slots: JSON.stringify(slotRules(event, identity.timezone)),
    text: identity.readsLatin1 ? 'latin1' : 'utf8mb4',
    rules: rulesDigest,
  } satisfies Record<keyof typeof PARTS, string>;
}

/** The names of the parts in which two bases differ. The last part is named only if no other one differs. */
export function differingParts(one: ReadingBasis, other: ReadingBasis): readonly string[] {
  const names = Object.keys(PARTS) as (keyof typeof PARTS)[];
  const differing = names.filter((name) => one[name] !== other[name]);
  const specific = differing.filter((name) => name !== 'rules');
  return (specific.length > 0 ? specific : differing).map((name) => PARTS[name]);
}
