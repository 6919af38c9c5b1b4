import type { StoreConnection } from '../connect/store-connection.ts';
import type { StoreTables } from '../schema/store-tables.ts';
import { cellId, cellText } from '../values/cells.ts';

/**
 * Products that are one product in several languages, the original first. WPML gives each language a product of
 * its own and connects them by `trid`. A product without translations is in no group.
 */
export async function readTranslations(
  connection: StoreConnection,
  tables: StoreTables,
  signal: AbortSignal,
): Promise<readonly (readonly number[])[]> {
  const rows = await connection.query(
    `SELECT t.trid, t.element_id, t.source_language_code FROM ${tables.translations} t
     JOIN ${tables.posts} p ON p.ID = t.element_id AND p.post_type = 'product'
     WHERE t.element_type = 'post_product' AND t.trid > 0
     ORDER BY t.element_id`,
    signal,
  );
  const groups = new Map<number, { readonly id: number; readonly isOriginal: boolean }[]>();
  for (const [trid, id, source] of rows) {
    const group = groups.get(cellId(trid)) ?? [];
    groups.set(cellId(trid), group);
    group.push({ id: cellId(id), isOriginal: (cellText(source) ?? '') === '' });
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) =>
      group.toSorted((a, b) => Number(b.isOriginal) - Number(a.isOriginal)).map(({ id }) => id),
    );
}
