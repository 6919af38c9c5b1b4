import type { StoreComparisonReply } from '../../../contract/store-comparison.ts';
import { showZonedTime } from '../../output/show-time.ts';
import { renderTable, showCount } from '../../output/tables.ts';

type Side = StoreComparisonReply['held'] | StoreComparisonReply['found'];

const VERDICTS: Readonly<Record<StoreComparisonReply['verdict'], string>> = {
  same: 'It is the known store.',
  respelled: 'It is the known store; only the scheme or www of its address changed, and syncs continue.',
  moved: 'The same data at a new address: confirm the address, or say that this is another store.',
  'product-changed': 'The same store, but its product has another creation date.',
  older: 'It lacks orders or changes that were already read: a copy, or an older backup.',
  other: 'It is another store.',
};

/** Shows the recorded store and the one that answers side by side, and the conclusion. */
export function comparisonLines(shown: StoreComparisonReply, timezone: string): readonly string[] {
  const { held, found, known_orders: known } = shown;
  const time = (at: string | null): string => (at === null ? '–' : showZonedTime(at, timezone));
  const row = (title: string, of: (side: Side) => string): string[] => [title, of(held), of(found)];
  const table = renderTable(
    [{ title: '' }, { title: 'known' }, { title: 'answers now' }],
    [
      row('address', (side) => side.site_url),
      row('table prefix', (side) => side.table_prefix),
      row('product created', (side) => time(side.product_created_at)),
      row('oldest orders', (side) => side.oldest_orders.slice(0, 3).join(', ') || '–'),
      row('newest order', (side) => String(side.newest_order ?? '–')),
      ['orders', `${showCount(held.orders)} of the event`, `${showCount(found.orders)} of the store`],
      row('newest change', (side) => time(side.newest_change_at)),
    ],
  );
  return [
    table,
    `Known orders: ${known.matching} with the same key, ${known.different} with another one, ${known.missing} missing.`,
    `Of the event: ${showCount(shown.missing_orders)} orders missing, ${showCount(shown.older_orders)} in an older state, ${showCount(shown.lost_check_ins)} check-ins missing.`,
    ...(shown.was_refused ? ['Somebody confirmed that this is another store.'] : []),
    VERDICTS[shown.verdict],
  ];
}
