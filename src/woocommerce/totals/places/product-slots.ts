import { isTimezone } from '../../../kernel/time/timezone.ts';
import type { ProofSlot } from '../../plugins/ticket-plugin.ts';
import { cellId, cellText } from '../../values/cells.ts';
import { type CountScope, countedProducts } from '../scope.ts';

/** How the slots of one product are counted. */
export interface ProductSlots {
  /** The product's zone, by whose clock its slots are. */
  readonly timezone: string;
  /** By the slot's id: the record of an attendee has only the id. */
  readonly offered: ReadonlyMap<string, ProofSlot>;
}

/** Reads the slots of every counted product; the first row of a meta counts. */
export async function readProductSlots(
  scope: CountScope,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, ProductSlots>> {
  const { connection, tables, plugin, siteTimezone } = scope;
  const { slot } = plugin;
  const products = countedProducts(scope);
  if (slot === null) return new Map();
  const first = new Map<string, { readonly metaId: number; readonly value: string }>();
  const rows = await connection.query(
    `SELECT m.post_id, m.meta_id, m.meta_key, m.meta_value FROM ${tables.postmeta} m
     JOIN ${tables.posts} p ON p.ID = m.post_id AND p.post_type = 'product'
     WHERE m.post_id IN (${products.join(',')}) AND m.meta_key IN ('${slot.offered}', '${slot.zone}')`,
    signal,
  );
  for (const [post, meta, key, value] of rows) {
    const name = `${cellId(post)} ${cellText(key) ?? ''}`;
    const metaId = cellId(meta);
    if ((first.get(name)?.metaId ?? Number.POSITIVE_INFINITY) > metaId)
      first.set(name, { metaId, value: cellText(value) ?? '' });
  }
  return new Map(
    products.map((id) => {
      const zone = first.get(`${id} ${slot.zone}`)?.value ?? '';
      const offered = slot.readOffered(first.get(`${id} ${slot.offered}`)?.value ?? '');
      return [id, { timezone: zone !== '' && isTimezone(zone) ? zone : siteTimezone, offered }];
    }),
  );
}
