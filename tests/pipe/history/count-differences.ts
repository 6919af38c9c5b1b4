import type { Database } from '../../../src/backend/database.ts';
import { sumOfCounts } from '../../../src/source/range-counts.ts';
import type { Excluded, StoreProof } from '../../../src/source/totals.ts';
import { NEVER, openStore, withSnapshot } from '../../woocommerce/open-store.ts';

/** Compares the stored counts of an event's ranges, added up, with a count of everything in the store. */
export async function countDifferences(
  db: Database,
  storeUrl: string,
  product: number,
): Promise<readonly string[]> {
  const { rows: origins } = await db.query<{ id: string; excluded: Excluded }>(
    `select configuration_id as id, counts_excluded as excluded from sync_checkpoints
     join sync_configurations c on c.id = configuration_id
     where c.woo_product_id = $1 and counts_basis is not null`,
    [product],
  );
  const [origin] = origins;
  if (origins.length !== 1 || origin === undefined) return [`${product} has ${origins.length} counts`];
  const { rows } = await db.query<{ counted: StoreProof; is_stale: boolean }>(
    'select counted, is_stale from store_counts where configuration_id = $1 order by range_start',
    [origin.id],
  );
  const stale = rows.filter(({ is_stale }) => is_stale).length;
  const source = openStore(storeUrl);
  try {
    const whole = await withSnapshot(source, product, null, async (snapshot) => {
      return await snapshot.countWhole(origin.excluded, NEVER);
    });
    const sum = inOrder(sumOfCounts(rows.map(({ counted }) => counted)));
    const isSame = sum === inOrder(whole);
    return [
      ...(stale > 0 ? [`${product} has ${stale} ranges that wait to be counted`] : []),
      ...(isSame ? [] : [`${product} adds up to ${sum} instead of ${inOrder(whole)}`]),
    ];
  } finally {
    await source.close();
  }
}

/** The groups of a proof, in any order, as one text. */
function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).sort().join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]: [string, unknown]) => `${name}: ${inOrder(part)}`);
  return `{${parts.sort().join()}}`;
}
